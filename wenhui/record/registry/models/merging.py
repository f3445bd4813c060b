"""What is kept of rows that are, or may be, one person: suspicions, judgements, merges and how to undo them.

Pairs are kept with the lower number first, so that each stands once. These rows are never moved by a merge themselves.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.record.registry.models.people import Person
from wenhui.record.registry.words import Verdict


class LinkageModel(models.Model):
    """What linkage learnt from the registry (比对模型), without labels: one row, trained by the owner.

    `model` is the JSON of `lake.linkage.Model`; it holds frequencies of values as hashes, so it is guarded like names.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "model": Privacy.PERSONAL,
        "rows": Privacy.INSIDE,
        "trained_at": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT"

    model = models.TextField()
    rows = models.PositiveIntegerField()
    trained_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="registry_one_linkage_model_is_kept"),
        ]


class Pair(models.Model):
    """Two rows of persons, the lower number first."""

    low = models.ForeignKey(Person, models.PROTECT, related_name="+")
    high = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Suspicion(Pair):
    """Two rows that may be one person (疑似重复), as the last search in batch found them; judged, they go.

    `cluster` is the lowest number of the rows that the search took for one person. `put_off_at`: someone looked and could
    not say yet (再看看).
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "low", "high", "cluster", "probability", "found_at", "put_off_at"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, UPDATE, DELETE"

    cluster = models.BigIntegerField()
    probability = models.FloatField()
    found_at = models.DateTimeField()
    put_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["low", "high"], name="registry_a_pair_is_suspected_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="registry_suspected_pairs_are_in_order"),
        ]


class Judgement(Pair):
    """Someone said whether two rows are one person (判定), and why. Kept for ever; the latest of a pair counts."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "low", "high", "verdict", "by_kind", "by_key", "by_name", "at", "reason"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["low", "high", "id"], name="registry_judgement_of_a_pair")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="registry_judged_pairs_are_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="registry_a_judgement_says_why"),
        ]


class Merge(models.Model):
    """One row of a person went into another (合并): what both were, so that it can be undone weeks later.

    `was` and `theirs` are the columns of the primary and of the other as they stood, identifiers sealed; `held` names the
    rows that hung on the primary, `ends` the last days of both one's residences.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "primary", "other", "by_kind", "by_key", "by_name", "at", "reason", "held", "ends"),
            *("undone_at", "undone_reason"),
        ],
        Privacy.INSIDE,
    ) | {"was": Privacy.SENSITIVE, "theirs": Privacy.SENSITIVE}
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    primary = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    was = models.JSONField()
    theirs = models.JSONField()
    held = models.JSONField()
    ends = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="registry_a_row_is_merged_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(primary=F("other")), name="registry_a_merge_is_of_two"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_reason="")),
                name="registry_a_merge_is_undone_for_a_reason",
            ),
        ]


class MergeStep(models.Model):
    """One row that hung on the other when it was merged (合并明细): it moved, or `stayed` names the rule that kept it."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "merge", "table", "row", "column", "was", "stayed"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="steps")
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=63)
    was = models.BigIntegerField()
    stayed = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merge", "table", "row", "column"], name="registry_a_merge_moves_a_row_once"
            ),
        ]


class MergeQuestion(models.Model):
    """Whose is a row that came while two were one (归属待定)? Until someone says `to` it stays with the primary."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "merge", "table", "row", "column", "to", "answered_at"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="questions")
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=63)
    to = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merge", "table", "row", "column"], name="registry_a_row_is_asked_for_once"
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=True, answered_at__isnull=True) | Q(to__isnull=False, answered_at__isnull=False),
                name="registry_an_answer_says_whose_and_when",
            ),
        ]
