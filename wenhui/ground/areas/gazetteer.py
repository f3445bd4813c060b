"""Names of places down to the building and of estates, kept in memory until the tree changes."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from wenhui.ground.areas import addresses, rules
from wenhui.ground.areas.models import Area, AreaSuccession, Estate, EstateBuilding, Level
from wenhui.ground.areas.revision import Kept
from wenhui.kit.scope import upper_bound


@dataclass(frozen=True, slots=True)
class EstateEntry:
    """An estate and its buildings with the days they belonged to it."""

    path: str
    members: tuple[tuple[Area, date, date | None], ...]

    def buildings(self, on: date | None) -> list[Area]:
        """Return the buildings that belonged on a day; without a day, those that still do."""
        return [
            building
            for building, begins, ends in self.members
            if stands(building, on) and (ends is None if on is None else begins <= on and (ends is None or on < ends))
        ]


class Inner(NamedTuple):
    """A stairwell or dwelling, as little of it as an address needs."""

    id: int
    parent_id: int
    level: str
    label: str
    path: str
    name: str
    short_name: str
    valid_from: date | None
    valid_to: date | None

    def area(self) -> Area:
        """Return the area itself; what is not held here is read from the database when it is asked for."""
        return Area.from_db("default", list(self._fields), list(self))


MOST_HELD = 1_000  # buildings whose insides are kept: some 15 MB


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every named place down to the building.

    `names` holds subdistricts, communities (by short name too) and buildings with a name of their own; `numbers` the
    number of those that are known by one (12 for 流水西苑12幢); `predecessors` the former names of a district.
    """

    areas: Mapping[str, Area]
    paths: Mapping[str, list[str]]
    numbers: Mapping[str, str]
    names: Mapping[str, tuple[Area, ...]]
    estates: Mapping[str, tuple[EstateEntry, ...]]
    predecessors: Mapping[str, tuple[str, ...]]
    insides: dict[str, list[Inner]] = field(default_factory=dict)

    def inside(self, building: str, on: date | None) -> list[Inner]:
        """Return the stairwells and dwellings of a building that stood on a day, in order of path."""
        held = self.insides.get(building)
        if held is None:
            if len(self.insides) >= MOST_HELD:
                self.insides.clear()
            below = Area.objects.filter(path__gt=building, path__lt=upper_bound(building)).order_by("path")
            held = self.insides[building] = [Inner(*row) for row in below.values_list(*Inner._fields)]
        return [inner for inner in held if stands(inner, on)]

    def read_insides(self, within: str) -> None:
        """Read the stairwells and dwellings of all buildings at or below a path by one question, if they can be held."""
        buildings = [path for path in self.paths.get(Level.BUILDING, []) if path.startswith(within)]
        if len(self.insides) + len(buildings) > MOST_HELD:
            return
        below = Area.objects.filter(
            level__in=[Level.UNIT, Level.DWELLING], path__gte=within, path__lt=upper_bound(within)
        )
        found: dict[str, list[Inner]] = {path: [] for path in buildings}
        for row in below.order_by("path").values_list(*Inner._fields):
            inner = Inner(*row)
            around = next((path for path in reversed(rules.ancestor_paths(inner.path)) if path in found), None)
            if around is not None:
                found[around].append(inner)
        self.insides.update(found)

    def standing_in(self, path: str, level: str, on: date | None) -> list[Area]:
        """Return the areas of a level that stood at or below `path` on a day, in order of path."""
        paths = self.paths.get(level, [])
        found = paths[bisect_left(paths, path) : bisect_left(paths, upper_bound(path))]
        return [self.areas[each] for each in found if stands(self.areas[each], on)]

    def around(self, path: str, level: str) -> Area | None:
        """Return the area of a level that holds `path`, itself included."""
        chain = (self.areas.get(each) for each in rules.ancestor_paths(path))
        return next((area for area in chain if area is not None and area.level == level), None)

    def known_name(self, words: str, on: date | None) -> str | None:
        """Return the longest name at the end of `words` that something bore on a day, else the longest inside it."""
        known = [name for name in self.estates if name in words]
        known += [name for name in self.names if name in words and any(stands(area, on) for area in self.names[name])]
        return max(known, key=lambda name: (words.endswith(name), len(name)), default=None)


def stands(area: Area | Inner, on: date | None) -> bool:
    """Say whether an area stood on a day; without a day, whether it has no end."""
    if on is None:
        return area.valid_to is None
    return (area.valid_from is None or area.valid_from <= on) and (area.valid_to is None or on < area.valid_to)


def stood(on: date | None) -> Q:
    """Return the condition of `stands` for queries."""
    if on is None:
        return Q(valid_to__isnull=True)
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def common_path(paths: Iterable[str]) -> str:
    """Return the path of the smallest area that holds all the paths; empty where none does."""
    shared = ""
    for steps in zip(*(rules.ancestor_paths(path) for path in paths), strict=False):
        if len(set(steps)) > 1:
            break
        shared = steps[0]
    return shared


def _build() -> Gazetteer:
    named = [level for level in Level.values if level not in {Level.UNIT, Level.DWELLING}]
    areas = {area.path: area for area in Area.objects.filter(level__in=named).defer("outline").order_by("path")}
    paths = defaultdict(list)
    for path, area in areas.items():
        paths[area.level].append(path)
    buildings = (area for area in areas.values() if area.level == Level.BUILDING)
    numbers = {area.path: addresses.parse(area.short_name or area.name).building for area in buildings}
    return Gazetteer(areas, paths, numbers, _names(areas.values(), numbers), _estates(areas), _predecessors())


def _names(areas: Iterable[Area], numbers: Mapping[str, str]) -> dict[str, tuple[Area, ...]]:
    names: defaultdict[str, tuple[Area, ...]] = defaultdict(tuple)
    for area in areas:
        if area.level in {Level.SUBDISTRICT, Level.COMMUNITY}:
            own = {area.name, area.short_name or area.name}
        elif area.level == Level.BUILDING and not numbers[area.path]:
            own = {area.name}
        else:
            own = set()
        for name in own:
            names[addresses.normalise(name)] += (area,)
    return dict(names)


def _estates(areas: Mapping[str, Area]) -> dict[str, tuple[EstateEntry, ...]]:
    by_id = {area.pk: area for area in areas.values()}
    members = defaultdict(list)
    rows = EstateBuilding.objects.order_by("building__path").values_list("estate", "building", "valid_from", "valid_to")
    for estate_id, building, begins, ends in rows:
        members[estate_id].append((by_id[building], begins, ends))
    estates: defaultdict[str, tuple[EstateEntry, ...]] = defaultdict(tuple)
    for estate in Estate.objects.select_related("area").order_by("key"):
        entry = EstateEntry(estate.area.path, tuple(members[estate.pk]))
        for name in {estate.name, *estate.aliases}:
            estates[addresses.normalise(name)] += (entry,)
    return dict(estates)


def _predecessors() -> dict[str, tuple[str, ...]]:
    former: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for successor, name in AreaSuccession.objects.values_list("successor__path", "predecessor__name"):
        former[successor] += (addresses.normalise(name),)
    return dict(former)


gazetteer = Kept(_build)
