"""Reads the conditions of indicators: what may stand in one is listed, all else is refused in words.

A condition is evaluated in a trigger on every write, and again in every recount, on other engines too. So it speaks of
one row's own columns and gives the same answer today and next year: no subqueries, no clock (`now()`, `current_date`,
the string 'today'), nothing random, nothing that follows the session's time zone, as casts and dates written as
strings do.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.expressions import Expr

from wenhui.lake.indicators import DefinitionError

Types = Mapping[str, str]
"""A table's columns with PostgreSQL's names of their types."""

COMPARISONS: Final = (
    exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Between, exp.In,
)  # fmt: skip
ALLOWED: Final = (
    *COMPARISONS,
    exp.And, exp.Or, exp.Not, exp.Paren, exp.Is, exp.Like, exp.Case, exp.If,
    exp.Column, exp.Identifier, exp.DataType, exp.Literal, exp.Boolean, exp.Null,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg,
    exp.Coalesce, exp.Nullif, exp.Abs, exp.Lower, exp.Upper, exp.Length, exp.Greatest, exp.Least, exp.StartsWith,
)  # fmt: skip
# What hands one of its arguments on: a comparison with it compares with each of them.
PASSING: Final = (exp.Paren, exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Case, exp.If)
CLOCKS: Final = (
    exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.CurrentDatetime, exp.Localtime, exp.Localtimestamp,
)  # fmt: skip
NAMED_CLOCKS: Final = frozenset({"clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday"})
TIMELY: Final = frozenset({"date", "timestamp with time zone", "timestamp without time zone", "time without time zone"})
ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def read(text: str, *, of: str, columns: Types) -> Expr:
    """Parse a condition or value of the indicator `of`. Raises DefinitionError in words."""
    try:
        statements = sqlglot.parse(f"SELECT {text}", dialect="postgres")
    except SqlglotError as error:
        raise DefinitionError(f"{of}: {text!r} is not SQL ({str(error).splitlines()[0]}).") from error
    tree = _only_expression(statements)
    if tree is None:
        raise DefinitionError(f"{of}: {text!r} is more than one expression over a row.")
    for node in tree.walk():
        node.pop_comments()
        why = _objection(node, columns)
        if why:
            raise DefinitionError(f"{of}: {text!r} {why}.")
    return tree


def postgres(tree: Expr) -> str:
    """Return a parsed condition as PostgreSQL writes it."""
    return tree.sql(dialect="postgres")


def _only_expression(statements: list[Expr | None]) -> Expr | None:
    """Return the one expression of a bare SELECT; None when there is anything beside it."""
    [first, *more] = statements or [None]
    if more or not isinstance(first, exp.Select) or len(first.expressions) != 1:
        return None
    if {name for name, part in first.args.items() if part} != {"expressions"}:
        return None
    only: Expr = first.expressions[0]
    return only.pop()


def _objection(node: Expr, columns: Types) -> str:
    """Return why a part of a condition may not stand there; empty when it may."""
    why = ""
    if isinstance(node, CLOCKS) or (isinstance(node, exp.Anonymous) and node.name.lower() in NAMED_CLOCKS):
        why = "asks the clock; what changes because time passes is a DUE indicator"
    elif isinstance(node, (exp.Query, exp.Subquery, exp.Exists)):
        why = "looks beyond its own row"
    elif isinstance(node, exp.Cast):
        why = "" if _is_day(node) else "casts, which may follow the session; only days such as date '2020-01-31' may"
    elif isinstance(node, exp.Column) and node.table:
        why = "names a table; a condition names columns alone"
    elif isinstance(node, exp.Column) and node.name not in columns:
        why = f"names {node.sql('postgres')}, but there are only {', '.join(sorted(columns))}"
    elif isinstance(node, COMPARISONS):
        why = _mismatch(node, columns)
    elif not isinstance(node, ALLOWED):
        why = f"uses {node.sql('postgres')}, which is not known to be steady"
    return why


def _is_day(node: exp.Cast) -> bool:
    value = node.this
    written = isinstance(value, exp.Literal) and value.is_string and ISO_DAY.fullmatch(value.name)
    return bool(written) and node.to.this is exp.DataType.Type.DATE


def _mismatch(node: Expr, columns: Types) -> str:
    """Return why days and moments may not be compared so: a string may say 'today', and a change of type needs a zone."""
    operands = list(_operands(node))
    types = {columns.get(one.name, "") for one in operands if isinstance(one, exp.Column)}
    types |= {"date" for one in operands if isinstance(one, exp.Cast) and _is_day(one)}
    if types & TIMELY and (len(types) > 1 or any(isinstance(one, exp.Literal) for one in operands)):
        return "compares a day or a moment with something of another kind"
    return ""


def _operands(node: Expr) -> Iterator[Expr]:
    for child in node.iter_expressions():
        if isinstance(child, PASSING):
            yield from _operands(child)
        else:
            yield child
