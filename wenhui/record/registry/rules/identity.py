"""Citizen identity numbers (公民身份号码) by GB 11643-1999: format, birth date, sex, check digit.

Our own rule, because an unknown county must be a doubt and not an error: counties are renamed and merged (下城 became
part of 拱墅 in 2021), and whoever was born in one that no longer exists keeps its digits for life.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from stdnum import numdb

from wenhui.kit.words import Words
from wenhui.record.registry.rules.refusal import NotUsableError, plain

LENGTH = 18
OLD_LENGTH = 15
MALE = "1"  # GB/T 2261.1
FEMALE = "2"
OLDEST_YEARS = 125
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
FORMAT = re.compile(r"[1-9][0-9]{16}[0-9X]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What an ID number says. `doubts` are sentences to ask about; they do not stop the entry."""

    number: str
    birth_on: date
    sex: str
    doubts: tuple[Words, ...] = ()


def check_digit(first: str) -> str:
    """Return the last character that belongs to the first seventeen digits (ISO 7064 MOD 11-2)."""
    return CHECK_DIGITS[(weighed(first[:6], 0) + weighed(first[6:14], 6) + weighed(first[14:], 14)) % 11]


@lru_cache(maxsize=65536)
def weighed(digits: str, place: int) -> int:
    """Return the weighted sum of digits that begin at a place. County, birthday and serial come again and again."""
    return sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS[place:], strict=False))


def compose(*, county: str, birth_on: date, serial: int) -> str:
    """Return the ID number of a county, birth date and serial (0–999, odd for men)."""
    first = f"{county}{birth_on:%Y%m%d}{serial:03d}"
    return first + check_digit(first)


def read_id_number(text: str, *, today: date) -> Identity:
    """Return what an ID number says; raise NotUsableError in words when it cannot be one.

    Old numbers of 15 digits are refused, not converted: they lost their validity on 2013-01-01 (居民身份证法 art. 23),
    the card in the person's hand shows 18, and a converted number would be our guess of the century.
    """
    number = plain(text).upper()
    _check_format(number)
    birth_on = birth_date(number[6:14], today)
    if number[-1] != check_digit(number[:-1]):
        raise NotUsableError(
            Words(
                "末位校验不符，多半有一位抄错了，请对照证件再看一遍",
                "the last character does not fit the others; one digit is probably miscopied, compare with the card",
            )
        )
    doubts = doubts_of(number[:6], today.year - birth_on.year)
    return Identity(number, birth_on, MALE if int(number[16]) % 2 else FEMALE, doubts)


def _check_format(number: str) -> None:
    if FORMAT.fullmatch(number):
        return
    if not number:
        raise NotUsableError(Words("没有填号码", "no number was entered"))
    if len(number) == OLD_LENGTH and number.isdecimal():
        raise NotUsableError(
            Words(
                "这是 15 位旧号码，2013 年起已停用，请填证件上的 18 位号码",
                "this is an old number of 15 digits, no longer valid since 2013; enter the 18 characters on the card",
            )
        )
    if len(number) != LENGTH:
        difference = LENGTH - len(number)
        raise NotUsableError(
            Words(
                f"{'少' if difference > 0 else '多'} {abs(difference)} 位，应为 18 位",
                f"{abs(difference)} character(s) too {'few' if difference > 0 else 'many'}; there must be 18",
            )
        )
    raise NotUsableError(
        Words(
            "只能是 17 位数字加一位数字或 X，第一位不是 0",
            "only 17 digits, the first not 0, and then a digit or X are possible",
        )
    )


@lru_cache(maxsize=65536)
def birth_date(digits: str, today: date) -> date:
    """Return the birthday in characters 7–14; raise NotUsableError for a day that is none or has not come."""
    try:
        birth_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise NotUsableError(
            Words(f"第 7–14 位的出生日期 {digits} 不存在", f"characters 7–14, {digits}, are no date of birth")
        ) from None
    if birth_on > today:
        raise NotUsableError(
            Words(f"第 7–14 位的出生日期 {birth_on} 还没有到", f"the date of birth {birth_on} lies in the future")
        )
    return birth_on


@lru_cache(maxsize=65536)
def doubts_of(county: str, years: int) -> tuple[Words, ...]:
    """Return what to ask about a number of a county whose holder is that many years old."""
    doubts = []
    if not is_known_county(county):
        doubts.append(
            Words(
                f"前 6 位 {county} 不是已知的县区代码，请确认",
                f"the first 6 digits, {county}, are no known county; please confirm",
            )
        )
    if years > OLDEST_YEARS:
        doubts.append(
            Words(f"年龄超过 {OLDEST_YEARS} 岁，请确认", f"this person would be over {OLDEST_YEARS}; please confirm")
        )
    return tuple(doubts)


@lru_cache(maxsize=4096)
def is_known_county(county: str) -> bool:
    """Say whether six digits were ever a county's code (GB/T 2260 in its editions, as python-stdnum keeps them)."""
    return any("county" in properties for _, properties in numdb.get("cn/loc").info(county))
