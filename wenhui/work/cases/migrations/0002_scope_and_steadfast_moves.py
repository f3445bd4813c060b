"""Cases and moves are scoped by area; moves cannot be changed, only follow their case when its area moves."""

from django.db import migrations

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit import scope

# The owner's bulk loads may bring the path along; whoever is bound by policies may not, and sees only cases in scope.
MOVES_COPY_PATH = """
CREATE FUNCTION cases_move_copies_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT area_path INTO STRICT NEW.area_path FROM cases_case WHERE id = NEW.case_id;
    RETURN NEW;
EXCEPTION WHEN no_data_found THEN
    RAISE foreign_key_violation USING MESSAGE = format('case %s does not exist here', NEW.case_id);
END $$;

CREATE TRIGGER cases_move_copies_path BEFORE INSERT ON cases_casemove FOR EACH ROW
WHEN (NEW.area_path = '' OR row_security_active('cases_casemove'::regclass))
EXECUTE FUNCTION cases_move_copies_path();
"""

CASES_BRING_PATH = """
CREATE FUNCTION cases_case_brings_path() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE cases_casemove SET area_path = NEW.area_path WHERE case_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER cases_case_brings_path AFTER UPDATE ON cases_case FOR EACH ROW
WHEN (OLD.area_path IS DISTINCT FROM NEW.area_path)
EXECUTE FUNCTION cases_case_brings_path();
"""

MOVES_STAND = """
CREATE FUNCTION cases_moves_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'moves of cases are never changed or deleted';
END $$;

CREATE TRIGGER cases_moves_stand
BEFORE UPDATE OF id, case_id, verb, from_stage, to_stage, by_kind, by_key, by_name, at, why, unit_key
OR DELETE OR TRUNCATE ON cases_casemove FOR EACH STATEMENT
EXECUTE FUNCTION cases_moves_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases_and_moves")]

    operations = [
        ScopedTable("cases_case"),
        migrations.RunSQL(scope.policy_sql("cases_casemove"), "DROP POLICY scoped ON cases_casemove"),
        migrations.RunSQL(MOVES_COPY_PATH, "DROP FUNCTION cases_move_copies_path() CASCADE"),
        migrations.RunSQL(CASES_BRING_PATH, "DROP FUNCTION cases_case_brings_path() CASCADE"),
        migrations.RunSQL(MOVES_STAND, "DROP FUNCTION cases_moves_stand() CASCADE"),
    ]
