"""Dates, months and years as people write them."""

import re
from datetime import date, timedelta

from wenhui.kit.words import Words
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.rules.values.cells import NONE, Cell, text_of

WHOLE = re.compile(
    r"(\d{4})(?:[-/.年．](\d{1,2})[-/.月．](\d{1,2})[日号]?|(\d{2})(\d{2}))(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
DIGITS14 = re.compile(r"(\d{4})(\d{2})(\d{2})\d{6}")
MONTH = re.compile(r"(\d{4})(?:[-/.年．](\d{1,2})月?|(\d{2}))")
YEAR = re.compile(r"(\d{4})(?:\.0)?年?")
AGE = re.compile(r"\d{1,3}(?:周?岁|个?月大?|天)?|[一二三四五六七八九十]{1,3}周?岁")
SHORT_YEAR = re.compile(r"'?\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")  # a date that a spreadsheet shows as its number of days
FOREVER_WORDS = frozenset({"长期", "长期有效", "永久", "永久有效", "无期限", "无固定期限"})
FOREVER = "9999-12-31"
DAY_ZERO = date(1899, 12, 30)
YEARS = range(1850, 2151)


def read_date(cell: Cell) -> str:
    """Return a day as `2024-03-09`, `FOREVER` for 长期. Raises NotUsableError: an age is no date, nor is a year."""
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day)
    text = plain_time(cell)
    if found := WHOLE.fullmatch(text) or DIGITS14.fullmatch(text):
        return _checked(*(int(part) for part in found.groups() if part))
    if SERIAL.fullmatch(text):
        return (DAY_ZERO + timedelta(days=int(float(text)))).isoformat()
    if not text or text in FOREVER_WORDS:
        return text and FOREVER
    raise NotUsableError(_why_no_date(text))


def read_month(cell: Cell) -> str:
    """Return a month as `2024-03`; a whole date gives its month."""
    if isinstance(cell, float) and cell != int(cell):
        raise NotUsableError(
            Words(
                "表格里的“2024.1”分不清是 1 月还是 10 月，请写成 2024-01",
                "a number such as 2024.1 may be January or October; write 2024-01",
            )
        )
    if isinstance(cell, date):
        return read_date(cell)[:7]
    text = plain_time(cell)
    if found := MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2] or found[3])
        return _checked(year, month, 1)[:7]
    if text and YEAR.fullmatch(text):
        raise NotUsableError(Words("只有年份，缺月份", "this is only a year; the month is missing"))
    return read_date(cell)[:7]


def read_year(cell: Cell) -> str:
    """Return a year as `2015`; a date or month gives its year."""
    text = plain_time(cell)
    if found := YEAR.fullmatch(text):
        return _checked(int(found[1]), 1, 1)[:4]
    if found := MONTH.fullmatch(text):
        return _checked(int(found[1]), 1, 1)[:4]
    return read_date(cell)[:4]


def plain_time(cell: Cell) -> str:
    """Return the text of a cell without blanks; nothing for words that stand for nothing."""
    text = "".join(text_of(cell).split())
    return "" if text in NONE else text


def _checked(year: int, month: int, day: int) -> str:
    if year not in YEARS:
        raise NotUsableError(Words("年份不合常理，请核对", "the year is not plausible; please check"))
    try:
        date(year, month, day)
    except ValueError:
        raise NotUsableError(
            Words("没有这一天，请核对月份和日子", "there is no such day; check month and day")
        ) from None
    return f"{year:04d}-{month:02d}-{day:02d}"


WHY_NOT = (
    (
        AGE,
        Words(
            "填的是年龄，不是日期。年龄年年在变，请填日期（如 1958-03-09）",
            "this is an age, not a date. Ages change every year: enter the date (such as 1958-03-09)",
        ),
    ),
    (YEAR, Words("只有年份，缺月和日", "this is only a year; month and day are missing")),
    (MONTH, Words("只到月份，缺日子", "this is only a month; the day is missing")),
    (SHORT_YEAR, Words("年份只写了两位，分不清是哪个世纪，请写四位", "the year has two digits; write all four")),
    (YEAR_LAST, Words("年份写在最后，分不清月和日，请写成 2024-03-09", "the year stands last; write 2024-03-09")),
    (
        re.compile(r"\d+"),
        Words("数字的位数不对，应为 8 位，如 20240309", "wrong number of digits; there must be 8, as in 20240309"),
    ),
    (re.compile(".*"), Words("不是日期，请写成 2024-03-09", "this is no date; write 2024-03-09")),
)


def _why_no_date(text: str) -> Words:
    return next(words for pattern, words in WHY_NOT if pattern.fullmatch(text))
