"""Files are scoped by area and class; where they were taken is read only by those cleared for it; nothing is changed."""

import django.db.models.deletion
from django.db import migrations, models

from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit import scope
from wenhui.kit.privacy import Privacy
from wenhui.kit.tables import CreateTable

SCOPED = f"""
DROP POLICY scoped ON files_file;
CREATE POLICY scoped ON files_file
USING ({scope.within_scope()} AND {scope.SQL_CLEARANCE} >= greatest(least, {Privacy.INSIDE.rank}))
WITH CHECK ({scope.within_scope()} AND {scope.SQL_CLEARANCE} >= greatest(least, {Privacy.INSIDE.rank}));
"""

# Whoever may bring a photo writes down where it was taken, and need not be cleared to read that afterwards.
PLACES_SCOPED = f"""
ALTER TABLE files_fileplace ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON files_fileplace FOR SELECT
USING ({scope.within_scope()} AND {scope.SQL_CLEARANCE} >= {Privacy.PERSONAL.rank});
CREATE POLICY brought ON files_fileplace FOR INSERT WITH CHECK ({scope.within_scope()});
"""

PLACES_COPY_PATH = """
CREATE FUNCTION files_place_copies_path() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT area_path INTO STRICT NEW.area_path FROM files_file WHERE id = NEW.file_id;
    RETURN NEW;
EXCEPTION WHEN no_data_found THEN
    RAISE foreign_key_violation USING MESSAGE = format('file %s does not exist here', NEW.file_id);
END $$;

CREATE TRIGGER files_place_copies_path BEFORE INSERT ON files_fileplace FOR EACH ROW
EXECUTE FUNCTION files_place_copies_path();

CREATE FUNCTION files_file_brings_path() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE files_fileplace SET area_path = NEW.area_path WHERE file_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER files_file_brings_path AFTER UPDATE ON files_file FOR EACH ROW
WHEN (OLD.area_path IS DISTINCT FROM NEW.area_path)
EXECUTE FUNCTION files_file_brings_path();
"""

FILES_STAND = """
CREATE FUNCTION files_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = 'files are never changed';
END $$;

CREATE TRIGGER files_stand
BEFORE UPDATE OF id, kind, digest, sent, least, bytes, width, height, seconds, taken_at, by_kind, by_key, by_name, at
OR TRUNCATE ON files_file FOR EACH STATEMENT EXECUTE FUNCTION files_stand();

CREATE TRIGGER files_places_stand
BEFORE UPDATE OF file_id, lng, lat OR TRUNCATE ON files_fileplace FOR EACH STATEMENT EXECUTE FUNCTION files_stand();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_landmarks_aliases_revision"),
    ]

    operations = [
        CreateTable(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                (
                    "least",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "open"), (1, "inside"), (2, "personal"), (3, "sensitive")], default=1
                    ),
                ),
                ("kind", models.CharField(choices=[("photo", "photo"), ("video", "video")], max_length=10)),
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("sent", models.CharField(db_collation="C", max_length=64)),
                ("bytes", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("seconds", models.FloatField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("by_kind", models.CharField(max_length=10)),
                ("by_key", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["digest"], name="files_by_digest")],
                "constraints": [
                    models.UniqueConstraint(fields=("sent", "area", "least"), name="files_are_kept_once_in_an_area"),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="files_are_named_by_a_hash"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["photo", "video"])), name="files_are_of_a_known_kind"
                    ),
                    models.CheckConstraint(condition=models.Q(("least__lte", 3)), name="files_have_a_known_class"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "video"), ("seconds__isnull", False)),
                            models.Q(("kind", "photo"), ("seconds__isnull", True)),
                            _connector="OR",
                        ),
                        name="files_only_videos_have_seconds",
                    ),
                ],
            },
        ),
        CreateTable(
            name="FilePlace",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="place",
                        serialize=False,
                        to="files.file",
                    ),
                ),
                ("area_path", models.CharField(db_collation="C", default="", editable=False, max_length=160)),
                ("lng", models.FloatField()),
                ("lat", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lat__range", (-90, 90)), ("lng__range", (-180, 180))),
                        name="file_places_lie_on_earth",
                    )
                ],
            },
        ),
        ScopedTable("files_file"),
        migrations.RunSQL(SCOPED, migrations.RunSQL.noop),
        migrations.RunSQL(
            PLACES_SCOPED, "DROP POLICY scoped ON files_fileplace; DROP POLICY brought ON files_fileplace"
        ),
        migrations.RunSQL(PLACES_COPY_PATH, "DROP FUNCTION files_place_copies_path, files_file_brings_path CASCADE"),
        migrations.RunSQL(FILES_STAND, "DROP FUNCTION files_stand CASCADE"),
    ]
