"""Named questions to the counters, as walls and explanations ask them. Within the transaction's scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from django.apps import apps

from wenhui.cockpit import rules, tiles
from wenhui.ground.tally import definitions as tally_definitions
from wenhui.ground.tally import queries as tally
from wenhui.ground.tally.queries import Figure
from wenhui.kit import clock
from wenhui.kit.privacy import Privacy
from wenhui.lake.indicators import Definitions, Indicator, Kind, Period

POINTS: Final = 7
SECONDS_IN: Final = {"分": 60, "分钟": 60, "时": 3600, "小时": 3600, "天": 86400, "日": 86400}


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator of one area as a wall needs it: now, before, and the points of its past up to now.

    `since` is the period whose forerunner `before` stands for; None for what stands without days, then it is yesterday.
    """

    figure: Figure
    value: float | None
    before: float | None
    points: Sequence[float | None]
    since: Period | None


def definitions() -> Definitions:
    """Return every indicator of this office."""
    return tally_definitions.office()


def by_group() -> list[tuple[str, list[Indicator]]]:
    """Return the indicators in their groups, those of GROUPS first, in the order of definition."""
    groups: dict[str, list[Indicator]] = {group: [] for group in tiles.GROUPS}
    for one in definitions().indicators:
        groups.setdefault(tiles.group_of(one.key), []).append(one)
    return [(group, members) for group, members in groups.items() if members]


def has_period(one: Indicator) -> bool:
    """Say whether a period may be chosen for an indicator: its rows, or those of a ratio's operands, lie on days."""
    return all(part.has_days for part in operands(one))


def operands(one: Indicator) -> tuple[Indicator, ...]:
    """Return what an indicator counts: itself, or the two of a ratio."""
    return definitions().closed_over([one.key])


def is_of_persons(one: Indicator) -> bool:
    """Say whether an indicator counts rows that tell of persons, so that a small count may point at somebody."""
    return any(part.table in tables_of_persons() for part in operands(one))


@cache
def tables_of_persons() -> frozenset[str]:
    """Return the tables with columns of the class personal or above."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models()
        if any(kind.rank >= Privacy.PERSONAL.rank for kind in getattr(model, "PRIVACY", {}).values())
    )


def value_of(figure: Figure, one: Indicator) -> float | None:
    """Return a figure's value in its indicator's unit."""
    return in_unit(figure.value, one)


def in_unit(value: float | None, one: Indicator) -> float | None:
    """Return a value of the counters in the indicator's unit: lengths come in seconds."""
    if value is None or one.kind is not Kind.DURATION:
        return value
    return value / SECONDS_IN[one.unit.zh]


def is_hidden(figure: Figure, one: Indicator, *, below: int) -> bool:
    """Say whether a figure of persons must be covered: a count, or the upper part of a share, that is too few."""
    counted = figure.value if figure.numerator is None else figure.numerator
    return is_of_persons(one) and rules.is_too_few(counted, below=below)


def covered(figures: Sequence[Figure], one: Indicator, *, below: int) -> list[bool]:
    """Say which figures of parts that make up a shown whole are covered."""
    if not is_of_persons(one):
        return [False] * len(figures)
    if one.kind is Kind.RATIO:
        return [is_hidden(figure, one, below=below) for figure in figures]
    return rules.covered([figure.value for figure in figures], below=below)


def readings(keys: Iterable[str], path: str, *, at: datetime) -> dict[str, Reading]:
    """Return indicators of one area with their past. One question now, one for frozen days, few for what lies on days."""
    wanted = [definitions()[key] for key in keys]
    now = tally.figures([one.key for one in wanted], path, at)
    lasting = [one for one in wanted if not has_period(one)]
    daily = [one for one in wanted if has_period(one)]
    return _lasting(lasting, now, path, at=at) | _daily(daily, now, path, at=at)


def reading(one: Indicator, path: str, *, at: datetime, period: Period | None) -> Reading:
    """Return one indicator with its past, over another period than its own where one is given."""
    if period is None or not has_period(one):
        return readings([one.key], path, at=at)[one.key]
    earlier = _earlier(period, at)
    now = tally.figures([one.key], path, at, period)[one.key]
    before = value_of(tally.figures([one.key], path, earlier, period)[one.key], one) if earlier else None
    return Reading(now, value_of(now, one), _known_before(before, period), (), period)


def figures_of(
    keys: Iterable[str], paths: Sequence[str], *, at: datetime, period: Period | None = None
) -> dict[str, dict[str, Figure]]:
    """Return many indicators of many areas with one question: {path: {key: figure}}."""
    return tally.figures_of(list(dict.fromkeys(keys)), list(paths), at, period)


def _lasting(wanted: Sequence[Indicator], now: Mapping[str, Figure], path: str, *, at: datetime) -> dict[str, Reading]:
    """Read what stands without days: yesterday and the days before as they were frozen at midnight."""
    if not wanted:
        return {}
    today = clock.local_day(at)
    days = [today - timedelta(days=back) for back in range(POINTS - 1, 0, -1)]
    parts = {part.key for one in wanted for part in operands(one)}
    kept = tally.frozen(parts, path, days[0], today)
    found = {}
    for one in wanted:
        past = [_frozen_value(one, [kept[part.key].get(day) for part in operands(one)]) for day in days]
        value = value_of(now[one.key], one)
        found[one.key] = Reading(now[one.key], value, past[-1], (*past, value), None)
    return found


def _frozen_value(one: Indicator, parts: Sequence[float | None]) -> float | None:
    if one.kind is not Kind.RATIO:
        return parts[0]
    above, below = parts[0], parts[-1]
    return one.per * above / below if above is not None and below else None


def _daily(wanted: Sequence[Indicator], now: Mapping[str, Figure], path: str, *, at: datetime) -> dict[str, Reading]:
    """Read what lies on days: the same length of time before, and the last months (or days) as they were."""
    found = {}
    for period in dict.fromkeys(one.period for one in wanted):
        members = [one for one in wanted if one.period is period]
        earlier = _earlier(period, at)
        before = tally.figures([one.key for one in members], path, earlier) if earlier else {}
        for one in members:
            was = _known_before(value_of(before[one.key], one) if one.key in before else None, period)
            points = past(one, path, at=at, grain="d" if period is Period.TODAY else "m", steps=POINTS)
            found[one.key] = Reading(
                now[one.key], value_of(now[one.key], one), was, [value for _, value in points], period
            )
    return found


def _known_before(value: float | None, period: Period) -> float | None:
    """Return what an earlier period stood at; nothing at all in a month or a year means that nobody counted yet."""
    return value if value or period is Period.TODAY else None


def _earlier(period: Period, at: datetime) -> datetime | None:
    """Return the moment at which the same period before this one was as old as this one is now."""
    match period:
        case Period.TODAY:
            return at - timedelta(days=1)
        case Period.DAYS_30:
            return at - timedelta(days=30)
        case Period.MONTH:
            here = at.astimezone(clock.SHANGHAI)
            last = here.replace(day=1) - timedelta(days=1)
            return last.replace(day=min(last.day, here.day))
        case Period.YEAR:
            here = at.astimezone(clock.SHANGHAI)
            return here.replace(year=here.year - 1, day=min(here.day, 28) if here.month == 2 else here.day)
        case Period.ALL:
            return None


def past(one: Indicator, path: str, *, at: datetime, grain: str, steps: int) -> list[tuple[date, float | None]]:
    """Return the last `steps` days or months with their values, in the indicator's unit, the present one last."""
    today = clock.local_day(at)
    begin = today - timedelta(days=steps - 1) if grain == "d" else _months_back(today, steps - 1)
    found = tally.trend(one.key, path, begin, today + timedelta(days=1), at, grain)
    return [(day, in_unit(value, one)) for day, value in found]


def _months_back(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
