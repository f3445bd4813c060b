"""What providers said and what the registry holds of the rows of a listing: each table is asked once."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.db import connection

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Level
from wenhui.kit import bulk
from wenhui.record.facts import queries as facts
from wenhui.record.facts.rules import is_stale
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.ledgers.filling.listings import Home, Listing, Resident, Row
from wenhui.record.registry import identifiers
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Registration, Subject

STAYS: Final = f"""
SELECT s.person_id, s.kind, s.valid_from, s.dwelling_id, d.path
FROM registry_residence s JOIN areas_area d ON d.id = s.dwelling_id
WHERE s.valid_to IS NULL AND s.person_id = ANY({bulk.array_of("bigint")})
"""
TENANTS: Final = f"""
SELECT dwelling_id, count(*) FROM registry_residence
WHERE valid_to IS NULL AND kind = 'rented' AND dwelling_id = ANY({bulk.array_of("bigint")}) GROUP BY 1
"""
BEHIND_DOORS: Final = f"""
SELECT dwelling_id, count(*) FROM registry_person
WHERE left_on IS NULL AND dwelling_id = ANY({bulk.array_of("bigint")}) GROUP BY 1
"""
MEMBERS: Final = f"""
SELECT p.household_id, count(*), count(*) FILTER (WHERE p.registration = %s),
    count(*) FILTER (WHERE p.dwelling_id = h.dwelling_id)
FROM registry_person p JOIN registry_household h ON h.id = p.household_id
WHERE p.left_on IS NULL AND p.household_id = ANY({bulk.array_of("bigint")}) GROUP BY 1
"""
IN_BUILDINGS: Final = f"""
SELECT area_id, count(*) FROM registry_person
WHERE left_on IS NULL AND dwelling_id IS NOT NULL AND area_id = ANY({bulk.array_of("bigint")}) GROUP BY 1
"""
BODIES: Final = f"""
SELECT area_id, count(*) FROM registry_organisation
WHERE closed_on IS NULL AND area_id = ANY({bulk.array_of("bigint")}) GROUP BY 1
"""
# What another attribute follows from is read with it.
FOLLOWS_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "person.lives_alone": ("person.elder_living",),
    "person.consistency": ("person.lives_apart",),
    "household.income_per_head": ("household.monthly_income",),
}


class Sources:
    """Everything a form asks, for the rows of one listing; each table is read once, when it is first needed."""

    def __init__(self, listing: Listing, asked: Collection[Attribute], *, today: date) -> None:
        self.listing = listing
        self.today = today
        self._asked = {attribute.key: attribute for attribute in asked}
        self._opened: dict[tuple[str, int], str] = {}

    def words(self, attribute: Attribute) -> list[str]:
        """Return the leading word of an attribute for each row; empty where nobody said one."""
        said = self._said.get(attribute.key, {})
        return [said.get(number, "") for number in self.listing.ids(attribute.subject)]

    def stale_days(self, attribute: Attribute) -> list[date | None]:
        """Return for each row the day of the leading word where that is older than its attribute stays fresh."""
        fresh = attribute.freshness_days
        if fresh is None:
            return [None] * len(self.listing)
        days = self._last_said.get(attribute.key, {})
        found = [days.get(number) for number in self.listing.ids(attribute.subject)]
        return [day if day is not None and is_stale(day, self.today, fresh) else None for day in found]

    @cached_property
    def _last_said(self) -> dict[str, dict[int, date]]:
        """Of which day the leading words are that grow old, by key and number."""
        aging = [attribute for attribute in self._asked.values() if attribute.freshness_days is not None]
        found: dict[str, dict[int, date]] = {}
        for column in dict.fromkeys(COLUMN[attribute.subject] for attribute in aging):
            of_column = [attribute for attribute in aging if COLUMN[attribute.subject] == column]
            subjects = {attribute.subject for attribute in of_column}
            numbers = {number for subject in subjects for number in self.listing.ids(subject)} - {0}
            found |= facts.last_said(column, numbers, [attribute.key for attribute in of_column])
        return found

    @cached_property
    def _said(self) -> dict[str, dict[int, str]]:
        """What is known of the attributes that are asked, and of those from which others follow, by key and number."""
        keys = set(self._asked) | {one for key in self._asked for one in FOLLOWS_FROM.get(key, ())}
        found: dict[str, dict[int, str]] = {}
        for column in dict.fromkeys(COLUMN.values()):
            of_column = [key for key in keys if COLUMN[Subject(key.partition(".")[0])] == column]
            subjects = [subject for subject in Subject if COLUMN[subject] == column]
            numbers = {number for subject in subjects for number in self.listing.ids(subject)} - {0}
            found |= facts.texts_of(column, numbers, of_column)
        return found

    def said(self, key: str, number: int) -> str:
        """Return somebody's word about an attribute that another follows from."""
        return self._said.get(key, {}).get(number, "")

    def resident(self, row: Row) -> Resident | None:
        """Return the person of a row."""
        return self.listing.people.get(row.person)

    def home(self, row: Row) -> Home | None:
        """Return the household of a row."""
        return self.listing.households.get(row.household)

    def head(self, row: Row) -> Resident | None:
        """Return the head of a row's household."""
        home = self.home(row)
        return self.listing.people.get(home.head) if home and home.head else None

    def id_number(self, person: Resident) -> str:
        """Return a person's ID number in clear, opened once."""
        return self._open("id_number", person.id, person.id_number, identifiers.open_id_number)

    def phone(self, person: Resident) -> str:
        """Return a person's phone in clear, opened once."""
        return self._open("phone", person.id, person.phone, identifiers.open_phone)

    def _open(self, what: str, number: int, sealed: bytes | None, opener: Callable[[bytes | None], str]) -> str:
        key = (what, number)
        if key not in self._opened:
            self._opened[key] = opener(sealed)
        return self._opened[key]

    def counted(self, statement: str, subject: Subject, *before: str) -> dict[int, tuple[int, ...]]:
        """Return what a statement counts for each number of a subject in the listing."""
        rows = self._rows(statement, [*before, bulk.column(set(self.listing.ids(subject)) - {0})])
        return {row[0]: tuple(row[1:]) for row in rows}

    @staticmethod
    def _rows(statement: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())

    @cached_property
    def behind_doors(self) -> Mapping[int, tuple[int, ...]]:
        """How many live behind each door."""
        return self.counted(BEHIND_DOORS, Subject.DWELLING)

    @cached_property
    def tenants(self) -> Mapping[int, tuple[int, ...]]:
        """How many rent each dwelling."""
        return self.counted(TENANTS, Subject.DWELLING)

    @cached_property
    def members(self) -> Mapping[int, tuple[int, ...]]:
        """How many each household has: all, on the register here, living behind its own door."""
        return self.counted(MEMBERS, Subject.HOUSEHOLD, Registration.REGISTERED.value)

    @cached_property
    def in_buildings(self) -> Mapping[int, tuple[int, ...]]:
        """How many live in each building."""
        return self.counted(IN_BUILDINGS, Subject.BUILDING)

    @cached_property
    def bodies(self) -> Mapping[int, tuple[int, ...]]:
        """How many organisations each building holds."""
        return self.counted(BODIES, Subject.BUILDING)

    @cached_property
    def stays(self) -> dict[int, dict[str, tuple[date | None, int, str]]]:
        """Where people live and where they stand on the register, by person and kind: since when, which door, its path."""
        found: dict[int, dict[str, tuple[date | None, int, str]]] = {}
        people = bulk.column(set(self.listing.ids(Subject.PERSON)) - {0})
        for person, kind, since, dwelling, path in self._rows(STAYS, [people]):
            found.setdefault(person, {})[kind] = (since, dwelling, path)
        self.listing.places.know(stay[2] for stays in found.values() for stay in stays.values())
        return found

    @cached_property
    def estates(self) -> Mapping[str, str]:
        """The estate of each building, by path."""
        within = self.listing.places.within.path
        return {one.building.path: one.estate.name for one in areas.estate_memberships(within, self.today)}

    @cached_property
    def standing(self) -> Counter[tuple[str, str]]:
        """How many stairwells and doors stand in each building, by its path and their level."""
        found: Counter[tuple[str, str]] = Counter()
        for place in self.listing.places.by_path.values():
            if place.level in {Level.UNIT, Level.DWELLING}:
                building = self.listing.places.around(place.path, Level.BUILDING)
                found[building.path if building else "", place.level] += 1
        return found
