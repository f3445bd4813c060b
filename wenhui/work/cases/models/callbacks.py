"""What reporters said when they were called back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case
from wenhui.work.cases.models.reports import CaseReport


class CaseCallBack(models.Model):
    """One reporter called back after the answer (回访): satisfied or not. It says nothing about whether it was solved."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["report", "case", "area_path", "is_satisfied", "words", "at", "by_name"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    report = models.OneToOneField(CaseReport, models.PROTECT, primary_key=True, related_name="call_back")
    case = models.ForeignKey(Case, models.PROTECT, related_name="call_backs", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    is_satisfied = models.BooleanField()
    words = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "at"], name="case_call_backs_by_area")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_satisfied=True) | ~Q(words=""), name="case_call_backs_dissatisfied_say_why"
            ),
        ]
