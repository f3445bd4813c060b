"""What the columns of a table are taken for, and by which of them its rows are told apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from wenhui.kit.sheets.heads import Column
from wenhui.kit.words import Words
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.rules import headwords
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import CodeTable
from wenhui.record.registry.rules.heads import Proposal
from wenhui.record.registry.rules.values import factor_of
from wenhui.record.registry.words import Kind, Subject

BETWEEN_LEVELS: Final = "›"
LONGEST_PATH: Final = 300
# Columns that say of whom or what a row is, the surest first.
NAMING: Final[Mapping[Subject, tuple[str, ...]]] = {
    Subject.PERSON: (
        "person.id_number", "person.name", "person.birth_date", "person.phone", "person.residential_address",
        "person.estate_name", "person.building_number", "person.unit_number", "person.dwelling_number", "household.number",
    ),
    Subject.HOUSEHOLD: (
        "household.number", "household.head_id_number", "household.head_name", "household.head_phone", "dwelling.address",
        "person.residential_address", "person.id_number", "person.name",
    ),
    Subject.DWELLING: ("dwelling.code", "dwelling.address", "person.residential_address"),
    Subject.BUILDING: ("building.name", "building.address"),
    Subject.ORGANISATION: ("organisation.uscc", "organisation.name", "organisation.phone", "organisation.address"),
}  # fmt: skip
ADDRESSES: Final = frozenset({"person.residential_address", "person.registered_address", "dwelling.address"})
OF_A_BUILDING = re.compile(r"小区|建筑|楼幢|楼栋|楼宇")
OF_A_DOOR = re.compile(r"门牌|房号|室号|门号")
WHOLE_WORDS = re.compile(r"地址|住址|坐落|座落|居住地|户籍地")
IN_TITLES = re.compile(r"单位[:：]\s*(?:人民币)?((?:千|万|亿)?元)")


class Part(StrEnum):
    """Which part of an address a column holds, where a form has one column for the building and one for the door."""

    WHOLE = "whole"
    BUILDING = "building"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Bound:
    """One column and what it is taken for; `attribute` is None for what is no fact and for what nobody knows yet.

    `factor` is how many yuan one of the column's unit is. `table` is the code table of codes and of yes and no; `like`
    are words that the form itself uses for them, and with `is_closed` it takes no others. `others` are further proposals,
    the likeliest first.
    """

    column: Column
    attribute: Attribute | None
    decided: Decided
    confidence: float = 0.0
    reasons: tuple[Words, ...] = ()
    factor: Decimal = Decimal(1)
    table: CodeTable | None = None
    like: tuple[str, ...] = ()
    is_closed: bool = False
    part: Part = Part.WHOLE
    others: tuple[Proposal, ...] = ()

    @property
    def key(self) -> str:
        """Return the attribute's key, empty for none."""
        return self.attribute.key if self.attribute else ""


@dataclass(frozen=True)
class Binding:
    """What all columns of a head mean; `subject` is what one row is, None where the head does not say."""

    subject: Subject | None
    columns: tuple[Bound, ...]

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Bound, ...]]:
        """Columns by the attribute they hold; more than one where a form asks twice or asks for parts."""
        found: dict[str, tuple[Bound, ...]] = {}
        for bound in self.columns:
            if bound.key:
                found[bound.key] = (*found.get(bound.key, ()), bound)
        return found

    @property
    def naming(self) -> tuple[Bound, ...]:
        """Return the columns by which a row is told from another, the surest first."""
        keys = NAMING[self.subject] if self.subject else ()
        return tuple(bound for key in keys for bound in self.by_key.get(key, ()))

    @property
    def unknown(self) -> tuple[Bound, ...]:
        """Return the columns that somebody has to explain."""
        return tuple(bound for bound in self.columns if bound.decided is Decided.OPEN)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was decided about a head: an attribute's key, or empty with the reason why it is no fact."""

    key: str
    reason: str = ""


# By what the rows are and the folded path: 地址 of a table of enterprises is not that of one of people.
Memory = Mapping[tuple[Subject, str], Remembered]


def folded_path(path: Sequence[str]) -> str:
    """Return a column's heads in the one form in which they are remembered: 户主信息›姓名."""
    levels = [headwords.whole(level) for level in path]
    return BETWEEN_LEVELS.join(
        level for place, level in enumerate(levels) if level and (place == 0 or level != levels[place - 1])
    )[:LONGEST_PATH]


def factor(column: Column, kind: Kind, titles: Sequence[str]) -> Decimal:
    """Return how many yuan one of a money column's unit is, as its head says, or the line above the table."""
    if kind is not Kind.MONEY:
        return Decimal(1)
    unit = next((unit for level in (column.written, *reversed(column.path)) if (unit := headwords.unit_in(level))), "")
    if not unit:
        unit = next((found[1] for title in titles if (found := IN_TITLES.search(title))), "")
    return factor_of(unit)


def words_in_note(note: str, table: CodeTable) -> tuple[str, ...]:
    """Return the words for codes that a note under a head names: 未婚 已婚 离异 of 未婚/已婚/离异, 1 0 of 1=是，0=否."""
    numbered = re.findall(r"([0-9A-Za-z]{1,2})\s*[=＝]\s*(\w+)", note)
    if len(numbered) > 1 and all(table.code_of(word) == table.code_of(number) for number, word in numbered):
        return tuple(number for number, _ in numbered)
    pieces = [re.sub(r"^如[:：]?|等$", "", piece.strip()) for piece in re.split(r"[/／、,，;；]", note)]
    known = tuple(piece for piece in pieces if piece and table.code_of(piece) is not None)
    return known if len(known) > 1 else ()


def part_of(title: str, others: Sequence[str]) -> Part:
    """Return which part of an address a column asks for, given the other columns that ask for the same address."""
    if OF_A_BUILDING.search(title) and not WHOLE_WORDS.search(title):
        return Part.BUILDING
    is_split = any(OF_A_BUILDING.search(other) and not WHOLE_WORDS.search(other) for other in others)
    return Part.DOOR if is_split and OF_A_DOOR.search(title) else Part.WHOLE
