"""Named questions to the counters. Every answer is exact at the commit it sees: cells plus unfolded deltas.

Run under the web role, a question sees only cells and rows in the transaction's scope; an area outside it counts 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from wenhui.ground.tally import definitions, reading
from wenhui.ground.tally.models import Frozen, Recount
from wenhui.kit import clock
from wenhui.lake import reading as asking
from wenhui.lake.indicators import Indicator, Kind, Period


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one area at one moment.

    `value` is None where nothing can be said (a ratio over nothing, a median of no rows, a sum that nothing was measured
    for). Ratios carry their operands, durations their number of rows `n`, the median in seconds as `value` and the 90th
    percentile as `p90`.
    """

    key: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    p90: float | None = None


def indicator(key: str) -> Indicator:
    """Return the definition behind a key. Raises KeyError for an unknown one."""
    return definitions.office()[key]


def indicators() -> tuple[Indicator, ...]:
    """Return every indicator of the office, in the order modules define them."""
    return definitions.office().indicators


def figures(keys: Iterable[str], area_path: str, at: datetime, period: Period | None = None) -> dict[str, Figure]:
    """Return many indicators of one area with one statement."""
    return figures_of(keys, [area_path], at, period)[area_path]


def figures_of(
    keys: Iterable[str], paths: Sequence[str], at: datetime, period: Period | None = None
) -> dict[str, dict[str, Figure]]:
    """Return many indicators of many areas with one statement: {path: {key: Figure}}. A map asks for its children so."""
    keys = list(keys)
    found = reading.counts(
        [*keys, *(measure for key in keys if (measure := indicator(key).measured_by))], paths, at, period
    )
    return {path: {key: _figure(key, found[path]) for key in keys} for path in paths}


def by_category(
    key: str, area_path: str, dimension: str, at: datetime, period: Period | None = None
) -> list[tuple[str, int]]:
    """Return (category, count) of one indicator, largest first; categories without rows are left out.

    Raises KeyError when the indicator is not kept by that dimension.
    """
    one = indicator(key)
    if dimension not in one.by:
        raise KeyError(f"{key} is not kept by {dimension}; it is by {one.by}.")
    asked = asking.category_question(
        one, reading.tables_of({one.table})[one.table], area_path, dimension, at=at, period=period
    )
    pairs = [(category, round(value)) for _, category, _, value in reading.rows_of(asked) if value]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows that an indicator counts: their table, the condition that picks them, its parameters."""

    table: str
    condition: str
    parameters: list[object]


def behind(key: str, area_path: str, at: datetime, period: Period | None = None) -> Behind:
    """Return which rows a counted indicator counts. The module that owns the table shows them, as far as one may see.

    Raises KeyError for a ratio, which has no rows of its own.
    """
    one = indicator(key)
    if one.kind is Kind.RATIO:
        raise KeyError(f"{key} is a ratio; ask for its operands {one.numerator} and {one.denominator}.")
    columns = reading.tables_of({one.table})[one.table].columns
    condition, parameters = asking.rows_condition(one, columns, area_path, at, period)
    return Behind(one.table, condition, parameters)


def trend(  # noqa: PLR0917 - all but the grain are always given, in this order
    key: str, area_path: str, begin: date, end: date, at: datetime, grain: str = "d"
) -> list[tuple[date, float | None]]:
    """Return (first day, value) for every day (`d`), month (`m`) or year (`y`) from `begin` to before `end`.

    Flows, sums and durations come from cells and deltas; stocks and due figures as frozen at midnight, the present day
    as it is now; days from before the office kept them are None.
    """
    one = indicator(key)
    if one.kind is Kind.RATIO:
        above = trend(one.numerator, area_path, begin, end, at, grain)
        below = trend(one.denominator, area_path, begin, end, at, grain)
        return [(day, _share(up, down, one.per)) for (day, up), (_, down) in zip(above, below, strict=True)]
    if one.measured_by:
        measured = dict(trend(one.measured_by, area_path, begin, end, at, grain))
        return [
            (day, value if measured[day] else None) for day, value in _counted_trend(one, area_path, begin, end, grain)
        ]
    if one.has_days:
        return _counted_trend(one, area_path, begin, end, grain)
    return _frozen_trend(one, area_path, begin, end, at)


def last_recount(key: str) -> Recount | None:
    """Return how the tables behind an indicator last stood up to a full recount: of several, the one longest ago.

    Cells that differ in any of them come first; None when one of them was never recounted.
    """
    wanted = {one.table for one in definitions.office().closed_over([key]) if one.table}
    found = list(Recount.objects.filter(table__in=wanted))
    if not found or len(found) < len(wanted):
        return None
    return min(found, key=lambda one: (not one.differences, one.counted_at))


def frozen(keys: Iterable[str], area_path: str, begin: date, end: date) -> dict[str, dict[date, float]]:
    """Return what stock and due figures stood at when each day from `begin` to before `end` ended: {key: {day: value}}.

    Many figures with one statement; days from before the office kept them are missing.
    """
    keys = list(keys)
    kept: dict[str, dict[date, float]] = {key: {} for key in keys}
    rows = Frozen.objects.filter(key__in=keys, area_path=area_path, day__gte=begin, day__lt=end)
    for key, day, value in rows.values_list("key", "day", "value"):
        kept[key][day] = float(value)
    return kept


def _counted_trend(one: Indicator, path: str, begin: date, end: date, grain: str) -> list[tuple[date, float | None]]:
    counted = reading.tables_of({one.table})[one.table]
    first = _first_of(begin, grain)
    spreads: dict[date, dict[int, int]] = {}
    sums: dict[date, float] = {}
    for _, day, bucket, value in reading.rows_of(
        asking.trend_question(one, counted, path, begin=first, end=end, grain=grain)
    ):
        if one.kind is Kind.DURATION:
            spreads.setdefault(day, {})[bucket] = int(value)
        else:
            sums[day] = float(value)
    days = _steps(first, end, grain)
    if one.kind is Kind.DURATION:
        return [(day, reading.Spread(spreads.get(day, {})).quantile(0.5)) for day in days]
    return [(day, sums.get(day, 0.0)) for day in days]


def _frozen_trend(one: Indicator, path: str, begin: date, end: date, at: datetime) -> list[tuple[date, float | None]]:
    kept = Frozen.objects.filter(key=one.key, area_path=path, day__gte=begin, day__lt=end)
    found: dict[date, float] = {frozen.day: float(frozen.value) for frozen in kept}
    today = clock.local_day(at)
    if begin <= today < end:
        value = figures([one.key], path, at)[one.key].value
        if value is not None:
            found[today] = value
    return [(day, found.get(day)) for day in _steps(begin, end, "d")]


def _first_of(day: date, grain: str) -> date:
    return {"d": day, "m": day.replace(day=1), "y": day.replace(month=1, day=1)}[grain]


def _steps(begin: date, end: date, grain: str) -> list[date]:
    """Return the first days of the steps from `begin` to before `end`."""
    days, day = [], begin
    while day < end:
        days.append(day)
        day = _first_of(day + timedelta(days={"d": 1, "m": 31, "y": 366}[grain]), grain)
    return days


def _figure(key: str, found: dict[str, Decimal | reading.Spread]) -> Figure:
    one = indicator(key)
    if one.kind is Kind.RATIO:
        above, below = (float(found[operand]) for operand in (one.numerator, one.denominator))  # type: ignore[arg-type]
        return Figure(key, _share(above, below, one.per), numerator=above, denominator=below)
    value = found[key]
    if one.measured_by and not found[one.measured_by]:
        return Figure(key, None)
    if isinstance(value, reading.Spread):
        return Figure(key, value.quantile(0.5), n=value.n, p90=value.quantile(0.9))
    return Figure(key, float(value))


def _share(above: float | None, below: float | None, per: int) -> float | None:
    return per * above / below if above is not None and below else None
