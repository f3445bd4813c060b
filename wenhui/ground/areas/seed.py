"""Draws the demonstration's buildings, stairwells and dwellings: invented, plausible, and the same for the same number.

Buildings are rectangles in rows along their grid, set back from its edge and apart from each other; estates take
neighbouring buildings, number them from 1 and may cross grids. Everything is marked synthetic.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from shapely import prepare
from shapely.affinity import rotate
from shapely.geometry import Point, Polygon, box, shape

from wenhui.ground.areas import actions, queries
from wenhui.ground.areas.actions import NewArea
from wenhui.ground.areas.models import Area, Estate, Level
from wenhui.kit.actor import Actor

OFFICE = "hz.gs.wh."
HOMES = 640  # residential buildings
SHOPS = 60  # offices, schools, markets: no dwellings
SETBACK_METRES = 11
ROW_PITCH_METRES = 44
GAP_METRES = 18
MEMBERS_SINCE = date(2000, 1, 1)

# Names by which newer, taller estates go; the others are six-storey slabs of the eighties.
TALL = ("公寓", "雅苑", "名苑", "花园", "花苑", "现代城")
ROADS = ("文晖路", "绍兴路", "东新路", "河西南路", "河东路", "德胜路", "打铁关路", "现代路")


@dataclass(frozen=True, slots=True)
class Slot:
    """A rectangle where a building may stand, in metres east and north of its grid's middle."""

    grid: Area
    rectangle: Polygon
    row: int


@dataclass(frozen=True, slots=True)
class House:
    """A residential building: stairwells, storeys, and homes on each storey of a stairwell."""

    stairwells: int
    storeys: int
    homes: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be planted, and the estate (by id) of each residential building (by path)."""

    areas: list[NewArea]
    members: dict[str, int]


@transaction.atomic
def seed(*, number: int, by: Actor, at: datetime, within: str = OFFICE) -> None:
    """Draw about 700 buildings with some 24,000 dwellings into the grids of an office, unless buildings stand there."""
    if queries.subtree(within).filter(level=Level.BUILDING).exists():
        return
    drawn = drawing(number=number, within=within)
    actions.plant(new=drawn.areas, by=by, at=at)
    actions.gather(buildings=drawn.members, on=MEMBERS_SINCE, by=by, at=at)


def drawing(*, number: int, within: str = OFFICE) -> Drawing:
    """Return what `seed` plants, for this number and the office's grids and estates."""
    inside = queries.subtree(within)
    grids = list(inside.filter(level=Level.GRID, outline__isnull=False))
    size = sum(_size(grid) for grid in grids)
    street_numbers = count(2, 2)
    drawn = Drawing([], {})
    for community in inside.filter(level=Level.COMMUNITY):
        mine = [grid for grid in grids if grid.path.startswith(community.path)]
        estates = list(Estate.objects.filter(area__path__startswith=community.path).order_by("pk"))
        share = sum(_size(grid) for grid in mine) / size if mine else 0
        town = _Town(Random(f"{number} {community.path}"), mine, homes=round(HOMES * share), shops=round(SHOPS * share))  # noqa: S311 - a drawing, not a secret
        town.draw(estates, street_numbers, drawn)
    return drawn


class _Town:
    """One community being drawn."""

    def __init__(self, draw: Random, grids: Sequence[Area], *, homes: int, shops: int) -> None:
        self.draw_from = draw
        self.labels = count(1)
        size = sum(_size(grid) for grid in grids)
        self.homes: list[Slot] = []
        self.shops: list[Slot] = []
        for grid in grids:
            share = _size(grid) / size
            near, far = _clustered(draw, list(_slots(draw, grid)), round(homes * share))
            self.homes += near
            self.shops += far[: round(shops * share)]

    def draw(self, estates: Sequence[Estate], street_numbers: Iterator[int], drawn: Drawing) -> None:
        """Give the homes to the estates and street numbers to the rest."""
        for estate, slots in zip(estates, _shares(self.draw_from, self.homes, len(estates)), strict=True):
            for number, slot in enumerate(slots, start=1):
                path = f"{slot.grid.path}b{next(self.labels):03}."
                house = _house(self.draw_from, estate.name, is_first=estate == estates[0])
                drawn.areas.extend(_built(path, f"{estate.name}{number}幢", f"{number}幢", slot, house))
                drawn.members[path] = estate.pk
        for slot in self.shops:
            name = f"{self.draw_from.choice(ROADS)}{next(street_numbers)}号"
            storeys = self.draw_from.choice((2, 3, 4, 5, 8, 12, 16))
            path = f"{slot.grid.path}b{next(self.labels):03}."
            drawn.areas.append(_building(path, name, name, slot, storeys))


def _size(grid: Area) -> float:
    return float(shape(grid.outline).area)


def _slots(draw: Random, grid: Area) -> Iterator[Slot]:
    """Yield rectangles in rows along the grid's own east–west direction, none beyond the setback."""
    ground = _in_metres(grid)
    angle = _slant(ground)
    level = rotate(ground.buffer(-SETBACK_METRES), -angle, origin=(0, 0))
    if level.is_empty:
        return
    prepare(level)
    west, south, east, north = level.bounds
    top = north - draw.uniform(0, 8)
    for row in range(int((top - south) / ROW_PITCH_METRES) + 1):
        y, x = top - row * ROW_PITCH_METRES, west + draw.uniform(0, 10)
        while x < east:
            length = draw.choice((36, 52, 52, 68))
            rectangle = box(x, y - 13, x + length, y)
            if level.contains(rectangle):
                yield Slot(grid, rotate(rectangle, angle, origin=(0, 0)), row)
                x += length + GAP_METRES
            else:
                x += 5


def _clustered(draw: Random, slots: list[Slot], homes: int) -> tuple[list[Slot], list[Slot]]:
    """Return the slots around a drawn heart, row by row, and the others, outermost first."""
    if not slots:
        return [], []
    heart = draw.choice(slots).rectangle.centroid
    by_distance = sorted(slots, key=lambda slot: slot.rectangle.centroid.distance(heart))
    near = sorted(by_distance[:homes], key=lambda slot: (slot.row, slot.rectangle.centroid.x))
    return near, by_distance[homes:][::-1]


def _shares(draw: Random, slots: list[Slot], parts: int) -> list[list[Slot]]:
    """Cut the slots into neighbouring runs; the first is about two fifths of them."""
    weights = [0.7 * parts, *(draw.uniform(0.7, 1.3) for _ in range(parts - 1))]
    ends = [round(len(slots) * sum(weights[: part + 1]) / sum(weights)) for part in range(parts)]
    return [slots[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def _house(draw: Random, estate: str, *, is_first: bool) -> House:
    if estate.endswith(TALL):
        return House(
            stairwells=draw.choice((1, 1, 1, 2)), storeys=draw.randint(11, 18), homes=draw.choice((2, 2, 3, 4))
        )
    stairwells = draw.choice((3, 3, 4) if is_first else (2, 2, 3))
    return House(stairwells=stairwells, storeys=draw.choice((5, 6, 6, 6, 6, 7)), homes=2)


def _built(path: str, name: str, short_name: str, slot: Slot, house: House) -> Iterator[NewArea]:
    yield _building(path, name, short_name, slot, house.storeys)
    for stairwell in range(1, house.stairwells + 1):
        unit = f"{path}u{stairwell}."
        yield NewArea(path=unit, level=Level.UNIT, name=f"{stairwell}单元", is_synthetic=True)
        for storey in range(1, house.storeys + 1):
            for home in range(1, house.homes + 1):
                room = f"{storey}{home:02}"
                yield NewArea(path=f"{unit}r{room}.", level=Level.DWELLING, name=f"{room}室", is_synthetic=True)


def _building(path: str, name: str, short_name: str, slot: Slot, storeys: int) -> NewArea:
    corners = [_in_degrees(slot.grid, x, y) for x, y in slot.rectangle.exterior.coords]
    centre = slot.rectangle.centroid
    lng, lat = _in_degrees(slot.grid, centre.x, centre.y)
    outline: dict[str, Any] = {"type": "Polygon", "coordinates": [corners]}
    return NewArea(
        path=path, level=Level.BUILDING, name=name, short_name=short_name, lng=lng, lat=lat, outline=outline,
        storeys=storeys, is_synthetic=True,
    )  # fmt: skip


METRES_PER_DEGREE = 111_195.0  # of latitude on a sphere of 6,371 km; true to 0.3 % here


def _middle(grid: Area) -> Point:
    return shape(grid.outline).centroid


def _in_metres(grid: Area) -> Polygon:
    middle = _middle(grid)
    narrow = math.cos(math.radians(middle.y))
    ring = shape(grid.outline).exterior.coords
    return Polygon(
        ((lng - middle.x) * METRES_PER_DEGREE * narrow, (lat - middle.y) * METRES_PER_DEGREE) for lng, lat in ring
    )


def _in_degrees(grid: Area, x: float, y: float) -> list[float]:
    middle = _middle(grid)
    narrow = math.cos(math.radians(middle.y))
    return [round(middle.x + x / METRES_PER_DEGREE / narrow, 7), round(middle.y + y / METRES_PER_DEGREE, 7)]


def _slant(ground: Polygon) -> float:
    """Return the degrees by which the grid's sides lean away from east–west, between -45 and 45."""
    (x1, y1), (x2, y2), *_ = ground.minimum_rotated_rectangle.exterior.coords
    return (math.degrees(math.atan2(y2 - y1, x2 - x1)) + 45) % 90 - 45
