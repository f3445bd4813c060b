"""Devices and the messages they sent."""

import django.db.models.deletion
from django.db import migrations, models

import wenhui.edge.sensing.words
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0004_imports_know_how_far_they_got"),
    ]

    operations = [
        CreateTable(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("smoke", "烟雾"),
                            ("water", "水位"),
                            ("door", "消防门"),
                            ("bin_full", "满溢"),
                            ("tilt", "倾斜"),
                        ],
                        max_length=10,
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("serial",), name="sensing_devices_have_their_own_serial"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["smoke", "water", "door", "bin_full", "tilt"])),
                        name="sensing_devices_sense_a_known_kind",
                    ),
                ],
            },
        ),
        CreateTable(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.CharField(blank=True, max_length=40)),
                ("seq", models.BigIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("smoke", "烟雾"),
                            ("water", "水位"),
                            ("door", "消防门"),
                            ("bin_full", "满溢"),
                            ("tilt", "倾斜"),
                        ],
                        max_length=10,
                    ),
                ),
                ("payload", models.TextField()),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "待处理"),
                            ("case", "已立为案件"),
                            ("held", "并入未结案件"),
                            ("muted", "静默期内"),
                            ("quarantined", "隔离"),
                        ],
                        default=wenhui.edge.sensing.words.Outcome["WAITING"],
                        max_length=12,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=400)),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", wenhui.edge.sensing.words.Outcome["WAITING"])),
                        fields=["id"],
                        name="sensing_messages_still_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("serial", "seq"), name="sensing_messages_are_kept_once"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["waiting", "case", "held", "muted", "quarantined"])),
                        name="sensing_messages_have_a_known_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case__isnull", False), ("outcome__in", ["case", "held"])),
                            models.Q(
                                models.Q(("outcome__in", ["case", "held"]), _negated=True), ("case__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="sensing_messages_name_their_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "quarantined"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sensing_quarantine_gives_a_reason",
                    ),
                ],
            },
        ),
    ]
