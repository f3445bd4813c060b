"""What each column of a form says for each row: somebody's word, or what the registry works out without one.

Where somebody lives, how old they are and how many they are is true without anybody's word; `own` says it to an import,
which then takes none of it for news.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from wenhui.ground.areas.models import Level
from wenhui.record.ledgers.filling.listings import Home, Resident, Row
from wenhui.record.ledgers.filling.sources import Sources
from wenhui.record.ledgers.rules.columns import Part
from wenhui.record.registry import projecting
from wenhui.record.registry.queries import age_on
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import LIVING, ResidenceKind, Sex, Subject

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

Derive = Callable[[Sources, Row], str]


def texts(sources: Sources, attribute: Attribute, part: Part = Part.WHOLE) -> list[str]:
    """Return the canonical text of an attribute for each row; empty where it is not known."""
    words = sources.words(attribute)
    derive = _derive(attribute.key, part)
    if derive is None:
        return words
    if attribute.key in SAID_FIRST or projecting.shows(attribute.column):
        return [word or derive(sources, row) for word, row in zip(words, sources.listing.rows, strict=True)]
    return [derive(sources, row) or word for word, row in zip(words, sources.listing.rows, strict=True)]


def worked_out(sources: Sources, key: str) -> list[str]:
    """Return what the registry makes of a key for each row, whatever anybody said."""
    derive = _derive(key, Part.WHOLE)
    return ["" if derive is None else derive(sources, row) for row in sources.listing.rows]


def is_worked_out(key: str) -> bool:
    """Say whether the registry makes a key of what it holds, so that nobody need be asked."""
    return key in ADDRESS or key in DERIVED


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


def _derive(key: str, part: Part) -> Derive | None:
    """Return how the registry works a key out, or None where it cannot."""
    return ADDRESS[key](part) if key in ADDRESS else DERIVED.get(key)
