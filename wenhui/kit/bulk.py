"""Columns of many rows as parameters of one statement.

A driver that quotes arrays element by element needs longer for a long one than the server for the whole statement. Here a
column is one text, its elements parted by a character that no text of ours holds, and the server takes it apart.
"""

from collections.abc import Iterable
from typing import Final

BETWEEN: Final = "\x1e"
_NULL: Final = "\x1f"
_COLUMNS: Final = "\x1d"


def column(values: Iterable[object]) -> str:
    """Return the parameter for `array_of`: None is null, everything else its text.

    It begins with a mark, by which one empty text is told from no rows at all. Raises ValueError for a text that holds the
    mark itself: it would shift all rows below it.
    """
    elements = [_NULL if value is None else str(value) for value in values]
    joined = BETWEEN.join(["", *elements])
    if joined.count(BETWEEN) != len(elements):
        raise ValueError("A text holds the character by which columns are taken apart.")
    return joined


def binary(value: bytes) -> str:
    """Return bytes as the server reads them in an element of `bytea[]`."""
    return "\\x" + value.hex()


def array_of(kind: str) -> str:
    """Return the SQL that makes an array of a type from the next parameter, such as `array_of("bigint")`."""
    return elements("%s", kind)


def elements(text: str, kind: str) -> str:
    """Return the SQL that makes an array of a type from a text that `column` made, a parameter or one that was kept."""
    return f"(string_to_array({text}, E'\\x1e', E'\\x1f'))[2:]::{kind}[]"


def apart(text: str | None) -> list[str]:
    """Return the elements of a column that the server put together with `together`."""
    return [] if text is None else text.split(BETWEEN)


def together(expression: str, order: str) -> str:
    """Return the SQL that gathers an expression of all rows in one text; null counts as empty."""
    return f"string_agg(coalesce({expression}, ''), E'\\x1e' ORDER BY {order})"


def kept(columns: Iterable[Iterable[object]]) -> str:
    """Return columns as one text, to be kept and read again by `read`. Raises ValueError as `column` does."""
    made = [column(one) for one in columns]
    if any(_COLUMNS in one for one in made):
        raise ValueError("A text holds the character by which columns are taken apart.")
    return _COLUMNS.join(made)


def read(text: str) -> list[list[str | None]]:
    """Return the columns of a text that `kept` made: None and texts, whatever the elements were."""
    return [
        [None if element == _NULL else element for element in one.split(BETWEEN)[1:]] for one in text.split(_COLUMNS)
    ]
