"""The map of a wall: what stands on it, how each place is coloured, and the same as rows of a table.

A subdistrict is drawn by its grids under the outlines of its communities, a community by its grids, a grid by its
buildings; a building's wall shows its grid's buildings with itself marked. Without outlines the table stands alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext

from wenhui.cockpit import queries, rules, tiles, wording
from wenhui.cockpit.goals import Goals
from wenhui.cockpit.sights import Sight
from wenhui.cockpit.wording import Written
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Landmark, Level
from wenhui.ground.areas.rules import parent_path
from wenhui.ground.tally.queries import Figure
from wenhui.kit.html.wording import say
from wenhui.kit.scope import upper_bound

# Two levels are drawn where the upper one is too coarse to tell anything; elsewhere what stands directly in the area.
DRAWN: Final[Mapping[str, tuple[str, ...]]] = {Level.SUBDISTRICT: (Level.COMMUNITY, Level.GRID)}
MOST_FILLS: Final = 150
MOST_NAMES: Final = 12
ABOVE_LABEL: Final = 0.22  # of a place's height
HALF_HOUSE: Final = (0.00012, 0.00006)  # degrees east and north: a house without an outline is drawn this large
LINES: Final = {Landmark.Kind.WATER: "water", Landmark.Kind.RAIL: "rail"}


@dataclass(frozen=True, slots=True)
class Ground:
    """The places of a map: what is coloured, what is outlined over it, what the area's direct parts are."""

    area: Area
    fills: Sequence[Area]
    outlined: Sequence[Area]
    children: Sequence[Area]

    @property
    def listed(self) -> Sequence[Area]:
        """Return the places that stand in the table: one drills into them."""
        return self.outlined or self.fills

    @property
    def paths(self) -> list[str]:
        """Return the path of every place, once."""
        return list(dict.fromkeys(area.path for area in (*self.fills, *self.outlined, *self.children)))


@dataclass(frozen=True, slots=True)
class MapRow:
    """One place of the map as a row: its figure as written, its step of the hue."""

    path: str
    name: str
    address: str
    written: str
    step: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """How one place is drawn: its figure as written, whether that is covered, its step, whether something is overdue."""

    path: str
    written: Written
    is_covered: bool
    step: int | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class MapView:
    """What a page shows of a map before, and without, its picture. `drawn` is every fill's step and the late places."""

    head: str
    name: str
    each: str
    source: str
    steps: Sequence[str]
    pins: str
    rows: Sequence[MapRow]
    drawn: Sequence["Place"]


def ground(area: Area) -> Ground:
    """Return the places of an area's map. One question."""
    around = parent_path(area.path) if area.level == Level.BUILDING else area.path
    levels = DRAWN.get(area.level)
    if levels is None:
        places = list(areas.children_of(around))
        return Ground(area, places, (), () if area.level == Level.BUILDING else places)
    below = Area.objects.filter(
        level__in=levels, path__gt=around, path__lt=upper_bound(around), valid_to__isnull=True
    ).order_by("path")
    upper = [place for place in below if place.level == levels[0]]
    lower = [place for place in below if place.level == levels[1]]
    if not lower or len(lower) > MOST_FILLS:
        return Ground(area, upper, (), upper)
    return Ground(area, lower, upper, upper)


def view(sight: Sight, ground: Ground, found: Mapping[str, Mapping[str, Figure]], goals: Goals) -> MapView:
    """Return the map as rows, legend and addresses; `found` holds what colours it and what is overdue."""
    indicator = queries.definitions()[sight.on]
    name = say(indicator.name)
    places = _places(sight, ground, found, goals)
    values = {area.path: queries.value_of(found[area.path][sight.on], indicator) for area in ground.fills}
    scale_of = rules.counting_scale if wording.is_count(indicator) else rules.measuring_scale
    scale = scale_of(values.values())
    # A covered count is coloured as the least there can be: its shade must not tell either.
    steps = {path: scale.step(1 if places[path].is_covered else value) for path, value in values.items()}
    late = {area.path for area in ground.fills if _is_late(found[area.path])}
    drawn = {path: replace(place, step=steps.get(path), is_late=path in late) for path, place in places.items()}
    return MapView(
        head=gettext("%(name)s分布") % {"name": name},
        name=name,
        each=gettext("每%(level)s") % {"level": Level(ground.fills[0].level).label} if ground.fills else "",
        source=sight.map_source,
        steps=wording.steps(scale) if ground.fills else (),
        pins=gettext("有超期") if late else "",
        rows=[
            MapRow(
                area.path, area.name, sight.at(area.path).address, str(places[area.path].written), steps.get(area.path)
            )
            for area in ground.listed
        ],
        drawn=list(drawn.values()),
    )


def collection(sight: Sight, ground: Ground, shown: MapView) -> dict[str, Any]:
    """Return the FeatureCollection that look/js/map.js paints: landmarks, fills, outlines, pins. One question."""
    drawn = {place.path: place for place in shown.drawn}
    features = [_line(landmark) for landmark in areas.landmarks_of(sight.path) if landmark.kind in LINES]
    features += [_fill(area, drawn[area.path], sight, is_inner=bool(ground.outlined)) for area in ground.fills]
    _name_few(features, drawn)
    features += [_outline(area, drawn[area.path]) for area in ground.outlined]
    if ground.area.level == Level.GRID:  # scattered houses need the edge of their ground
        features.append({"type": "Feature", "geometry": ground.area.outline, "properties": {"role": "outline"}})
    features += [_pin(area, is_inner=bool(ground.outlined)) for area in ground.fills if drawn[area.path].is_late]
    return {"type": "FeatureCollection", "features": [feature for feature in features if feature["geometry"]]}


def _places(sight: Sight, ground: Ground, found: Mapping[str, Mapping[str, Figure]], goals: Goals) -> dict[str, Place]:
    """Return every place's figure as written; siblings are covered together, so that none follows from their total."""
    indicator = queries.definitions()[sight.on]
    below = goals.hide_below(sight.path)
    places = {}
    for siblings in _siblings(ground):
        figures = [found[area.path][sight.on] for area in siblings]
        hidden = queries.covered(figures, indicator, below=below)
        for area, figure, is_hidden in zip(siblings, figures, hidden, strict=True):
            value = queries.value_of(figure, indicator)
            written = wording.fewer_than(below) if is_hidden else wording.written(value, indicator)
            places[area.path] = Place(area.path, written, is_hidden)
    return places


def _siblings(ground: Ground) -> list[list[Area]]:
    families: dict[str, list[Area]] = {}
    for area in {area.path: area for area in (*ground.fills, *ground.outlined, *ground.children)}.values():
        families.setdefault(parent_path(area.path), []).append(area)
    return list(families.values())


def _is_late(figures: Mapping[str, Figure]) -> bool:
    return tiles.OVERDUE in figures and bool(figures[tiles.OVERDUE].value)


def _short(area: Area) -> str:
    return area.short_name or area.name


def _fill(area: Area, drawn: Place, sight: Sight, *, is_inner: bool) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "role": "fill",
        "id": area.path,
        "name": area.name,
        "words": drawn.written.value if not is_inner else str(drawn.written),
        "step": drawn.step,
        "address": sight.at(parent_path(area.path) if is_inner else area.path).address,
        "is_current": area.path == sight.path,
    }
    if not is_inner:
        properties["label"] = _short(area)
    if area.lng is not None and area.lat is not None:
        properties["at"] = [area.lng, area.lat]
    return {"type": "Feature", "geometry": _shape(area), "properties": properties}


def _name_few(features: list[dict[str, Any]], drawn: Mapping[str, Place]) -> None:
    """Leave the names of places where nothing is, when there are too many names to read."""
    named = [one["properties"] for one in features if "label" in one["properties"]]
    if len(named) > MOST_NAMES:
        for properties in named:
            if not drawn[properties["id"]].step:
                del properties["label"]


def _outline(area: Area, drawn: Place) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "role": "outline",
        "name": area.name,
        "label": _short(area),
        "words": drawn.written.value,
    }
    if area.lng is not None and area.lat is not None:
        properties["at"] = [area.lng, area.lat]
    return {"type": "Feature", "geometry": area.outline, "properties": properties}


def _pin(area: Area, *, is_inner: bool) -> dict[str, Any]:
    """Return the mark of a place with something overdue; above its label where it has one."""
    point = None
    if area.lng is not None and area.lat is not None:
        raised = 0.0 if is_inner else _height(_shape(area)) * ABOVE_LABEL
        point = {"type": "Point", "coordinates": [area.lng, round(area.lat + raised, 6)]}
    name = gettext("%(place)s 有超期") % {"place": area.name}
    return {"type": "Feature", "geometry": point, "properties": {"role": "pin", "kind": "late", "name": name}}


def _height(geometry: Mapping[str, Any] | None) -> float:
    rings = geometry["coordinates"] if geometry and geometry["type"] == "Polygon" else []
    heights = [point[1] for ring in rings for point in ring]
    return max(heights, default=0.0) - min(heights, default=0.0)


def _line(landmark: Landmark) -> dict[str, Any]:
    """Return a water or rail line with its name at its middle, downwards where the line runs north and south."""
    properties: dict[str, Any] = {"role": LINES[Landmark.Kind(landmark.kind)], "name": landmark.name}
    points = landmark.geometry.get("coordinates", [])
    if landmark.geometry["type"] == "LineString" and landmark.kind == Landmark.Kind.WATER:
        middle, beyond = points[len(points) // 2], points[min(len(points) // 2 + 1, len(points) - 1)]
        is_upright = abs(beyond[1] - middle[1]) > abs(beyond[0] - middle[0])
        properties |= {"at": middle, "upright": is_upright}
    return {"type": "Feature", "geometry": landmark.geometry, "properties": properties}


def _shape(area: Area) -> dict[str, Any] | None:
    """Return an area's outline; a house that was only ever a point is drawn as a small block around it."""
    if area.outline or area.lng is None or area.lat is None:
        return area.outline
    (east, north), lng, lat = HALF_HOUSE, area.lng, area.lat
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    ring = [[round(lng + x * east, 6), round(lat + y * north, 6)] for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}
