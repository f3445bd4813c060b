"""One cell as text: what spreadsheets hand over, and what stands for nothing."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from wenhui.kit.words import Words
from wenhui.record.registry.rules.refusal import NotUsableError

Cell = str | int | float | Decimal | bool | datetime | date | time | timedelta | None

NOTHING = frozenset(["", *"/ // \\ - -- — —— ― – · . 。 、 * ? ？ 空 null none nan n/a na".split()])  # noqa: SIM905
# Stands for nothing where a value of its own kind was asked for; in free text and among codes it may be an answer.
NONE = frozenset(
    "无 没有 暂无 不详 未知 不清楚 不明 待查 待核实 待补充 拒绝提供 未提供 不提供 无法联系 无联系方式".split()  # noqa: SIM905
)
SPREADSHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
WIDE_SIGNS = re.compile("[０-９Ａ-Ｚａ-ｚ]")
EXACT_INTEGERS = 10**15  # a spreadsheet keeps fifteen digits of a number
EXPONENT = re.compile(r"\d(?:\.\d+)?[eE]\+?(?:1[5-9]|[2-9]\d)")
ROUNDED = Words(
    "电子表格把长号码当成了数字，末几位已经丢失，请把这一列设成文本后重新填写",
    "the spreadsheet took a long number for a quantity and lost its last digits; make the column text and enter it again",
)


def text_of(cell: Cell) -> str:
    """Return a cell as one line of text, full-width letters and digits made half-width; empty for what says nothing.

    Raises NotUsableError for errors and formulas that a spreadsheet left, and for long numbers it has rounded.
    """
    if isinstance(cell, str):
        return _line(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float | Decimal):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    return str(cell)


def number_text(number: float | Decimal) -> str:
    """Return a number as it would be typed: no `.0`, no exponent."""
    if math.isnan(number):
        return ""
    if abs(float(number)) >= EXACT_INTEGERS:
        raise NotUsableError(ROUNDED)
    whole = int(number)
    return (
        str(whole) if whole == number else format(Decimal(repr(number) if isinstance(number, float) else number), "f")
    )


def _line(text: str) -> str:
    if not (text.isascii() and text.isalnum()):
        if not text.isprintable() or "  " in text:
            text = " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in text).split())
        text = text.strip().removeprefix("'").removeprefix("‘")
        if WIDE_SIGNS.search(text):
            text = text.translate(WIDE)
        if text[:1] in {"#", "="}:
            _refuse_formulas(text)
        if "+" in text and EXPONENT.fullmatch(text):
            raise NotUsableError(ROUNDED)
    return "" if len(text) <= len("null") and text.casefold() in NOTHING else text


def _refuse_formulas(text: str) -> None:
    if SPREADSHEET_ERROR.fullmatch(text.upper()):
        raise NotUsableError(
            Words("这里是公式算出的错误，请填上值", "a formula left an error here; enter the value itself")
        )
    if text.startswith("="):
        raise NotUsableError(Words("这里是公式，没有值，请填上值", "a formula without a value; enter the value itself"))
