"""Whole numbers, decimals and money as people write them."""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from wenhui.kit.words import Words
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.rules.values.cells import NONE, Cell, text_of

NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?|[-+]?\.\d+)(.*)")
UNITS = re.compile(
    r"(?:周?岁|人|口|名|位|户|家|层|部|台|个|间|套|剂|针|次|只|条|辆|幢|栋|具|把|处|天|月|年|度|°|%|公里|平方米?|平米|平|米|m2|㎡|m²|元|块钱?|rmb|cny)"
    r"?(?:/.*|每.*)?",
    re.IGNORECASE,
)
MONEY_UNITS = {
    "": 1,
    "元": 1,
    "块": 1,
    "块钱": 1,
    "圆": 1,
    "千元": 1000,
    "千": 1000,
    "万": 10_000,
    "万元": 10_000,
    "亿": 100_000_000,
    "亿元": 100_000_000,
}
ABOUT = re.compile(r"约|大概|左右|以上|以下|余|多|近|不到|超过|[<>≥≤~～]|\d-\d|至|几")
HAN: Final = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
HAN_NUMBER = re.compile(r"([一二两三四五六七八九]?)十([一二三四五六七八九]?)|([零〇一二两三四五六七八九])")
CENT = Decimal("0.01")
PLAUSIBLE = Decimal(10**13)


def read_integer(cell: Cell) -> str:
    """Return a whole number without its unit: `3` of 三、3.0、3 层. Raises NotUsableError for parts and about-numbers."""
    number = _number(cell)
    if number is None:
        return ""
    if number != number.to_integral_value():
        raise NotUsableError(Words("应为整数", "this must be a whole number"))
    return str(int(number))


def read_decimal(cell: Cell) -> str:
    """Return a number without needless zeros and without its unit: `89.5` of 89.50㎡."""
    number = _number(cell)
    return "" if number is None else shortest(number)


def read_money(cell: Cell, factor: Decimal = Decimal(1)) -> str:
    """Return an amount in yuan with two decimals; `factor` is what the head says (10000 for 万元)."""
    text = _digits(cell)
    if not text:
        return ""
    found = NUMBER.fullmatch(text.lstrip("¥￥$"))
    if found is None:
        raise NotUsableError(_why_not(text))
    unit = re.sub(r"(?:人民币|rmb|cny|整|/.*|每.*)", "", found[2])
    if unit not in MONEY_UNITS:
        raise NotUsableError(_why_not(text))
    amount = Decimal(found[1]) * (factor if unit == "" else MONEY_UNITS[unit])
    return str(_plausible(amount).quantize(CENT, ROUND_HALF_EVEN))


def shortest(number: Decimal) -> str:
    """Return a number without needless zeros: `89.5`."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(cell: Cell) -> Decimal | None:
    text = _digits(cell)
    if not text:
        return None
    if han := HAN_NUMBER.fullmatch(text.rstrip("人户岁层部个家间")):
        return Decimal(HAN[han[3]] if han[3] else HAN.get(han[1] or "一", 1) * 10 + HAN.get(han[2], 0))
    found = NUMBER.fullmatch(text)
    if found is None or not UNITS.fullmatch(found[2]):
        raise NotUsableError(_why_not(text))
    return _plausible(Decimal(found[1]))


def _digits(cell: Cell) -> str:
    text = "".join(text_of(cell).split())
    if text in NONE:
        return ""
    return unicodedata.normalize("NFKC", text).replace(",", "").casefold() if not text.isdecimal() else text


def _plausible(number: Decimal) -> Decimal:
    if abs(number) >= PLAUSIBLE:
        raise NotUsableError(Words("数字大得不合常理，请核对", "the number is implausibly large; please check"))
    return number


def _why_not(text: str) -> Words:
    if ABOUT.search(text):
        return Words("写的是约数或范围，请填一个确定的数", "this is a rough number or a range; enter one number")
    return Words("不是数字，请只填数字", "this is no number; enter digits only")
