"""Clocks are worked out anew with the calendar; stages keep their order, whoever writes; reports know their upper clock."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable
from wenhui.work.cases import order
from wenhui.work.cases.following import FollowsItsCase

# As before; and a clock moves with the office's calendar where that is on record. Pages and jobs cannot write such a row.
CLOCKS_ARE_APPROVED = """
CREATE OR REPLACE FUNCTION cases_clock_is_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.stage = NEW.stage AND NEW.paused_until IS NOT DISTINCT FROM OLD.paused_until AND EXISTS (
        SELECT FROM cases_casereclock AS anew
        WHERE anew.case_id = NEW.id AND anew.unit_key = '' AND anew.due_before = OLD.due_at AND anew.due_after = NEW.due_at
    ) THEN
        RETURN NULL;
    END IF;
    IF OLD.stage = 'redirected' AND NEW.stage = 'reported' AND NEW.paused_until IS NULL AND EXISTS (
        SELECT FROM cases_caseappeal AS heard
        WHERE heard.case_id = NEW.id AND heard.kind = 'objection' AND heard.granted
    ) THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT FROM cases_caserequest AS asked
        WHERE asked.case_id = NEW.id AND asked.decision = 'approved' AND CASE
            WHEN NEW.stage = 'hung' THEN asked.kind = 'hang' AND asked.ended_at IS NULL
            WHEN NEW.stage = 'void' THEN asked.kind = 'void'
            WHEN NEW.paused_until IS NOT NULL AND NEW.paused_until IS DISTINCT FROM OLD.paused_until
            THEN asked.until = NEW.paused_until AND asked.due_after = NEW.due_at AND asked.ended_at IS NULL
            ELSE asked.due_after = NEW.due_at END
    ) THEN
        RETURN NULL;
    END IF;
    RAISE restrict_violation USING MESSAGE = 'no clock stands still, moves later or ends without an approver';
END $$;
"""

# A stage is what the last move says, for the owner too; asked at commit, since a step changes the case and then says so.
# Whoever is bound by policies begins cases at their beginning, and moves follow each other by the table of steps.
STAGES_IN_ORDER = """
CREATE FUNCTION cases_stage_has_its_move() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    said text; stands text;
BEGIN
    SELECT stage INTO stands FROM cases_case WHERE id = NEW.id;
    SELECT to_stage INTO said FROM cases_casemove WHERE case_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF stands IS NOT NULL AND stands IS DISTINCT FROM said THEN
        RAISE restrict_violation USING
            MESSAGE = format('case %s cannot stand at %s: its last move leads to %s', NEW.id, stands, coalesce(said, '-'));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cases_stage_has_its_move AFTER UPDATE OF stage ON cases_case DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.stage <> NEW.stage) EXECUTE FUNCTION cases_stage_has_its_move();

CREATE FUNCTION cases_moves_in_order() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    before text;
BEGIN
    SELECT to_stage INTO before FROM cases_casemove WHERE case_id = NEW.case_id ORDER BY id DESC LIMIT 1;
    IF NOT cases_step_fits(NEW.verb, NEW.from_stage, NEW.to_stage) OR before <> NEW.from_stage THEN
        RAISE restrict_violation USING MESSAGE = format(
            'no step %s leads from %s to %s after a move to %s', NEW.verb, NEW.from_stage, NEW.to_stage, before);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_moves_in_order BEFORE INSERT ON cases_casemove FOR EACH ROW
WHEN (row_security_active('cases_casemove'::regclass)) EXECUTE FUNCTION cases_moves_in_order();

CREATE FUNCTION cases_begin_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'a case begins with its report';
END $$;
CREATE TRIGGER cases_begin_reported BEFORE INSERT ON cases_case FOR EACH ROW
WHEN (NEW.stage <> 'reported' AND row_security_active('cases_case'::regclass)) EXECUTE FUNCTION cases_begin_reported();
"""

UPPER_CLOCKS = """
UPDATE cases_casereport AS said SET upper_clock = one.upper_clock, upper_due_at = one.upper_due_at
FROM cases_case AS one
WHERE one.upper_due_at IS NOT NULL AND said.id = (SELECT min(id) FROM cases_casereport WHERE case_id = one.id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_found_by_joined_words"),
    ]

    operations = [
        CreateTable(
            name="CaseRung",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="rung",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("unit_key", models.CharField(blank=True, default="", max_length=40)),
                ("due_at", models.DateTimeField()),
                ("next_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        CreateTable(
            name="OfficeClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(db_collation="C", max_length=160, unique=True)),
                ("zone", models.CharField(max_length=60)),
                ("hours", models.JSONField()),
                ("days", models.JSONField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        CreateTable(
            name="CaseReclock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("unit_key", models.CharField(blank=True, default="", max_length=40)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=80)),
                ("why", models.CharField(max_length=200)),
                ("soon_before", models.DateTimeField()),
                ("soon_after", models.DateTimeField()),
                ("due_before", models.DateTimeField()),
                ("due_after", models.DateTimeField()),
                ("soon_resumed", models.DateTimeField(blank=True, null=True)),
                ("due_resumed", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reclocks",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "id"], name="case_reclocks_of_a_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="case_reclocks_give_a_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_after", models.F("due_before")), ("due_after__gt", models.F("at")), _connector="OR"
                        ),
                        name="case_reclocks_leave_time",
                    ),
                ],
            },
        ),
        FollowsItsCase("cases_casereclock"),
        migrations.RunSQL(
            "".join((CLOCKS_ARE_APPROVED, order.fits_sql(), STAGES_IN_ORDER, UPPER_CLOCKS)),
            "DROP FUNCTION cases_stage_has_its_move(), cases_moves_in_order(), cases_begin_reported() CASCADE",
        ),
    ]
