"""What was learnt from closed cases, what it suggested, and what people chose."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.words import About


class SuggestionEdition(models.Model):
    """What an office's closed cases taught at one time (推荐模型版次): how much, until when, and how often it was right.

    Every one that was learnt stays as a row, also one that was worse than the one in force and so was never used. The model
    itself is a folder named by `digest`. `accuracy` is the share of the `held_out` newest cases, from which it did not
    learn, whose type it named; `measured` says the same of all it suggests. `learnt_until` is the newest case it knows.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "path", "digest", "cases", "words", "held_out", "accuracy", "measured", "learnt_until", "trained_at",
            "in_force",
        ],
        Privacy.OPEN,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, db_collation="C")
    digest = models.CharField(max_length=32)
    cases = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    held_out = models.PositiveIntegerField(default=0)
    accuracy = models.FloatField(null=True, blank=True)
    measured = models.JSONField(default=dict)
    learnt_until = models.DateTimeField(null=True, blank=True)
    trained_at = models.DateTimeField()
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path"], condition=Q(in_force=True), name="suggestion_editions_one_rules"),
            models.CheckConstraint(
                condition=Q(held_out=0, accuracy__isnull=True)
                | Q(held_out__gt=0, accuracy__gte=0, accuracy__lte=1),
                name="suggestion_editions_are_tried",
            ),
        ]  # fmt: skip


class CaseSuggestion(models.Model):
    """What was suggested of a case and what somebody chose (推荐与采纳), so that the worth of suggesting is known.

    It says nothing of who chose: the model is measured here and no person.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "case", "area_path", "about", "suggested", "confidence", "chosen", "edition", "at"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="suggestions", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    about = models.CharField(max_length=10, choices=About.choices())
    suggested = models.CharField(max_length=120)
    confidence = models.FloatField()
    chosen = models.CharField(max_length=120)
    edition = models.ForeignKey(SuggestionEdition, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "at"], name="case_suggestions_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "about"], name="case_suggestions_come_once"),
            one_of("about", About, name="case_suggestions_known_about"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="case_suggestions_are_chances"
            ),
            models.CheckConstraint(
                condition=~Q(suggested="") & ~Q(chosen=""), name="case_suggestions_say_both"
            ),
        ]  # fmt: skip
