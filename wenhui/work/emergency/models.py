"""Where and why emergency mode was opened."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.work.emergency import rules


class Emergency(models.Model):
    """Emergency mode over a piece of ground (应急): a shape or places, why, by whom, until when. Holds nobody's data.

    `area` is the smallest area around it, so that whoever sees that area sees it. It ends by itself a day after it
    began; `ended_at` is set by whoever ends it earlier.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "key", "area", "area_path", "polygon", "places", "reason", "began_at", "ends_at", "ended_at"),
            *("by_kind", "by_key", "by_name"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    key = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    polygon = models.JSONField(default=list, blank=True)
    places = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "-began_at"], name="emergency_latest_first")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_a_reason"),
            models.CheckConstraint(condition=~Q(polygon=[]) | ~Q(places=[]), name="emergency_is_somewhere"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("began_at"), ends_at__lte=F("began_at") + timedelta(hours=24)),
                name="emergency_lasts_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="emergency_ends_after"
            ),
        ]

    def is_on(self, at: datetime) -> bool:
        """Say whether it still holds."""
        return rules.is_on(ends_at=self.ends_at, ended_at=self.ended_at, at=at)
