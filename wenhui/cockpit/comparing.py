"""The parts of an area beside each other, against a target where there is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from wenhui.cockpit import queries, rules, wording
from wenhui.cockpit.goals import Goals
from wenhui.cockpit.maps import Ground
from wenhui.cockpit.sights import Sight
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.tally.queries import Figure
from wenhui.kit.html.wording import say
from wenhui.lake.indicators import Good, Indicator

MOST_COMPARED: Final = 8
RANKED: Final = frozenset({Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY})


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


def compared(
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
        shown = [area for area in shown if values[area.path] is not None]
    elif target is None:
        shown = sorted((area for area in shown if values[area.path]), key=lambda area: -(values[area.path] or 0))
    most = max((values[area.path] or 0 for area in shown), default=0)
    return Compared(
        head=gettext("各%(level)s%(name)s")
        % {"level": Level(ground.children[0].level).label, "name": say(indicator.name)}
        if ground.children
        else say(indicator.name),
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
        name=area.name if area.level == Level.BUILDING else area.short_name or area.name,
        address=sight.at(area.path).address,
        value=value,
        rest=most - (value or 0),
        written=wording.written(value, indicator).value,
        kind=standing.value if standing else "",
        word=wording.light_word(standing, indicator, goal) if standing else "",
    )
