"""Their tasks beside our cases, and the days that were compared."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0004_imports_know_how_far_they_got"),
    ]

    operations = [
        CreateTable(
            name="Reconciliation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("compared_at", models.DateTimeField()),
                ("ours", models.JSONField()),
                ("theirs", models.JSONField()),
                ("differences", models.JSONField(blank=True, default=list)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "day"), name="citybrain_days_are_compared_once")
                ],
            },
        ),
        CreateTable(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("issued_at", models.DateTimeField(db_index=True)),
                ("received_at", models.DateTimeField()),
                ("last_sequence", models.BigIntegerField(default=0)),
                ("said", models.CharField(blank=True, default="", max_length=12)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key",), name="citybrain_tasks_come_once")],
            },
        ),
        ScopedTable("citybrain_task"),
        ScopedTable("citybrain_reconciliation"),
    ]
