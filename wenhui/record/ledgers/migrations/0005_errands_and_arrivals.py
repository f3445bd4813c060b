"""Jobs on files with how far they are; whom a file brought, so that the whole can be taken back."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("areas", "0002_landmarks_aliases_revision"),
        ("ledgers", "0004_what_forms_lacked"),
    ]

    operations = [
        CreateTable(
            name="Arrivals",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="arrivals",
                        serialize=False,
                        to="ledgers.upload",
                    ),
                ),
                ("rows", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("people", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
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
                                models.Func("people", function="cardinality", output_field=models.IntegerField()),
                            )
                        ),
                        name="ledgers_rows_and_arrivals_run_side_by_side",
                    )
                ],
            },
        ),
        CreateTable(
            name="Errand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("preview", "预检"), ("accept", "确认导入"), ("withdraw", "撤销整批")], max_length=8
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("waiting", "排队"),
                            ("reading", "读表"),
                            ("comparing", "与登记簿比对"),
                            ("writing", "写入"),
                            ("following", "更新登记簿"),
                            ("striking", "注销误登的人"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done", models.IntegerField(default=0)),
                ("of", models.IntegerField(default=0)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_key", models.CharField(max_length=80)),
                ("actor_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("zh", models.TextField(blank=True)),
                ("en", models.TextField(blank=True)),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.post",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="errands",
                        to="ledgers.upload",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["upload", "id"], name="ledgers_errand_of_a_file")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("upload",),
                        name="ledgers_one_errand_of_a_file_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "withdraw"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ledgers_a_withdrawal_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("en", ""), ("zh", "")),
                            models.Q(models.Q(("zh", ""), _negated=True), models.Q(("en", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ledgers_an_errand_speaks_both_languages",
                    ),
                ],
            },
        ),
        ScopedTable("ledgers_errand"),
        ScopedTable("ledgers_arrivals", least=Privacy.PERSONAL),
    ]
