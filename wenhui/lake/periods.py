"""Days, months and years: how a read of any period touches few cells, and where a window's edges fall.

Cells stand at three grains. A period of days is covered by whole years, then whole months, then days, so that a sum over
twenty years reads about as many cells as one over a month.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wenhui.kit import clock
from wenhui.lake.indicators import Edge, Period, Unit

DAY, MONTH, YEAR = "d", "m", "y"


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Cells of one grain from `begin` to before `end`; a missing side is open."""

    grain: str
    begin: date | None
    end: date | None


def cover(begin: date | None, end: date | None) -> list[Stretch]:
    """Return stretches that together hold exactly the days from `begin` to before `end`.

    An open begin is covered by years; an open end by years too.
    """
    if begin is not None and end is not None and begin >= end:
        return []
    first_year = None if begin is None else _year_at_or_after(begin)
    last_year = None if end is None else date(end.year, 1, 1)
    if first_year is not None and last_year is not None and first_year >= last_year:
        return _months_and_days(begin, end)
    left = [] if begin is None or first_year is None else _months_and_days(begin, first_year)
    right = [] if end is None or last_year is None else _months_and_days(last_year, end)
    years = [] if first_year is not None and first_year == last_year else [Stretch(YEAR, first_year, last_year)]
    return [*left, *years, *right]


def _months_and_days(begin: date | None, end: date | None) -> list[Stretch]:
    if begin is None or end is None or begin >= end:
        return []
    first_month, last_month = _month_at_or_after(begin), date(end.year, end.month, 1)
    if first_month >= last_month:
        return [Stretch(DAY, begin, end)]
    stretches = [
        Stretch(DAY, begin, first_month),
        Stretch(MONTH, first_month, last_month),
        Stretch(DAY, last_month, end),
    ]
    return [one for one in stretches if one.begin != one.end]


def _month_at_or_after(day: date) -> date:
    if day.day == 1:
        return day
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _year_at_or_after(day: date) -> date:
    return day if (day.month, day.day) == (1, 1) else date(day.year + 1, 1, 1)


def days_of(period: Period, at: datetime) -> tuple[date | None, date]:
    """Return the first day of the period and the day after its last, as Shanghai counts days at `at`."""
    today = clock.local_day(at)
    begin = {
        Period.TODAY: today,
        Period.MONTH: today.replace(day=1),
        Period.DAYS_30: today - timedelta(days=29),
        Period.YEAR: today.replace(month=1, day=1),
        Period.ALL: None,
    }[period]
    return begin, today + timedelta(days=1)


def edge_day(edge: Edge, at: datetime) -> date:
    """Return the Shanghai day that an edge falls in; every earlier day lies before the edge as a whole."""
    today = clock.local_day(at)
    if edge.unit is Unit.DAYS:
        return today + timedelta(days=edge.offset)
    if edge.unit is Unit.YEARS:
        return _same_date(today, edge.offset) + timedelta(days=1)
    return clock.local_day(edge_moment(edge, at))


def edge_moment(edge: Edge, at: datetime) -> datetime:
    """Return the exact moment of an edge measured in minutes."""
    return at + timedelta(minutes=edge.offset)


def _same_date(day: date, years: int) -> date:
    """Return the same date in another year; 29 February becomes 28, as people born on it count it (民法典 has no rule)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
