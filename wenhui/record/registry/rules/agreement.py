"""Whether the cells of a row, and the rows of a table, agree with each other. Columns are canonical texts, by attribute."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wenhui.kit.words import Words
from wenhui.record.registry.rules.identity import FEMALE, MALE

ID_NUMBER, NAME, BIRTH, SEX = "person.id_number", "person.name", "person.birth_date", "person.sex"
FOREVER = "9999-12-31"
# The first never comes after the second.
ORDER = (
    (BIRTH, "person.resident_since"),
    (BIRTH, "person.died_on"),
    (BIRTH, "person.left_on"),
    ("person.resident_since", "person.left_on"),
    ("dwelling.lease_from", "dwelling.lease_until"),
    ("person.enlisted_on", "person.discharged_on"),
    ("organisation.founded_on", "organisation.closed_on"),
)
PAST = (BIRTH, "person.died_on", "organisation.founded_on", "person.vaccinated_on")

BIRTH_DIFFERS = Words(
    "出生日期与身份号码里的不一致，请对照证件",
    "the date of birth is not the one in the ID number; compare with the card",
)
SEX_DIFFERS = Words(
    "性别与身份号码不一致，请对照证件", "the sex is not the one in the ID number; compare with the card"
)
NOT_YET = Words("日期还没有到", "that day has not come yet")
WRONG_ORDER = Words("结束早于开始，请核对这两个日期", "it ends before it begins; check both dates")
TWO_PERSONS = Words(
    "同一个身份号码写给了两个不同姓名的人，请核对",
    "one ID number is given to two people of different names; please check",
)
TWICE = Words("这个人在表里出现了不止一次", "this person stands in the table more than once")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A cell that cannot be right beside another; `other_row` is the row it contradicts, if not its own.

    Who stands twice without contradiction is `is_doubt`: to be looked at, not refused.
    """

    row: int
    key: str
    words: Words
    other_row: int | None = None
    is_doubt: bool = False


def contradictions(columns: Mapping[str, Sequence[str]], *, today: date) -> list[Contradiction]:
    """Return what contradicts what in a table of persons, dwellings or organisations, by row."""
    found = [*_with_id_number(columns), *_orders(columns), *_futures(columns, today.isoformat()), *_twice(columns)]
    return sorted(found, key=lambda one: (one.row, one.key))


def _with_id_number(columns: Mapping[str, Sequence[str]]) -> Iterator[Contradiction]:
    numbers = columns.get(ID_NUMBER, ())
    for row, (number, birth) in enumerate(zip(numbers, columns.get(BIRTH, ()), strict=False)):
        if number and birth and number[6:14] != birth[:4] + birth[5:7] + birth[8:]:
            yield Contradiction(row, BIRTH, BIRTH_DIFFERS)
    for row, (number, sex) in enumerate(zip(numbers, columns.get(SEX, ()), strict=False)):
        if number and sex in {MALE, FEMALE} and sex != (MALE if number[16] in "13579" else FEMALE):
            yield Contradiction(row, SEX, SEX_DIFFERS)


def _orders(columns: Mapping[str, Sequence[str]]) -> Iterator[Contradiction]:
    for first, second in ORDER:
        for row, (begins, ends) in enumerate(zip(columns.get(first, ()), columns.get(second, ()), strict=False)):
            if begins and ends and ends < begins:
                yield Contradiction(row, second, WRONG_ORDER)


def _futures(columns: Mapping[str, Sequence[str]], today: str) -> Iterator[Contradiction]:
    for key in PAST:
        for row, day in enumerate(columns.get(key, ())):
            if day > today:
                yield Contradiction(row, key, NOT_YET)


def _twice(columns: Mapping[str, Sequence[str]]) -> Iterator[Contradiction]:
    numbers = columns.get(ID_NUMBER, ())
    names = columns.get(NAME) or [""] * len(numbers)
    first: dict[str, int] = {}
    for row, number in enumerate(numbers):
        if not number or (earlier := first.setdefault(number, row)) == row:
            continue
        if names[row] and names[earlier] and names[row] != names[earlier]:
            yield Contradiction(row, ID_NUMBER, TWO_PERSONS, earlier)
            yield Contradiction(earlier, ID_NUMBER, TWO_PERSONS, row)
        else:
            yield Contradiction(row, ID_NUMBER, TWICE, earlier, is_doubt=True)
