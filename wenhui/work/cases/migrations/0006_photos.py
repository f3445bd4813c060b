"""Photos of cases: scoped like their case, never changed, and following it when its area moves."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit import scope
from wenhui.kit.tables import CreateTable

PHOTOS_COPY_PATH = """
CREATE TRIGGER cases_photo_copies_path BEFORE INSERT ON cases_casephoto FOR EACH ROW
WHEN (NEW.area_path = '' OR row_security_active('cases_casephoto'::regclass))
EXECUTE FUNCTION cases_move_copies_path();
"""

CASES_BRING_PATH = """
CREATE FUNCTION cases_case_brings_photos() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE cases_casephoto SET area_path = NEW.area_path WHERE case_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER cases_case_brings_photos AFTER UPDATE ON cases_case FOR EACH ROW
WHEN (OLD.area_path IS DISTINCT FROM NEW.area_path)
EXECUTE FUNCTION cases_case_brings_photos();
"""

PHOTOS_STAND = """
CREATE FUNCTION cases_photos_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'photos of cases are never changed or deleted';
END $$;

CREATE TRIGGER cases_photos_stand
BEFORE UPDATE OF id, case_id, move_id, file_id, role, metres, by_kind, by_key, by_name, at
OR DELETE OR TRUNCATE ON cases_casephoto FOR EACH STATEMENT
EXECUTE FUNCTION cases_photos_stand();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_imports_know_how_far_they_got"),
        ("files", "0001_files"),
    ]

    operations = [
        CreateTable(
            name="CasePhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "role",
                    models.CharField(
                        choices=[("reported", "上报时"), ("before", "处置前"), ("after", "处置后"), ("check", "核查")],
                        max_length=10,
                    ),
                ),
                ("metres", models.PositiveIntegerField(null=True)),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="cases.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"),
                ),
                (
                    "move",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="cases.casemove",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "role", "file"), name="case_photos_show_a_thing_once"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["reported", "before", "after", "check"])),
                        name="case_photos_have_a_known_role",
                    ),
                ],
            },
        ),
        migrations.RunSQL(scope.policy_sql("cases_casephoto"), "DROP POLICY scoped ON cases_casephoto"),
        migrations.RunSQL(PHOTOS_COPY_PATH, "DROP TRIGGER cases_photo_copies_path ON cases_casephoto"),
        migrations.RunSQL(CASES_BRING_PATH, "DROP FUNCTION cases_case_brings_photos CASCADE"),
        migrations.RunSQL(PHOTOS_STAND, "DROP FUNCTION cases_photos_stand CASCADE"),
    ]
