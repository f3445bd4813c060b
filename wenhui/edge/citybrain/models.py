"""Their tasks beside our cases, and what the daily comparison found."""

from typing import ClassVar

from django.db import models

from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models import Case


class Task(models.Model):
    """One task of the city brain (城市大脑任务) and the case that answers it. `last_sequence` is the newest status heard."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "key", "case", "area", "area_path", "issued_at", "received_at", "last_sequence", "said"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    key = models.CharField(max_length=80)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    issued_at = models.DateTimeField(db_index=True)
    received_at = models.DateTimeField()
    last_sequence = models.BigIntegerField(default=0)
    said = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], name="citybrain_tasks_come_once")]


class Reconciliation(models.Model):
    """One day compared with the city brain (对账): both digests and every line in which they differ."""

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "day", "area", "area_path", "compared_at", "ours", "theirs", "differences"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    day = models.DateField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    compared_at = models.DateTimeField()
    ours = models.JSONField()
    theirs = models.JSONField()
    differences = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "day"], name="citybrain_days_are_compared_once")
        ]
