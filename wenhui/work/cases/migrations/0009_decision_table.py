"""The decision table in editions, and what it said about each case."""

from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_parts_and_splits"),
    ]

    operations = [
        CreateTable(
            name="RouteEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160)),
                ("digest", models.CharField(max_length=16)),
                ("rows", models.JSONField()),
                ("brought_at", models.DateTimeField()),
                ("brought_by", models.CharField(max_length=80)),
                ("switched_on_at", models.DateTimeField(blank=True, null=True)),
                ("switched_on_by", models.CharField(blank=True, default="", max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("path", "digest"), name="route_editions_are_kept_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("switched_on_at__isnull", False)),
                        fields=("path",),
                        name="route_editions_hold_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("switched_on_at__isnull", False), _connector="OR"
                        ),
                        name="route_editions_end_after_they_held",
                    ),
                ],
            },
        ),
    ]
