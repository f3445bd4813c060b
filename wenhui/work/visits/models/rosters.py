"""Saved questions over the registry, and the knocks they became."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy


class Roster(models.Model):
    """A saved question over the registry (名册): conditions and a place, never a copy of the people it finds.

    `question` is what `rules.choosing.read` understands; whoever opens the roster sees those of their own scope.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "name", "ground", "question", "by_key", "by_name", "at", "ended_at", "area", "area_path"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    name = models.CharField(max_length=60)
    ground = models.CharField(max_length=200)
    question = models.JSONField()
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_path", "-at"], name="visits_rosters_latest_first")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(ground=""), name="visits_a_roster_has_name_and_ground"),
        ]


class Outreach(models.Model):
    """A roster became knocks at doors (上门通知): what was to be told, by when, at how many homes."""

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "key", "roster", "zh", "tell_zh", "from_on", "due_on", "homes", "at", "by_key", "by_name"),
            *("area", "area_path"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    key = models.CharField(max_length=60, unique=True)
    roster = models.ForeignKey(Roster, models.PROTECT, related_name="outreaches")
    zh = models.CharField(max_length=60)
    tell_zh = models.CharField(max_length=300, blank=True)
    from_on = models.DateField()
    due_on = models.DateField()
    homes = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("from_on")), name="visits_an_outreach_ends_after_it_begins"
            ),
        ]
