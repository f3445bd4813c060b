"""Who else works on a case, and which cases were one before."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.kit.worktime import WorkTime, WorkUnit
from wenhui.work.cases.models.case import Case

IS_OWED = Q(answered_at__isnull=True, released_at__isnull=True)


class CasePart(models.Model):
    """One co-handling unit's part of a case (协办), with a limit and a clock of its own; the lead unit is on the case.

    It ends with the unit's answer, or when the command room releases the unit. Until all have ended, the lead unit
    cannot answer for the case.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "case", "area_path", "unit_key", "asks", "asked_at", "limit_amount", "limit_unit", "soon_at", "due_at",
            "accepted_at", "answered_at", "answered_by", "note", "released_at", "released_why",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="parts", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    unit_key = models.CharField(max_length=40)
    asks = models.TextField()
    asked_at = models.DateTimeField()
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=10, choices=[(unit.value, unit.value) for unit in WorkUnit])
    soon_at = models.DateTimeField()
    due_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")
    note = models.TextField(blank=True, default="")
    released_at = models.DateTimeField(null=True, blank=True)
    released_why = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="case_parts_of_a_case"),
            models.Index(fields=["unit_key", "area_path"], name="case_parts_owed_by_a_unit", condition=IS_OWED),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "unit_key"], condition=IS_OWED, name="case_parts_are_owed_once_a_unit"),
            models.CheckConstraint(condition=Q(limit_amount__gte=1), name="case_parts_give_time"),
            models.CheckConstraint(condition=Q(soon_at__lte=F("due_at")), name="case_parts_turn_soon_before_late"),
            models.CheckConstraint(condition=~Q(asks=""), name="case_parts_say_what_is_asked"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | (Q(accepted_at__isnull=False) & ~Q(note="")),
                name="case_parts_are_accepted_then_answered",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | (Q(answered_at__isnull=True) & ~Q(released_why="")),
                name="case_parts_end_in_one_way",
            ),
        ]  # fmt: skip

    @property
    def is_owed(self) -> bool:
        """Say whether the unit still works on it."""
        return self.answered_at is None and self.released_at is None

    @property
    def limit(self) -> WorkTime:
        """Return how long the unit has."""
        return WorkTime(self.limit_amount, WorkUnit(self.limit_unit))


class CaseSplit(models.Model):
    """One case taken out of another that held several problems (拆分); both show the other."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "case", "area_path", "taken_from", "at", "by_name", "why"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    case = models.OneToOneField(Case, models.PROTECT, related_name="split")
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    taken_from = models.ForeignKey(Case, models.PROTECT, related_name="splits")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    why = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(case=F("taken_from")), name="case_splits_are_two_cases"),
        ]
