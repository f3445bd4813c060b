"""Words are seen with their subject and by clearance, never changed once in force, and read as facts through a view."""

from django.db import migrations

from wenhui.kit import scope

# A subject of another room carries the scope: whoever may not see the person does not see what is said of them.
SEEN = " AND ".join(
    f"({table}_id IS NULL OR EXISTS (SELECT 1 FROM registry_{table} AS about WHERE about.id = {table}_id))"
    for table in ("person", "household", "organisation")
) + (
    " AND (place_id IS NULL OR EXISTS (SELECT 1 FROM areas_area AS about WHERE about.id = place_id AND "
    f"{scope.within_scope('about.path')}))"
)
CLEARED = f"guarded <= {scope.SQL_CLEARANCE}"


def policy(table: str, condition: str) -> migrations.RunSQL:
    """Return the operation that guards a table by a condition for reading and writing."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY scoped ON {table} USING ({condition}) WITH CHECK ({condition});",
        f"DROP POLICY scoped ON {table}",
    )


# The owner erases what may be kept no longer; the web role has no right to change a row at all.
STEADFAST = """
CREATE FUNCTION facts_words_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('wenhui.erasing', true) = 'on' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT 1 FROM facts_origin o WHERE o.id = OLD.origin_id AND o.standing <> 'proposed'
    ) THEN
        RAISE restrict_violation USING MESSAGE = 'words in force are never changed or deleted';
    END IF;
    RETURN OLD;
END $$;
"""
STANDS = """
CREATE TRIGGER {table}_stands BEFORE UPDATE OF origin_id, {columns} OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION facts_words_stand();
"""
FACTS = """
CREATE VIEW facts_fact WITH (security_invoker = true) AS
SELECT s.id || ':' || said.key AS id, s.person_id, s.household_id, s.organisation_id, s.place_id, s.origin_id,
       said.key::smallint AS attribute_id, said.value, o.provider,
       coalesce(s.valid_from, o.as_of) AS valid_from,
       lead(coalesce(s.valid_from, o.as_of)) OVER (
           PARTITION BY s.person_id, s.household_id, s.organisation_id, s.place_id, said.key, o.provider
           ORDER BY o.as_of, o.id
       ) AS valid_to
FROM facts_statement s
JOIN facts_origin o ON o.id = s.origin_id
CROSS JOIN LATERAL jsonb_each_text(s.said) AS said
WHERE o.standing = 'in_force';
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_what_is_said")]

    operations = [
        policy("facts_statement", f"{CLEARED} AND {SEEN}"),
        policy("facts_confirmation", SEEN),
        policy("facts_known", f"{CLEARED} AND {SEEN}"),
        policy("facts_conflict", f"{CLEARED} AND {SEEN}"),
        migrations.RunSQL(STEADFAST, "DROP FUNCTION facts_words_stand() CASCADE"),
        migrations.RunSQL(
            STANDS.format(table="facts_statement", columns="guarded, said, valid_from"),
            "DROP TRIGGER facts_statement_stands ON facts_statement",
        ),
        migrations.RunSQL(
            STANDS.format(table="facts_confirmation", columns="attributes, roots"),
            "DROP TRIGGER facts_confirmation_stands ON facts_confirmation",
        ),
        migrations.RunSQL("CREATE SEQUENCE facts_edition", "DROP SEQUENCE facts_edition"),
        migrations.RunSQL(FACTS, "DROP VIEW facts_fact"),
    ]
