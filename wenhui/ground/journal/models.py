"""Journal entries, their seals, and what waits to be sealed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenhui.kit.privacy import Privacy


class Entry(models.Model):
    """One line of the journal (日志): who did what to which thing, when and why; identifiers and reasons only.

    Append-only: the database refuses UPDATE, DELETE and TRUNCATE, for the owner too.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "at", "actor_kind", "actor_key", "verb", "subject", "reason", "refs"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    refs = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("日志")
        indexes: ClassVar = [
            models.Index(fields=["subject", "id"], name="journal_by_subject"),
            models.Index(fields=["actor_kind", "actor_key", "id"], name="journal_by_actor"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verb__regex=r"^[a-z_]+\.[a-z_]+$"), name="journal_verbs_are_a_module_and_a_word"
            ),
            models.CheckConstraint(
                condition=Q(subject__regex=r"^[a-z_]+:[!-~]+$"), name="journal_subjects_are_identifiers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Seal(models.Model):
    """One link of the chain over the journal (封存): covers an entry and the seal before it, in the order sealed.

    No foreign key in the database: its check would write to each entry, and the verification looks anyway.
    """

    PRIVACY: ClassVar = dict.fromkeys(["position", "entry", "previous", "hash"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT"

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.DO_NOTHING, db_constraint=False, related_name="seal")
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = _("封存")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(position__gte=1), name="journal_seals_count_from_one"),
        ]


class Pending(models.Model):
    """An entry that waits for its seal (待封存); a trigger writes the row in the entry's own transaction.

    Ids commit out of order, so the sealer cannot go by the highest id it saw.
    """

    PRIVACY: ClassVar = dict.fromkeys(["entry"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = ""

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="pending"
    )
