"""A column may point at persons without a foreign key: its comment says so, as rooms that write many rows at once need it."""

import importlib

from django.db import migrations

BEFORE = importlib.import_module("wenhui.record.registry.migrations.0005_merges_move_rows")
FOREIGN_KEY = "AND cardinality(c.conkey) = 1 AND a.attname = col\n    )"
OR_COMMENT = (
    FOREIGN_KEY
    + """ AND NOT EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = tab AND a.attname = col
          AND col_description(tab, a.attnum) = 'points at registry_person'
    )"""
)


def _ensure(statements: str) -> str:
    """Return the one function of those that asks whether a column points at persons."""
    begin = statements.index("CREATE FUNCTION registry_ensure_in_view")
    end = statements.index("END $$;", begin) + len("END $$;")
    return statements[begin:end].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_merges_move_rows")]

    operations = [
        migrations.RunSQL(
            _ensure(BEFORE.MOVE).replace(FOREIGN_KEY, OR_COMMENT).replace("SEEN", BEFORE.IN_SCOPE),
            migrations.RunSQL.noop,
        ),
    ]
