"""What somebody must be told about a case."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case


class CaseTelling(models.Model):
    """One thing that somebody must be told about a case (告知): a rung of the escalation ladder, or an urging.

    `whom` is `unit:municipal` or `role:office_leader`. One case and step of one clock is told once to each: whoever
    sends messages reads these rows. `due_at` is the clock it was about; a case with a new clock climbs anew.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "case", "area_path", "step", "whom", "due_at", "nth", "at", "not_before"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    case = models.ForeignKey(Case, models.PROTECT, related_name="tellings", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    step = models.CharField(max_length=20)
    whom = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    nth = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    not_before = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "step", "whom", "due_at", "nth"], name="case_tellings_are_told_once"
            ),
            models.CheckConstraint(condition=Q(whom__regex=r"^(unit|role):.+$"), name="case_tellings_are_to_somebody"),
        ]
