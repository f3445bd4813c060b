"""What was decided about columns."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.record.registry.words import Subject


class RememberedHead(models.Model):
    """What a column of a provider's tables means (表头记忆), so that it is asked once.

    `path` is the heads above each other as `rules.columns.folded_path` writes them; `subject` what the rows are. `key` names
    an attribute of the dictionary and is empty for what is no fact, with the reason.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "provider", "subject", "path", "key", "reason", "at", "actor_kind", "actor_key", "actor_name"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    provider = models.CharField(max_length=30, db_collation="C")
    subject = models.CharField(max_length=12, choices=Subject.choices)
    path = models.CharField(max_length=300, db_collation="C")
    key = models.CharField(max_length=60, blank=True, db_collation="C")
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "subject", "path"], name="ledgers_a_head_is_remembered_once"),
            models.CheckConstraint(condition=~Q(path=""), name="ledgers_a_remembered_head_says_something"),
            models.CheckConstraint(
                condition=Q(key="") ^ Q(reason=""), name="ledgers_what_is_no_fact_has_a_reason_and_no_attribute"
            ),
        ]
