"""Reasons to visit, visits and what came of them, promises, referrals, hand-overs, rosters, and the office's rules."""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, TextChoices

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.work.visits.rules import knocking
from wenhui.work.visits.words import Moment, Outcome, Part, ReasonKind, ReasonState


def _one_of(column: str, words: type[TextChoices], *, name: str, or_none: bool = False) -> models.CheckConstraint:
    allowed = [*words.values, *([""] if or_none else [])]
    return models.CheckConstraint(condition=Q(**{f"{column}__in": allowed}), name=name)


class VisitPolicy(models.Model):
    """What an office decided about knocking at doors (走访规则): hours, how often, what a refusal means.

    Holds for its area and everything below; the nearest above a home counts. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "path", "parts", "attempts", "period_days", "pauses", "refusal_days"], Privacy.OPEN
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, unique=True, db_collation="C")
    parts = models.JSONField()
    attempts = models.PositiveSmallIntegerField()
    period_days = models.PositiveSmallIntegerField()
    pauses = models.JSONField(default=dict)
    refusal_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(attempts__gte=1, period_days__gte=1), name="visit_policies_allow_an_attempt"
            ),
        ]

    @property
    def rules(self) -> knocking.Policy:
        """Return the policy as the rules take it."""
        return knocking.Policy(
            parts={
                part: (time.fromisoformat(self.parts[part][0]), time.fromisoformat(self.parts[part][1]))
                for part in Part.values
                if part in self.parts
            },
            attempts=self.attempts,
            period_days=self.period_days,
            pauses=self.pauses,
            refusal_days=self.refusal_days,
        )


class ReminderRule(models.Model):
    """A date that gives somebody a right or ends one, and what is then told or asked at the door (提醒规则).

    Holds below `path`. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("key", "path", "moment", "years", "lead_days", "open_days", "zh", "en", "tell_zh", "tell_en", "asks"),
            *("ground", "ended"),
        ],
        Privacy.OPEN,
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=40, primary_key=True)
    path = models.CharField(max_length=160, db_collation="C")
    moment = models.CharField(max_length=12, choices=Moment.choices)
    years = models.PositiveSmallIntegerField(default=0)
    lead_days = models.PositiveSmallIntegerField()
    open_days = models.PositiveSmallIntegerField()
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=120)
    tell_zh = models.CharField(max_length=300, blank=True)
    tell_en = models.CharField(max_length=600, blank=True)
    asks = ArrayField(models.CharField(max_length=60), default=list)
    ground = models.CharField(max_length=200)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(ground=""), name="visits_a_rule_names_its_ground"),
            _one_of("moment", Moment, name="visits_a_rule_has_a_known_moment"),
        ]


IS_OPEN = Q(state=ReasonState.OPEN)


class Reason(models.Model):
    """Why somebody should knock at a home (走访事由): what to ask or tell there, between which days, on what ground.

    `source` and `source_key` are the idempotency key: the module and row that wants it. A reason belongs to a home,
    perhaps to a person in it, never to a worker. `asks` are keys of the attribute dictionary. Until `rest_until` a
    refused one is left in peace. It ends by itself when its purpose is met or the person has gone.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "kind": Privacy.INSIDE,
        "source": Privacy.INSIDE,
        "source_key": Privacy.INSIDE,
        "dwelling": Privacy.PERSONAL,
        "person": Privacy.PERSONAL,
        "zh": Privacy.PERSONAL,
        "en": Privacy.PERSONAL,
        "tell_zh": Privacy.INSIDE,
        "tell_en": Privacy.INSIDE,
        "asks": Privacy.INSIDE,
        "ground": Privacy.INSIDE,
        "from_on": Privacy.PERSONAL,
        "due_on": Privacy.PERSONAL,
        "rest_until": Privacy.PERSONAL,
        "state": Privacy.PERSONAL,
        "asked_at": Privacy.INSIDE,
        "ended_at": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    kind = models.CharField(max_length=10, choices=ReasonKind.choices)
    source = models.CharField(max_length=60, db_collation="C")
    source_key = models.CharField(max_length=120, db_collation="C")
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=120)
    tell_zh = models.CharField(max_length=300, blank=True)
    tell_en = models.CharField(max_length=600, blank=True)
    asks = ArrayField(models.CharField(max_length=60), default=list)
    ground = models.CharField(max_length=200)
    from_on = models.DateField()
    due_on = models.DateField()
    rest_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ReasonState.choices, default=ReasonState.OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_path", "due_on"], name="visits_open_reason_by_area", condition=IS_OPEN),
            models.Index(fields=["dwelling", "state"], name="visits_reason_by_dwelling"),
            models.Index(fields=["person", "state"], name="visits_reason_by_person", condition=Q(person__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_key"], name="visits_a_reason_is_given_once"),
            _one_of("kind", ReasonKind, name="visits_a_reason_is_of_a_known_kind"),
            _one_of("state", ReasonState, name="visits_a_reason_stands_somewhere"),
            models.CheckConstraint(condition=~Q(ground=""), name="visits_a_reason_names_its_ground"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("from_on")), name="visits_a_reason_is_due_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state=ReasonState.OPEN, ended_at__isnull=True)
                | (~Q(state=ReasonState.OPEN) & Q(ended_at__isnull=False)),
                name="visits_a_reason_that_ended_knows_when",
            ),
            models.CheckConstraint(
                condition=~Q(asks=[]) | ~Q(tell_zh="") | Q(kind=ReasonKind.CHECK),
                name="visits_a_reason_asks_or_tells_something",
            ),
        ]

    @property
    def words(self) -> Words:
        """Return why, in both languages; what was typed by hand has one."""
        return Words(self.zh, self.en or self.zh)

    @property
    def tell(self) -> Words:
        """Return what to say at the door, in both languages."""
        return Words(self.tell_zh, self.tell_en or self.tell_zh)


class DueHome(models.Model):
    """A home with open reasons (待访户): how many, and by when the first is due. Kept by a trigger on reasons.

    A row stays when nothing is open any more (`asks` 0), so that two transactions always meet on it.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "dwelling": Privacy.PERSONAL,
        "asks": Privacy.PERSONAL,
        "due_on": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT"

    dwelling = models.OneToOneField("areas.Area", models.PROTECT, related_name="+")
    asks = models.PositiveIntegerField(default=0)
    due_on = models.DateField(null=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_path", "due_on"], name="visits_due_home_by_area", condition=Q(asks__gt=0)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(asks=0, due_on__isnull=True) | Q(asks__gt=0, due_on__isnull=False),
                name="visits_a_due_home_knows_by_when",
            ),
        ]


class Visit(models.Model):
    """Somebody knocked at a home (走访): when, with what outcome. Never changed; a resend of the same `key` is this row.

    `part` is empty in quiet time, when only somebody invited may come.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "key": Privacy.INSIDE,
        "dwelling": Privacy.PERSONAL,
        "outcome": Privacy.PERSONAL,
        "at": Privacy.PERSONAL,
        "part": Privacy.INSIDE,
        "is_invited": Privacy.INSIDE,
        "by_kind": Privacy.INSIDE,
        "by_key": Privacy.INSIDE,
        "by_name": Privacy.INSIDE,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    key = models.CharField(max_length=60, unique=True)
    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    at = models.DateTimeField()
    part = models.CharField(max_length=10, choices=Part.choices, blank=True)
    is_invited = models.BooleanField(default=False)
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["dwelling", "-at"], name="visits_of_a_home_latest_first"),
            models.Index(fields=["area_path", "at"], name="visits_by_area_and_day"),
        ]
        constraints: ClassVar = [
            _one_of("outcome", Outcome, name="visits_have_a_known_outcome"),
            _one_of("part", Part, name="visits_lie_in_a_part_of_the_day", or_none=True),
        ]


class ReasonOutcome(models.Model):
    """What a visit came to for one reason (事由结果), and which of its questions nobody wanted to answer. Never changed."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "visit": Privacy.PERSONAL,
        "reason": Privacy.PERSONAL,
        "outcome": Privacy.PERSONAL,
        "declined": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="outcomes")
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    declined = ArrayField(models.CharField(max_length=60), default=list)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "reason"], name="visits_come_to_one_thing_for_each_reason"),
            _one_of("outcome", Outcome, name="visits_come_to_a_known_outcome"),
        ]


class Promise(models.Model):
    """Somebody said they would come again (约定): to which home, on which day and part of it. Passes on with the post."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "dwelling": Privacy.PERSONAL,
        "on": Privacy.PERSONAL,
        "part": Privacy.INSIDE,
        "account": Privacy.INSIDE,
        "visit": Privacy.PERSONAL,
        "kept_at": Privacy.PERSONAL,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    dwelling = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    part = models.CharField(max_length=10, choices=Part.choices)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", db_index=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="promises")
    kept_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["dwelling"], name="visits_open_promise_of_a_home", condition=Q(kept_at__isnull=True)),
            models.Index(fields=["area_path"], name="visits_open_promise_by_area", condition=Q(kept_at__isnull=True)),
        ]
        constraints: ClassVar = [_one_of("part", Part, name="visits_are_promised_for_a_part")]


class Referral(models.Model):
    """Something at a door that others must handle (转办). A room above takes it up and leaves its `reference`."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "visit": Privacy.PERSONAL,
        "what": Privacy.PERSONAL,
        "reference": Privacy.INSIDE,
        "taken_up_at": Privacy.INSIDE,
        "area": Privacy.INSIDE,
        "area_path": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="referral")
    what = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="visits_referrals_that_wait", condition=Q(taken_up_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="visits_a_referral_says_what"),
            models.CheckConstraint(
                condition=Q(reference="", taken_up_at__isnull=True) | (~Q(reference="") & Q(taken_up_at__isnull=False)),
                name="visits_a_referral_taken_up_says_where",
            ),
        ]


class HandOver(models.Model):
    """One worker's homes became another's in one act (交接): with how many open reasons and promises. Never changed."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "ended", "begun", "on", "at", "homes", "reasons", "promises", "area", "area_path"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    ended = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    begun = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    homes = models.PositiveIntegerField()
    reasons = models.PositiveIntegerField()
    promises = models.PositiveIntegerField()
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(ended=F("begun")), name="visits_are_handed_to_another_post"),
        ]


class Roster(models.Model):
    """A saved question over the registry (名册): conditions and a place, never a copy of the people it finds.

    `question` is what `rules.choosing.read` understands; whoever opens the roster sees those of their own scope.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "name", "ground", "question", "by_key", "by_name", "at", "ended_at", "area", "area_path"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    name = models.CharField(max_length=60)
    ground = models.CharField(max_length=200)
    question = models.JSONField()
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "-at"], name="visits_rosters_latest_first")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(ground=""), name="visits_a_roster_has_name_and_ground"),
        ]


class Outreach(models.Model):
    """A roster became knocks at doors (上门通知): what was to be told, by when, at how many homes."""

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "key", "roster", "zh", "tell_zh", "from_on", "due_on", "homes", "at", "by_key", "by_name"),
            *("area", "area_path"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    key = models.CharField(max_length=60, unique=True)
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="outreaches")
    zh = models.CharField(max_length=60)
    tell_zh = models.CharField(max_length=300, blank=True)
    from_on = models.DateField()
    due_on = models.DateField()
    homes = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("from_on")), name="visits_an_outreach_ends_after_it_begins"
            ),
        ]
