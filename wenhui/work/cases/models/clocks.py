"""What is kept beside the clocks of cases: by which calendar they run, where they were moved, who hears of them next."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case


class OfficeClock(models.Model):
    """By which calendar an office's clocks run (计时依据), as it stood when they were last worked out.

    Zone, working hours and every day that differs from Monday to Friday. When the office's calendar says otherwise, the
    clocks of open cases are worked out anew.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "path", "zone", "hours", "days", "kept_at"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, unique=True, db_collation="C")
    zone = models.CharField(max_length=60)
    hours = models.JSONField()
    days = models.JSONField()
    kept_at = models.DateTimeField()


class CaseReclock(models.Model):
    """One time that a clock was worked out anew because the office's calendar changed (时限重算), and on what ground.

    `unit_key` names the co-handling unit whose clock it is; empty for the case's own. Where the clock stood still then,
    `…_resumed` say how it would run if the pause ended at that moment.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "case", "area_path", "unit_key", "at", "by_name", "why", "soon_before", "soon_after", "due_before",
            "due_after", "soon_resumed", "due_resumed",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT"

    case = models.ForeignKey(Case, models.PROTECT, related_name="reclocks", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    unit_key = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    why = models.CharField(max_length=200)
    soon_before = models.DateTimeField()
    soon_after = models.DateTimeField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    soon_resumed = models.DateTimeField(null=True, blank=True)
    due_resumed = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="case_reclocks_of_a_case")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(why=""), name="case_reclocks_give_a_ground"),
            models.CheckConstraint(
                condition=Q(due_after=F("due_before")) | Q(due_after__gt=F("at")),
                name="case_reclocks_leave_time",
            ),
        ]


class CaseRung(models.Model):
    """Where an open case stands on the escalation ladder (提醒进度): for which clock and unit, and when the next rung is.

    The beat keeps these rows and drops them; nothing else reads them. No `next_at`: the last rung was reached.
    """

    PRIVACY: ClassVar = dict.fromkeys(["case", "unit_key", "due_at", "next_at"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = ""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="rung")
    unit_key = models.CharField(max_length=40, blank=True, default="")
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
