"""What a form is expected to cost is on the record before it is admitted; minutes saved stand as they were measured."""

from django.db import migrations, models

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
        ("areas", "0003_names_people_read"),
        ("forms", "0002_scope_and_what_stands"),
    ]

    operations = [
        migrations.AddField(
            model_name="entrycount",
            name="saved",
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name="form",
            name="expected_cells",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="form",
            name="expected_from",
            field=models.CharField(
                blank=True,
                choices=[("own", "本表以前各期实测"), ("similar", "相近的表实测"), ("typed", "街道估计，不是实测")],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="form",
            name="expected_minutes",
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True),
        ),
        migrations.AddField(
            model_name="form",
            name="typed_minutes",
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True),
        ),
        migrations.AddConstraint(
            model_name="form",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("expected_cells__isnull", True), ("expected_from", ""), ("expected_minutes__isnull", True)
                    ),
                    models.Q(
                        ("expected_cells__isnull", False),
                        ("expected_from__in", ["own", "similar", "typed"]),
                        ("expected_minutes__gte", 0),
                    ),
                    _connector="OR",
                ),
                name="forms_an_expected_burden_says_what_it_rests_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="form",
            constraint=models.CheckConstraint(
                condition=models.Q(("typed_minutes__isnull", True), ("typed_minutes__gt", 0), _connector="OR"),
                name="forms_an_estimate_is_more_than_nothing",
            ),
        ),
        migrations.RunSQL(SAVED_STANDS, "DROP TRIGGER forms_saved_minutes_stand ON forms_entrycount"),
        migrations.RunSQL(BURDEN_IS_KNOWN, "DROP FUNCTION forms_admission_knows_the_burden() CASCADE"),
    ]
