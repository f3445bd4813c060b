"""What an office counts of its units, and what it published of that."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.evaluation.figures import Figures
from wenhui.work.cases.evaluation.formulas import Formulas
from wenhui.work.cases.evaluation.periods import Period


class EvaluationFormulas(models.Model):
    """An office's formulas (考评办法), for its area and everything below. Rows come from the catalogue."""

    PRIVACY: ClassVar = dict.fromkeys(["path", "digest", "formulas"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, primary_key=True, db_collation="C")
    digest = models.CharField(max_length=16)
    formulas = models.JSONField()

    @property
    def read(self) -> Formulas:
        """Return the formulas as the rules take them."""
        return Formulas.model_validate(self.formulas)


class Evaluation(models.Model):
    """Figures of a period as they were published (考评公布), with the formulas that made them; their rows come before.

    Published again, a period has another edition with a reason. The database refuses any change. Whoever works at, below
    or above the office reads it: it names units and no person.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "path", "begins_on", "months", "edition", "why", "at", "by_kind", "by_key", "by_name", "digest",
            "formulas", "figures", "rows",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    path = models.CharField(max_length=160, db_collation="C")
    begins_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    why = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    digest = models.CharField(max_length=16)
    formulas = models.JSONField()
    figures = models.JSONField()
    rows = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["path", "begins_on", "months", "edition"], name="evaluations_have_one_of_an_edition"
            ),
            models.CheckConstraint(condition=Q(months__in=[1, 3, 12]), name="evaluations_are_of_a_known_length"),
            models.CheckConstraint(
                condition=Q(edition=1) | (Q(edition__gt=1) & ~Q(why="")), name="evaluations_again_say_why"
            ),
        ]

    @property
    def period(self) -> Period:
        """Return the period."""
        return Period(self.begins_on, self.months)

    @property
    def used(self) -> Formulas:
        """Return the formulas it used."""
        return Formulas.model_validate(self.formulas)

    @property
    def told(self) -> Figures:
        """Return the figures as they were published."""
        return Figures.read(self.figures, rows=self.rows)


class EvaluationRow(models.Model):
    """One case in the hands of one unit as a published evaluation saw it (考评明细): the facts used, which terms it entered.

    Frozen with its publication: `area_path` is where the case lay then.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "evaluation", "entered", "number", "round", "unit_key", "type_key", "area_path", "due_at", "closed_at",
            "work_minutes", "led", "due", "closed", "on_time", "solved", "reopened", "paused", "hung", "joined",
            "excluded", "void", "reworked", "returned", "extended", "deferred", "held", "hanged", "voided", "heard",
            "pleased",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="kept", db_index=False)
    entered = models.JSONField()
    number = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField()
    unit_key = models.CharField(max_length=40, blank=True)
    type_key = models.CharField(max_length=120)
    area_path = models.CharField(max_length=160, db_collation="C")
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    work_minutes = models.IntegerField(null=True)
    led = models.BooleanField()
    due = models.BooleanField()
    closed = models.BooleanField()
    on_time = models.BooleanField()
    solved = models.BooleanField()
    reopened = models.BooleanField()
    paused = models.BooleanField()
    hung = models.BooleanField()
    joined = models.BooleanField()
    excluded = models.BooleanField()
    void = models.BooleanField()
    reworked = models.PositiveSmallIntegerField()
    returned = models.PositiveSmallIntegerField()
    extended = models.PositiveSmallIntegerField()
    deferred = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField()
    hanged = models.PositiveSmallIntegerField()
    voided = models.PositiveSmallIntegerField()
    heard = models.PositiveSmallIntegerField()
    pleased = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evaluation", "number", "round", "unit_key"], name="evaluation_rows_stand_once"
            ),
        ]
