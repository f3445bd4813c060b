"""The office's decision table, in editions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.work.cases.routing import decision_table


class RouteEdition(models.Model):
    """One edition of an office's decision table (派遣规则): its rows, who brought it, from when to when it holds.

    `digest` names it: the same rows are the same edition. One edition of an office holds at a time; none is changed.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "path", "digest", "rows", "brought_at", "brought_by", "switched_on_at", "switched_on_by", "ended_at",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    path = models.CharField(max_length=160, db_collation="C")
    digest = models.CharField(max_length=16)
    rows = models.JSONField()
    brought_at = models.DateTimeField()
    brought_by = models.CharField(max_length=80)
    switched_on_at = models.DateTimeField(null=True, blank=True)
    switched_on_by = models.CharField(max_length=80, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "digest"], name="route_editions_are_kept_once"),
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(switched_on_at__isnull=False, ended_at__isnull=True),
                name="route_editions_hold_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(switched_on_at__isnull=False),
                name="route_editions_end_after_they_held",
            ),
        ]

    @property
    def table(self) -> list[decision_table.Row]:
        """Return the rows as the rules take them."""
        return [decision_table.row_of(kept) for kept in self.rows]
