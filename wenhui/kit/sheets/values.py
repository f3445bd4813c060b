"""A value as the content of a cell, typed as the form's column expects it (ECMA-376 part 1, 18.3.1.4 and 18.18.11)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from wenhui.kit.sheets import dates, formats
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.kit.sheets.texts import text_of
from wenhui.kit.words import Words

LONGEST = 32_767  # letters Excel keeps in a cell

Writer: TypeAlias = Callable[[Value], str]

_SPECIAL = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?\Z")
_MOST_DIGITS = 10**15
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SURE_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was


class TooLongValueError(RefusedFileError):
    """A value has more letters than a cell can hold."""

    WORDS = Words(
        f"有一格内容超过 {LONGEST} 个字，表格放不下，没有生成文件。请缩短后再试。",
        f"A value is longer than the {LONGEST} letters a cell holds; no file was made. Shorten it and try again.",
    )


def writer(code: str, *, since_1904: bool = False) -> Writer:
    """Return how values are written into cells of a number format: what stands between `<c r="…" s="…"` and the next cell.

    Text stays text in a string cell, so that an ID number keeps all digits and `=1+1` is shown, never computed: Excel,
    WPS and LibreOffice compute only what stands in a formula element. (When such a sheet is saved as csv and opened
    again, that protection is gone; `delimited.write` puts an apostrophe before.) Text becomes a day in a column for
    days, when it is one, and a number in a column for numbers, when it is a plain one of at most 15 digits.
    """
    if code == formats.TEXT:
        return lambda value: _text(text_of(value))
    if formats.is_date(code):
        return lambda value: _dated(value, since_1904=since_1904)
    return _numbered if formats.is_numeric(code) else _plain


def escaped(text: str) -> str:
    """Return text for XML; what XML cannot hold is written `_xHHHH_` (ST_Xstring, 22.9.2.19)."""
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    known = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "\n", "\t": "\t", "_": "_x005F_"}
    return known.get(letter) or f"_x{ord(letter):04X}_"


def _text(text: str) -> str:
    if not text:
        return "/>"
    if len(text) > LONGEST:
        raise TooLongValueError
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' t="inlineStr"><is><t{kept}>{escaped(text)}</t></is></c>'


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float) and abs(value) < _MOST_DIGITS:
        return f"><v>{value!r}</v></c>"
    return _text(text_of(value))


def _numbered(value: Value) -> str:
    if isinstance(value, str) and _NUMBER.match(value):
        return f"><v>{value}</v></c>"
    return _plain(value)


def _dated(value: Value, *, since_1904: bool) -> str:
    if isinstance(value, str):
        value = dates.parse(value) or value
    if isinstance(value, timedelta):
        return f"><v>{value / timedelta(days=1)!r}</v></c>"
    if isinstance(value, time):
        return f"><v>{timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / timedelta(days=1)!r}</v></c>"
    if not isinstance(value, date):
        return _plain(value)
    day = value.date() if isinstance(value, datetime) else value
    if day < (_EPOCH_1904 if since_1904 else _FIRST_SURE_DAY):
        return _text(text_of(value))
    serial: float = (day - (_EPOCH_1904 if since_1904 else _EPOCH)).days
    if isinstance(value, datetime):
        serial += timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / timedelta(days=1)
    return f"><v>{serial!r}</v></c>"
