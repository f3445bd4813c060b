"""Gaps of filled forms, seen where the home is."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("ledgers", "0003_remembered_heads"),
        ("registry", "0005_merges_move_rows"),
    ]

    operations = [
        CreateTable(
            name="LedgerGap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_collation="C", max_length=60)),
                ("is_stale", models.BooleanField(default=False)),
                (
                    "askers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None),
                ),
                ("ground", models.CharField(max_length=200)),
                ("due_on", models.DateField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("open", "还缺"), ("known", "已知道"), ("gone", "人已不在")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_as", models.CharField(blank=True, max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "dwelling",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("standing", "open")),
                        fields=["area_path", "due_on"],
                        name="ledgers_open_gap_by_area",
                    ),
                    models.Index(fields=["asked_as"], name="ledgers_gap_as_asked"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "open"), ("person__isnull", False)),
                        fields=("person", "key"),
                        name="ledgers_a_gap_is_open_once_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "open"), ("household__isnull", False)),
                        fields=("household", "key"),
                        name="ledgers_a_gap_is_open_once_household",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "open"), ("household__isnull", True), ("person__isnull", True)),
                        fields=("dwelling", "key"),
                        name="ledgers_a_gap_is_open_once_home",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", True), ("household__isnull", True), _connector="OR"),
                        name="ledgers_a_gap_is_about_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "open"), ("closed_at__isnull", True)),
                            models.Q(models.Q(("standing", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledgers_a_gap_that_closed_knows_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="ledgers_a_gap_names_its_ground"
                    ),
                ],
            },
        ),
        ScopedTable("ledgers_ledgergap", least=Privacy.PERSONAL),
    ]
