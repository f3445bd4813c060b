"""Forms are seen by whoever fills them below; what was decided, filled and filed stands; nothing repeated is admitted."""

from django.db import migrations

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit import scope
from wenhui.kit.privacy import Privacy

# A form asked of the whole office is filled in each community, so it is seen from below too; it is changed from above only.
SEEN = f"({scope.within_scope()} OR starts_with({scope.SQL_FROM}, area_path)) AND {scope.SQL_CLEARANCE} >= {Privacy.INSIDE.rank}"
OF_A_FORM = "EXISTS (SELECT 1 FROM forms_form AS of WHERE of.id = form_id)"
OF_A_FILING = "EXISTS (SELECT 1 FROM forms_filing AS of WHERE of.id = filing_id)"
MINE = f"EXISTS (SELECT 1 FROM forms_form AS of WHERE of.id = form_id AND {scope.within_scope('of.area_path')})"
SEEN_FROM_BELOW = f"CREATE POLICY seen_from_below ON forms_form FOR SELECT USING ({SEEN})"


def below(table: str) -> migrations.RunSQL:
    """Return the operation that shows a form's rows to whoever sees the form."""
    return migrations.RunSQL(
        f"CREATE POLICY seen_from_below ON {table} FOR SELECT USING ({OF_A_FORM})",
        f"DROP POLICY seen_from_below ON {table}",
    )


def policy(table: str, condition: str) -> migrations.RunSQL:
    """Return the operation that guards a table by a condition for reading and writing."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY scoped ON {table} USING ({condition}) WITH CHECK ({condition});",
        f"DROP POLICY scoped ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


# Whom a row is about may change when two people turn out to be one, and where it lies when the ground is divided otherwise.
STEADFAST = {
    "forms_formmove": "id, form_id, came_from, went_to, by_kind, by_key, by_name, at, why",
    "forms_filling": "id, form_id, period_on, own, asked, at, first_key_at, last_key_at",
    "forms_filing": "id, form_id, receipt, period_on, period_to, due_on, at, by_key, by_name, rows, cells, lacking",
    "forms_filedrow": "id, filing_id, position, guarded, cells",
    "forms_entrycount": (
        "id, form_id, asker, counted_as, at, served, confirmed, asked, repeated, first_key_at, last_key_at, minutes"
    ),
}
STAND = """
CREATE FUNCTION forms_rows_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = format('rows of %s are never changed or deleted', TG_TABLE_NAME);
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_stands BEFORE UPDATE OF {columns} OR DELETE OR TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION forms_rows_stand();\n"
    for table, columns in STEADFAST.items()
)

COLUMNS_STAND = """
CREATE FUNCTION forms_columns_stand_once_decided() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
DECLARE
    asked bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.form_id ELSE NEW.form_id END;
BEGIN
    PERFORM 1 FROM forms_form WHERE id = asked AND standing IN ('drafted', 'submitted');
    IF NOT FOUND THEN
        RAISE restrict_violation USING MESSAGE = 'the columns of a form stand once it is decided',
            CONSTRAINT = 'forms_columns_stand_once_decided';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER forms_columns_stand_once_decided BEFORE INSERT OR UPDATE OR DELETE ON forms_formcolumn
FOR EACH ROW EXECUTE FUNCTION forms_columns_stand_once_decided();
"""

ADMISSION = """
CREATE FUNCTION forms_admission_asks_nothing_twice() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
DECLARE
    told text;
BEGIN
    IF NEW.measured_at IS NULL THEN
        RAISE check_violation USING MESSAGE = 'a form is measured before it is admitted',
            CONSTRAINT = 'forms_admission_was_measured';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM forms_formcolumn WHERE form_id = NEW.id AND struck_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'a form that asks nothing is not admitted',
            CONSTRAINT = 'forms_admission_asks_something';
    END IF;
    SELECT string_agg(title, ', ' ORDER BY place) INTO told FROM forms_formcolumn
    WHERE form_id = NEW.id AND struck_at IS NULL AND is_repeated AND reason = '';
    IF told IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = format('columns ask again what is held and fresh, without a reason: %s', told),
            CONSTRAINT = 'forms_admission_gives_reasons';
    END IF;
    SELECT string_agg(c.title, ', ' ORDER BY c.place) INTO told
    FROM forms_formcolumn c JOIN registry_attribute a ON a.id = c.attribute_id
    WHERE c.form_id = NEW.id AND c.struck_at IS NULL AND a.needs_admission AND NOT EXISTS (
        SELECT 1 FROM registry_admittedattribute d
        WHERE d.key = a.key AND d.since <= (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date
    );
    IF told IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = format('no duty and law are named for: %s', told),
            CONSTRAINT = 'forms_admission_names_the_duty';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forms_admission_asks_nothing_twice BEFORE UPDATE OF standing ON forms_form
FOR EACH ROW WHEN (NEW.standing = 'admitted' AND OLD.standing <> 'admitted')
EXECUTE FUNCTION forms_admission_asks_nothing_twice();
CREATE TRIGGER forms_none_is_born_admitted BEFORE INSERT ON forms_form
FOR EACH ROW WHEN (NEW.standing = 'admitted') EXECUTE FUNCTION forms_admission_asks_nothing_twice();
"""


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_what_is_asked_and_filed")]

    operations = [
        ScopedTable("forms_form", least=Privacy.INSIDE),
        migrations.RunSQL(SEEN_FROM_BELOW, "DROP POLICY seen_from_below ON forms_form"),
        policy("forms_formcolumn", MINE),
        below("forms_formcolumn"),
        policy("forms_formmove", MINE),
        below("forms_formmove"),
        ScopedTable("forms_filling", least=Privacy.PERSONAL),
        ScopedTable("forms_filing", least=Privacy.INSIDE),
        policy("forms_filedrow", f"guarded <= {scope.SQL_CLEARANCE} AND {OF_A_FILING}"),
        ScopedTable("forms_entrycount", least=Privacy.INSIDE),
        migrations.RunSQL(STAND, "DROP FUNCTION forms_rows_stand() CASCADE"),
        migrations.RunSQL(COLUMNS_STAND, "DROP FUNCTION forms_columns_stand_once_decided() CASCADE"),
        migrations.RunSQL(ADMISSION, "DROP FUNCTION forms_admission_asks_nothing_twice() CASCADE"),
    ]
