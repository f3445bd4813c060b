"""Unified social credit codes (统一社会信用代码) by GB 32100-2015; format and check digit by python-stdnum."""

from dataclasses import dataclass

from stdnum import exceptions
from stdnum.cn import uscc

from wenhui.kit.words import Words
from wenhui.record.registry.rules.identity import is_known_county
from wenhui.record.registry.rules.refusal import NotUsableError, plain

LENGTH = 18
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A credit code; `register` is its first two characters (91: an enterprise's)."""

    number: str
    register: str
    doubts: tuple[Words, ...] = ()


def read_credit_code(text: str) -> CreditCode:
    """Return what a credit code says; raise NotUsableError in words when it cannot be one."""
    number = plain(text).upper()
    try:
        uscc.validate(number)
    except exceptions.InvalidLength:
        raise NotUsableError(
            Words(f"有 {len(number)} 位，应为 18 位", f"it has {len(number)} characters; there must be 18")
        ) from None
    except exceptions.InvalidFormat:
        raise NotUsableError(
            Words(
                "前 8 位应为数字，后 10 位是数字或字母（没有 I、O、S、V、Z）",
                "the first 8 must be digits, the other 10 digits or letters (never I, O, S, V, Z)",
            )
        ) from None
    except exceptions.InvalidChecksum:
        raise NotUsableError(
            Words(
                "末位校验不符，多半有一位抄错了，请对照执照再看一遍",
                "the last character does not fit the others; one is probably miscopied, compare with the licence",
            )
        ) from None
    return CreditCode(number, number[:2], _doubts(number))


def compose_credit_code(*, register: str, region: str, serial: int) -> str:
    """Return the credit code of a register, region and serial, with both its check digits (GB 11714, GB 32100)."""
    organisation = f"{serial:08d}"
    rest = 11 - sum(int(d) * w for d, w in zip(organisation, ORGANISATION_WEIGHTS, strict=True)) % 11
    first = f"{register}{region}{organisation}{'0' if rest == 11 else 'X' if rest == 10 else rest}"
    return first + str(uscc.calc_check_digit(first))


def _doubts(number: str) -> tuple[Words, ...]:
    if is_known_county(number[2:8]) or number[2:8].endswith("00"):
        return ()
    return (
        Words(
            f"登记地区 {number[2:8]} 不是已知的区划代码，请确认",
            f"the region {number[2:8]} is not known; please confirm",
        ),
    )
