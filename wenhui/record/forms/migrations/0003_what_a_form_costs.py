"""What a form is expected to cost is on the record before it is admitted; minutes saved stand as they were measured."""

from django.db import migrations

SAVED_STANDS = """
CREATE TRIGGER forms_saved_minutes_stand BEFORE UPDATE OF saved ON forms_entrycount
FOR EACH STATEMENT EXECUTE FUNCTION forms_rows_stand();
"""
BURDEN_IS_KNOWN = """
CREATE FUNCTION forms_admission_knows_the_burden() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.expected_minutes IS NULL THEN
        RAISE check_violation USING MESSAGE = 'a form is not admitted before it is said what it will cost',
            CONSTRAINT = 'forms_admission_knows_the_burden';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forms_admission_knows_the_burden BEFORE UPDATE OF standing ON forms_form
FOR EACH ROW WHEN (NEW.standing = 'admitted' AND OLD.standing <> 'admitted')
EXECUTE FUNCTION forms_admission_knows_the_burden();
CREATE TRIGGER forms_none_is_born_without_burden BEFORE INSERT ON forms_form
FOR EACH ROW WHEN (NEW.standing = 'admitted') EXECUTE FUNCTION forms_admission_knows_the_burden();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
        ("forms", "0002_scope_and_what_stands"),
    ]

    operations = [
        migrations.RunSQL(SAVED_STANDS, "DROP TRIGGER forms_saved_minutes_stand ON forms_entrycount"),
        migrations.RunSQL(BURDEN_IS_KNOWN, "DROP FUNCTION forms_admission_knows_the_burden() CASCADE"),
    ]
