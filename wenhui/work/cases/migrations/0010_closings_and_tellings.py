"""What each closing said and whether it held; what somebody must be told; how often a unit was urged."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable
from wenhui.work.cases.following import FollowsItsCase


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_decision_table"),
    ]

    operations = [
        CreateTable(
            name="CaseClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="cases.case",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("closed_at", models.DateTimeField()),
                ("unit_key", models.CharField(blank=True, default="", max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("solved", "已解决"),
                            ("partly", "部分解决"),
                            ("not_solved", "没有解决"),
                            ("out_of_scope", "不属职责"),
                            ("no_action", "无需处置"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_on_time", models.BooleanField()),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(reopened_at__isnull=True, then=models.F("outcome")),
                            default=models.Value("not_solved"),
                        ),
                        output_field=models.CharField(max_length=12),
                    ),
                ),
                ("was_due_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="case_closings_of_a_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["solved", "partly", "not_solved", "out_of_scope", "no_action"])
                        ),
                        name="case_closings_say_a_known_outcome",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=("case",),
                        name="case_closings_stand_one_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopened_at__isnull", True), ("reopened_at__gte", models.F("closed_at")), _connector="OR"
                        ),
                        name="case_closings_end_after_they_began",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseTelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="cases.case",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("step", models.CharField(max_length=20)),
                ("whom", models.CharField(max_length=60)),
                ("due_at", models.DateTimeField()),
                ("nth", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "step", "whom", "due_at", "nth"), name="case_tellings_are_told_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("whom__regex", "^(unit|role):.+$")), name="case_tellings_are_to_somebody"
                    ),
                ],
            },
        ),
        FollowsItsCase("cases_caseclosing"),
        FollowsItsCase("cases_casetelling"),
    ]
