"""Reads the conditions of indicators and refuses what a counting engine must not rest on.

A condition may name the counted table's own columns, compare them, and call a few functions that always give the same
answer. It may not ask the clock, look into other tables, or call anything unknown.
"""

from collections.abc import Collection

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from wenhui.lake.indicators import DefinitionError

STEADY_FUNCTIONS = (
    exp.Coalesce, exp.Nullif, exp.Abs, exp.Length, exp.Lower, exp.Upper, exp.StartsWith, exp.Cast,
    exp.Extract, exp.Case, exp.If, exp.And, exp.Or, exp.Greatest, exp.Least, exp.Array,
)  # fmt: skip
CLOCK_WORDS = {"now", "today", "tomorrow", "yesterday"}  # PostgreSQL reads these literals as moments
REFUSED = (exp.Subquery, exp.Select, exp.Query, exp.Window, exp.Parameter, exp.Placeholder, exp.Star)


def read(text: str, *, of: str, columns: Collection[str]) -> exp.Expression:
    """Parse a condition or value of the indicator `of`. Raises DefinitionError in words."""
    try:
        tree = sqlglot.parse_one(text, dialect="postgres")
    except (ParseError, TokenError) as error:
        raise DefinitionError(f"{of}: {text!r} is not SQL ({str(error).splitlines()[0]}).") from error
    for node in tree.walk():
        _refuse(node, text, of, columns)
    return tree


def _refuse(node: exp.Expression, text: str, of: str, columns: Collection[str]) -> None:
    if isinstance(node, REFUSED):
        raise DefinitionError(f"{of}: {text!r} looks beyond its own row; a condition may not.")
    if isinstance(node, exp.Literal) and node.is_string and node.name.strip().lower() in CLOCK_WORDS:
        raise DefinitionError(f"{of}: the text {node.name!r} asks the clock; a condition may not.")
    if isinstance(node, exp.Column):
        if node.table:
            raise DefinitionError(f"{of}: {node.sql()} names a table; a condition names columns alone.")
        if node.name not in columns:
            raise DefinitionError(f"{of}: there is no column {node.name}; there are {', '.join(sorted(columns))}.")
    if isinstance(node, exp.Func) and not isinstance(node, STEADY_FUNCTIONS):
        name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
        raise DefinitionError(
            f"{of}: {name.lower()} may not stand here: it asks the clock or is not known to be steady."
        )


def postgres(tree: exp.Expression) -> str:
    """Return a parsed condition as PostgreSQL writes it."""
    return tree.sql(dialect="postgres")
