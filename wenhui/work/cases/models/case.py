"""One problem and its steps."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.worktime import WorkTime
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.models.office import CaseType
from wenhui.work.cases.routing import decision_table
from wenhui.work.cases.words import OPEN, Channel, Platform, Stage, UpperClock, Urgency, Verb

IS_OPEN = Q(stage__in=[stage.value for stage in OPEN])


class Case(models.Model):
    """One problem from report to closure (事件 and 案卷 are one table).

    Everything that is counted or filtered by stands in plain columns here. Moments are those of the present round: a
    return or a reopening clears them, the moves keep them all. `soon_at` and `due_at` are the clock of the present
    stage: intake while reported, handling from registration on; until `paused_until` it stands still. `asked` is the kind
    of request that waits for an approver. `upper_due_at` is the upper platform's own clock, which no pause of ours stops;
    lists go by `next_due_at`, the nearer of the two. `source` and `source_key` together are the idempotency
    key, and the key in the other system where there is one. `cell` is the hexagon it lies in (`near`), `into` the case it
    was joined to as a duplicate, `belongs_to` who is responsible where its place lies outside (需转交).

    `route` is what the decision table said when the case was taken up: edition, row and what the row says.

    Whoever loads in bulk does so as the owner and fills every column but `id`, `area_path` and `is_on_time`, which the
    database fills; and gives moves their `area_path`, which spares a look-up for each.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "number", "area", "area_path", "type", "platform", "channel", "stage", "urgency", "title",
            "description", "place", "lng", "lat", "unit_key", "reported_at", "registered_at", "dispatched_at",
            "accepted_at", "answered_at", "verified_at", "closed_at", "soon_at", "due_at", "is_on_time",
            "paused_until", "asked", "returned_count", "rework_count", "reopened_count", "source", "source_key",
            "attributes", "route", "urged_count",
            "upper_clock", "upper_due_at", "next_due_at",
            "cell", "into", "belongs_to",
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
    upper_clock = models.CharField(max_length=10, blank=True, default="", db_default="", choices=UpperClock.choices())
    upper_due_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.GeneratedField(
        expression=Least(F("due_at"), F("upper_due_at")), output_field=models.DateTimeField(), db_persist=True
    )
    paused_until = models.DateTimeField(null=True, blank=True)
    asked = models.CharField(max_length=20, blank=True, default="", db_default="")
    is_on_time = models.GeneratedField(
        expression=models.ExpressionWrapper(Q(closed_at__lte=F("due_at")), models.BooleanField()),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    returned_count = models.PositiveSmallIntegerField(default=0)
    rework_count = models.PositiveSmallIntegerField(default=0)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    urged_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    source = models.CharField(max_length=60, blank=True, default="")
    source_key = models.CharField(max_length=120, blank=True, default="")
    attributes = models.JSONField(default=dict, blank=True)
    route = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    cell = models.BigIntegerField(null=True, blank=True)
    into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined", db_index=False)
    belongs_to = models.CharField(max_length=120, blank=True, default="", db_default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["cell", "reported_at"], name="cases_near_each_other", include=["area_path"]),
            models.Index(fields=["into"], name="cases_joined_to_another", condition=Q(into__isnull=False)),
            models.Index(fields=["next_due_at", "id"], name="cases_open_by_due", condition=IS_OPEN, include=["area_path"]),
            models.Index(
                fields=["area_path", "stage"], name="cases_open_by_area", condition=IS_OPEN,
                include=["soon_at", "due_at", "paused_until"],
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
            one_of("stage", Stage, name="cases_stand_at_a_known_stage"),
            one_of("channel", Channel, name="cases_come_by_a_known_channel"),
            one_of("platform", Platform, name="cases_belong_to_a_known_platform"),
            one_of("urgency", Urgency, name="cases_have_a_known_urgency"),
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
            models.CheckConstraint(
                condition=Q(stage=Stage.MERGED.value, into__isnull=False)
                | (~Q(stage=Stage.MERGED.value) & Q(into__isnull=True)),
                name="cases_joined_know_the_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def limit(self) -> WorkTime:
        """Return how long handling may take: what the decision table said, else what its type says."""
        said = self.route.get("limit")
        return decision_table.limit_of(said) if said else self.type.limit

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
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="case_moves_of_a_case"),
            BrinIndex(fields=["at"], name="case_moves_by_moment", pages_per_range=32),  # they come in the order of time
        ]
        constraints: ClassVar = [
            one_of("verb", Verb, name="case_moves_are_known_verbs"),
            one_of("from_stage", Stage, name="case_moves_begin_at_a_known_stage", or_none=True),
            one_of("to_stage", Stage, name="case_moves_end_at_a_known_stage"),
        ]
