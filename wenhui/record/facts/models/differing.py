"""Where providers differ: conflicts, what the office decided, and whom it asked to correct."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.record.facts.models.subjects import OF_A_SUBJECT, SUBJECTS, About, AboutOne, of_one_subject
from wenhui.record.facts.models.words import Origin
from wenhui.record.facts.words import Asked, Settled


class Conflict(About):
    """A provider's word that differs from the one believed (不一致): they are asked to correct it (更正任务).

    Open while both words stand. `origin` has the word that is not believed, `against` the one that is.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | {
        "id": Privacy.INSIDE,
        "attribute": Privacy.INSIDE,
        "guarded": Privacy.INSIDE,
        "provider": Privacy.INSIDE,
        "origin": Privacy.INSIDE,
        "against": Privacy.INSIDE,
        "opened_at": Privacy.INSIDE,
        "settled_at": Privacy.INSIDE,
        "settled": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    attribute = models.ForeignKey("registry.Attribute", models.PROTECT, related_name="+", db_index=False)
    guarded = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=30, db_collation="C")
    origin = models.ForeignKey(Origin, models.PROTECT, related_name="+", db_index=False)
    against = models.ForeignKey(Origin, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=10, choices=Settled.choices, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["provider", "attribute"],
                condition=Q(settled_at__isnull=True),
                name="facts_conflict_open_by_whom",
            ),
        ]
        constraints: ClassVar = [
            of_one_subject("facts_a_conflict_is_about_one_subject"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled="") | (Q(settled_at__isnull=False) & ~Q(settled="")),
                name="facts_a_settled_conflict_says_how",
            ),
            *[
                models.UniqueConstraint(
                    fields=[subject, "attribute", "provider"],
                    condition=Q(**{f"{subject}__isnull": False, "settled_at__isnull": True}),
                    name=f"facts_a_conflict_is_open_once_{subject}",
                )
                for subject in SUBJECTS
            ],
        ]


class Ruling(AboutOne):
    """The office decided for a reason which of two words is believed (裁定).

    The word of `origin`, and everything the same provider said before it, counts no longer for this attribute; what the
    provider says later counts as any word. `against` has the word that was believed instead. Lifted, all is as without it.
    """

    PRIVACY: ClassVar = OF_A_SUBJECT | dict.fromkeys(
        [
            *("id", "attribute", "guarded", "provider", "origin", "against", "reason", "at", "actor_kind", "actor_key"),
            *("actor_name", "lifted_at"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    attribute = models.ForeignKey("registry.Attribute", models.PROTECT, related_name="+", db_index=False)
    guarded = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=30, db_collation="C")
    origin = models.ForeignKey(Origin, models.PROTECT, related_name="+", db_index=False)
    against = models.ForeignKey(Origin, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            of_one_subject("facts_a_ruling_is_about_one_subject"),
            models.CheckConstraint(condition=~Q(reason=""), name="facts_a_ruling_has_a_reason"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=[subject], condition=Q(**{f"{subject}__isnull": False}), name=f"facts_ruling_of_a_{subject}"
            )
            for subject in SUBJECTS
        ]


class Correction(models.Model):
    """A provider was asked to correct or confirm the word in which it differs (更正任务).

    It ends by itself when the conflict ends or the provider has spoken again; until then the office may take it back.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "conflict", "standing", "note", "asked_at", "ended_at", "actor_kind", "actor_key", "actor_name"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="corrections")
    standing = models.CharField(max_length=10, choices=Asked.choices, default=Asked.OPEN)
    note = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conflict"], condition=Q(standing=Asked.OPEN), name="facts_a_correction_is_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(standing=Asked.OPEN, ended_at__isnull=True)
                | (~Q(standing=Asked.OPEN) & Q(ended_at__isnull=False)),
                name="facts_a_correction_that_ended_knows_when",
            ),
        ]
