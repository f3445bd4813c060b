"""Plants the demonstration's residents and organisations in the dwellings that stand, as the owner, by COPY."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, transaction
from psycopg import sql

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.record.registry import identifiers
from wenhui.record.registry.invention import MEAN_SIZE, Group, Inventor, Resident
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import KIND_OF_REGISTER

RESIDENTS: Final = 55_000
GONE: Final = 1_200
BUSINESSES: Final = 1_800
SUBDISTRICT: Final = "hz.gs.wh."
LEAST_VACANT: Final = 0.03
MOVED_WITHIN: Final = 0.3  # of those who came in the last year: from another door of the subdistrict
REGISTERED_ELSEWHERE: Final = 0.1  # of those on the register: it names another door (人户分离)
STEPS: Final = 5

Progress = Callable[[int, int], None]
Row = Sequence[object]

PERSON_COLUMNS = (
    "id", "name", "pinyin", "initials", "sex", "birth_on", "id_number", "id_number_index", "phone", "phone_index",
    "phone_tail_index", "registration", "ethnic", "household_id", "dwelling_id", "area_id", "area_path", "left_on",
    "left_because",
)  # fmt: skip
HOUSEHOLD_COLUMNS = ("id", "number", "head_id", "dwelling_id", "area_id", "area_path", "formed_on")
RESIDENCE_COLUMNS = ("person_id", "dwelling_id", "kind", "valid_from", "valid_to", "area_id", "area_path")
ORGANISATION_COLUMNS = ("uscc", "name", "pinyin", "initials", "kind", "area_id", "area_path")


@dataclass(frozen=True, slots=True)
class Door:
    """A dwelling and the building it lies in."""

    dwelling_id: int
    building_id: int


@dataclass(slots=True)
class Rows:
    """What will be copied in, in one transaction."""

    people: list[Row] = field(default_factory=list)
    households: list[Row] = field(default_factory=list)
    residences: list[Row] = field(default_factory=list)
    organisations: list[Row] = field(default_factory=list)


class NoDwellingsError(RuntimeError):
    """Nobody can be housed before the areas are seeded."""


def seed(
    *,
    number: int,
    today: date,
    by: Actor,
    at: datetime,
    progress: Progress,
    within: str = SUBDISTRICT,
    residents: int = RESIDENTS,
) -> None:
    """Plant `residents` people in households over the dwellings below `within`, and organisations in its buildings.

    Everything but nonces follows from `number` and `today`. One transaction: after a crash it begins anew, and where
    anybody lives already it plants nothing. `progress` is told how many of how many steps are done.
    """
    if Person.objects.filter(area_path__gte=within, area_path__lt=upper_bound(within)).exists():
        progress(STEPS, STEPS)
        return
    doors = _doors(within)
    if not doors:
        raise NoDwellingsError(f"No dwelling stands below {within}; seed the areas first.")
    with transaction.atomic():
        rows = _rows(Inventor(number=number, today=today), doors, today=today, residents=residents)
        progress(1, STEPS)
        copies = (
            ("registry_household", HOUSEHOLD_COLUMNS, rows.households),
            ("registry_person", PERSON_COLUMNS, rows.people),
            ("registry_residence", RESIDENCE_COLUMNS, rows.residences),
            ("registry_organisation", ORGANISATION_COLUMNS, rows.organisations),
        )
        for step, (table, columns, copied) in enumerate(copies, start=2):
            _copy(table, columns, copied)
            progress(step, STEPS)
        journal.write(
            by=by, at=at, verb="registry.seed", subject=f"registry:{number}",
            refs={"people": len(rows.people), "households": len(rows.households), "today": today.isoformat()},
        )  # fmt: skip


def _rows(inventor: Inventor, doors: list[Door], *, today: date, residents: int) -> Rows:
    chance, rows = inventor.chance, Rows()
    homes = list(_housed(inventor, doors, residents))
    person_ids = iter(_fresh_ids("registry_person", sum(len(group.residents) for _, group in homes) + GONE))
    household_ids = iter(_fresh_ids("registry_household", len(homes)))
    for door, group in homes:
        household_id = next(household_ids) if group.is_household else None
        for position, resident in enumerate(group.residents):
            person_id = next(person_ids)
            rows.people.append(_person_row(person_id, resident, door, household_id))
            rows.residences += _stays(inventor, person_id, resident, door, doors, group=group, today=today)
            if position == 0 and household_id is not None:
                formed_on = resident.since or today - timedelta(days=365 * 20)
                rows.households.append(
                    (household_id, f"H{household_id:08d}", person_id, door.dwelling_id, door.building_id, "", formed_on)
                )
    for _ in range(GONE * residents // RESIDENTS):
        person_id, door = next(person_ids), chance.choice(doors)
        resident = inventor.group(1).residents[0]
        left_on = today - timedelta(days=chance.randrange(1, 365))
        because = "died" if chance.random() < 0.25 else "moved"
        rows.people.append(_person_row(person_id, resident, door, None, left_on=left_on, because=because))
        came_on = left_on - timedelta(days=chance.randrange(200, 4000))
        rows.residences.append(_stay(person_id, door, "home", max(came_on, resident.birth_on), left_on))
    buildings = sorted({door.building_id for door in doors})
    for serial in range(BUSINESSES * residents // RESIDENTS):
        one = inventor.business(serial)
        kind = KIND_OF_REGISTER[one.register].value
        rows.organisations.append((one.uscc, one.name, one.pinyin, one.initials, kind, chance.choice(buildings), ""))
    return rows


def _housed(inventor: Inventor, doors: list[Door], residents: int) -> Iterator[tuple[Door, Group]]:
    """Fill doors in a drawn order until everyone is housed; where doors are short, some take a second group."""
    order, left = list(doors), residents
    inventor.chance.shuffle(order)
    vacant = max(LEAST_VACANT, 1 - residents / (MEAN_SIZE * len(doors)) - LEAST_VACANT)
    while left:
        for door in order:
            if not left:
                return
            if inventor.chance.random() < vacant:
                continue
            group = inventor.group(left)
            left -= len(group.residents)
            yield door, group
        vacant = 0.5


def _person_row(
    person_id: int,
    resident: Resident,
    door: Door,
    household_id: int | None,
    *,
    left_on: date | None = None,
    because: str = "",
) -> Row:
    return (
        person_id, resident.name, resident.pinyin, resident.initials, resident.sex, resident.birth_on,
        *identifiers.seal_id_number(resident.id_number), *identifiers.seal_phone(resident.phone),
        resident.registration, "", household_id, None if left_on else door.dwelling_id, door.building_id, "",
        left_on, because,
    )  # fmt: skip


def _stays(
    inventor: Inventor, person_id: int, resident: Resident, door: Door, doors: list[Door], *, group: Group, today: date
) -> Iterator[Row]:
    chance, since = inventor.chance, resident.since
    yield _stay(person_id, door, "rented" if group.is_rented else "home", since, None)
    if since is not None and (today - since).days < 365 and chance.random() < MOVED_WITHIN:
        came_on = max(since - timedelta(days=chance.randrange(300, 5000)), resident.birth_on)
        if came_on < since:
            yield _stay(person_id, chance.choice(doors), chance.choice(("home", "rented")), came_on, since)
    if resident.registration == "registered":
        stated = chance.choice(doors) if chance.random() < REGISTERED_ELSEWHERE else door
        yield _stay(person_id, stated, "register", since, None)


def _stay(person_id: int, door: Door, kind: str, valid_from: date | None, valid_to: date | None) -> Row:
    return person_id, door.dwelling_id, kind, valid_from, valid_to, door.building_id, ""


def _doors(within: str) -> list[Door]:
    rows = Area.objects.filter(path__gte=within, path__lt=upper_bound(within)).order_by("path")
    buildings = dict(rows.filter(level=Level.BUILDING).values_list("path", "id"))
    doors = []
    for path, pk in rows.filter(level=Level.DWELLING).values_list("path", "id"):
        building_id = buildings.get(_cut(path, 6))
        if building_id is not None:
            doors.append(Door(pk, building_id))
    return doors


def _cut(path: str, labels: int) -> str:
    return ".".join(path.split(".")[:labels]) + "."


def _fresh_ids(table: str, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number])
        return [row[0] for row in cursor.fetchall()]


def _copy(table: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
