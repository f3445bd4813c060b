"""Whoever was registered by mistake: struck out, with what stood in the row, so that it can be taken back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.record.registry.models.people import Person


class StrikeOut(models.Model):
    """A row that should never have been made counts no longer and frees its ID number and phone (误登注销).

    `was` is what stood in it, identifiers sealed. The row itself stays: what was done with it must be found.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "person", "by_kind", "by_key", "by_name", "at", "reason", "undone_at", "undone_reason"], Privacy.INSIDE
    ) | {"was": Privacy.SENSITIVE}
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    was = models.JSONField()
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(undone_at__isnull=True),
                name="registry_a_row_is_struck_out_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="registry_a_strike_out_says_why"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_reason="")),
                name="registry_a_strike_out_is_undone_for_a_reason",
            ),
        ]
