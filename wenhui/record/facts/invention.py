"""Invents what providers say of invented people and homes: plausible, of nobody, the same for the same draw. Pure.

Texts are canonical (`registry.rules.values`), codes those of the shipped dictionary.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

ADULT, GROWN, SENIOR, OLD = 22, 30, 60, 75
SINGLE, MARRIED, WIDOWED, DIVORCED = "10", "20", "30", "40"
# Out of a hundred: single, married, widowed, divorced; from an age on.
MARRIAGE: Final[Sequence[tuple[int, tuple[int, int, int, int]]]] = (
    (OLD, (2, 52, 42, 4)),
    (SENIOR, (3, 78, 12, 7)),
    (GROWN, (12, 76, 2, 10)),
    (ADULT, (58, 41, 0, 1)),
)
EDUCATION: Final[Sequence[tuple[int, Mapping[str, int]]]] = (
    (OLD, {"80": 48, "70": 32, "60": 12, "40": 5, "20": 3}),
    (SENIOR, {"70": 40, "60": 30, "80": 12, "40": 8, "30": 7, "20": 3}),
    (GROWN, {"20": 38, "30": 26, "60": 14, "10": 9, "40": 8, "70": 5}),
    (ADULT, {"20": 52, "30": 24, "10": 14, "40": 10}),
)
WORK: Final[Sequence[tuple[int, Mapping[str, int]]]] = (
    (SENIOR, {"retired": 100}),
    (ADULT, {"employed": 70, "flexible": 12, "self_employed": 8, "unemployed": 5, "home": 5}),
    (16, {"student": 92, "employed": 8}),
)
PENSION_OF: Final[Mapping[str, str]] = {
    "retired": "employee",
    "employed": "employee",
    "flexible": "resident",
    "self_employed": "resident",
    "unemployed": "resident",
    "home": "resident",
}
OCCUPATIONS: Final = (
    "会计",
    "销售",
    "教师",
    "护士",
    "程序员",
    "司机",
    "保洁",
    "厨师",
    "店员",
    "快递员",
    "文员",
    "工程师",
)
AREAS: Final = ("46.5", "52.8", "58.3", "63.7", "68.2", "74.9", "88.6", "89.5", "102.4")
LIVING_ALONE_SHARE: Final = 0.85


def marriage(chance: Random, age: int) -> str:
    """Return a marital status; nothing is said of who is too young to marry."""
    for least, weights in MARRIAGE:
        if age >= least:
            return chance.choices((SINGLE, MARRIED, WIDOWED, DIVORCED), weights)[0]
    return ""


def other_marriage(chance: Random, text: str) -> str:
    """Return what a department may hold where the community still has another status: mostly what came after it."""
    return {
        SINGLE: MARRIED,
        MARRIED: chance.choice((DIVORCED, DIVORCED, WIDOWED)),
        DIVORCED: MARRIED,
        WIDOWED: MARRIED,
    }.get(text, MARRIED)


def education(chance: Random, age: int) -> str:
    """Return the level of education of a grown person."""
    return _drawn(chance, age, EDUCATION)


def employment(chance: Random, age: int) -> str:
    """Return what somebody of working age or older does."""
    return _drawn(chance, age, WORK)


def occupation(chance: Random, work: str) -> str:
    """Return an occupation of who works."""
    return chance.choice(OCCUPATIONS) if work in {"employed", "flexible", "self_employed"} else ""


def elder_living(chance: Random, *, behind_the_door: int) -> str:
    """Return how somebody old lives, with so many behind the same door."""
    if behind_the_door == 1:
        return "alone" if chance.random() < LIVING_ALONE_SHARE else "family"
    return "couple" if behind_the_door == 2 else "family"


def income(chance: Random, members: int) -> str:
    """Return the monthly income of a household that is assisted, as money is written."""
    return f"{members * chance.randrange(780, 1180)}.00"


def contact_phone(serial: int) -> str:
    """Return a number of a range that was never assigned."""
    return f"120{serial % 100_000_000:08d}"


def _drawn(chance: Random, age: int, table: Sequence[tuple[int, Mapping[str, int]]]) -> str:
    for least, weights in table:
        if age >= least:
            return chance.choices(list(weights), list(weights.values()))[0]
    return ""
