"""Who or what the rows of a form are: one question for each table, whatever the number of rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from wenhui.ground.areas.models import Area, Level
from wenhui.kit import bulk
from wenhui.kit.scope import upper_bound
from wenhui.record.ledgers.filling import places
from wenhui.record.ledgers.filling.places import Places
from wenhui.record.registry.words import Subject

_PERSON: Final = """
SELECT p.id, p.name, p.sex, p.birth_on, p.id_number, p.phone, p.registration, p.ethnic, p.household_id, p.dwelling_id,
    coalesce(d.path, p.area_path)
FROM registry_person p LEFT JOIN areas_area d ON d.id = p.dwelling_id
"""
PEOPLE: Final = _PERSON + "WHERE p.left_on IS NULL AND p.area_path >= %s AND p.area_path < %s"
HEADS: Final = _PERSON + f"WHERE p.id = ANY({bulk.array_of('bigint')})"
_HOUSEHOLD: Final = """
SELECT h.id, h.number, h.head_id, h.dwelling_id, coalesce(d.path, h.area_path), h.formed_on
FROM registry_household h LEFT JOIN areas_area d ON d.id = h.dwelling_id
"""
HOUSEHOLDS: Final = _HOUSEHOLD + "WHERE h.dissolved_on IS NULL AND h.area_path >= %s AND h.area_path < %s"
THEIRS: Final = _HOUSEHOLD + f"WHERE h.id = ANY({bulk.array_of('bigint')})"
ORGANISATIONS: Final = """
SELECT id, name, uscc, kind, area_path FROM registry_organisation
WHERE closed_on IS NULL AND area_path >= %s AND area_path < %s
"""


class Resident(NamedTuple):
    """What the registry's own columns say of a person; numbers sealed. `path` is the door's, else the building's."""

    id: int
    name: str
    sex: str
    birth_on: date | None
    id_number: bytes | None
    phone: bytes | None
    registration: str
    ethnic: str
    household: int | None
    dwelling: int | None
    path: str


class Home(NamedTuple):
    """A household, as the registry has it."""

    id: int
    number: str
    head: int | None
    dwelling: int
    path: str
    formed_on: date


class Body(NamedTuple):
    """An organisation, as the registry has it."""

    id: int
    name: str
    uscc: str | None
    kind: str
    path: str


class Row(NamedTuple):
    """One row of the form and what belongs to it, by number; 0 where there is none, or more than one."""

    path: str
    person: int = 0
    household: int = 0
    dwelling: int = 0
    building: int = 0
    organisation: int = 0


COLUMN: Final[Mapping[Subject, str]] = {
    Subject.PERSON: "person",
    Subject.HOUSEHOLD: "household",
    Subject.DWELLING: "dwelling",
    Subject.BUILDING: "building",
    Subject.ORGANISATION: "organisation",
}


@dataclass(frozen=True)
class Listing:
    """The rows of a form in order of address, and what the registry says of everyone in them."""

    places: Places
    rows: Sequence[Row]
    people: dict[int, Resident] = field(default_factory=dict)
    households: dict[int, Home] = field(default_factory=dict)
    organisations: dict[int, Body] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def ids(self, subject: Subject) -> list[int]:
        """Return for each row the number of its person, household, …; 0 for none."""
        column = Row._fields.index(COLUMN[subject])
        return [int(row[column]) for row in self.rows]

    def kept(self, chosen: Iterable[int]) -> "Listing":
        """Return the listing of some rows."""
        return replace(self, rows=[self.rows[place] for place in chosen])


def read(subject: Subject, area: Area, *, about: Collection[Subject]) -> Listing:
    """Return the rows of a subject in an area; `about` is what else the form asks of them.

    People are those who count here now, households and organisations those still there. A household's person is its head,
    a dwelling's the head of its only household, or its only resident.
    """
    listing = Listing(Places(area), [])
    within = _within(listing.places)
    match subject:
        case Subject.PERSON:
            return _of_people(listing, within, about)
        case Subject.HOUSEHOLD:
            return _of_households(listing, within, about)
        case Subject.DWELLING:
            return _of_dwellings(listing, within, about)
        case Subject.BUILDING:
            buildings = listing.places.of_level(Level.BUILDING)
            return _ordered(listing, (Row(place.path, building=place.id) for place in buildings))
        case Subject.ORGANISATION:
            bodies = map(Body._make, _asked(ORGANISATIONS, within))
            listing.organisations.update((one.id, one) for one in bodies if one.path.startswith(area.path))
            rows = (_placed(listing, Row(one.path, organisation=one.id)) for one in listing.organisations.values())
            return _ordered(listing, rows, lambda row: listing.organisations[row.organisation].name)


def of_people(people: Sequence[int], area: Area) -> Listing:
    """Return the listing of people as they are given, not ordered; rows of nobody for whom one may not see."""
    listing = Listing(Places(area), [])
    _know_people(listing, set(people))
    _know_households(listing, {one.household for one in listing.people.values() if one.household}, ())
    listing.places.know(one.path for one in listing.people.values())
    return replace(listing, rows=[_row_of(listing, number) for number in people])


def of_subjects(subject: Subject, numbers: Sequence[int], area: Area) -> Listing:
    """Return the listing of people, households or buildings as they are given, not ordered; rows of others are empty."""
    match subject:
        case Subject.PERSON:
            return of_people(numbers, area)
        case Subject.HOUSEHOLD:
            listing = Listing(Places(area), [])
            _know_households(listing, set(numbers), {Subject.HOUSEHOLD})
            return replace(listing, rows=[_row_of_household(listing, number) for number in numbers])
        case Subject.BUILDING:
            listing = Listing(Places(area), [])
            places = [listing.places.by_id.get(number) for number in numbers]
            return replace(listing, rows=[Row(one.path, building=one.id) if one else Row("") for one in places])
        case _:
            return Listing(Places(area), [Row("")] * len(numbers))


def _row_of_household(listing: Listing, number: int) -> Row:
    home = listing.households.get(number)
    if home is None:
        return Row("")
    return Row(home.path, person=home.head or 0, household=number, dwelling=home.dwelling)


def _row_of(listing: Listing, number: int) -> Row:
    person = listing.people.get(number)
    if person is None:
        return Row("")
    return Row(person.path, person=number, household=person.household or 0, dwelling=person.dwelling or 0)


def _within(known: Places) -> list[str]:
    """Return the range of paths to ask for: people and households are kept at their building, never below it."""
    building = known.around(known.within.path, Level.BUILDING)
    path = building.path if building else known.within.path
    return [path, upper_bound(path)]


def _of_people(listing: Listing, within: list[str], about: Collection[Subject]) -> Listing:
    people = [one for one in map(Resident._make, _asked(PEOPLE, within)) if _lies_in(one.path, listing)]
    listing.places.know(one.path for one in people)
    listing.people.update((one.id, one) for one in people)
    _know_households(listing, {one.household for one in people if one.household}, about)
    rows = [
        _placed(listing, Row(one.path, person=one.id, household=one.household or 0, dwelling=one.dwelling or 0))
        for one in people
    ]
    heads = {home.head for home in listing.households.values()}

    def within_a_home(row: Row) -> tuple[int, bool, str, int]:
        born = listing.people[row.person].birth_on
        return row.household, row.person not in heads, born.isoformat() if born else "9999", row.person

    return _ordered(listing, rows, within_a_home)


def _of_households(listing: Listing, within: list[str], about: Collection[Subject]) -> Listing:
    homes = [one for one in map(Home._make, _asked(HOUSEHOLDS, within)) if _lies_in(one.path, listing)]
    listing.places.know(one.path for one in homes)
    listing.households.update((one.id, one) for one in homes)
    _know_people(listing, {one.head for one in homes if one.head})
    rows = (
        _placed(listing, Row(one.path, person=one.head or 0, household=one.id, dwelling=one.dwelling)) for one in homes
    )
    return _ordered(listing, rows, lambda row: row.household)


def _of_dwellings(listing: Listing, within: list[str], about: Collection[Subject]) -> Listing:
    if {Subject.PERSON, Subject.HOUSEHOLD} & set(about):
        people = list(map(Resident._make, _asked(PEOPLE, within)))
        listing.people.update((one.id, one) for one in people)
        listing.households.update((one.id, one) for one in map(Home._make, _asked(HOUSEHOLDS, within)))
    homes = _by_dwelling((one.dwelling, one.id) for one in listing.households.values())
    residents = _by_dwelling((one.dwelling, one.id) for one in listing.people.values() if one.dwelling)
    rows = []
    for place in listing.places.of_level(Level.DWELLING):
        household = _only(homes.get(place.id, []))
        head = listing.households[household].head if household else None
        person = head if head in listing.people else _only(residents.get(place.id, []))
        rows.append(_placed(listing, Row(place.path, person=person or 0, household=household, dwelling=place.id)))
    return _ordered(listing, rows)


def _know_households(listing: Listing, wanted: set[int], about: Collection[Subject]) -> None:
    if wanted:
        homes = map(Home._make, _asked(THEIRS, [bulk.column(wanted)]))
        listing.households.update((one.id, one) for one in homes)
    if Subject.HOUSEHOLD in about:
        _know_people(listing, {one.head for one in listing.households.values() if one.head})


def _know_people(listing: Listing, wanted: set[int]) -> None:
    missing = wanted - listing.people.keys()
    if missing:
        listing.people.update((row[0], Resident._make(row)) for row in _asked(HEADS, [bulk.column(missing)]))


def _placed(listing: Listing, row: Row) -> Row:
    building = listing.places.around(row.path, Level.BUILDING)
    return row._replace(building=building.id) if building else row


def _ordered(listing: Listing, rows: Iterable[Row], then: Any = lambda row: 0) -> Listing:
    return replace(listing, rows=sorted(rows, key=lambda row: (places.order(row.path), then(row))))


def _lies_in(path: str, listing: Listing) -> bool:
    return path.startswith(listing.places.within.path)


def _by_dwelling(pairs: Iterable[tuple[int | None, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for dwelling, one in pairs:
        if dwelling:
            found.setdefault(dwelling, []).append(one)
    return found


def _only(found: Sequence[int]) -> int:
    return found[0] if len(found) == 1 else 0


def _asked(statement: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
