"""Open cases as points of a map: few by themselves, many as clusters on a grid that follows the zoom; and their ground.

The database gathers the points, so that 20,000 cases cost the browser a few hundred marks. A mark says how many cases lie
there, under which lights, and names them where they are few. Nobody's name is among it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Avg, Count, F, FloatField, Func, Max, Min, QuerySet
from django.db.models.functions import Coalesce, Floor

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Landmark, Level
from wenhui.kit.scope import upper_bound
from wenhui.work.cases import queries
from wenhui.work.cases.models import Case
from wenhui.work.cases.queries import Filters
from wenhui.work.cases.words import Light

CLOSEST, FARTHEST = 19, 8
"""Zoom levels: at the closest, cases of one building lie together and those of the next do not."""

PIXELS = 56
"""So wide is a cell on the screen: as far as two marks must be apart to be told apart."""

NAMED = 8
"""Cases are named where there are so many or fewer."""

MOST_MARKS = 800
LINES: Mapping[str, str] = {Landmark.Kind.WATER: "water", Landmark.Kind.RAIL: "rail"}
OUTLINED = (Level.COMMUNITY, Level.GRID)


@dataclass(frozen=True, slots=True)
class Window:
    """What a map shows: a rectangle and a zoom level, taken as far as they make sense."""

    west: float
    south: float
    east: float
    north: float
    zoom: int

    @property
    def step(self) -> float:
        """Return how many degrees a cell of the grid is wide; at the closest zoom a few metres."""
        pixels = PIXELS if self.zoom < CLOSEST else 4
        return 360 / 256 * 0.5**self.zoom * pixels


def window(given: Mapping[str, str]) -> Window | None:
    """Return the window an address asks for: `box=west,south,east,north` and `zoom`; None for all there is."""
    try:
        west, south, east, north = (float(part) for part in given.get("box", "").split(","))
        zoom = int(given.get("zoom", ""))
    except ValueError:
        return None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return None
    return Window(west, south, east, north, max(FARTHEST, min(CLOSEST, zoom)))


def marks(filters: Filters, view: Window, *, at: datetime) -> list[dict[str, Any]]:
    """Return the marks of the cases in a window, the largest first. Two questions."""
    step = view.step
    inside = _placed(filters, at).filter(x__range=(view.west, view.east), y__range=(view.south, view.north))
    cells = (
        inside.annotate(column=Floor(F("x") / step), row=Floor(F("y") / step))
        .order_by()
        .values("column", "row")
        .annotate(
            n=Count("pk"), lng=Avg("x"), lat=Avg("y"),
            late=Count("pk", filter=queries.shows(Light.LATE, at)),
            soon=Count("pk", filter=queries.shows(Light.SOON, at)),
            hold=Count("pk", filter=queries.shows(Light.HOLD, at)),
            some=Func(ArrayAgg("pk", order_by="next_due_at"), template=f"(%(expressions)s)[1:{NAMED}]"),
        )
        .order_by("-n")[:MOST_MARKS]
    )  # fmt: skip
    found = list(cells)
    named = _named(pk for cell in found if cell["n"] <= NAMED for pk in cell["some"])
    return [_mark(cell, named) for cell in found]


def extent(filters: Filters, *, at: datetime) -> tuple[tuple[float, float, float, float] | None, int]:
    """Return the rectangle that holds all cases with a point, and how many have none. Two questions."""
    cases = _placed(filters, at)
    box = cases.aggregate(west=Min("x"), south=Min("y"), east=Max("x"), north=Max("y"))
    without = cases.filter(x__isnull=True).count()
    return (None if box["west"] is None else (box["west"], box["south"], box["east"], box["north"])), without


def ground(path: str) -> dict[str, Any]:
    """Return the drawn ground of an area as GeoJSON: water and rail, outlines of communities and grids. Two questions."""
    around = Area.objects.filter(
        level__in=OUTLINED, path__gte=_community_of(path), path__lt=upper_bound(_community_of(path)),
        valid_to__isnull=True, outline__isnull=False,
    ).order_by("path")  # fmt: skip
    lines = [one for one in areas.landmarks_of(path) if one.kind in LINES]
    features = [_feature(one.geometry, role=LINES[one.kind], name=one.name) for one in lines]
    features += [_feature(one.outline, role=str(one.level), name=one.short_name or one.name) for one in around]
    return {"type": "FeatureCollection", "features": features}


def _placed(filters: Filters, at: datetime) -> QuerySet[Any]:
    """Return the cases with `x` and `y`: their own point, else that of their building."""
    return queries.matching(filters, at=at).annotate(
        x=Coalesce("lng", "area__lng", output_field=FloatField()),
        y=Coalesce("lat", "area__lat", output_field=FloatField()),
    )


def _named(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    rows = Case.objects.filter(pk__in=list(pks)).values_list("pk", "number", "title")
    return {pk: (number, title) for pk, number, title in rows}


def _mark(cell: Mapping[str, Any], named: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    lamps: dict[str, int] = {light: cell[light] for light in (Light.LATE, Light.SOON, Light.HOLD) if cell[light]}
    ok = cell["n"] - sum(lamps.values())
    worst = next((light for light in (Light.LATE, Light.SOON) if light in lamps), Light.OK if ok else Light.HOLD)
    mark: dict[str, Any] = {
        "at": [round(cell["lng"], 6), round(cell["lat"], 6)],
        "n": cell["n"],
        "light": worst,
        **lamps,
    }
    if cell["n"] <= NAMED:
        mark["cases"] = [named[pk] for pk in cell["some"] if pk in named]
    return mark


def _community_of(path: str) -> str:
    """Return what is drawn around an area: all of an office, else the community it lies in."""
    return "".join(f"{label}." for label in path.rstrip(".").split(".")[:4])


def _feature(geometry: Mapping[str, Any] | None, *, role: str, name: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"role": role, "name": name}}
