"""Sets the pieces of an address against the tree, from the outside in.

Certain means certain: where two buildings answer to what was written, the answer is the smallest area that holds both,
with both as candidates. Nothing of the text is dropped: what decided nothing is left over.
"""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from wenhui.ground.areas import addresses
from wenhui.ground.areas.addresses import Pieces
from wenhui.ground.areas.gazetteer import Gazetteer, Inner, common_path, stands
from wenhui.ground.areas.models import Area, Level

MOST_CANDIDATES = 20

# Words that say a thing lies near what was named, not in it.
NEAR = re.compile(r"对面|附近|旁|隔壁|周边|路口|之间")


@dataclass(frozen=True, slots=True)
class Understanding:
    """Where an address lies, and how we know.

    `area` is the deepest area that is certain (None: the text names a place outside); `understood` are pieces as (kind,
    words), outermost first; `leftover` is text that decided nothing; `candidates` are the areas it may mean when more
    than one answers, at most twenty.
    """

    area: Area | None
    understood: tuple[tuple[str, str], ...]
    leftover: str
    candidates: tuple[Area, ...] = ()

    @property
    def level(self) -> str | None:
        """Return the level that is certain."""
        return self.area.level if self.area else None


def understand(gazetteer: Gazetteer, text: str, *, within: str, on: date | None) -> Understanding:
    """Return where `text` lies at or below the area `within`, as the tree stood on a day."""
    return understand_all(gazetteer, [text], within=within, on=on)[0]


def understand_all(gazetteer: Gazetteer, texts: Iterable[str], *, within: str, on: date | None) -> list[Understanding]:
    """Return the same for many addresses; what many have in common, down to the building, is found once."""
    outside: dict[Pieces, _Reading] = {}
    found = []
    for text in texts:
        pieces = addresses.parse(text)
        around = pieces.outside()
        if (reading := outside.get(around)) is None:
            reading = outside[around] = _Reading(gazetteer, around, within, on)
            reading.go_to_buildings()
        found.append(reading.result(pieces))
    return found


class _Reading:
    """What addresses have in common down to the building, and then one of them after the other inside.

    `path` is what is certain so far, and goes deeper piece by piece.
    """

    def __init__(self, gazetteer: Gazetteer, pieces: Pieces, within: str, on: date | None) -> None:
        self.gazetteer = gazetteer
        self.pieces = pieces
        self.within = self.path = within
        self.on = on
        self.understood: list[tuple[str, str]] = []
        self.left: list[str] = []
        self.candidates: Sequence[Area] = ()
        self.inner: Inner | None = None
        self.is_outside = False
        self.buildings: list[Area] = []

    def go_to_buildings(self) -> None:
        """Read everything before the stairwell; `buildings` are all that may be meant."""
        self.is_outside = (
            not all(self._is_here(level) for level in (Level.CITY, Level.DISTRICT, Level.SUBDISTRICT))
            or not self._enter_community()
        )
        if not self.is_outside:
            self._enter_grid()
            self.buildings = self._buildings()

    def result(self, pieces: Pieces) -> Understanding:
        """Return where one address lies of those that have the outside in common."""
        if self.is_outside:
            return self._nowhere(pieces)
        one = copy(self)
        one.understood, one.left = [*self.understood], [*self.left]
        place, building = self.pieces.place, self.pieces.building
        one.pieces = pieces if pieces.place == place else replace(pieces, place=place, building=building)
        return one._inside()

    def _inside(self) -> Understanding:
        if NEAR.search(self.pieces.place) or NEAR.match(self.pieces.leftover):
            self._stay_near(self.buildings)
        elif len(self.buildings) == 1:
            self.path = self.buildings[0].path
            self._go_inside()
        else:
            self._weigh(self.buildings)
        leftover = "".join(self.left) + self.pieces.leftover
        return Understanding(self._area(), tuple(self.understood), leftover, tuple(self.candidates[:MOST_CANDIDATES]))

    def _nowhere(self, pieces: Pieces) -> Understanding:
        """The text names a place outside: nothing in it may be taken for one of ours."""
        return Understanding(None, (), "".join(getattr(pieces, name) for name in Pieces.__slots__))

    def _area(self) -> Area | None:
        if not (self.inner or self).path.startswith(self.within):
            return None
        if self.inner:
            return self.inner.area()
        return self.gazetteer.areas.get(self.path) or Area.objects.filter(path=self.path).first()

    def _is_here(self, level: Level) -> bool:
        """Say whether a city, district or subdistrict that is named is ours, or was before the codes changed."""
        words = getattr(self.pieces, level)
        if not words:
            return True
        ours = self.gazetteer.around(self.path, level)
        choice = [ours] if ours else self.gazetteer.standing_in(self.path, level, self.on)
        for area in choice:
            former = self.gazetteer.predecessors.get(area.path, ())
            if words.endswith((addresses.normalise(area.name), *former)):
                self.path = max(self.path, area.path, key=len)
                self.understood.append((level.value, words))
                return True
        return False

    def _enter_community(self) -> bool:
        """Go into the community that is named; False where that is another than ours, whose 1 幢 is not our 1 幢."""
        words = self.pieces.community
        if not words:
            return True
        ours = self.gazetteer.around(self.path, Level.COMMUNITY)
        choice = [ours] if ours else self.gazetteer.standing_in(self.path, Level.COMMUNITY, self.on)
        named = [area for area in choice if words.endswith(addresses.normalise(area.name))]
        if len(named) == 1:
            self.path = max(self.path, named[0].path, key=len)
            self.understood.append(("community", words))
        else:
            self.left.append(words)
        return bool(named) or ours is None

    def _enter_grid(self) -> None:
        number = self.pieces.grid
        if not number:
            return
        grids = self.gazetteer.standing_in(self.path, Level.GRID, self.on)
        named = [area for area in grids if _number_in(area.short_name or area.name) == number.lstrip("0")]
        if len(named) == 1 and self.gazetteer.around(self.path, Level.COMMUNITY):
            self.path = named[0].path
            self.understood.append(("grid", number))
        else:
            self.left.append(f"{number}网格")

    def _buildings(self) -> list[Area]:
        """Return every building that the name, road and number may mean; `path` is then what holds them all."""
        pieces = self.pieces
        road = f"{pieces.road}{pieces.road_number}号" if pieces.road else ""
        if f"{pieces.place}{pieces.building}号" in self.gazetteer.estates:
            self.pieces = pieces = replace(pieces, place=f"{pieces.place}{pieces.building}号", building="")
        name = self._name_in(pieces.place)
        if name is None:
            name = self._name_in(road)
        elif road:
            self.left.append(road)
        if name is not None:
            return self._called(name)
        if not pieces.building:
            return []
        if pieces.place or road:
            self.left.append(f"{pieces.building}幢")
            return []
        return self._numbered(self.gazetteer.standing_in(self.path, Level.BUILDING, self.on))

    def _name_in(self, words: str) -> str | None:
        name = self.gazetteer.known_name(words, self.on) if words else None
        if name is None:
            self.left.append(words)
        else:
            before, _, after = words.rpartition(name)
            self.left += [before, after]
        return name

    def _called(self, name: str) -> list[Area]:
        """Return the buildings meant by a name that is known: of the estate, else of the community, else itself."""
        kind, buildings, named = self._meant_by(name)
        here = [building for building in buildings if building.path.startswith(self.path)]
        nested = named.startswith(self.path) or self.path.startswith(named)
        if not here and (buildings or not nested):
            return self._contradicted(name, buildings, named)
        self.understood.append((kind, name))
        around = common_path(building.path for building in here) or named
        if around.startswith(self.path):
            self.path = around
        if self.pieces.building and kind != Level.BUILDING:
            return self._numbered(here) or self._in_the_community_called(name)
        return here if len(here) == 1 else []

    def _meant_by(self, name: str) -> tuple[str, list[Area], str]:
        """Return the kind of place, its buildings and the path of what holds it."""
        estates = self.gazetteer.estates.get(name)
        if estates:
            buildings = [building for estate in estates for building in estate.buildings(self.on)]
            return "estate", buildings, common_path(estate.path for estate in estates)
        areas = [area for area in self.gazetteer.names[name] if stands(area, self.on)]
        path = common_path(area.path for area in areas)
        if areas[0].level == Level.BUILDING:
            return areas[0].level, areas, path
        return areas[0].level, self.gazetteer.standing_in(path, Level.BUILDING, self.on), path

    def _numbered(self, buildings: list[Area]) -> list[Area]:
        number = self.pieces.building
        chosen = [area for area in buildings if self.gazetteer.numbers[area.path] == number]
        if chosen:
            self.understood.append(("building", number))
        else:
            self.left.append(f"{number}幢")
        return chosen

    def _in_the_community_called(self, name: str) -> list[Area]:
        """Keep as candidates the buildings of the community that shares its name with an estate; none is certain."""
        communities = [area for area in self.gazetteer.names.get(name, ()) if area.path.startswith(self.within)]
        self.candidates = [
            building
            for community in communities
            for building in self.gazetteer.standing_in(community.path, Level.BUILDING, self.on)
            if self.gazetteer.numbers[building.path] == self.pieces.building
        ]
        return []

    def _contradicted(self, name: str, buildings: list[Area], named: str) -> list[Area]:
        """The area says one thing and the name another: certain is only what holds both."""
        number = self.pieces.building
        self.left += [name, f"{number}幢" if number else ""]
        self.candidates = [area for area in buildings if not number or self.gazetteer.numbers[area.path] == number]
        self.path = common_path([self.path, *([area.path for area in self.candidates] or [named])])
        return []

    def _weigh(self, buildings: list[Area]) -> None:
        """Two or more answer: certain is what holds them all."""
        if buildings:
            self.candidates = buildings
            self.path = common_path(building.path for building in buildings)
        self._leave_inside()

    def _stay_near(self, buildings: list[Area]) -> None:
        """Near a building, its community is certain; near anything larger, the subdistrict."""
        self.candidates = buildings
        level = Level.COMMUNITY if buildings else Level.SUBDISTRICT
        around = self.gazetteer.around(common_path(area.path for area in buildings) or self.path, level)
        self.path = around.path if around else self.path
        self._leave_inside()

    def _leave_inside(self) -> None:
        inside = (("unit", "单元"), ("floor", "层"), ("room", "室"))
        self.left += [f"{value}{word}" for kind, word in inside if (value := getattr(self.pieces, kind))]

    def _go_inside(self) -> None:
        """From the building to the stairwell and the dwelling, as far as they exist and are certain."""
        unit, floor, room = self.pieces.unit, self.pieces.floor, self.pieces.room
        if floor:
            self.understood.append(("floor", floor))
        if not unit and not room:
            return
        inside = self.gazetteer.inside(self.path, self.on)
        units = [inner for inner in inside if inner.level == Level.UNIT and _number_in(inner.name) == unit.lstrip("0")]
        if unit and units:
            self.inner = units[0]
            self.understood.append(("unit", unit))
        elif unit:
            self.left.append(f"{unit}单元")
        if room:
            within = self.inner.path if self.inner else self.path
            homes = [inner for inner in inside if inner.level == Level.DWELLING and inner.path.startswith(within)]
            homes = [inner for inner in homes if _number_in(inner.name) == room.lstrip("0")]
            self._enter_dwelling(homes, is_certain=bool(units) or not unit)

    def _enter_dwelling(self, homes: list[Inner], *, is_certain: bool) -> None:
        room = self.pieces.room
        if is_certain and len(homes) == 1:
            self.inner = homes[0]
            self.understood.append(("dwelling", room))
        else:
            self.candidates = [inner.area() for inner in homes]
            self.left.append(f"{room}室")


@lru_cache(maxsize=4096)
def _number_in(words: str) -> str:
    found = re.search(r"[0-9]+[A-Z]?", addresses.normalise(words))
    return found[0].lstrip("0") if found else ""
