"""Merges: pairs are seen with their persons, judgements stand, rows move from one person to another and are told which."""

from django.db import migrations

from wenhui.kit import scope
from wenhui.kit.privacy import Privacy

EXISTS = "EXISTS (SELECT 1 FROM registry_person AS about WHERE about.id = COLUMN)"


def seen(*columns: str) -> str:
    """Return the condition that the persons of a row exist for the reader."""
    return " AND ".join(EXISTS.replace("COLUMN", name) for name in columns)


def policy(table: str, condition: str) -> migrations.RunSQL:
    """Return the operation that guards a table by a condition for reading and writing."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY scoped ON {table} USING ({condition}) WITH CHECK ({condition});",
        f"DROP POLICY scoped ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


OF_A_MERGE = "EXISTS (SELECT 1 FROM registry_merge AS of WHERE of.id = merge_id)"

STEADFAST = """
CREATE FUNCTION registry_what_was_said_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = format('rows of %s are never changed or deleted', TG_TABLE_NAME);
END $$;
"""
STANDS = """
CREATE TRIGGER {table}_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT
EXECUTE FUNCTION registry_what_was_said_stands();
"""

# The row that a merge leads to is locked, so that two merges that would close a circle wait for each other.
LEADS = """
CREATE FUNCTION registry_merges_lead_to_someone() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.merged_into_id IS NOT NULL THEN
        PERFORM 1 FROM registry_person WHERE id = NEW.merged_into_id AND merged_into_id IS NULL FOR SHARE;
        IF NOT FOUND THEN
            RAISE check_violation USING MESSAGE = format('person %s is merged itself', NEW.merged_into_id),
                CONSTRAINT = 'registry_merges_lead_to_someone';
        END IF;
    END IF;
    UPDATE registry_residence SET is_aside = NEW.merged_into_id IS NOT NULL
    WHERE person_id = NEW.id AND is_aside <> (NEW.merged_into_id IS NOT NULL);
    RETURN NULL;
END $$;

CREATE TRIGGER registry_merges_lead_to_someone AFTER UPDATE OF merged_into_id ON registry_person FOR EACH ROW
WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
EXECUTE FUNCTION registry_merges_lead_to_someone();
"""

# A merge moves every row, those out of the clerk's scope and those of tables the web role may not write too: a row left
# behind would hang on someone who counts no longer. So these run as the owner, and look for themselves whether whoever
# asks sees the persons, and whether the column points at persons at all.
MOVE = """
CREATE FUNCTION registry_ensure_in_view(tab regclass, col name, VARIADIC persons bigint[]) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    asker name := CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'registry_person'::regclass AND c.conrelid = tab
          AND cardinality(c.conkey) = 1 AND a.attname = col
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s.%s does not point at persons', tab, col);
    END IF;
    IF pg_has_role(asker, (SELECT relowner FROM pg_class WHERE oid = 'registry_person'::regclass), 'USAGE') THEN
        RETURN;
    END IF;
    IF EXISTS (
        SELECT 1 FROM unnest(persons) AS wanted WHERE NOT EXISTS (
            SELECT 1 FROM registry_person WHERE id = wanted AND SEEN
        )
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a person is not within the scope';
    END IF;
END $$;

CREATE FUNCTION registry_hanging(tab regclass, col name, key name, person bigint) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM registry_ensure_in_view(tab, col, person);
    RETURN QUERY EXECUTE format('SELECT %I::text FROM %s WHERE %I = $1 ORDER BY %I', key, tab, col, key) USING person;
END $$;

CREATE FUNCTION registry_move_rows(
    tab regclass, col name, key name, keys text[], giver bigint, taker bigint, OUT row_key text, OUT stayed text
) RETURNS SETOF record LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM registry_ensure_in_view(tab, col, giver, taker);
    FOR row_key IN EXECUTE format('SELECT %I::text FROM %s WHERE %I = $1 ORDER BY %I FOR UPDATE', key, tab, col, key)
        USING giver
    LOOP
        CONTINUE WHEN NOT row_key = ANY (keys);
        stayed := '';
        BEGIN
            EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2 AND %I::text = $3', tab, col, col, key)
                USING taker, giver, row_key;
        EXCEPTION WHEN integrity_constraint_violation THEN
            GET STACKED DIAGNOSTICS stayed = CONSTRAINT_NAME;
            stayed := coalesce(nullif(stayed, ''), 'refused');
        END;
        RETURN NEXT;
    END LOOP;
END $$;
"""

IN_SCOPE = f"{scope.within_scope()} AND {scope.SQL_CLEARANCE} >= {Privacy.PERSONAL.rank}"


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_merging")]

    operations = [
        policy("registry_suspicion", seen("low_id", "high_id")),
        policy("registry_judgement", seen("low_id", "high_id")),
        policy("registry_merge", f"{seen('primary_id')} OR {seen('other_id')}"),
        policy("registry_mergestep", OF_A_MERGE),
        policy("registry_mergequestion", OF_A_MERGE),
        migrations.RunSQL(STEADFAST, "DROP FUNCTION registry_what_was_said_stands() CASCADE"),
        migrations.RunSQL(
            STANDS.format(table="registry_judgement"), "DROP TRIGGER registry_judgement_stands ON registry_judgement"
        ),
        migrations.RunSQL(
            STANDS.format(table="registry_mergestep"), "DROP TRIGGER registry_mergestep_stands ON registry_mergestep"
        ),
        migrations.RunSQL(LEADS, "DROP FUNCTION registry_merges_lead_to_someone() CASCADE"),
        migrations.RunSQL(
            MOVE.replace("SEEN", IN_SCOPE),
            "DROP FUNCTION registry_move_rows; DROP FUNCTION registry_hanging; DROP FUNCTION registry_ensure_in_view;",
        ),
    ]
