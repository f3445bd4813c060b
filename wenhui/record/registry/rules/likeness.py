"""What a level of likeness is called: `姓名同音`, `出生日期相同`, `手机号不同`. Pure; the levels are those of linkage."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wenhui.kit.words import Words
from wenhui.lake.linkage.comparing import LEVELS


class Likeness(StrEnum):
    """How much alike two values are, for an icon and a word."""

    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field says about two rows."""

    field: str
    likeness: Likeness
    words: Words


NAME: Final = "name"
NAME_PARTS: Final = ("surname", "given")
FIELDS: Final[Mapping[str, Words]] = {
    NAME: Words("姓名", "name"),
    "surname": Words("姓", "surname"),
    "given": Words("名字", "given name"),
    "sex": Words("性别", "sex"),
    "birth": Words("出生日期", "birth date"),
    "id": Words("身份号码", "ID number"),
    "phone": Words("手机号", "phone"),
    "address": Words("住址", "address"),
    "household": Words("户号", "household"),
}
SAID: Final[Mapping[str, Words]] = {
    "differs": Words("不同", "different"),
    "near": Words("部分相同", "partly the same"),
    "alike": Words("音或形相近", "sounds or looks alike"),
    "swapped": Words("字序颠倒", "in another order"),
    "same sound": Words("同音", "sounds the same"),
    "equal": Words("相同", "the same"),
    "two parts equal": Words("年月日有两项相同", "two of year, month and day the same"),
    "one digit": Words("只差一位", "one digit apart"),
    "day and month swapped": Words("月日颠倒", "day and month swapped"),
    "same birth, both numbers valid": Words("生日相同、号码都有效，不是同一号", "same birth date, two valid numbers"),
    "one or two digits": Words("差一两位", "one or two digits apart"),
    "same place": Words("同一小区", "the same estate"),
    "same building": Words("同一幢", "the same building"),
    "same home": Words("同一户室", "the same home"),
}
# Two valid ID numbers are two people, however much they have in common.
APART: Final = frozenset({"differs", "same birth, both numbers valid"})


def reasons(levels: Mapping[str, str]) -> list[Reason]:
    """Return what each field says, by the level that linkage found in it; surname and given name are said together."""
    told = dict(levels)
    parts = [told.pop(part) for part in NAME_PARTS if part in told]
    if len(parts) == len(NAME_PARTS):
        told = {NAME: min(parts, key=LEVELS["given"].index)} | told
    elif parts:
        part = next(name for name in NAME_PARTS if name in levels)
        told = {part: levels[part]} | told
    return [Reason(field, likeness(level), _worded(field, level)) for field, level in told.items()]


def likeness(level: str) -> Likeness:
    """Return how much alike two values of a level are."""
    if level in APART:
        return Likeness.DIFFERENT
    return Likeness.SAME if level == "equal" else Likeness.NEAR


def _worded(field: str, level: str) -> Words:
    name, said = FIELDS[field], SAID[level]
    return Words(name.zh + said.zh, f"{name.en} {said.en}")
