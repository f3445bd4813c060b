"""What needs an approver: requests, and a clock that moves later only with one that somebody else approved."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable
from wenhui.work.cases.following import FollowsItsCase

# Asked first, decided once, by an update; what was asked and decided stands, and so does the end of a pause.
REQUESTS_STAND = """
CREATE FUNCTION cases_requests_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.decision = '' THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.case_id, NEW.kind, NEW.unit_key, NEW.amount, NEW.why, NEW.asked_at, NEW.asked_by_kind,
            NEW.asked_by_key, NEW.asked_by_name)
           IS NOT DISTINCT FROM (OLD.id, OLD.case_id, OLD.kind, OLD.unit_key, OLD.amount, OLD.why, OLD.asked_at,
            OLD.asked_by_kind, OLD.asked_by_key, OLD.asked_by_name)
           AND (OLD.decision = '' OR (NEW.decision, NEW.decided_at, NEW.decided_by_kind, NEW.decided_by_key,
            NEW.decided_by_name, NEW.decided_why, NEW.soon_before, NEW.due_before, NEW.due_after, NEW.until)
           IS NOT DISTINCT FROM (OLD.decision, OLD.decided_at, OLD.decided_by_kind, OLD.decided_by_key,
            OLD.decided_by_name, OLD.decided_why, OLD.soon_before, OLD.due_before, OLD.due_after, OLD.until))
           AND (OLD.ended_at IS NULL OR NEW.ended_at IS NOT DISTINCT FROM OLD.ended_at)
        THEN RETURN NEW; END IF;
    END IF;
    RAISE restrict_violation USING MESSAGE = 'requests are asked, then decided once, and never changed or deleted';
END $$;

CREATE TRIGGER cases_requests_stand BEFORE INSERT OR UPDATE OR DELETE ON cases_caserequest
FOR EACH ROW EXECUTE FUNCTION cases_requests_stand();
CREATE TRIGGER cases_requests_stay BEFORE TRUNCATE ON cases_caserequest
FOR EACH STATEMENT EXECUTE FUNCTION cases_requests_stand();
"""

# Registration and reopening begin a clock; apart from them it moves later, stands still or ends only by approval.
CLOCKS_ARE_APPROVED = """
CREATE FUNCTION cases_clock_is_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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

CREATE TRIGGER cases_clock_is_approved AFTER UPDATE ON cases_case FOR EACH ROW
WHEN ((NEW.stage IN ('hung', 'void') AND NEW.stage <> OLD.stage)
    OR (NEW.paused_until IS NOT NULL AND NEW.paused_until IS DISTINCT FROM OLD.paused_until)
    OR (NEW.due_at > OLD.due_at AND NOT (OLD.stage IN ('reported', 'closed') AND NEW.stage = 'registered')))
EXECUTE FUNCTION cases_clock_is_approved();

CREATE FUNCTION cases_begin_running() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'no clock stands still, moves later or ends without an approver';
END $$;

CREATE TRIGGER cases_begin_running BEFORE INSERT ON cases_case FOR EACH ROW
WHEN (NEW.stage IN ('hung', 'void') OR NEW.paused_until IS NOT NULL) EXECUTE FUNCTION cases_begin_running();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("cases", "0006_photos"),
    ]

    operations = [
        CreateTable(
            name="CaseRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="cases.case",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("extend", "延期"),
                            ("defer", "缓办"),
                            ("hold", "暂停计时"),
                            ("hang", "挂账"),
                            ("resume", "恢复"),
                            ("void", "作废"),
                        ],
                        max_length=20,
                    ),
                ),
                ("unit_key", models.CharField(blank=True, default="", max_length=40)),
                ("amount", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("why", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by_kind", models.CharField(max_length=10)),
                ("asked_by_key", models.CharField(max_length=80)),
                ("asked_by_name", models.CharField(max_length=80)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "批准"), ("declined", "不批准"), ("withdrawn", "撤回")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by_kind", models.CharField(blank=True, default="", max_length=10)),
                ("decided_by_key", models.CharField(blank=True, default="", max_length=80)),
                ("decided_by_name", models.CharField(blank=True, default="", max_length=80)),
                ("decided_why", models.TextField(blank=True, default="")),
                ("soon_before", models.DateTimeField(blank=True, null=True)),
                ("due_before", models.DateTimeField(blank=True, null=True)),
                ("due_after", models.DateTimeField(blank=True, null=True)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "id"], name="case_requests_of_a_case"),
                    models.Index(
                        condition=models.Q(("decision", "")), fields=["area_path"], name="case_requests_that_wait"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision", "")), fields=("case",), name="case_requests_wait_one_a_case"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("decision", "approved"),
                            ("ended_at__isnull", True),
                            ("kind__in", ["defer", "hold", "hang"]),
                        ),
                        fields=("case",),
                        name="case_requests_pause_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["extend", "defer", "hold", "hang", "resume", "void"])),
                        name="case_requests_ask_for_what_is_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["approved", "declined", "withdrawn", ""])),
                        name="case_requests_have_a_known_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="case_requests_give_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gte", 1), ("kind__in", ["extend", "defer", "hold"])),
                            models.Q(
                                models.Q(("kind__in", ["extend", "defer", "hold"]), _negated=True),
                                ("amount__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="case_requests_say_how_much",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by_key", ""), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__gte", models.F("asked_at")),
                                models.Q(("decided_by_key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_requests_are_decided_in_full",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["", "withdrawn"]),
                            models.Q(
                                ("decided_by_key", models.F("asked_by_key")),
                                ("decided_by_kind", models.F("asked_by_kind")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="case_requests_are_decided_by_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "declined"), _negated=True),
                            models.Q(("decided_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="case_requests_say_why_they_were_declined",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_after__isnull", True), ("decision", "approved"), _connector="OR"),
                        name="case_requests_move_a_clock_once_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            models.Q(("decision", "approved"), ("kind__in", ["defer", "hold"])),
                            _connector="OR",
                        ),
                        name="case_requests_pause_once_approved",
                    ),
                ],
            },
        ),
        FollowsItsCase("cases_caserequest"),
        migrations.RunSQL(REQUESTS_STAND, "DROP FUNCTION cases_requests_stand() CASCADE"),
        migrations.RunSQL(
            CLOCKS_ARE_APPROVED, "DROP FUNCTION cases_clock_is_approved(), cases_begin_running() CASCADE"
        ),
    ]
