"""Co-handling units' parts of cases, and cases taken out of others."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable
from wenhui.work.cases.following import FollowsItsCase


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_approvals"),
    ]

    operations = [
        CreateTable(
            name="CasePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("unit_key", models.CharField(max_length=40)),
                ("asks", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("limit_amount", models.PositiveSmallIntegerField()),
                (
                    "limit_unit",
                    models.CharField(choices=[("workdays", "workdays"), ("workhours", "workhours")], max_length=10),
                ),
                ("soon_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, default="", max_length=80)),
                ("note", models.TextField(blank=True, default="")),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("released_why", models.TextField(blank=True, default="")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "id"], name="case_parts_of_a_case"),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True), ("released_at__isnull", True)),
                        fields=["unit_key", "area_path"],
                        name="case_parts_owed_by_a_unit",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True), ("released_at__isnull", True)),
                        fields=("case", "unit_key"),
                        name="case_parts_are_owed_once_a_unit",
                    ),
                    models.CheckConstraint(condition=models.Q(("limit_amount__gte", 1)), name="case_parts_give_time"),
                    models.CheckConstraint(
                        condition=models.Q(("soon_at__lte", models.F("due_at"))),
                        name="case_parts_turn_soon_before_late",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asks", ""), _negated=True), name="case_parts_say_what_is_asked"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            models.Q(("accepted_at__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="case_parts_are_accepted_then_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_at__isnull", True),
                            models.Q(("answered_at__isnull", True), models.Q(("released_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="case_parts_end_in_one_way",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseSplit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
                ("why", models.TextField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="split", to="cases.case"
                    ),
                ),
                (
                    "taken_from",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="splits", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("taken_from")), _negated=True),
                        name="case_splits_are_two_cases",
                    )
                ],
            },
        ),
        FollowsItsCase("cases_casepart"),
        FollowsItsCase("cases_casesplit"),
    ]
