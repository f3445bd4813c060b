"""Of whom each row speaks: somebody the registry holds, somebody new, or nobody that can be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from django.db import connection

from wenhui.ground.areas import queries as areas
from wenhui.kit import bulk
from wenhui.kit.words import Words
from wenhui.record.ledgers.importing.cells import Cells, Problem
from wenhui.record.ledgers.words import FindingKind
from wenhui.record.registry import identifiers
from wenhui.record.registry import queries as registry
from wenhui.record.registry.rules.values import SEVERAL
from wenhui.record.registry.words import Registration, Sex

NAME, ID_NUMBER, PHONE, ADDRESS, REGISTRATION = (
    "person.name",
    "person.id_number",
    "person.phone",
    "person.residential_address",
    "person.registration",
)
SEX: Final = "person.sex"
BIRTH: Final = "person.birth_date"
ODD: Final = frozenset("13579")

BY_ID_NUMBER: Final = f"""
SELECT asked.place - 1, p.id, p.merged_into_id FROM unnest({bulk.array_of("bytea")}) WITH ORDINALITY AS asked (number, place)
JOIN registry_person p ON p.id_number_index = asked.number
"""
# By name and phone, where that is one person and nothing says it is another.
BY_NAME_AND_PHONE: Final = f"""
SELECT asked.place, min(p.id), bool_or(p.id_number IS NOT NULL)
FROM unnest({bulk.array_of("integer")}, {bulk.array_of("text")}, {bulk.array_of("bytea")}) AS asked (place, name, phone)
JOIN registry_person p ON p.phone_index = asked.phone AND p.name = asked.name AND p.merged_into_id IS NULL
GROUP BY asked.place HAVING count(*) = 1
"""

# By name and front door, where that is one person, and neither birth date nor ID number says it is another.
BY_NAME_AND_DOOR: Final = f"""
SELECT asked.place, min(p.id), bool_or(p.id_number IS NOT NULL), bool_or(p.birth_on = asked.birth_on)
FROM unnest({bulk.array_of("integer")}, {bulk.array_of("text")}, {bulk.array_of("bigint")}, {bulk.array_of("date")})
    AS asked (place, name, dwelling, birth_on)
JOIN registry_person p ON p.name = asked.name AND p.dwelling_id = asked.dwelling AND p.merged_into_id IS NULL
    AND (p.birth_on = asked.birth_on OR p.birth_on IS NULL OR asked.birth_on IS NULL)
GROUP BY asked.place HAVING count(*) = 1
"""

NO_NAME = Words(
    "没有姓名，也没有查得到的身份号码，认不出是谁", "neither a name nor a known ID number: nobody can be told"
)
NO_PLACE = Words(
    "登记簿里没有这个人，地址又认不到楼幢或网格，没有新增。请补全现住址后再导入这一行",
    "the registry does not hold this person and the address leads to no building; complete it and import the row again",
)
TWICE = Words("和上面一行说的是同一个人，只采用上面一行", "speaks of the same person as a row above, which counts")
OTHER_NUMBER = Words(
    "这个号码是合并前另一条登记用的，已认到合并后的本人，号码没有改动",
    "this number is of a row that was merged; the person was found and keeps their own number",
)
BY_DOOR = Words(
    "没有号码可对，按姓名和住址认到了登记簿里的这个人，请核对",
    "has no number to compare; found in the registry by name and home, please check",
)
OUTSIDE = Words(
    "这个身份号码登记在您的权限之外，没有新增", "the ID number is registered outside your scope; nobody was added"
)

NOT_YOURS = Words(
    "登记簿里没有这个人。新增人员要看得到身份号码的岗位（如社区书记）来导入，这一行没有采用",
    "the registry does not hold this person, and your post may register nobody; let a secretary import this row",
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a newcomer belongs: a front door, or the building or grid alone."""

    dwelling: int | None
    area: int


@dataclass
class Linked:
    """For each row the person it speaks of, or None; `homes` are of rows that bring somebody new."""

    people: list[int | None]
    homes: dict[int, Home]


def link(cells: Cells, rows: int, *, within: str) -> Linked:
    """Return of whom rows speak; what cannot be told is refused in `cells`, row by row, and the rest goes on."""
    people: list[int | None] = [None] * rows
    _by_id_number(cells, people)
    _by_name_and_phone(cells, people)
    _once(cells, people)
    homes: dict[int, Home] = {}
    names, addresses = cells.columns.get(NAME), cells.columns.get(ADDRESS)
    new = [place for place, person in enumerate(people) if person is None and place not in cells.refused]
    known = areas.homes({addresses[place] for place in new} - {""}, within=within) if addresses else {}
    if addresses:
        _by_name_and_door(cells, people, {place: known[addresses[place]] for place in new if addresses[place]})
    for place in new:
        home = known.get(addresses[place]) if addresses else None
        if people[place] is not None or place in cells.refused:
            continue
        if names is None or not names[place]:
            cells.refuse(place, NO_NAME)
        elif home is None:
            cells.refuse(place, NO_PLACE)
        else:
            homes[place] = Home(*home)
    return Linked(people, homes)


def refuse_newcomers(cells: Cells, linked: Linked) -> None:
    """Take no row of somebody new: whoever may not see ID numbers could only register people without."""
    for place in linked.homes:
        cells.refuse(place, NOT_YOURS)
    linked.homes.clear()


def _by_id_number(cells: Cells, people: list[int | None]) -> None:
    numbers = cells.columns.get(ID_NUMBER)
    if numbers is None:
        return
    index = identifiers.indexer(identifiers.ID_NUMBER)
    asked = [bulk.binary(index(number)) if number else None for number in numbers]
    for place, person, merged_into in _rows(BY_ID_NUMBER, [asked]):
        people[place] = person
        if merged_into is not None:
            people[place] = registry.standing_of(person)
            numbers[place] = ""
            cells.problems.append(Problem(FindingKind.DOUBT, place, OTHER_NUMBER))


def _by_name_and_phone(cells: Cells, people: list[int | None]) -> None:
    """Link rows without a known ID number; a row whose number is another one than the person's speaks of somebody else."""
    names, phones, numbers = (cells.columns.get(key) for key in (NAME, PHONE, ID_NUMBER))
    if names is None or phones is None:
        return
    left = [place for place, person in enumerate(people) if person is None and names[place] and phones[place]]
    index = identifiers.indexer(identifiers.PHONE)
    indexes = [bulk.binary(index(phones[place].partition(SEVERAL)[0])) for place in left]
    for place, person, has_number in _rows(BY_NAME_AND_PHONE, [left, [names[place] for place in left], indexes]):
        if not (has_number and numbers is not None and numbers[place]):
            people[place] = person


def _by_name_and_door(
    cells: Cells, people: list[int | None], homes: Mapping[int, tuple[int | None, int] | None]
) -> None:
    """Link rows of whom the registry holds one of that name behind the door; where no birth date agrees, ask to check."""
    names, births, numbers = (cells.columns.get(key) for key in (NAME, BIRTH, ID_NUMBER))
    if names is None:
        return
    left = [place for place, home in homes.items() if home is not None and home[0] is not None and names[place]]
    dwellings = [home[0] for place in left if (home := homes[place]) is not None]
    born = [births[place] or None if births else None for place in left]
    spoken_of = set(people)
    found = _rows(BY_NAME_AND_DOOR, [left, [names[place] for place in left], dwellings, born])
    for place, person, has_number, same_birth in sorted(found, key=itemgetter(0)):
        if has_number and numbers is not None and numbers[place]:
            continue
        if person in spoken_of:
            cells.refuse(place, TWICE)
            continue
        spoken_of.add(person)
        people[place] = person
        if not same_birth:
            cells.problems.append(Problem(FindingKind.DOUBT, place, BY_DOOR))


def _once(cells: Cells, people: list[int | None]) -> None:
    seen: set[int] = set()
    for place, person in enumerate(people):
        if person is not None and person in seen:
            people[place] = None
            cells.refuse(place, TWICE)
        elif person is not None:
            seen.add(person)


def _rows(statement: str, columns: Sequence[Sequence[object]]) -> list[tuple[int, ...]]:
    if not columns[0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [bulk.column(column) for column in columns])
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows


def registration_of(cells: Mapping[str, Sequence[str]], place: int) -> str:
    """Return as what somebody new counts: as the row says, else as settled here."""
    said = cells.get(REGISTRATION)
    return said[place] if said and said[place] else Registration.RESIDENT.value


def particulars(cells: Mapping[str, Sequence[str]], place: int) -> tuple[str, str | None]:
    """Return sex and birth date of somebody new, as the ID number says them where there is one."""
    number, sex, birth_on = (column[place] if (column := cells.get(key)) else "" for key in (ID_NUMBER, SEX, BIRTH))
    if number:
        sex, birth_on = Sex.MALE if number[16] in ODD else Sex.FEMALE, f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return str(sex or Sex.UNKNOWN), birth_on or None
