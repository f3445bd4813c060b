"""For which ground the office speaks Open311, and what programs say of its cases later."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0003_tokens"),
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0004_imports_know_how_far_they_got"),
    ]

    operations = [
        CreateTable(
            name="Jurisdiction",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("zh", models.CharField(max_length=80)),
                ("en", models.CharField(max_length=120)),
                ("contact_zh", models.CharField(max_length=200)),
                ("contact_en", models.CharField(max_length=200)),
                ("services", models.JSONField()),
                ("ended", models.BooleanField(default=False)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"),
                ),
            ],
        ),
        CreateTable(
            name="Supplement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("key", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("wants_open", models.BooleanField(default=False)),
                ("said_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("read_by", models.CharField(blank=True, default="", max_length=80)),
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
                (
                    "token",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.token",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["area_path", "id"],
                        name="supplements_by_area",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("token", "key"), name="supplements_come_once_from_each_program"),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="supplements_say_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at__isnull", True), ("read_by", "")),
                            models.Q(("read_at__isnull", False), models.Q(("read_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="supplements_are_read_by_someone",
                    ),
                ],
            },
        ),
        ScopedTable("open311_supplement"),
    ]
