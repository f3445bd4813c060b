import django.db.models.deletion
from django.db import migrations, models

from wenhui.kit.tables import CreateTable

APPEND_ONLY = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP);
END $$;
CREATE TRIGGER journal_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_seal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_pending_is_not_emptied BEFORE TRUNCATE ON journal_pending
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
"""

# The writer may not touch the waiting list itself, so the function runs as the owner.
WAIT_FOR_SEAL = """
CREATE FUNCTION journal_wait_for_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO journal_pending (entry_id) SELECT id FROM written;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_entry_waits_for_its_seal AFTER INSERT ON journal_entry
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION journal_wait_for_seal();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTable(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_key", models.CharField(max_length=80)),
                ("verb", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=120)),
                ("reason", models.TextField(blank=True)),
                ("refs", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "id"], name="journal_by_subject"),
                    models.Index(fields=["actor_kind", "actor_key", "id"], name="journal_by_actor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verb__regex", "^[a-z_]+\\.[a-z_]+$")),
                        name="journal_verbs_are_a_module_and_a_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject__regex", "^[a-z_]+:[!-~]+$")),
                        name="journal_subjects_are_identifiers",
                    ),
                ],
                "verbose_name": "日志",
                "verbose_name_plural": "日志",
            },
        ),
        CreateTable(
            name="Seal",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous", models.BinaryField(max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="seal",
                        to="journal.entry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="journal_seals_count_from_one"
                    )
                ],
                "verbose_name": "封存",
                "verbose_name_plural": "封存",
            },
        ),
        CreateTable(
            name="Pending",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="pending",
                        serialize=False,
                        to="journal.entry",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION journal_refuse() CASCADE"),
        migrations.RunSQL(WAIT_FOR_SEAL, "DROP FUNCTION journal_wait_for_seal() CASCADE"),
    ]
