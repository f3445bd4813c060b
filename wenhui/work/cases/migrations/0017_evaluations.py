"""Evaluations are published with their rows and never changed; reporters are called back."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit import scope
from wenhui.kit.tables import CreateTable
from wenhui.work.cases.following import FollowsItsCase

# An office's publication is read at it, below it and above it; who writes one has the whole office in sight.
OPEN_IN_THE_OFFICE = f"""
ALTER TABLE cases_evaluation ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON cases_evaluation
USING ({scope.within_scope("path")} OR starts_with({scope.SQL_FROM}, path))
WITH CHECK ({scope.within_scope("path")});
"""

# Rows come first, then the publication that counts them; from then on neither is added to, changed or deleted.
EVALUATIONS_STAND = """
CREATE FUNCTION cases_evaluations_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'what was published is never changed or deleted';
END $$;
CREATE TRIGGER cases_evaluations_stand BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_evaluation
FOR EACH STATEMENT EXECUTE FUNCTION cases_evaluations_stand();
CREATE TRIGGER cases_evaluations_stand BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_evaluationrow
FOR EACH STATEMENT EXECUTE FUNCTION cases_evaluations_stand();

CREATE FUNCTION cases_evaluation_has_its_rows() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF (SELECT count(*) FROM cases_evaluationrow WHERE evaluation_id = NEW.id) <> NEW.rows THEN
        RAISE restrict_violation USING MESSAGE = 'a publication stands on the rows it counts';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_evaluation_has_its_rows BEFORE INSERT ON cases_evaluation
FOR EACH ROW EXECUTE FUNCTION cases_evaluation_has_its_rows();

CREATE FUNCTION cases_evaluation_takes_no_more() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT FROM come JOIN cases_evaluation AS known ON known.id = come.evaluation_id) THEN
        RAISE restrict_violation USING MESSAGE = 'what was published takes no more rows';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER cases_evaluation_takes_no_more AFTER INSERT ON cases_evaluationrow
REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cases_evaluation_takes_no_more();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_papers"),
    ]

    operations = [
        CreateTable(
            name="EvaluationFormulas",
            fields=[
                ("path", models.CharField(db_collation="C", max_length=160, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=16)),
                ("formulas", models.JSONField()),
            ],
        ),
        CreateTable(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160)),
                ("begins_on", models.DateField()),
                ("months", models.PositiveSmallIntegerField()),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                ("why", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=16)),
                ("formulas", models.JSONField()),
                ("figures", models.JSONField()),
                ("rows", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("path", "begins_on", "months", "edition"), name="evaluations_have_one_of_an_edition"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__in", [1, 3, 12])), name="evaluations_are_of_a_known_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("edition", 1),
                            models.Q(("edition__gt", 1), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="evaluations_again_say_why",
                    ),
                ],
            },
        ),
        CreateTable(
            name="CaseCallBack",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="call_back",
                        serialize=False,
                        to="cases.casereport",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("is_satisfied", models.BooleanField()),
                ("words", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_backs",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area_path", "at"], name="case_call_backs_by_area")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_satisfied", True), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="case_call_backs_dissatisfied_say_why",
                    )
                ],
            },
        ),
        CreateTable(
            name="EvaluationRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered", models.JSONField()),
                ("number", models.CharField(max_length=40)),
                ("round", models.PositiveSmallIntegerField()),
                ("unit_key", models.CharField(blank=True, max_length=40)),
                ("type_key", models.CharField(max_length=120)),
                ("area_path", models.CharField(db_collation="C", max_length=160)),
                ("due_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("work_minutes", models.IntegerField(null=True)),
                ("led", models.BooleanField()),
                ("due", models.BooleanField()),
                ("closed", models.BooleanField()),
                ("on_time", models.BooleanField()),
                ("solved", models.BooleanField()),
                ("reopened", models.BooleanField()),
                ("paused", models.BooleanField()),
                ("hung", models.BooleanField()),
                ("joined", models.BooleanField()),
                ("excluded", models.BooleanField()),
                ("void", models.BooleanField()),
                ("reworked", models.PositiveSmallIntegerField()),
                ("returned", models.PositiveSmallIntegerField()),
                ("extended", models.PositiveSmallIntegerField()),
                ("deferred", models.PositiveSmallIntegerField()),
                ("held", models.PositiveSmallIntegerField()),
                ("hanged", models.PositiveSmallIntegerField()),
                ("voided", models.PositiveSmallIntegerField()),
                ("heard", models.PositiveSmallIntegerField()),
                ("pleased", models.PositiveSmallIntegerField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept",
                        to="cases.evaluation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "number", "round", "unit_key"), name="evaluation_rows_stand_once"
                    )
                ],
            },
        ),
        FollowsItsCase("cases_casecallback"),
        migrations.RunSQL(scope.policy_sql("cases_evaluationrow") + OPEN_IN_THE_OFFICE, migrations.RunSQL.noop),
        migrations.RunSQL(EVALUATIONS_STAND, migrations.RunSQL.noop),
    ]
