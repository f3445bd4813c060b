"""What came of knocking, what was promised, handed on and handed over."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.work.visits.models.allowed import one_of
from wenhui.work.visits.models.reasons import Reason
from wenhui.work.visits.words import Outcome, Part


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
            one_of("outcome", Outcome, name="visits_have_a_known_outcome"),
            one_of("part", Part, name="visits_lie_in_a_part_of_the_day", or_none=True),
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
            one_of("outcome", Outcome, name="visits_come_to_a_known_outcome"),
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
        constraints: ClassVar = [one_of("part", Part, name="visits_are_promised_for_a_part")]


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
