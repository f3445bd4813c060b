"""What the values of a column look like, whatever its head says.

Formats only: whether a number is right (its check digit, its county) is for upper rooms to say.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from wenhui.kit.sheets import dates
from wenhui.kit.sheets.taking import Rows


class Kind(StrEnum):
    """What a column's values look like."""

    BLANK = "blank"
    ID_NUMBER = "id_number"  # GB 11643: 18 characters, or the 15 of before 1999
    CREDIT_CODE = "credit_code"  # GB 32100, unified social credit code
    DATE = "date"  # a day or a month, in any of its written forms
    PHONE = "phone"  # one number or several
    YES_NO = "yes_no"
    INTEGER = "integer"
    MONEY = "money"
    NUMBER = "number"
    CODES = "codes"  # a small closed set of words
    ADDRESS = "address"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a column: its kind, the share of filled values that agree (0 to 1), how many are filled, how many differ.

    `words` are the values of a small closed set, the most frequent first. `also` are other kinds that at least nine in
    ten values fit: whole numbers from 15,000 to 60,000 may be days counted by Excel.
    """

    kind: Kind
    share: float
    filled: int
    distinct: int
    words: tuple[str, ...] = ()
    also: frozenset[Kind] = frozenset()


_ID = re.compile(
    r"\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]|"
    r"\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
)
_CREDIT = re.compile(r"(?=.*[1-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_ONE_PHONE = r"(?:(?:\+?86[- ]?)?1\d{10}|(?:\(?0\d{2,3}\)?[- ]?)?[2-9]\d{6,7}(?:[-转]\d{1,6})?)"
_PHONE = re.compile(rf"{_ONE_PHONE}(?:\s*[;；,，、/|\s]\s*{_ONE_PHONE})*")
_MONTH = re.compile(r"(?:18|19|20)\d{2}\s*(?:年\s*(?:0?[1-9]|1[0-2])\s*月?|[-./]\s*(?:0?[1-9]|1[0-2])|年)")
_RUN = re.compile(r"\d{8}")
_INTEGER = re.compile(r"-?\d{1,15}")
_MONEY = re.compile(r"[¥￥]?\s*-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?\s*元?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E[-+]?\d+)?%?")
_SERIAL = re.compile(r"[1-5]\d{4}")
_ADDRESS = re.compile(r".*(?:路|街|道|巷|弄|幢|栋|座|号|室|单元|村|苑|园|里|楼|城|庄|区|公寓).*")
_YES_NO = frozenset(
    (
        *("是", "否", "有", "无", "对", "错", "已", "未", "同意", "不同意", "已办", "未办", "在", "不在"),
        *("√", "×", "✓", "✔", "✗", "X", "Y", "N", "YES", "NO", "TRUE", "FALSE", "T", "F", "1", "0"),
    )
)

_SAMPLE = 200  # different values looked at to choose candidates
_CANDIDATE = 0.3
_AGREED = 0.6
_ALSO = 0.9
_MOST_WORDS = 40
_LONGEST_WORD = 16


def _is_date(text: str) -> bool:
    if _RUN.fullmatch(text) and not text.startswith(("18", "19", "20")):
        return False
    return dates.parse(text) is not None or _MONTH.fullmatch(text) is not None


# In order of how telling they are: the first that most values agree with is the shape.
_RULES: dict[Kind, Callable[[str], object]] = {
    Kind.ID_NUMBER: _ID.fullmatch,
    Kind.CREDIT_CODE: _CREDIT.fullmatch,
    Kind.DATE: _is_date,
    Kind.PHONE: _PHONE.fullmatch,
    Kind.INTEGER: _INTEGER.fullmatch,
    Kind.MONEY: _MONEY.fullmatch,
    Kind.NUMBER: _NUMBER.fullmatch,
    Kind.ADDRESS: lambda text: len(text) > 3 and any(map(str.isdigit, text)) and _ADDRESS.fullmatch(text),
}


def shape_of(texts: Iterable[str]) -> Shape:
    """Return the shape of a column of texts. Looks at each different value once; 55,000 of them take some 30 ms."""
    counts = Counter(map(str.strip, texts))
    counts.pop("", None)
    filled = counts.total()
    if not filled:
        return Shape(Kind.BLANK, 1.0, 0, 0)
    if len(counts) <= 4 and all(text.upper() in _YES_NO for text in counts) and not _is_numbering(counts):
        return Shape(Kind.YES_NO, 1.0, filled, len(counts), _words(counts))
    best = _best(counts, filled)
    if best and (best[0] is not Kind.ADDRESS or not _is_closed(counts, filled)):
        return Shape(*best, filled, len(counts), also=_also(counts, filled, best[0]))
    if _is_closed(counts, filled):
        return Shape(Kind.CODES, 1.0, filled, len(counts), _words(counts))
    return Shape(Kind.TEXT, 1.0, filled, len(counts))


def shapes_of(rows: Rows) -> tuple[Shape, ...]:
    """Return the shape of each column of a table."""
    return tuple(shape_of(column) for column in rows.columns)


def _share(rule: Callable[[str], object], counts: Counter[str], filled: int) -> float:
    return sum(count for text, count in counts.items() if rule(text)) / filled


def _best(counts: Counter[str], filled: int) -> tuple[Kind, float] | None:
    """Return the first kind that most values agree with; kinds that hardly any of a sample fits are not counted."""
    sample = Counter(dict(islice(counts.items(), _SAMPLE)))
    for kind, rule in _RULES.items():
        if _share(rule, sample, sample.total()) >= _CANDIDATE and (share := _share(rule, counts, filled)) >= _AGREED:
            wider = _wider(kind, counts, filled, share)
            return (wider[0], round(wider[1], 4))
    return None


def _wider(kind: Kind, counts: Counter[str], filled: int, share: float) -> tuple[Kind, float]:
    """Prefer money or numbers over whole numbers where more values fit: 1200 and 1200.50 in one column."""
    for other in (Kind.MONEY, Kind.NUMBER) if kind is Kind.INTEGER else (Kind.NUMBER,) if kind is Kind.MONEY else ():
        more = _share(_RULES[other], counts, filled)
        if more > share:
            kind, share = other, more
    return kind, share


def _also(counts: Counter[str], filled: int, kind: Kind) -> frozenset[Kind]:
    if kind is not Kind.INTEGER:
        return frozenset()
    found = {
        Kind.DATE: lambda text: _SERIAL.fullmatch(text) and 15_000 <= int(text) <= 60_000,
        Kind.YES_NO: lambda text: text in {"0", "1"},
    }
    return frozenset(other for other, rule in found.items() if _share(rule, counts, filled) >= _ALSO)


def _is_numbering(counts: Counter[str]) -> bool:
    """Say whether 1 and 0 are rather counted rows or a single number than yes and no."""
    return counts.keys() in ({"1"}, {"0"})


def _is_closed(counts: Counter[str], filled: int) -> bool:
    few = len(counts) <= min(_MOST_WORDS, max(8, filled // 10)) and filled >= 2 * len(counts)
    return few and all(len(text) <= _LONGEST_WORD for text in counts)


def _words(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(text for text, _ in counts.most_common())
