"""The emergency list (应急名单): who is behind which door, who cannot get out alone, whom to call. In clear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from django.db.models import Q

from wenhui.ground.areas.models import Area, Level
from wenhui.kit.scope import upper_bound
from wenhui.record.facts.models import Known
from wenhui.record.registry import dictionary, identifiers
from wenhui.record.registry.models import Person
from wenhui.record.registry.queries import age_on
from wenhui.work.visits import knowing
from wenhui.work.visits.rules import walking
from wenhui.work.visits.words import Need

VERY_OLD: Final = 80
OLD: Final = 60
SMALL: Final = 3
GROWN: Final = 18
UNNAMED: Final = ("", "", None, "")
HELPED: Final = {"person.stairs": ("helped", "carried"), "person.self_care": ("2", "3", "4")}


@dataclass(frozen=True, slots=True)
class Occupant:
    """One person of the list."""

    name: str
    sex: str
    age: int | None
    phone: str
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """One front door with who lives behind it, and whom to call first: a grown-up who needs no help, else anybody."""

    unit: str
    room: str
    people: tuple[Occupant, ...]
    pk: int = 0

    @property
    def needs_help(self) -> bool:
        """Say whether somebody here needs help to get out."""
        return any(one.needs for one in self.people)

    @property
    def call(self) -> Occupant | None:
        """Return whom to call."""
        reachable = [one for one in self.people if one.phone]
        fit = [one for one in reachable if not one.needs and (one.age is None or one.age >= GROWN)]
        return next(iter([*fit, *reachable]), None)


@dataclass(frozen=True, slots=True)
class Block:
    """One building with its doors as one walks them."""

    name: str
    doors: list[Door] = field(default_factory=list)

    @property
    def people(self) -> int:
        """Return how many live here."""
        return sum(len(door.people) for door in self.doors)

    @property
    def in_need(self) -> int:
        """Return how many here need help to get out."""
        return sum(bool(one.needs) for door in self.doors for one in door.people)


def buildings_at(paths: Iterable[str]) -> list[Area]:
    """Return the standing buildings at or below these paths, in walking order."""
    where = Q(pk__in=[])
    for path in paths:
        where |= Q(path__gte=path, path__lt=upper_bound(path))
    found = Area.objects.filter(where, level=Level.BUILDING, valid_to__isnull=True)
    return sorted(found, key=lambda area: walking.walking_order(area.path))


def blocks(buildings: Sequence[Area], *, today: date, in_clear: bool = True) -> list[Block]:
    """Return the list for these buildings within the scope. A handful of questions however many there are.

    Without `in_clear` nobody is named, no phone is opened, no age is told: what is left is doors, numbers and needs.
    """
    doors = _doors([building.path for building in buildings], today=today, in_clear=in_clear)
    return [Block(building.name, doors.get(building.path, [])) for building in buildings]


def _doors(paths: Sequence[str], *, today: date, in_clear: bool) -> dict[str, list[Door]]:
    helped = _helped(paths)
    rows = (
        Person.objects.filter(area_path__in=paths, left_on__isnull=True, dwelling__isnull=False)
        .order_by("birth_on", "pk")
        .values_list("dwelling__path", "dwelling__name", "dwelling", "pk", "name", "sex", "birth_on", "phone")
    )
    by_door = sorted(rows, key=lambda row: walking.walking_order(row[0]))
    units = _units({row[0] for row in by_door})
    found: dict[str, list[Door]] = {}
    for (path, room, door), people in groupby(by_door, key=lambda row: row[:3]):
        occupants = [
            (pk, name, sex, age_on(birth_on, today), identifiers.open_phone(phone) if in_clear else "")
            for *_, pk, name, sex, birth_on, phone in people
        ]
        is_alone = len(occupants) == 1
        shown = tuple(
            Occupant(
                *((name, sex, age, phone) if in_clear else UNNAMED),
                _needs(age, is_alone=is_alone, is_helped=pk in helped),
            )
            for pk, name, sex, age, phone in occupants
        )
        found.setdefault(walking.building_of(path), []).append(Door(units.get(_unit_path(path), ""), room, shown, door))
    return found


def _units(doors: Iterable[str]) -> dict[str, str]:
    wanted = {_unit_path(path) for path in doors}
    return dict(Area.objects.filter(path__in=wanted, level=Level.UNIT).values_list("path", "name"))


def _unit_path(door: str) -> str:
    return door[: door.rstrip(".").rfind(".") + 1]


def _helped(paths: Sequence[str]) -> set[int | None]:
    """Return who is known to need help to get about; only what the reader is cleared for is known to them."""
    numbers = dictionary.current().numbers
    about = Q(pk__in=[])
    for key, texts in HELPED.items():
        if key in numbers:
            about |= knowing.one_of(numbers[key], texts)
    known = Known.objects.filter(about, person__area_path__in=paths)
    return set(known.values_list("person", flat=True))


def _needs(age: int | None, *, is_alone: bool, is_helped: bool) -> tuple[Need, ...]:
    needs = [Need.HELPED] if is_helped else []
    if age is not None and age >= VERY_OLD:
        needs.append(Need.VERY_OLD)
    if age is not None and age >= OLD and is_alone:
        needs.append(Need.ALONE)
    if age is not None and age < SMALL:
        needs.append(Need.SMALL_CHILD)
    return tuple(needs)
