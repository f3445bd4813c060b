"""One wall, read: figures with their lights and trends, the map, what is due, the comparison, ageing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from wenhui.cockpit import figures, goals, maps, queries, rules, tiles, wording
from wenhui.cockpit.goals import Goals
from wenhui.cockpit.maps import Ground, MapView
from wenhui.cockpit.queries import Reading
from wenhui.cockpit.shown import Shown, show
from wenhui.cockpit.sights import PERIODS, Sight
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.tally.queries import Figure
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.lake.indicators import Good, Indicator
from wenhui.work.cases import queries as cases
from wenhui.work.cases import rules as case_rules
from wenhui.work.cases.models import Case
from wenhui.work.cases.words import Stage

MOST_DUE: Final = 6
MOST_OVERDUE: Final = 2
MOST_COMPARED: Final = 9
RANKED: Final = frozenset({Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY})


@dataclass(frozen=True, slots=True)
class DueRow:
    """One case that is due: what kind, where, how long is left; no names."""

    id: int
    address: str
    clock: str
    what: str
    kind: str
    word: str
    left: str
    where: str


@dataclass(frozen=True, slots=True)
class Due:
    """The next cases by time left, and how many open ones stand behind them."""

    rows: Sequence[DueRow]
    more: int


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One part of the area in the comparison; `rest` fills a plain bar's track where there is no target."""

    name: str
    address: str
    value: float | None
    rest: float
    written: str
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The area's parts beside each other."""

    head: str
    meta: str
    unit: str
    target: float | None
    reach: float
    rows: Sequence[ComparedRow]


class Choice(NamedTuple):
    """One entry of a chooser."""

    name: str
    address: str
    is_chosen: bool


class Group(NamedTuple):
    """Entries of a chooser that belong together."""

    name: str
    choices: Sequence[Choice]


class Chooser(NamedTuple):
    """A small menu of addresses."""

    name: str
    chosen: str
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Wall:
    """Everything a wall shows at a moment. `changes_at` is when time alone will change it next."""

    at: datetime
    around: Sequence[Area]
    sight: Sight
    tiles: Sequence[Shown]
    ground: Ground
    map: MapView
    due: Due
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
    shape = tiles.wall_of(area.level)
    defined = queries.definitions()
    sight = sight if sight.on in defined else sight.coloured_by(shape.colour)
    ground = maps.ground(area)
    wanted = goals.read([area.path, *ground.paths])
    main, ages = tiles.known(shape.figures, defined), tiles.known(shape.ages, defined)
    pressing_keys = tiles.known(tuple(tiles.PRESSING[key] for key in main if key in tiles.PRESSING), defined)
    readings = queries.readings([*main, *ages, *pressing_keys], area.path, at=at)
    compared = tiles.known((shape.compared_by,), defined)
    found = _places(sight, ground, compared, at=at)
    pressing = _pressing(area.path, at=at)
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
        due=_due(pressing, readings, at=at),
        compared=_compared(defined[compared[0]], sight, ground, found, wanted) if compared else None,
        ages=figures.ages({key: readings[key].value for key in ages}),
        changes_at=_next_change(pressing, at),
    )


def _pressing(path: str, *, at: datetime) -> list[Case]:
    """Return the cases that stand on a wall: the longest overdue, but never so many that what comes next is not seen."""
    filters = cases.Filters(path=path)
    first = cases.listed(filters, at=at, most=MOST_DUE)
    overdue = [case for case in first if case.due_at <= at]
    if len(overdue) <= MOST_OVERDUE:
        return first
    coming = cases.listed(filters, at=at, after=cases.Place(at, 0), most=MOST_DUE - MOST_OVERDUE)
    return [*overdue[: MOST_DUE - len(coming)], *coming]


def read_map(sight: Sight, area: Area, *, at: datetime) -> dict[str, Any]:
    """Return what the map of `area` draws; the sight's `on` must be an indicator of this office."""
    ground = maps.ground(area)
    found = _places(sight, ground, (), at=at)
    return maps.collection(sight, ground, maps.view(sight, ground, found, goals.read(ground.paths)))


def _places(sight: Sight, ground: Ground, more: Sequence[str], *, at: datetime) -> dict[str, dict[str, Figure]]:
    """Return the figures of every place of the map: one question, two when a period was chosen for its colours."""
    others = tiles.known((tiles.OVERDUE, *more), queries.definitions())
    if sight.period is None:
        return queries.figures_of([sight.on, *others], ground.paths, at=at)
    coloured = queries.figures_of([sight.on], ground.paths, at=at, period=sight.period)
    beside = queries.figures_of(others, ground.paths, at=at)
    return {path: beside[path] | coloured[path] for path in ground.paths}


def _compared(
    indicator: Indicator,
    sight: Sight,
    ground: Ground,
    found: Mapping[str, Mapping[str, Figure]],
    wanted: Goals,
) -> Compared:
    """Compare the parts of the area: communities from the best, smaller parts in their order (nobody is ranked)."""
    goal = wanted.goal(indicator, sight.path)
    target = goal.target
    values = {area.path: queries.value_of(found[area.path][indicator.key], indicator) for area in ground.children}
    shown = list(ground.children)
    if any(area.level in RANKED for area in shown):
        shown.sort(key=lambda area: _rank(values[area.path], goal.good))
    elif target is None:
        shown = sorted(shown, key=lambda area: -(values[area.path] or 0))[:MOST_COMPARED]
    most = max((values[area.path] or 0 for area in shown), default=0)
    return Compared(
        head=gettext("各%(level)s%(name)s")
        % {
            "level": Level(ground.children[0].level).label if ground.children else "",
            "name": say(indicator.name),
        },
        meta=gettext("与目标 %(target)s 相差") % {"target": wording.plain(target)} if target is not None else "",
        unit=say(indicator.unit),
        target=target,
        reach=rules.reach(values.values(), target=target or 0),
        rows=[
            _compared_row(area, values[area.path], indicator, most=most, sight=sight, wanted=wanted)
            for area in shown[:MOST_COMPARED]
        ],
    )


def _rank(value: float | None, good: Good) -> tuple[bool, float]:
    """Return where a value stands among others: the best first, what is not known last."""
    return value is None, 0.0 if value is None else -value if good is Good.MORE else value


def _compared_row(
    area: Area, value: float | None, indicator: Indicator, *, most: float, sight: Sight, wanted: Goals
) -> ComparedRow:
    goal = wanted.goal(indicator, area.path)
    standing = rules.standing(value, goal)
    return ComparedRow(
        name=area.short_name or area.name,
        address=sight.at(area.path).address,
        value=value,
        rest=most - (value or 0),
        written=wording.written(value, indicator).value,
        kind=standing.value if standing else "",
        word=wording.light_word(standing, indicator, goal) if standing else "",
    )


def up(wall: Wall, *, top: str) -> str:
    """Return the address of the area around, where that lies in the reader's scope."""
    around = [area for area in wall.around[:-1] if area.path.startswith(top)]
    return wall.sight.at(around[-1].path).address if around else ""


def crumbs(wall: Wall, *, top: str) -> list[tuple[str, str]]:
    """Return the way down from `top`, the reader's own area; what lies above it is not in their scope."""
    inside = [area for area in wall.around if area.path.startswith(top)]
    return [
        (area.short_name or area.name, "" if area.path == wall.sight.path else wall.sight.at(area.path).address)
        for area in inside
    ]


def choosers(sight: Sight) -> list[Chooser]:
    """Return what one may choose on a wall: the indicator that colours the map and, where it has one, the period."""
    defined = queries.definitions()
    indicator = defined[sight.on]
    groups = [
        Group(
            say(tiles.group_words(group)),
            [Choice(say(one.name), sight.coloured_by(one.key).address, one.key == sight.on) for one in members],
        )
        for group, members in queries.by_group()
    ]
    choosers = [Chooser(gettext("地图看"), say(indicator.name), groups)]
    if queries.has_period(indicator):
        chosen = sight.period or indicator.period
        periods = [Choice(str(wording.PERIOD_WORDS[one]), sight.over(one).address, one == chosen) for one in PERIODS]
        choosers.append(Chooser(gettext("时段"), str(wording.PERIOD_WORDS[chosen]), [Group("", periods)]))
    return choosers


def _due(pressing: Sequence[Case], readings: Mapping[str, Reading], *, at: datetime) -> Due:
    open_now = readings[tiles.OPEN].value if tiles.OPEN in readings else None
    return Due([_due_row(case, at=at) for case in pressing], max(0, int(open_now or 0) - len(pressing)))


def _due_row(case: Case, *, at: datetime) -> DueRow:
    light = case_rules.light(at, stage=Stage(case.stage), soon_at=case.soon_at, due_at=case.due_at)
    due_at = timezone.localtime(case.due_at)
    is_today = due_at.date() == timezone.localtime(at).date()
    return DueRow(
        id=case.pk,
        address=reverse("cases:card", args=[case.number]),
        clock=f"{due_at:%H:%M}" if is_today else times.month_and_day(due_at),
        what=say(case.type.words),
        kind=str(light),
        word=say(light.words),
        left=times.left(case.due_at - at),
        where=wording.place(case.area),
    )


def _next_change(pressing: Sequence[Case], at: datetime) -> datetime | None:
    """Return when the first of the pressing cases turns 临期 or 超期, or the day ends."""
    moments = [moment for case in pressing for moment in (case.soon_at, case.due_at) if moment > at]
    tomorrow = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min([*moments, tomorrow])
