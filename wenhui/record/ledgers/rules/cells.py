"""A known word as the value of a form's cell: in the form's own words, units and formats."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from wenhui.kit.sheets import formats
from wenhui.kit.sheets.engine import Value
from wenhui.record.ledgers.rules.columns import Bound
from wenhui.record.registry.rules.values import SEVERAL
from wenhui.record.registry.rules.values.times import FOREVER
from wenhui.record.registry.words import Kind

MOST_DIGITS: Final = 15
LONG_TERM: Final = "长期"
BETWEEN_WORDS: Final = "、"
NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})
# What a note or a head in brackets says of how days are written.
WAYS: Final = (
    (re.compile(r"y{4}m{2}d{2}|(?<!\d)(?:19|20)\d{6}(?!\d)", re.IGNORECASE), "%Y%m%d"),
    (re.compile(r"y{4}\.m{1,2}\.d{1,2}|(?<!\d)(?:19|20)\d{2}\.\d{1,2}\.\d{1,2}", re.IGNORECASE), "%Y.%m.%d"),
    (re.compile(r"y{4}/m{1,2}/d{1,2}|(?<!\d)(?:19|20)\d{2}/\d{1,2}/\d{1,2}", re.IGNORECASE), "%Y/%m/%d"),
    (re.compile(r"y{4}年m{1,2}月d{1,2}日|(?<!\d)(?:19|20)\d{2}年\d{1,2}月\d{1,2}日", re.IGNORECASE), "%Y年%m月%d日"),
)

# What stands in the cell, and what reading it again gives; None where the form has no word for it.
Written = tuple[Value, str] | None
Write = Callable[[str], Written]


def writer(bound: Bound) -> Write:
    """Return how the canonical texts of a column's attribute are written in it; ask once for each different text.

    A form may only have the word of a broader code (已婚 for 再婚): then that is what reading it again gives.
    """
    kind = bound.attribute.kind if bound.attribute else Kind.TEXT
    if bound.table is not None:
        return lambda text: _coded(bound, text)
    if kind in NUMBERS:
        return lambda text: _number(bound, kind, text)
    if kind in TIMES:
        return lambda text: (TIMES[kind](bound, text), text)
    return lambda text: (text, text)


def _coded(bound: Bound, text: str) -> Written:
    table, attribute = bound.table, bound.attribute
    if table is None or attribute is None:
        raise ValueError("only columns of codes are written by their table")
    words = []
    for code in text.split(SEVERAL) if attribute.is_several else (text,):
        word = table.words_of(code, bound.like)
        if word is None and not bound.is_closed:
            word = table.words_of(code)
        if word is None:
            return None
        words.append(word)
    meant = dict.fromkeys(table.code_of(word) or "" for word in words)
    return BETWEEN_WORDS.join(dict.fromkeys(words)), SEVERAL.join(meant)


def _number(bound: Bound, kind: Kind, text: str) -> Written:
    amount = Decimal(text) / bound.factor
    plain = format(amount.normalize(), "f")
    if formats.is_percent(bound.column.format):
        return f"{plain}%", text
    if formats.is_date(bound.column.format) or len(plain.strip("-").replace(".", "")) > MOST_DIGITS:
        return plain, text
    return (int(amount) if kind is Kind.INTEGER or amount == amount.to_integral_value() else float(amount)), text


def _day(bound: Bound, text: str) -> Value:
    if text == FOREVER:
        return LONG_TERM
    day = date.fromisoformat(text)
    if formats.is_date(bound.column.format):
        return day
    asked = f"{bound.column.note} {bound.column.written}"
    way = next((way for pattern, way in WAYS if pattern.search(asked)), "")
    return day.strftime(way) if way and day.year > 999 else day


def _month(bound: Bound, text: str) -> Value:
    return date.fromisoformat(f"{text}-01") if formats.is_date(bound.column.format) else text


def _year(bound: Bound, text: str) -> Value:
    return text if formats.is_date(bound.column.format) else int(text)


TIMES: Final[Mapping[Kind, Callable[[Bound, str], Value]]] = {Kind.DATE: _day, Kind.MONTH: _month, Kind.YEAR: _year}
