"""What filled forms and imported tables took, counted by who asks; seen where the area is."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("ledgers", "0005_errands_and_arrivals"),
    ]

    operations = [
        CreateTable(
            name="CellCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asker", models.CharField(db_collation="C", max_length=30)),
                (
                    "counted_as",
                    models.CharField(choices=[("blank", "代填空白表"), ("import", "导入台账")], max_length=6),
                ),
                ("at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField()),
                ("served", models.PositiveIntegerField(default=0)),
                ("confirmed", models.PositiveIntegerField(default=0)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("repeated", models.PositiveIntegerField(default=0)),
                ("seconds", models.PositiveIntegerField(blank=True, null=True)),
                ("stands", models.BooleanField(default=True)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledgers.upload",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "at"], name="ledgers_counted_by_area")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("repeated__lte", models.F("asked"))),
                        name="ledgers_what_is_repeated_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("counted_as", "blank"), ("upload__isnull", True)),
                            models.Q(("counted_as", "import"), ("upload__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledgers_an_import_is_counted_with_its_file",
                    ),
                ],
            },
        ),
        ScopedTable("ledgers_cellcount", least=Privacy.INSIDE),
    ]
