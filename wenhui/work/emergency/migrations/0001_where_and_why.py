"""Where and why emergency mode was opened; scoped like everything that lies somewhere."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
    ]

    operations = [
        CreateTable(
            name="Emergency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("polygon", models.JSONField(blank=True, default=list)),
                ("places", models.JSONField(blank=True, default=list)),
                ("reason", models.CharField(max_length=200)),
                ("began_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "-began_at"], name="emergency_latest_first")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="emergency_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("polygon", []), _negated=True),
                            models.Q(("places", []), _negated=True),
                            _connector="OR",
                        ),
                        name="emergency_is_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("began_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("began_at"), "+", models.Value(datetime.timedelta(days=1))
                                ),
                            ),
                        ),
                        name="emergency_lasts_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                        ),
                        name="emergency_ends_after",
                    ),
                ],
            },
        ),
        ScopedTable("emergency_emergency"),
    ]
