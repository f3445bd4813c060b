"""Newcomers of a file are kept some thousand in a piece: a row for each cost more than registering them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable

# Texts of some hundred kilobytes that live for minutes: pressing them together costs more than their room.
AS_THEY_ARE = "".join(
    f"ALTER TABLE ledgers_newcomers ALTER COLUMN {column} SET STORAGE EXTERNAL;\n"
    for column in ("people", "said", "indexes")
)


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("ledgers", "0008_who_may_have_moved"),
    ]

    operations = [
        CreateTable(
            name="Newcomers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.IntegerField()),
                ("rows", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("people", models.TextField()),
                ("said", models.TextField()),
                ("indexes", models.TextField()),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="newcomers",
                        to="ledgers.upload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "first"), name="ledgers_a_row_brings_one_newcomer")
                ],
            },
        ),
        migrations.RunSQL(AS_THEY_ARE, migrations.RunSQL.noop),
        ScopedTable("ledgers_newcomers", least=Privacy.SENSITIVE),
    ]
