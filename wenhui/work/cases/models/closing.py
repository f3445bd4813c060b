"""What each closing of a case said, and whether it held."""

from typing import ClassVar

from django.db import models
from django.db.models import Case as When_
from django.db.models import F, Q, Value, When

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.words import Outcome

VERDICT = When_(When(reopened_at__isnull=True, then=F("outcome")), default=Value(Outcome.NOT_SOLVED.value))


class CaseClosing(models.Model):
    """One closing of a case (结案记录): on time or not, solved or not. Closed is not solved.

    A case that was opened again was not solved when it was closed: `verdict` is what evaluation counts. `was_due_at` is when
    it had been due; reopening begins another clock.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id",
            "case",
            "area_path",
            "closed_at",
            "unit_key",
            "outcome",
            "is_on_time",
            "reopened_at",
            "was_due_at",
            "verdict",
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="closings", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    closed_at = models.DateTimeField()
    unit_key = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome.choices())
    is_on_time = models.BooleanField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    was_due_at = models.DateTimeField(null=True, blank=True)
    verdict = models.GeneratedField(expression=VERDICT, output_field=models.CharField(max_length=12), db_persist=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="case_closings_of_a_case")]
        constraints: ClassVar = [
            one_of("outcome", Outcome, name="case_closings_say_a_known_outcome"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(reopened_at__isnull=True), name="case_closings_stand_one_a_case"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | Q(reopened_at__gte=F("closed_at")),
                name="case_closings_end_after_they_began",
            ),
        ]
