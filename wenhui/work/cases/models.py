"""Tables of cases: types, units, the office's clocks and days, cases and their moves."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.kit.worktime import DayKind, WorkTime, WorkUnit
from wenhui.work.cases import rules
from wenhui.work.cases.words import OPEN, Channel, Kind, Platform, Stage, Urgency, Verb, Worded


def _one_of(column: str, words: type[Worded], *, name: str, or_none: bool = False) -> models.CheckConstraint:
    allowed = [member.value for member in words] + ([""] if or_none else [])
    return models.CheckConstraint(condition=Q(**{f"{column}__in": allowed}), name=name)


class Unit(models.Model):
    """Who handles cases (处置单位). Rows come from the catalogue."""

    PRIVACY: ClassVar = dict.fromkeys(["key", "zh", "en", "ended"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=40, primary_key=True)
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=80)
    ended = models.BooleanField(default=False)

    @property
    def words(self) -> Words:
        """Return the unit's name in both languages."""
        return Words(self.zh, self.en)


class CaseType(models.Model):
    """What a case is about (案件类型): a class of event or component after GB/T 30428.2, or the office's own.

    Who handles it, how urgent it is and how long that may take are the office's rules. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "key", "code", "kind", "major_zh", "major_en", "zh", "en", "platform", "unit", "limit_amount",
            "limit_unit", "urgency", "ended",
        ],
        Privacy.OPEN,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=120, primary_key=True)
    code = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices())
    major_zh = models.CharField(max_length=40)
    major_en = models.CharField(max_length=80)
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    platform = models.CharField(max_length=20, choices=Platform.choices())
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, db_column="unit_key")
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=10, choices=[(unit.value, unit.value) for unit in WorkUnit])
    urgency = models.CharField(max_length=10, choices=Urgency.choices())
    ended = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(limit_amount__gte=1), name="case_types_give_time"),
        ]

    @property
    def words(self) -> Words:
        """Return the type's name in both languages."""
        return Words(self.zh, self.en)

    @property
    def major(self) -> Words:
        """Return the name of the major class in both languages."""
        return Words(self.major_zh, self.major_en)

    @property
    def limit(self) -> WorkTime:
        """Return how long handling may take."""
        return WorkTime(self.limit_amount, WorkUnit(self.limit_unit))


class CasePolicy(models.Model):
    """What one office decided about its clocks (办案规则): working hours, time for intake, when 临期 begins, reopening.

    Holds for its area and everything below; the nearest above a case counts. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "path", "hours", "intake_amount", "intake_unit", "soon_percent", "reopen_days"], Privacy.OPEN
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, unique=True, db_collation="C")
    hours = models.JSONField()
    intake_amount = models.PositiveSmallIntegerField()
    intake_unit = models.CharField(max_length=10, choices=[(unit.value, unit.value) for unit in WorkUnit])
    soon_percent = models.PositiveSmallIntegerField()
    reopen_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(soon_percent__lte=100), name="case_policies_share_is_a_percentage"),
            models.CheckConstraint(condition=Q(intake_amount__gte=1), name="case_policies_give_time_for_intake"),
        ]

    @property
    def rules(self) -> rules.Policy:
        """Return the policy as the rules take it."""
        intake = WorkTime(self.intake_amount, WorkUnit(self.intake_unit))
        return rules.Policy(intake=intake, soon_percent=self.soon_percent, reopen_days=self.reopen_days)


class OfficeDay(models.Model):
    """A day the office itself says is worked or off (工作日历), for its area and everything below."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "path", "on", "kind", "why"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, db_collation="C")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in DayKind])
    why = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "on"], name="office_days_are_said_once"),
        ]


class OfficeYear(models.Model):
    """A year whose days the office has entered in full (已公布年度), beyond what the calendar library knows."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "path", "year", "source"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, db_collation="C")
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "year"], name="office_years_are_said_once"),
        ]


class CaseCounter(models.Model):
    """The last number given on a day (编号), so that numbers of one office and day have no gaps and no twins."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "prefix", "on", "last"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    prefix = models.CharField(max_length=20)
    on = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prefix", "on"], name="case_counters_are_one_a_day"),
        ]


IS_OPEN = Q(stage__in=[stage.value for stage in OPEN])


class Case(models.Model):
    """One problem from report to closure (事件 and 案卷 are one table).

    Everything that is counted or filtered by stands in plain columns here. Moments are those of the present round: a
    return or a reopening clears them, the moves keep them all. `soon_at` and `due_at` are the clock of the present
    stage: intake while reported, handling from registration on. `source` and `source_key` together are the idempotency
    key, and the key in the other system where there is one.

    Whoever loads in bulk does so as the owner and fills every column but `id`, `area_path` and `is_on_time`, which the
    database fills; and gives moves their `area_path`, which spares a look-up for each.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "number", "area", "area_path", "type", "platform", "channel", "stage", "urgency", "title",
            "description", "place", "lng", "lat", "unit_key", "reported_at", "registered_at", "dispatched_at",
            "accepted_at", "answered_at", "verified_at", "closed_at", "soon_at", "due_at", "is_on_time",
            "returned_count", "rework_count", "reopened_count", "source", "source_key", "attributes",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    number = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    type = models.ForeignKey(CaseType, models.PROTECT, related_name="+", db_column="type_key", db_index=False)
    platform = models.CharField(max_length=20, choices=Platform.choices())
    channel = models.CharField(max_length=20, choices=Channel.choices())
    stage = models.CharField(max_length=12, choices=Stage.choices())
    urgency = models.CharField(max_length=10, choices=Urgency.choices())
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    place = models.CharField(max_length=200, blank=True, default="")
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    unit_key = models.CharField(max_length=40, blank=True, default="")
    reported_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    soon_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_on_time = models.GeneratedField(
        expression=models.ExpressionWrapper(Q(closed_at__lte=F("due_at")), models.BooleanField()),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    returned_count = models.PositiveSmallIntegerField(default=0)
    rework_count = models.PositiveSmallIntegerField(default=0)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=60, blank=True, default="")
    source_key = models.CharField(max_length=120, blank=True, default="")
    attributes = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="cases_open_by_due", condition=IS_OPEN, include=["area_path"]),
            models.Index(
                fields=["area_path", "stage"], name="cases_open_by_area", condition=IS_OPEN,
                include=["soon_at", "due_at"],
            ),
            models.Index(fields=["area_path", "reported_at"], name="cases_by_area_and_day"),
            models.Index(fields=["reported_at", "id"], name="cases_by_newest_first", include=["area_path"]),
            models.Index(
                fields=["closed_at"], name="cases_closed_by_day", condition=Q(closed_at__isnull=False),
                include=["area_path", "is_on_time"],
            ),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="cases_come_once_from_each_source"
            ),
            _one_of("stage", Stage, name="cases_stand_at_a_known_stage"),
            _one_of("channel", Channel, name="cases_come_by_a_known_channel"),
            _one_of("platform", Platform, name="cases_belong_to_a_known_platform"),
            _one_of("urgency", Urgency, name="cases_have_a_known_urgency"),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED.value) | Q(closed_at__isnull=False), name="cases_closed_has_closed_at"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED.value) | Q(closed_at__isnull=True),
                name="cases_only_closed_has_closed_at",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.REPORTED.value) | Q(registered_at__isnull=True),
                name="cases_reported_is_not_registered",
            ),
            models.CheckConstraint(
                condition=~Q(
                    stage__in=[Stage.DISPATCHED.value, Stage.ACCEPTED.value, Stage.ANSWERED.value, Stage.VERIFIED.value]
                )
                | ~Q(unit_key=""),
                name="cases_in_handling_has_a_unit",
            ),
            models.CheckConstraint(condition=Q(soon_at__lte=F("due_at")), name="cases_turn_soon_before_late"),
            models.CheckConstraint(
                condition=Q(lng__isnull=True, lat__isnull=True)
                | Q(lng__isnull=False, lat__isnull=False, lng__range=(-180, 180), lat__range=(-90, 90)),
                name="cases_lie_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def at_stage(self) -> Stage:
        """Return the stage as its enumeration."""
        return Stage(self.stage)


class CaseMove(models.Model):
    """One step of a case (流转记录): from, to, by whom, when, why. Append-only; the database refuses anything else.

    `by_name` is the name under which someone acts for the office. `area_path` is copied from the case by a trigger.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "case",
            "area_path",
            "verb",
            "from_stage",
            "to_stage",
            "by_kind",
            "by_key",
            "by_name",
            "at",
            "why",
            "unit_key",
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    case = models.ForeignKey(Case, models.PROTECT, related_name="moves", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    verb = models.CharField(max_length=20, choices=Verb.choices())
    from_stage = models.CharField(max_length=12, blank=True, choices=Stage.choices())
    to_stage = models.CharField(max_length=12, choices=Stage.choices())
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    why = models.TextField(blank=True, default="")
    unit_key = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="case_moves_of_a_case")]
        constraints: ClassVar = [
            _one_of("verb", Verb, name="case_moves_are_known_verbs"),
            _one_of("from_stage", Stage, name="case_moves_begin_at_a_known_stage", or_none=True),
            _one_of("to_stage", Stage, name="case_moves_end_at_a_known_stage"),
        ]


class CaseImport(models.Model):
    """One file brought in from another system (批量导入): how far it got and what became of its rows.

    `file` and `mapping` are SHA-256 digests, so that the same file with the same mapping is known again. `done` is the
    last row of the last chunk that stands; each chunk is one transaction with its counts.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "source", "file", "mapping", "begun_at", "ended_at", "read", "done", "created", "held", "rejected"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    source = models.CharField(max_length=60)
    file = models.CharField(max_length=64)
    mapping = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "file", "mapping"], name="case_imports_know_a_file_again"),
        ]
