"""Tables whose rows are households, dwellings, buildings or organisations; which sheet of a workbook is meant."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("ledgers", "0006_what_tables_took"),
    ]

    operations = [
        CreateTable(
            name="RememberedTab",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("provider", models.CharField(db_collation="C", max_length=30)),
                ("tab", models.CharField(db_collation="C", max_length=100)),
                ("at", models.DateTimeField()),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_key", models.CharField(max_length=80)),
                ("actor_name", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "tab"), name="ledgers_a_sheet_is_remembered_once")
                ],
            },
        ),
        CreateTable(
            name="BroughtOrganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.IntegerField()),
                ("name", models.CharField(max_length=120)),
                ("uscc", models.CharField(blank=True, max_length=18)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "机关"),
                            ("institution", "事业单位"),
                            ("association", "社会团体"),
                            ("private_body", "民办非企业单位"),
                            ("foundation", "基金会"),
                            ("enterprise", "企业"),
                            ("trader", "个体工商户"),
                            ("cooperative", "农民专业合作社"),
                            ("other", "其他"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.JSONField(default=dict)),
                ("organisation", models.BigIntegerField(null=True)),
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
                        related_name="organisations",
                        to="ledgers.upload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "row"), name="ledgers_a_row_brings_one_organisation")
                ],
            },
        ),
        CreateTable(
            name="RowsOfSubjects",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="speaks_of",
                        serialize=False,
                        to="ledgers.upload",
                    ),
                ),
                ("rows", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("subjects", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                models.Func("rows", function="cardinality", output_field=models.IntegerField()),
                                models.Func("subjects", function="cardinality", output_field=models.IntegerField()),
                            )
                        ),
                        name="ledgers_rows_and_subjects_run_side_by_side",
                    )
                ],
            },
        ),
        ScopedTable("ledgers_rowsofsubjects", least=Privacy.PERSONAL),
        ScopedTable("ledgers_broughtorganisation"),
    ]
