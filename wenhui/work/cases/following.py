"""Tables that hang on a case take its path and its scope with them, whoever moves the case's building elsewhere."""

from django.db.migrations.operations import RunSQL

from wenhui.kit import scope

BRINGS = """
CREATE OR REPLACE FUNCTION cases_case_brings_path_to() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    EXECUTE format('UPDATE %I SET area_path = $1 WHERE case_id = $2', TG_ARGV[0]) USING NEW.area_path, NEW.id;
    RETURN NULL;
END $$;
"""


class FollowsItsCase(RunSQL):
    """Keeps `area_path` of a table with `case_id` true and guards the table with the transaction's scope."""

    def __init__(self, table: str) -> None:
        self.table = table
        forward = f"""
{BRINGS}
CREATE TRIGGER {table}_path BEFORE INSERT ON {table} FOR EACH ROW
WHEN (NEW.area_path = '' OR row_security_active('{table}'::regclass)) EXECUTE FUNCTION cases_move_copies_path();
CREATE TRIGGER {table}_follows AFTER UPDATE ON cases_case FOR EACH ROW
WHEN (OLD.area_path IS DISTINCT FROM NEW.area_path) EXECUTE FUNCTION cases_case_brings_path_to('{table}');
{scope.policy_sql(table)}"""
        super().__init__(forward, f"DROP POLICY scoped ON {table}; DROP TRIGGER {table}_follows ON cases_case;")

    def deconstruct(self) -> tuple[str, list[str], dict[str, str]]:
        """Return the operation as a migration file writes it."""
        return (self.__class__.__name__, [self.table], {})
