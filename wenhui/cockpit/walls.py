"""One wall, read: figures with their lights and trends, the map, what is due, the comparison, ageing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wenhui.cockpit import burden, comparing, figures, goals, maps, pressing, queries, tiles
from wenhui.cockpit.burden import Burden
from wenhui.cockpit.comparing import Compared
from wenhui.cockpit.maps import Ground, MapView
from wenhui.cockpit.pressing import Due
from wenhui.cockpit.shown import Shown, show
from wenhui.cockpit.sights import Sight
from wenhui.ground.areas.models import Area
from wenhui.ground.tally.queries import Figure


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything a wall shows at a moment. `changes_at` is when time alone will change it next.

    Beside the map stands what is `due` and the ages of cases, or on the wall 减负 the `burden` by who asks and by month.
    """

    at: datetime
    around: Sequence[Area]
    sight: Sight
    tiles: Sequence[Shown]
    ground: Ground
    map: MapView
    due: Due | None
    burden: Burden | None
    compared: Compared | None
    ages: Sequence[tuple[str, int | None, str]]
    changes_at: datetime | None

    @property
    def area(self) -> Area:
        """Return the area of the wall."""
        return self.around[-1]


def read(sight: Sight, around: Sequence[Area], *, at: datetime) -> Wall:
    """Return the wall of `sight` as it stands at `at`, within the transaction's scope.

    `around` is the area and all areas around it, the city first. About nine questions, however many rows are counted.
    """
    area = around[-1]
    shape = tiles.wall_of(area.level, sight.theme)
    defined = queries.definitions()
    if sight.on not in defined:
        sight = sight.coloured_by(shape.colour)
    ground = maps.ground(area)
    wanted = goals.read([area.path, *ground.paths])
    main, ages = tiles.known(shape.figures, defined), tiles.known(shape.ages, defined)
    pressing_keys = tiles.known(tuple(tiles.PRESSING[key] for key in main if key in tiles.PRESSING), defined)
    readings = queries.readings([*main, *ages, *pressing_keys], area.path, at=at)
    compared = tiles.known((shape.compared_by,), defined)
    found = _places(sight, ground, compared, at=at)
    urgent = [] if sight.theme else pressing.pressing(area.path, at=at)
    open_now = readings[tiles.OPEN].value if tiles.OPEN in readings else None
    return Wall(
        at=at,
        around=around,
        sight=sight,
        tiles=[
            show(defined[key], readings[key], sight, wanted, pressing=readings.get(tiles.PRESSING.get(key, "")))
            for key in main
        ],
        ground=ground,
        map=maps.view(sight, ground, found, wanted),
        due=None if sight.theme else pressing.due(urgent, open_now=open_now, at=at),
        burden=burden.read(sight, at=at) if sight.theme == tiles.BURDEN else None,
        compared=comparing.compared(defined[compared[0]], sight, ground, found, wanted) if compared else None,
        ages=figures.ages({key: readings[key].value for key in ages}),
        changes_at=pressing.next_change(urgent, at),
    )


def read_map(sight: Sight, area: Area, *, at: datetime) -> dict[str, Any]:
    """Return what the map of `area` draws; the sight's `on` must be an indicator of this office."""
    ground = maps.ground(area)
    found = _places(sight, ground, (), at=at)
    return maps.collection(sight, ground, maps.view(sight, ground, found, goals.read(ground.paths)))


def _places(sight: Sight, ground: Ground, more: Sequence[str], *, at: datetime) -> dict[str, dict[str, Figure]]:
    """Return the figures of every place of the map: one question, two when a period was chosen for its colours."""
    pinned = () if sight.theme else (tiles.OVERDUE,)
    others = tiles.known((*pinned, *more), queries.definitions())
    if sight.period is None:
        return queries.figures_of([sight.on, *others], ground.paths, at=at)
    coloured = queries.figures_of([sight.on], ground.paths, at=at, period=sight.period)
    beside = queries.figures_of(others, ground.paths, at=at)
    return {path: beside[path] | coloured[path] for path in ground.paths}
