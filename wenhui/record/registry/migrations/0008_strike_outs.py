"""Rows made by mistake are struck out: they count on no day, and what hangs on many people is asked at once."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable

# What the clerk sees of a person decides what they see of its strike-outs.
SEEN = "EXISTS (SELECT 1 FROM registry_person AS about WHERE about.id = person_id)"
POLICY = f"""
ALTER TABLE registry_strikeout ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON registry_strikeout USING ({SEEN}) WITH CHECK ({SEEN});
"""
NO_POLICY = "DROP POLICY scoped ON registry_strikeout; ALTER TABLE registry_strikeout DISABLE ROW LEVEL SECURITY;"

# The residences of who was merged away or struck out stand aside: they count no longer, on no day.
ASIDE = """
CREATE FUNCTION registry_homes_stand_aside() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE registry_residence SET is_aside = (NEW.left_because = 'mistaken')
    WHERE person_id = NEW.id AND is_aside <> (NEW.left_because = 'mistaken');
    RETURN NULL;
END $$;

CREATE TRIGGER registry_homes_stand_aside AFTER UPDATE OF left_because ON registry_person FOR EACH ROW
WHEN ((OLD.left_because = 'mistaken') IS DISTINCT FROM (NEW.left_because = 'mistaken'))
EXECUTE FUNCTION registry_homes_stand_aside();
"""
HANGING = """
CREATE FUNCTION registry_hanging_on(tab regclass, col name, key name, people bigint[])
RETURNS TABLE (person bigint, row_key text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM registry_ensure_in_view(tab, col, VARIADIC people);
    RETURN QUERY EXECUTE format('SELECT %I::bigint, %I::text FROM %s WHERE %I = ANY ($1) ORDER BY %I', col, key, tab, col, key)
        USING people;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0007_columns_that_point_at_persons"),
    ]

    operations = [
        CreateTable(
            name="StrikeOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.JSONField()),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_reason", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("person",),
                        name="registry_a_row_is_struck_out_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="registry_a_strike_out_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_reason", "")),
                            models.Q(("undone_at__isnull", False), models.Q(("undone_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="registry_a_strike_out_is_undone_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(POLICY, NO_POLICY),
        migrations.RunSQL(ASIDE, "DROP FUNCTION registry_homes_stand_aside() CASCADE"),
        migrations.RunSQL(HANGING, "DROP FUNCTION registry_hanging_on"),
    ]
