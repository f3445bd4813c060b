"""Areas in words: addresses, names of each level, and the order in which one walks past doors."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.rules import ancestor_paths
from wenhui.kit.scope import upper_bound
from wenhui.record.ledgers.rules.columns import Part

INSIDE = (Level.BUILDING, Level.UNIT, Level.DWELLING)
LEVELS = {Part.WHOLE: INSIDE, Part.BUILDING: INSIDE[:1], Part.DOOR: INSIDE[1:]}
_NUMBER = re.compile(r"\d+")


class Place(NamedTuple):
    """One area as forms speak of it."""

    id: int
    path: str
    level: str
    name: str
    short_name: str
    lat: float | None
    lng: float | None


@dataclass
class Places:
    """The areas of a filling: everything that stands at or below `within`, what lies around it, and doors elsewhere."""

    within: Area
    by_path: dict[str, Place] = field(default_factory=dict)
    by_id: dict[int, Place] = field(default_factory=dict)
    _addresses: dict[tuple[str, Part], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        below = Area.objects.filter(path__gte=self.within.path, path__lt=upper_bound(self.within.path))
        self._take(below.filter(valid_to__isnull=True))
        self.know(ancestor_paths(self.within.path))

    def know(self, paths: Iterable[str]) -> None:
        """Read areas that are not known yet, with what lies around them."""
        strange = set(paths) - self.by_path.keys()
        wanted = {around for path in strange for around in ancestor_paths(path)} - self.by_path.keys()
        if wanted:
            self._take(Area.objects.filter(path__in=wanted))

    def _take(self, rows: QuerySet[Area]) -> None:
        for row in rows.values_list("id", "path", "level", "name", "short_name", "lat", "lng"):
            place = Place(*row)
            self.by_path[place.path] = self.by_id[place.id] = place

    def of_level(self, level: Level) -> list[Place]:
        """Return what stands of a level in the area that was asked for."""
        return [
            place for place in self.by_path.values() if place.level == level and place.path.startswith(self.within.path)
        ]

    def around(self, path: str, level: Level) -> Place | None:
        """Return the area of a level that a path lies in."""
        for above in _ancestors(path):
            place = self.by_path.get(above)
            if place is not None and place.level == level:
                return place
        return None

    def named(self, path: str, level: Level) -> str:
        """Return the name of the area of a level that a path lies in, without blanks; empty where there is none."""
        place = self.around(path, level)
        return _dense(place.name) if place else ""

    def address(self, path: str, part: Part = Part.WHOLE) -> str:
        """Return a path in words from the building down, as it is kept: 流水西苑12幢3单元501室; or a part of that."""
        if (path, part) not in self._addresses:
            self._addresses[path, part] = "".join(self.named(path, level) for level in LEVELS[part])
        return self._addresses[path, part]


@lru_cache(maxsize=65536)
def order(path: str) -> str:
    """Return what sorts a path by the numbers in it, so that 12 幢 comes after 2 幢."""
    return _NUMBER.sub(lambda found: found[0].zfill(6), path)


@lru_cache(maxsize=65536)
def _ancestors(path: str) -> tuple[str, ...]:
    return tuple(ancestor_paths(path))


def _dense(name: str) -> str:
    return name.replace(" ", "")
