"""What an office wants of its figures, and what it holds too few to show. Figures themselves are counted elsewhere."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy


class IndicatorPolicy(models.Model):
    """What an office wants of one indicator in one area (指标要求), in place of the definition's own target and limit.

    A rate's target holds for everything below the area too (`holds_below`); a load's limit is the area's own. Rows come
    from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "indicator", "path", "target", "limit", "holds_below"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    indicator = models.CharField(max_length=60)
    path = models.CharField(max_length=160, db_collation="C")
    target = models.FloatField(null=True, blank=True)
    limit = models.FloatField(null=True, blank=True)
    holds_below = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "path"], name="indicator_policies_are_said_once"),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(limit__isnull=False), name="indicator_policies_want_something"
            ),
        ]


class SmallCountRule(models.Model):
    """Below how many persons an office shows no count (少数遮盖规则), for an area and everything below it."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "path", "hide_below"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, unique=True, db_collation="C")
    hide_below = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hide_below__gte=2), name="small_count_rules_hide_something"),
        ]
