"""What a second person decides about a case: objections to a redirection, exclusions."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.work.cases.models.case import Case
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.words import Appeal


class CaseElsewhere(models.Model):
    """Where to turn with what is no duty of the government (分流去向): which body, telephone, how. From the catalogue."""

    PRIVACY: ClassVar = dict.fromkeys(["key", "zh", "en", "phone", "how_zh", "how_en", "ended"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=40, primary_key=True)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True, default="")
    how_zh = models.CharField(max_length=300)
    how_en = models.CharField(max_length=500)
    ended = models.BooleanField(default=False)

    @property
    def words(self) -> Words:
        """Return the body's name in both languages."""
        return Words(self.zh, self.en)


class CaseAppeal(models.Model):
    """One request for a decision by a second person (异议、剔除): asked once, decided once, by somebody else."""

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "case", "area_path", "kind", "why", "asked_at", "asked_by", "asked_name", "decided_at", "decided_by",
            "decided_name", "granted", "verdict",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="appeals", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    kind = models.CharField(max_length=10, choices=Appeal.choices())
    why = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    asked_name = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_name = models.CharField(max_length=80, blank=True, default="")
    granted = models.BooleanField(null=True, blank=True)
    verdict = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="case_appeals_of_a_case")]
        constraints: ClassVar = [
            one_of("kind", Appeal, name="case_appeals_are_of_a_known_kind"),
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(decided_at__isnull=True), name="case_appeals_stand_open_once"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="case_appeals_give_a_reason"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, granted__isnull=True, decided_by="", verdict="")
                | (Q(decided_at__gte=F("asked_at"), granted__isnull=False) & ~Q(decided_by="") & ~Q(verdict="")),
                name="case_appeals_decided_say_how_and_why",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="case_appeals_take_a_second_person"),
        ]
