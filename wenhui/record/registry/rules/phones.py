"""Phone numbers: one way to write each, so that equal numbers are equal."""

import re
from dataclasses import dataclass

from wenhui.kit.words import Words
from wenhui.record.registry.rules.refusal import NotUsableError, plain

AREA_CODE = re.compile(r"(010|02\d|0[3-9]\d{2})([2-8]\d{6,7})")
LOCAL = re.compile(r"[2-8]\d{6,7}")
MOBILE = re.compile(r"1[2-9]\d{9}")
ABROAD = re.compile(r"\+[1-9]\d{6,14}")  # E.164
MOBILE_LENGTH = 11
UNASSIGNED = "12"
NOBODYS = (
    Words("12 开头的号段没有分配给任何人，请确认", "numbers that begin with 12 belong to nobody; please confirm"),
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as it is kept: `13…` (mobile), `0571-8…` (landline), `+852…` (abroad)."""

    number: str
    doubts: tuple[Words, ...] = ()


def read_phone(text: str) -> Phone:
    """Return the number in its one form; raise NotUsableError in words when it cannot be one."""
    digits = text if MOBILE.fullmatch(text) else _only_dialled(text)
    if MOBILE.fullmatch(digits):
        return Phone(digits, doubts_of(digits))
    if landline := AREA_CODE.fullmatch(digits):
        return Phone(f"{landline[1]}-{landline[2]}")
    if ABROAD.fullmatch(digits):
        return Phone(digits)
    raise NotUsableError(_why_not(digits))


def tail(number: str) -> str:
    """Return the last four digits, by which a caller's number is looked for."""
    return number[-4:]


def _only_dialled(text: str) -> str:
    digits = re.sub(r"[()./]", "", plain(text))
    if not digits:
        raise NotUsableError(Words("没有填号码", "no number was entered"))
    if not re.fullmatch(r"\+?\d+", digits):
        raise NotUsableError(
            Words(
                "只能有数字、空格、横线、括号和开头的 +；分机号请不要写在这里",
                "only digits, spaces, dashes, brackets and a leading + are possible; leave extensions out",
            )
        )
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+86"):
        national = digits[3:]
        return national if MOBILE.fullmatch(national) or national.startswith("0") else "0" + national
    return digits


def _why_not(digits: str) -> Words:
    if digits.startswith("1") and len(digits) != MOBILE_LENGTH:
        difference = MOBILE_LENGTH - len(digits)
        return Words(
            f"手机号{'少' if difference > 0 else '多'} {abs(difference)} 位，应为 11 位",
            f"{abs(difference)} digit(s) too {'few' if difference > 0 else 'many'}; a mobile number has 11",
        )
    if digits.startswith("1"):
        return Words("没有 10、11 开头的手机号", "no mobile number begins with 10 or 11")
    if digits.startswith("0"):
        return Words("区号或号码位数不对，应如 0571-88888888", "wrong area code or length; such as 0571-88888888")
    if LOCAL.fullmatch(digits):
        return Words("固定电话请加区号，如 0571", "a landline needs its area code, such as 0571")
    return Words(
        "不是手机号，也不是带区号的固定电话", "this is neither a mobile number nor a landline with its area code"
    )


def doubts_of(number: str) -> tuple[Words, ...]:
    """Return what to ask about a mobile number."""
    return NOBODYS if number.startswith(UNASSIGNED) else ()
