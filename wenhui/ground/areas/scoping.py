"""What makes a table scoped: a copy of the area's path kept by a trigger, and a row-level policy on it.

A scoped model has `area = ForeignKey(Area, ...)` and `area_path = CharField(max_length=160, db_collation="C",
editable=False, default="")`; its migration runs `ScopedTable("cases_case")`.
"""

from django.db.migrations.operations import RunSQL

from wenhui.kit import scope
from wenhui.kit.privacy import Privacy

COPY_FUNCTION = """
CREATE OR REPLACE FUNCTION areas_copy_path() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    SELECT path INTO STRICT NEW.area_path FROM areas_area WHERE id = NEW.area_id;
    RETURN NEW;
EXCEPTION WHEN no_data_found THEN
    RAISE foreign_key_violation USING MESSAGE = format('area %s does not exist', NEW.area_id);
END $$;
"""


class ScopedTable(RunSQL):
    """Keeps `area_path` true on a table and guards the table with the transaction's scope."""

    def __init__(self, table: str, least: Privacy = Privacy.INSIDE) -> None:
        self.table = table
        self.least = least
        forward = (
            f"CREATE TRIGGER {table}_area_path BEFORE INSERT OR UPDATE OF area_id, area_path ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION areas_copy_path();\n" + scope.policy_sql(table, least=least)
        )
        backward = f"DROP POLICY scoped ON {table};\nDROP TRIGGER {table}_area_path ON {table};"
        super().__init__(forward, backward)

    def deconstruct(self) -> tuple[str, list[str], dict[str, Privacy]]:
        """Return the operation as a migration file writes it."""
        return (self.__class__.__name__, [self.table], {"least": self.least})
