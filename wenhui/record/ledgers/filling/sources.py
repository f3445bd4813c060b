"""The words for each column of a form: what providers said, what the registry holds, what follows by counting.

Each key is asked of every row at once. Where somebody lives, how old they are and how many they are is true without
anybody's word; `own` says it to an import, which then takes none of it for news.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property
from typing import Any, Final

from django.db import connection

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Level
from wenhui.kit import bulk
from wenhui.record.facts import queries as facts
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.ledgers.filling.listings import Home, Listing, Resident, Row
from wenhui.record.ledgers.rules.columns import Part
from wenhui.record.registry import identifiers, projecting
from wenhui.record.registry.queries import age_on
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import LIVING, Registration, ResidenceKind, Sex, Subject

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
HEAD_OF_HOUSEHOLD: Final = "02"  # GB/T 4761
ALONE: Final = "alone"  # code table elder_living
TOGETHER, APART = "01", "02"
YES, NO = "true", "false"
CENT: Final = Decimal("0.01")
# Somebody's word goes before what the registry would work out.
SAID_FIRST: Final = frozenset(
    {"person.lives_alone", "person.lives_apart", "person.consistency", "person.relation_to_head"}
    | {"person.registered_address", "building.units", "building.dwellings", "building.estate"}
)

Derive = Callable[["Sources", Row], str]


class Sources:
    """Everything a form asks, for the rows of one listing; each table is read once, when it is first needed."""

    def __init__(self, listing: Listing, asked: Collection[Attribute], *, today: date) -> None:
        self.listing = listing
        self.today = today
        self._asked = {attribute.key: attribute for attribute in asked}
        self._opened: dict[tuple[str, int], str] = {}

    def texts(self, attribute: Attribute, part: Part = Part.WHOLE) -> list[str]:
        """Return the canonical text of an attribute for each row; empty where it is not known."""
        said = self._said.get(attribute.key, {})
        words = [said.get(number, "") for number in self.listing.ids(attribute.subject)]
        derive = _derive(attribute.key, part)
        if derive is None:
            return words
        if attribute.key in SAID_FIRST or projecting.shows(attribute.column):
            return [word or derive(self, row) for word, row in zip(words, self.listing.rows, strict=True)]
        return [derive(self, row) or word for word, row in zip(words, self.listing.rows, strict=True)]

    def worked_out(self, key: str) -> list[str]:
        """Return what the registry makes of a key for each row, whatever anybody said."""
        derive = _derive(key, Part.WHOLE)
        return ["" if derive is None else derive(self, row) for row in self.listing.rows]

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


def _of_person(tell: Callable[[Sources, Resident], str]) -> Derive:
    def derive(sources: Sources, row: Row) -> str:
        person = sources.resident(row)
        return tell(sources, person) if person else ""

    return derive


def _of_head(tell: Callable[[Sources, Resident], str]) -> Derive:
    def derive(sources: Sources, row: Row) -> str:
        head = sources.head(row)
        return tell(sources, head) if head else ""

    return derive


def _of_home(tell: Callable[[Home], str]) -> Derive:
    def derive(sources: Sources, row: Row) -> str:
        home = sources.home(row)
        return tell(home) if home else ""

    return derive


def _named(level: Level) -> Derive:
    return lambda sources, row: sources.listing.places.named(row.path, level)


def _sex(sources: Sources, person: Resident) -> str:
    if person.sex != Sex.UNKNOWN:
        return person.sex
    number = sources.id_number(person)
    return (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE).value if number else ""


def _born_on(sources: Sources, person: Resident) -> date | None:
    if person.birth_on is not None:
        return person.birth_on
    number = sources.id_number(person)
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if number else None


def _age(sources: Sources, person: Resident) -> str:
    age = age_on(_born_on(sources, person), sources.today)
    return "" if age is None else str(age)


def _birth_date(sources: Sources, person: Resident) -> str:
    born = _born_on(sources, person)
    return born.isoformat() if born else ""


def _relation_to_head(sources: Sources, person: Resident) -> str:
    home = sources.listing.households.get(person.household or 0)
    return HEAD_OF_HOUSEHOLD if home is not None and home.head == person.id else ""


def _lives_alone(sources: Sources, person: Resident) -> str:
    told = sources.said("person.elder_living", person.id)
    if told:
        return YES if told == ALONE else NO
    if not person.dwelling:
        return ""
    return YES if sources.behind_doors.get(person.dwelling, (0,))[0] == 1 else NO


def _lives_apart(sources: Sources, person: Resident) -> str:
    registered = sources.stays.get(person.id, {}).get(ResidenceKind.REGISTER)
    if registered is None or not person.dwelling:
        return ""
    return NO if registered[1] == person.dwelling else YES


def _consistency(sources: Sources, person: Resident) -> str:
    apart = sources.said("person.lives_apart", person.id) or _lives_apart(sources, person)
    return {YES: APART, NO: TOGETHER}.get(apart, "")


def _living(sources: Sources, person: Resident) -> tuple[str, date | None] | None:
    stays = sources.stays.get(person.id, {})
    return next(((kind.value, stays[kind][0]) for kind in LIVING if kind in stays), None)


def _residence_kind(sources: Sources, person: Resident) -> str:
    living = _living(sources, person)
    return living[0] if living else ""


def _resident_since(sources: Sources, person: Resident) -> str:
    living = _living(sources, person)
    return living[1].isoformat() if living and living[1] else ""


def _building_number(sources: Sources, row: Row) -> str:
    place = sources.listing.places.around(row.path, Level.BUILDING)
    return (place.short_name or place.name).replace(" ", "") if place else ""


def _estate(sources: Sources, row: Row) -> str:
    place = sources.listing.places.around(row.path, Level.BUILDING)
    return sources.estates.get(place.path, "") if place else ""


def _counted(table: str, subject: Subject, column: int = 0) -> Derive:
    name = subject.value

    def derive(sources: Sources, row: Row) -> str:
        number = getattr(row, name)
        counts: Mapping[int, tuple[int, ...]] = getattr(sources, table)
        return str(counts[number][column] if number in counts else 0) if number else ""

    return derive


def _standing(level: Level) -> Derive:
    def derive(sources: Sources, row: Row) -> str:
        place = sources.listing.places.around(row.path, Level.BUILDING)
        count = sources.standing[place.path, level] if place else 0
        return str(count) if count else ""

    return derive


def _income_per_head(sources: Sources, row: Row) -> str:
    income = sources.said("household.monthly_income", row.household)
    size = sources.members.get(row.household, (0,))[0]
    return str((Decimal(income) / size).quantize(CENT, ROUND_HALF_EVEN)) if income and size else ""


def _coordinate(name: str) -> Derive:
    def derive(sources: Sources, row: Row) -> str:
        place = sources.listing.places.by_id.get(row.building)
        value = getattr(place, name) if place else None
        return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")

    return derive


def _body(name: str) -> Derive:
    def derive(sources: Sources, row: Row) -> str:
        body = sources.listing.organisations.get(row.organisation)
        return (getattr(body, name) or "") if body else ""

    return derive


def _lives_at(part: Part) -> Derive:
    return lambda sources, row: sources.listing.places.address(row.path, part) if row.dwelling else ""


def _registered_at(part: Part) -> Derive:
    def derive(sources: Sources, row: Row) -> str:
        stay = sources.stays.get(row.person, {}).get(ResidenceKind.REGISTER)
        return sources.listing.places.address(stay[2], part) if stay else ""

    return derive


ADDRESS: Final[Mapping[str, Callable[[Part], Derive]]] = {
    "person.residential_address": _lives_at,
    "dwelling.address": _lives_at,
    "person.registered_address": _registered_at,
    "organisation.address": lambda part: lambda sources, row: sources.listing.places.address(row.path, part),
}
DERIVED: Final[Mapping[str, Derive]] = {
    "person.name": _of_person(lambda _, person: person.name),
    "person.sex": _of_person(_sex),
    "person.birth_date": _of_person(_birth_date),
    "person.id_number": _of_person(Sources.id_number),
    "person.phone": _of_person(Sources.phone),
    "person.registration": _of_person(lambda _, person: person.registration),
    "person.ethnic": _of_person(lambda _, person: person.ethnic),
    "person.age": _of_person(_age),
    "person.relation_to_head": _of_person(_relation_to_head),
    "person.lives_alone": _of_person(_lives_alone),
    "person.lives_apart": _of_person(_lives_apart),
    "person.consistency": _of_person(_consistency),
    "person.residence_kind": _of_person(_residence_kind),
    "person.resident_since": _of_person(_resident_since),
    "person.has_left": _of_person(lambda _, person: NO),
    "person.is_dead": _of_person(lambda _, person: NO),
    "person.dwelling_number": _named(Level.DWELLING),
    "person.unit_number": _named(Level.UNIT),
    "person.building_number": _building_number,
    "person.estate_name": _estate,
    "person.community_name": _named(Level.COMMUNITY),
    "person.street_name": _named(Level.SUBDISTRICT),
    "person.grid_name": _named(Level.GRID),
    "household.number": _of_home(lambda home: home.number),
    "household.formed_on": _of_home(lambda home: home.formed_on.isoformat()),
    "household.head_name": _of_head(lambda _, head: head.name),
    "household.head_id_number": _of_head(Sources.id_number),
    "household.head_phone": _of_head(Sources.phone),
    "household.size": _counted("members", Subject.HOUSEHOLD),
    "household.registered_size": _counted("members", Subject.HOUSEHOLD, 1),
    "household.living_size": _counted("members", Subject.HOUSEHOLD, 2),
    "household.income_per_head": _income_per_head,
    "dwelling.community": _named(Level.COMMUNITY),
    "dwelling.grid": _named(Level.GRID),
    "dwelling.tenants": _counted("tenants", Subject.DWELLING),
    "building.name": _named(Level.BUILDING),
    "building.estate": _estate,
    "building.grid": _named(Level.GRID),
    "building.community": _named(Level.COMMUNITY),
    "building.units": _standing(Level.UNIT),
    "building.dwellings": _standing(Level.DWELLING),
    "building.residents": _counted("in_buildings", Subject.BUILDING),
    "building.organisations": _counted("bodies", Subject.BUILDING),
    "building.latitude": _coordinate("lat"),
    "building.longitude": _coordinate("lng"),
    "organisation.name": _body("name"),
    "organisation.uscc": _body("uscc"),
    "organisation.kind": _body("kind"),
    "organisation.community": _named(Level.COMMUNITY),
    "organisation.grid": _named(Level.GRID),
}
FOLLOWS_FROM: Final[Mapping[str, tuple[str, ...]]] = {
    "person.lives_alone": ("person.elder_living",),
    "person.consistency": ("person.lives_apart",),
    "household.income_per_head": ("household.monthly_income",),
}


def _derive(key: str, part: Part) -> Derive | None:
    """Return how the registry works a key out, or None where it cannot."""
    return ADDRESS[key](part) if key in ADDRESS else DERIVED.get(key)
