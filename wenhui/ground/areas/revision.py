"""The tree's revision: triggers renew it with every change, and processes keep in memory what was built from one.

The number is read in the reader's own transaction, so what is kept is never newer or older than what it sees.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

WATCHED = ("areas_area", "areas_estate", "areas_estatebuilding", "areas_landmark")

FUNCTION = """
CREATE SEQUENCE areas_revision_numbers;
INSERT INTO areas_revision (id, number) VALUES (1, nextval('areas_revision_numbers'));
CREATE FUNCTION areas_renew_revision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO areas_revision (id, number) VALUES (1, nextval('areas_revision_numbers'))
    ON CONFLICT (id) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
"""

FORWARD = FUNCTION + "".join(
    f"CREATE TRIGGER {table}_revision AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION areas_renew_revision();\n"
    for table in WATCHED
)

BACKWARD = "".join(f"DROP TRIGGER {table}_revision ON {table};\n" for table in WATCHED) + (
    "DROP FUNCTION areas_renew_revision();\nDELETE FROM areas_revision;\nDROP SEQUENCE areas_revision_numbers;\n"
)

Built = TypeVar("Built")


class Kept(Generic[Built]):
    """Something built from the whole tree, kept by this process until the tree changes."""

    def __init__(self, build: Callable[[], Built]) -> None:
        self._build = build
        self._kept: tuple[int, Built] | None = None

    def __call__(self) -> Built:
        """Return what was built from the present tree, building it anew when the tree has changed."""
        number, kept = _number(), self._kept
        if kept is None or kept[0] != number:
            kept = self._kept = (number, self._build())
        return kept[1]


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM areas_revision")
        return int(cursor.fetchone()[0])
