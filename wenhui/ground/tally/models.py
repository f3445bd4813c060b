"""What is counted, as the database stands, and figures frozen at midnight. Deltas and cells are tables of schema `tally`."""

from typing import ClassVar

from django.db import models

from wenhui.kit.privacy import Privacy


class Counted(models.Model):
    """A table with counters on it (计数表): the fingerprint of its definitions and the faces that stand."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "table", "fingerprint", "faces", "synced_at"], Privacy.INSIDE)
    WEB_MAY: ClassVar = "SELECT"

    table = models.CharField(max_length=63, unique=True)
    fingerprint = models.CharField(max_length=64)
    faces = models.JSONField(default=list)
    synced_at = models.DateTimeField()


class Frozen(models.Model):
    """A stock or due figure as it stood when a Shanghai day ended (日终数); never recounted."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "key", "area_path", "day", "value"], Privacy.INSIDE)
    WEB_MAY: ClassVar = "SELECT"

    key = models.CharField(max_length=60)
    area_path = models.CharField(max_length=160, db_collation="C")
    day = models.DateField()
    value = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area_path", "key", "day"], name="tally_freezes_a_figure_once_a_day"),
        ]


class Recount(models.Model):
    """The last time a table was counted again from its rows (重算), and with what result; one row a table.

    `rows` were there then, `differences` are cells that were kept differently.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "table", "counted_at", "rows", "differences"], Privacy.INSIDE)
    WEB_MAY: ClassVar = "SELECT"

    table = models.CharField(max_length=63)
    counted_at = models.DateTimeField()
    rows = models.BigIntegerField()
    differences = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table"], name="tally_recount_is_the_last_of_its_table"),
            models.CheckConstraint(
                condition=models.Q(rows__gte=0, differences__gte=0), name="tally_recount_counts_from_nought"
            ),
        ]
