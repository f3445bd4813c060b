"""A value as the person at the screen sees it, and a column of them at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from wenhui.kit.sheets.engine import Value

_EXACT = 2**53  # whole floats below it have all their digits


def text_of(value: Value) -> str:
    """Return a value as text: all digits of a number (15, as Excel keeps), days as 2026-01-31, moments to the second.

    A phone that the sheet shows as 1.39E+10 because its column is narrow is 13912345678 here: nothing was lost. What
    was lost before (`damage`) cannot be brought back.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return _span(value) if isinstance(value, timedelta) else value.isoformat(timespec="seconds")


def texts(column: Sequence[Value]) -> Sequence[str]:
    """Return a column as texts: itself where it is text already."""
    kinds = set(map(type, column))
    if kinds <= {str}:
        return column  # type: ignore[return-value]  # just looked
    if bool in kinds:  # True equals 1, so they cannot share a table
        return [text_of(value) for value in column]
    known = {value: _QUICK.get(type(value), text_of)(value) for value in set(column)}
    return [known[value] for value in column]


def _number(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < _EXACT):
        return str(int(value))
    short = f"{value:.15g}"
    return f"{Decimal(short):f}" if "e" in short else short


def _span(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}"


_QUICK: Final[dict[type, Callable[[Any], str]]] = {str: str, float: _number, date: date.isoformat}
