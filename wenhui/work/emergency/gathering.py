"""What lies in a piece of ground now: buildings, open cases, homes, who needs help, who is on duty. Within the scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from django.db.models import Q
from shapely.geometry import Point, Polygon

from wenhui.ground.accounts.models import Post
from wenhui.ground.areas.models import Area, Level
from wenhui.kit import clock
from wenhui.kit.scope import upper_bound
from wenhui.work.cases import queries as cases
from wenhui.work.cases import shown
from wenhui.work.cases.models import IS_OPEN, Case
from wenhui.work.cases.rules import office_of
from wenhui.work.cases.shown import Shown
from wenhui.work.cases.words import Light
from wenhui.work.emergency import rules
from wenhui.work.emergency.models import Emergency
from wenhui.work.visits import composing
from wenhui.work.visits import emergency as lists
from wenhui.work.visits import queries as visits
from wenhui.work.visits.emergency import Block

MOST_CASES = 500


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid of the ground: its name, how many of its buildings, who is on duty in it."""

    path: str
    name: str
    buildings: int
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything an emergency gathers. Nobody is named in it: doors, reasons and numbers of people."""

    cases: list[Shown]
    blocks: list[Block]
    grids: list[Grid]
    homes: int

    @property
    def people(self) -> int:
        """Return how many live here, as far as they are registered."""
        return sum(block.people for block in self.blocks)

    @property
    def in_need(self) -> int:
        """Return how many need help to get out."""
        return sum(block.in_need for block in self.blocks)

    @property
    def late(self) -> int:
        """Return how many cases are over their time."""
        return sum(one.light is Light.LATE for one in self.cases)


def buildings_of(polygon: Sequence[rules.Point], places: Sequence[str], *, within: str) -> list[Area]:
    """Return the standing buildings of a piece of ground within `within`, in walking order."""
    paths = [path for path in places if path.startswith(within)]
    drawn = composing.buildings_in(polygon, path=within) if polygon else []
    return lists.buildings_at([*paths, *drawn]) if paths or drawn else []


def gather(one: Emergency, *, within: str, at: datetime) -> Gathered:
    """Return what lies in an emergency's ground now, as far as the reader's scope goes."""
    buildings = buildings_of(_corners(one), one.places, within=within)
    return Gathered(
        cases=_cases(one, buildings, at=at),
        blocks=lists.blocks(buildings, today=clock.local_day(at), in_clear=False),
        grids=_grids(buildings, on=clock.local_day(at)),
        homes=_homes(buildings),
    )


def _corners(one: Emergency) -> list[rules.Point]:
    return [(lng, lat) for lng, lat in one.polygon]


def _homes(buildings: Sequence[Area]) -> int:
    where = _below([building.path for building in buildings], "path")
    return Area.objects.filter(where, level=Level.DWELLING, valid_to__isnull=True).count()


def _below(paths: Sequence[str], column: str) -> Q:
    ranges = (Q(**{f"{column}__gte": path, f"{column}__lt": upper_bound(path)}) for path in paths)
    return reduce(Q.__or__, ranges, Q(pk__in=[]))


def _cases(one: Emergency, buildings: Sequence[Area], *, at: datetime) -> list[Shown]:
    """Return the open cases of these buildings and places, and those whose point lies in the shape, by what is due first."""
    paths = {building.path for building in buildings}
    where = Q(area_path__in=paths) | _below(one.places, "area_path")
    shape = Polygon(_corners(one)).buffer(0) if one.polygon else Polygon()
    if not shape.is_empty:
        west, south, east, north = shape.bounds
        where |= Q(lng__gte=west, lng__lte=east, lat__gte=south, lat__lte=north)
    found = Case.objects.filter(IS_OPEN, where).select_related("type", "area__parent__parent")
    held = [
        case
        for case in found.order_by("next_due_at", "pk")[:MOST_CASES]
        if case.area_path in paths
        or any(case.area_path.startswith(place) for place in one.places)
        or (case.lng is not None and case.lat is not None and shape.intersects(Point(case.lng, case.lat)))
    ]
    return list(shown.rows(held, at=at, units=cases.units()))


def _grids(buildings: Sequence[Area], *, on: date) -> list[Grid]:
    counts: dict[str, int] = {}
    for building in buildings:
        grid = rules.grid_of(building.path)
        counts[grid] = counts.get(grid, 0) + 1
    if not counts:
        return []
    names = {area.path: area for area in Area.objects.filter(path__in=counts).select_related("parent")}
    posts: dict[str, list[Post]] = {}
    for post in visits.visiting_posts(office_of(next(iter(counts))), on=on):
        posts.setdefault(post.area.path, []).append(post)
    return [
        Grid(path, names[path].name, number, tuple(posts.get(path, ())))
        for path, number in counts.items()
        if path in names
    ]
