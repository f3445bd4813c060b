"""The same matter again over weeks, and who owns its root."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.ground.accounts.models import Post
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.models.office import Unit
from wenhui.work.cases.words import KinDecision, Standing


class CaseFamily(models.Model):
    """A matter that comes back (重复诉求): its cases stay what they are, and one unit or one post owns the root cause.

    `area` is the smallest that holds its cases. It names the matter and no person: who reported stands with the reports.
    `reasons` says why the nightly comparison took them for one matter; nothing where a person did.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "area", "area_path", "title", "standing", "unit", "post", "cause", "proposed_at", "proposed_by",
            "decided_at", "decided_by", "why", "reasons",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    title = models.CharField(max_length=200)
    standing = models.CharField(max_length=10, choices=Standing.choices())
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, db_column="unit_key", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True, db_index=False)
    cause = models.TextField(blank=True, default="")
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    why = models.TextField(blank=True, default="")
    reasons = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "standing"], name="case_families_by_area")]
        constraints: ClassVar = [
            one_of("standing", Standing, name="case_families_have_a_known_standing"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(post__isnull=True), name="case_families_have_one_owner"
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=[Standing.TAKEN_ON.value, Standing.SETTLED.value])
                | Q(unit__isnull=False)
                | Q(post__isnull=False),
                name="case_families_taken_on_have_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.PROPOSED.value) | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="case_families_decided_say_by_whom",
            ),
        ]


class CaseKin(models.Model):
    """A case that belongs to a family (成员案件); a case belongs to one at most."""

    PRIVACY: ClassVar = dict.fromkeys(["case", "family", "area_path", "at", "by_name"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, DELETE"

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="kin")
    family = models.ForeignKey(CaseFamily, models.PROTECT, related_name="members")
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)


class CaseLikelyKin(models.Model):
    """A case that the nightly comparison takes for one of a family (疑似同诉), until somebody says yes or no.

    `reasons` names words in common, metres and days, and nobody. What was declined stays, so that nobody is asked twice;
    so do the cases of a family that was declined.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "case", "family", "area_path", "likelihood", "reasons", "at", "decision", "decided_at", "decided_by"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="likely_kin", db_index=False)
    family = models.ForeignKey(CaseFamily, models.PROTECT, related_name="likely")
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    likelihood = models.FloatField(default=0.0)
    reasons = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=KinDecision.choices(), blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "family"], name="case_likely_kin_come_once"),
            one_of("decision", KinDecision, name="case_likely_kin_known_decision", or_none=True),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by="")
                | (~Q(decision="") & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="case_likely_kin_say_by_whom",
            ),
        ]
