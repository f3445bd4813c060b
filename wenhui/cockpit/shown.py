"""One figure as every screen shows it: value, light, trend, change, aim. What is covered is covered everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from wenhui.cockpit import queries, rules, tiles, wording
from wenhui.cockpit.goals import Goals
from wenhui.cockpit.queries import Reading
from wenhui.cockpit.sights import Sight
from wenhui.kit.html.wording import say
from wenhui.lake.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in words, marks and points."""

    key: str
    address: str
    name: str
    kind: str
    word: str
    value: str
    unit: str
    points: Sequence[float | None]
    target: float | None
    change: str
    trend: str
    aim: str
    provider: str
    period: str
    is_covered: bool

    @property
    def id(self) -> str:
        """Return the id of its element on a wall."""
        return f"f-{self.key.replace('.', '-')}"


def show(one: Indicator, reading: Reading, sight: Sight, wanted: Goals, *, pressing: Reading | None = None) -> Shown:
    """Return a figure as screens show it. With `pressing` it says how much of it is most urgent, not how it changed."""
    goal, below = wanted.goal(one, sight.path), wanted.hide_below(sight.path)
    covered = queries.is_hidden(reading.figure, one, below=below)
    written = wording.fewer_than(below) if covered else wording.written(reading.value, one)
    standing = None if covered else rules.standing(reading.value, goal)
    changed = None if covered else rules.change(reading.value, reading.before, decimals=wording.decimals_of(one))
    return Shown(
        key=one.key,
        address=sight.explanation(one.key),
        name=say(one.name),
        kind=standing.value if standing else "",
        word=wording.light_word(standing, one, goal) if standing else "",
        value=written.value,
        unit=written.unit,
        points=() if covered or not _has_past(reading) else reading.points,
        target=None if one.key in tiles.WATCHED else goal.limit if goal.target is None else goal.target,
        change=_below(one, reading, pressing, wording.change(changed, one, reading.since)),
        trend="clock" if pressing or _is_unmeasured(one, reading) else changed.direction.value if changed else "",
        aim=wording.aim(goal, one),
        provider=say(one.provider),
        period=str(wording.PERIOD_WORDS[one.period]) if one.has_days else gettext("此刻"),
        is_covered=covered,
    )


def _below(one: Indicator, reading: Reading, pressing: Reading | None, change: str) -> str:
    """Return what stands under a figure: what of it is urgent, that nothing was measured, else how it changed."""
    if pressing is not None:
        return _pressing(pressing)
    return gettext("还没有可比的实测，不估算") if _is_unmeasured(one, reading) else change


def _is_unmeasured(one: Indicator, reading: Reading) -> bool:
    return bool(one.measured_by) and reading.value is None


def _has_past(reading: Reading) -> bool:
    """Say whether there is a line to draw: one point is none."""
    return sum(point is not None for point in reading.points) > 1


def _pressing(reading: Reading) -> str:
    one = queries.definitions()[reading.figure.key]
    return f"{say(one.name)} {wording.written(reading.value, one)}"
