"""The scope that a transaction carries, and the policies that ask it.

A scope is an area path (labels with a closing dot, such as `hz.gs.wh.`) and a clearance. It lives in three settings
of the transaction; without them every policy answers no. Policies are ranges on `area_path COLLATE "C"`, because under
row-level security only leakproof comparisons may use an index.
"""

from dataclasses import dataclass

from wenhui.kit.privacy import Privacy

FROM = "wenhui.scope_from"
TO = "wenhui.scope_to"
CLEARANCE = "wenhui.clearance"

# Stable, hence evaluated once per scan and usable as bounds of an index range.
SQL_FROM = f"current_setting('{FROM}', true)"
SQL_TO = f"current_setting('{TO}', true)"
SQL_CLEARANCE = f"coalesce(nullif(current_setting('{CLEARANCE}', true), ''), '-1')::int"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a transaction may see: everything at or below `path`, up to `clearance`."""

    path: str
    clearance: Privacy = Privacy.INSIDE

    def __post_init__(self) -> None:
        if not self.path.endswith("."):
            raise ValueError(f"A scope's path ends with a dot, such as 'hz.gs.wh.', not {self.path!r}.")

    def covers(self, path: str) -> bool:
        """Say whether `path` lies at or below this scope."""
        return path.startswith(self.path)


def upper_bound(path: str) -> str:
    """Return the first string after all paths at or below `path`: the closing dot becomes the next character."""
    return path[:-1] + "/"


def enter_sql(scope: Scope) -> tuple[str, list[str]]:
    """Return the statement and parameters that put `scope` on the current transaction."""
    settings = ((FROM, scope.path), (TO, upper_bound(scope.path)), (CLEARANCE, str(scope.clearance.rank)))
    columns = ", ".join("set_config(%s, %s, true)" for _ in settings)
    return f"SELECT {columns}", [value for pair in settings for value in pair]


def within_scope(column: str = "area_path") -> str:
    """Return the condition that a row's path lies in the transaction's scope."""
    return f"{column} >= {SQL_FROM} AND {column} < {SQL_TO}"


def policy_sql(table: str, *, least: Privacy = Privacy.INSIDE, column: str = "area_path") -> str:
    """Return the statements that guard `table`: rows outside the scope, or above the clearance, do not exist.

    The owner is not bound by them; the web role is. Applying it twice is harmless.
    """
    cleared = "" if least is Privacy.OPEN else f" AND {SQL_CLEARANCE} >= {least.rank}"
    condition = f"{within_scope(column)}{cleared}"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"DROP POLICY IF EXISTS scoped ON {table};\n"
        f"CREATE POLICY scoped ON {table} USING ({condition}) WITH CHECK ({condition});\n"
    )
