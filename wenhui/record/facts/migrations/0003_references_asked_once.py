"""That words are about somebody is asked once for all rows of a statement, not row by row as foreign keys do."""

from django.db import migrations

ABOUT = {
    "person": "registry_person",
    "household": "registry_household",
    "organisation": "registry_organisation",
    "place": "areas_area",
}
TABLES = ("facts_statement", "facts_confirmation", "facts_known", "facts_conflict")
WITH_ORIGIN = ("facts_statement", "facts_confirmation")

# Rows that come in one statement. Their origin is held until the transaction ends, as a foreign key would hold it.
STAND = (
    """
CREATE FUNCTION facts_subjects_stand() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF """
    + " OR ".join(
        f"""EXISTS (
        SELECT 1 FROM come LEFT JOIN {table} held ON held.id = come.{name}_id
        WHERE come.{name}_id IS NOT NULL AND held.id IS NULL)"""
        for name, table in ABOUT.items()
    )
    + """ THEN
        RAISE foreign_key_violation USING MESSAGE = 'words are about a subject that stands';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION facts_origin_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE held bigint; asked bigint;
BEGIN
    SELECT count(DISTINCT origin_id) INTO asked FROM come;
    SELECT count(*) INTO held FROM (
        SELECT 1 FROM facts_origin WHERE id IN (SELECT origin_id FROM come) FOR KEY SHARE) AS origins;
    IF asked <> held THEN
        RAISE foreign_key_violation USING MESSAGE = 'words have an origin that stands';
    END IF;
    RETURN NULL;
END $$;
"""
)
# One row that is given to another subject or origin.
MOVED = (
    """
CREATE FUNCTION facts_moved_to_a_subject() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF """
    + " OR ".join(
        f"(NEW.{name}_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} WHERE id = NEW.{name}_id))"
        for name, table in ABOUT.items()
    )
    + """ THEN
        RAISE foreign_key_violation USING MESSAGE = 'words are about a subject that stands';
    END IF;
    RETURN NULL;
END $$;
"""
)
# Whoever takes a subject away waits for those who write about it, and is refused while a word is left.
TAKEN = (
    """
CREATE FUNCTION facts_keep_their_subjects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE spoken_of boolean; facts text;
BEGIN
    LOCK TABLE """
    + ", ".join(TABLES)
    + """ IN SHARE MODE;
    FOREACH facts IN ARRAY ARRAY["""
    + ", ".join(f"'{table}'" for table in TABLES)
    + """] LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM gone JOIN %I f ON f.%I = gone.id)', facts, TG_ARGV[0])
        INTO spoken_of;
        IF spoken_of THEN
            RAISE foreign_key_violation USING MESSAGE = 'a subject of whom something is said is not taken away';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE FUNCTION facts_keep_their_origin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM facts_statement WHERE origin_id = OLD.id)
        OR EXISTS (SELECT 1 FROM facts_confirmation WHERE origin_id = OLD.id) THEN
        RAISE foreign_key_violation USING MESSAGE = 'an origin with words is not taken away';
    END IF;
    RETURN NULL;
END $$;
"""
)
TRIGGERS = (
    "".join(
        f"""
CREATE TRIGGER {table}_subjects AFTER INSERT ON {table} REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION facts_subjects_stand();
CREATE TRIGGER {table}_moved AFTER UPDATE OF person_id, household_id, organisation_id, place_id ON {table}
    FOR EACH ROW EXECUTE FUNCTION facts_moved_to_a_subject();
"""
        for table in TABLES
    )
    + "".join(
        f"""
CREATE TRIGGER {table}_origin AFTER INSERT ON {table} REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION facts_origin_stands();
"""
        for table in WITH_ORIGIN
    )
    + "".join(
        f"""
CREATE TRIGGER facts_keep_their_subjects AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION facts_keep_their_subjects('{name}_id');
"""
        for name, table in ABOUT.items()
    )
    + """
CREATE TRIGGER facts_keep_their_origin AFTER DELETE ON facts_origin
    FOR EACH ROW EXECUTE FUNCTION facts_keep_their_origin();
"""
)
# A merge moves rows by the columns that point at persons; a comment stands in for the foreign key.
POINTING = "".join(f"COMMENT ON COLUMN {table}.person_id IS 'points at registry_person';\n" for table in TABLES)
# What is known is amended in place: room on each page lets the index be.
ROOM = "ALTER TABLE facts_known SET (fillfactor = 60)"
UNDO = """
DROP FUNCTION facts_subjects_stand(), facts_origin_stands(), facts_moved_to_a_subject(), facts_keep_their_subjects(),
    facts_keep_their_origin() CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("facts", "0002_scope_and_steadfast_words"),
        ("registry", "0007_columns_that_point_at_persons"),
    ]

    operations = [
        migrations.RunSQL(ROOM, "ALTER TABLE facts_known RESET (fillfactor)"),
        migrations.RunSQL(STAND + MOVED + TAKEN + TRIGGERS + POINTING, UNDO),
    ]
