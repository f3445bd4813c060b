"""What is learnt from closed cases and what came of suggesting it; what the nightly comparison takes for one family."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_evaluations"),
    ]

    operations = [
        CreateTable(
            name="SuggestionEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160)),
                ("digest", models.CharField(max_length=32)),
                ("cases", models.PositiveIntegerField()),
                ("words", models.PositiveIntegerField()),
                ("held_out", models.PositiveIntegerField(default=0)),
                ("accuracy", models.FloatField(blank=True, null=True)),
                ("measured", models.JSONField(default=dict)),
                ("learnt_until", models.DateTimeField(blank=True, null=True)),
                ("trained_at", models.DateTimeField()),
                ("in_force", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("in_force", True)), fields=("path",), name="suggestion_editions_one_rules"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accuracy__isnull", True), ("held_out", 0)),
                            models.Q(("accuracy__gte", 0), ("accuracy__lte", 1), ("held_out__gt", 0)),
                            _connector="OR",
                        ),
                        name="suggestion_editions_are_tried",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseLikelyKin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("likelihood", models.FloatField(default=0.0)),
                ("reasons", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("taken", "是同一回事"), ("declined", "不是一回事")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=80)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="likely_kin",
                        to="cases.case",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="likely", to="cases.casefamily"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "family"), name="case_likely_kin_come_once"),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["taken", "declined", ""])),
                        name="case_likely_kin_known_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by", ""), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_likely_kin_say_by_whom",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseSuggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "about",
                    models.CharField(
                        choices=[("type", "类型"), ("platform", "平台"), ("urgency", "紧急程度"), ("unit", "处置单位")],
                        max_length=10,
                    ),
                ),
                ("suggested", models.CharField(max_length=120)),
                ("confidence", models.FloatField()),
                ("chosen", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="cases.case",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.suggestionedition",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "at"], name="case_suggestions_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "about"), name="case_suggestions_come_once"),
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["type", "platform", "urgency", "unit"])),
                        name="case_suggestions_known_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                        name="case_suggestions_are_chances",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("suggested", ""), _negated=True), models.Q(("chosen", ""), _negated=True)
                        ),
                        name="case_suggestions_say_both",
                    ),
                ],
            },
        ),
    ]
