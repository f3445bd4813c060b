"""People judge alarms; a device is muted by a row with an end, a reason and a name."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("sensing", "0002_scope_and_where_a_device_hangs"),
    ]

    operations = [
        CreateTable(
            name="AlarmCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(choices=[("real", "属实"), ("false", "误报"), ("test", "测试")], max_length=10),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="sensing.message",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["message", "id"], name="sensing_checks_of_one")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["real", "false", "test"])),
                        name="sensing_checks_are_known",
                    )
                ],
            },
        ),
        CreateTable(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("begins_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("why", models.CharField(max_length=200)),
                ("by_name", models.CharField(max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=80)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mutes",
                        to="sensing.device",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["device", "until"], name="sensing_mutes_of_a_device")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("begins_at")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("begins_at"), "+", models.Value(datetime.timedelta(days=30))
                                ),
                            ),
                        ),
                        name="sensing_mutes_end_within_30_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("why", ""), _negated=True), models.Q(("by_name", ""), _negated=True)
                        ),
                        name="sensing_mutes_say_why_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by", "")),
                            models.Q(
                                ("ended_at__gte", models.F("begins_at")), models.Q(("ended_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="sensing_mutes_ended_say_by_whom",
                    ),
                ],
            },
        ),
        ScopedTable("sensing_mute"),
    ]
