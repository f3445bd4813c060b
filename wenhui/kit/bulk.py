"""Columns of many rows as parameters of one statement.

A driver that quotes arrays element by element needs longer for a long one than the server for the whole statement. Here a
column is one text, its elements parted by a character that no text of ours holds, and the server takes it apart.
"""

from collections.abc import Iterable
from typing import Final

BETWEEN: Final = "\x1e"
_NULL: Final = "\x1f"


def column(values: Iterable[object]) -> str:
    """Return the parameter for `array_of`: None is null, everything else its text. Empty for no rows."""
    return BETWEEN.join([_NULL if value is None else str(value) for value in values])


def texts(values: Iterable[str]) -> str:
    """Return the same for texts alone, none of them null."""
    return BETWEEN.join(values)


def array_of(kind: str) -> str:
    """Return the SQL that makes an array of a type from the next parameter, such as `array_of("bigint")`."""
    return f"string_to_array(%s, E'\\x1e', E'\\x1f')::{kind}[]"


def apart(text: str | None) -> list[str]:
    """Return the elements of a column that the server put together with `together`."""
    return [] if text is None else text.split(BETWEEN)


def together(expression: str, order: str) -> str:
    """Return the SQL that gathers an expression of all rows in one text; null counts as empty."""
    return f"string_agg(coalesce({expression}, ''), E'\\x1e' ORDER BY {order})"
