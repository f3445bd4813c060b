"""Reports, reporters, requests and families are scoped; what was said stands; every case held already gets its report."""

from django.db import migrations

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit import scope
from wenhui.kit.privacy import Privacy

# `cases_move_copies_path` takes the path of the case a row names; a reporter takes that of the report.
COPY_PATH = """
CREATE TRIGGER cases_report_copies_path BEFORE INSERT OR UPDATE OF case_id ON cases_casereport FOR EACH ROW
WHEN (NEW.area_path = '' OR row_security_active('cases_casereport'::regclass))
EXECUTE FUNCTION cases_move_copies_path();
CREATE TRIGGER cases_appeal_copies_path BEFORE INSERT ON cases_caseappeal FOR EACH ROW
EXECUTE FUNCTION cases_move_copies_path();
CREATE TRIGGER cases_kin_copies_path BEFORE INSERT ON cases_casekin FOR EACH ROW
EXECUTE FUNCTION cases_move_copies_path();

CREATE FUNCTION cases_reporter_copies_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT area_path INTO STRICT NEW.area_path FROM cases_casereport WHERE id = NEW.report_id;
    RETURN NEW;
EXCEPTION WHEN no_data_found THEN
    RAISE foreign_key_violation USING MESSAGE = format('report %s does not exist here', NEW.report_id);
END $$;
CREATE TRIGGER cases_reporter_copies_path BEFORE INSERT ON cases_casereporter FOR EACH ROW
EXECUTE FUNCTION cases_reporter_copies_path();
"""

BRING_PATH = """
CREATE OR REPLACE FUNCTION cases_case_brings_path() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE cases_casemove SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_casereport SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_casereporter SET area_path = NEW.area_path
    WHERE report_id IN (SELECT id FROM cases_casereport WHERE case_id = NEW.id);
    UPDATE cases_caseappeal SET area_path = NEW.area_path WHERE case_id = NEW.id;
    UPDATE cases_casekin SET area_path = NEW.area_path WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
"""

REPORTS_STAND = """
CREATE FUNCTION cases_reports_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'what was reported is never changed or deleted';
END $$;
CREATE TRIGGER cases_reports_stand
BEFORE UPDATE OF id, channel, source, source_key, title, words, said_at, at, by_kind, by_key, by_name, behalf, mended
OR DELETE OR TRUNCATE ON cases_casereport FOR EACH STATEMENT
EXECUTE FUNCTION cases_reports_stand();
"""

EVERY_CASE_HAS_ITS_REPORT = """
INSERT INTO cases_casereport (
    case_id, area_path, channel, source, source_key, title, words, at, by_kind, by_key, by_name, behalf, route, mended,
    answered_by, told)
SELECT one.id, one.area_path, one.channel, one.source, one.source_key, one.title, one.description, one.reported_at,
       move.by_kind, move.by_key, move.by_name, CASE WHEN move.by_kind = 'person' THEN 'self' ELSE 'system' END, 'none',
       '[]', '', ''
FROM cases_case AS one
JOIN cases_casemove AS move ON move.case_id = one.id AND move.verb = 'report'
WHERE NOT EXISTS (SELECT FROM cases_casereport AS said WHERE said.case_id = one.id);
"""


# As before; and a case that was shown another way is taken up with a fresh clock once a second person granted the objection.
CLOCKS_ARE_APPROVED = """
CREATE OR REPLACE FUNCTION cases_clock_is_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_reports_duplicates_families")]

    operations = [
        ScopedTable("cases_casefamily"),
        migrations.RunSQL(
            "".join(
                (
                    *(scope.policy_sql(table) for table in ("cases_casereport", "cases_caseappeal", "cases_casekin")),
                    scope.policy_sql("cases_casereporter", least=Privacy.PERSONAL),
                    COPY_PATH,
                    BRING_PATH,
                    EVERY_CASE_HAS_ITS_REPORT,
                    REPORTS_STAND,
                    CLOCKS_ARE_APPROVED,
                )
            ),
            migrations.RunSQL.noop,
        ),
    ]
