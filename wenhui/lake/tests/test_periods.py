"""Periods are covered exactly, by few cells; edges fall where people say they do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.lake import periods
from wenhui.lake.indicators import Edge, Period, Unit
from wenhui.lake.periods import DAY, MONTH, YEAR, Stretch

days = st.dates(date(2019, 11, 1), date(2028, 3, 31))
LAST = date(2030, 1, 1)


def days_in(stretch: Stretch) -> list[date]:
    """Return each day in the cells of a stretch, by walking the calendar."""
    begin, end = stretch.begin or date(2019, 1, 1), stretch.end or LAST
    if stretch.grain == MONTH:
        assert (begin.day, end.day) == (1, 1)
    if stretch.grain == YEAR:
        assert (begin.month, begin.day, end.month, end.day) == (1, 1, 1, 1)
    return [begin + timedelta(days=n) for n in range((end - begin).days)]


@given(days, days)
def test_a_cover_holds_each_day_once(begin: date, end: date) -> None:
    covered = [day for stretch in periods.cover(begin, end) for day in days_in(stretch)]

    assert sorted(covered) == [begin + timedelta(days=n) for n in range((end - begin).days)]


@given(days)
def test_an_open_side_is_covered_too(edge: date) -> None:
    before = [day for stretch in periods.cover(None, edge) for day in days_in(stretch)]
    after = [day for stretch in periods.cover(edge, None) for day in days_in(stretch)]

    assert sorted(before + after) == [
        date(2019, 1, 1) + timedelta(days=n) for n in range((LAST - date(2019, 1, 1)).days)
    ]


@given(days, days)
def test_a_cover_reads_few_cells(begin: date, end: date) -> None:
    width = {DAY: 1, MONTH: 28, YEAR: 365}
    cells = sum(len(days_in(stretch)) // width[stretch.grain] for stretch in periods.cover(begin, end))

    assert cells <= 31 + 31 + 11 + 13 + 10


@pytest.mark.parametrize(
    ("period", "begin"),
    [
        (Period.TODAY, date(2026, 3, 18)),
        (Period.MONTH, date(2026, 3, 1)),
        (Period.DAYS_30, date(2026, 2, 17)),
        (Period.YEAR, date(2026, 1, 1)),
        (Period.ALL, None),
    ],
)
def test_a_period_ends_with_the_day_in_shanghai(period: Period, begin: date | None) -> None:
    just_past_midnight_there = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)

    assert periods.days_of(period, just_past_midnight_there) == (begin, date(2026, 3, 19))


@pytest.mark.parametrize(
    ("edge", "day"),
    [
        (Edge(Unit.DAYS, 0), date(2028, 2, 29)),
        (Edge(Unit.DAYS, -7), date(2028, 2, 22)),
        (Edge(Unit.YEARS, -60), date(1968, 3, 1)),
        (Edge(Unit.YEARS, -61), date(1967, 3, 1)),
        (Edge(Unit.MINUTES, 12 * 60), date(2028, 3, 1)),
        (Edge(Unit.MINUTES, 12 * 60 - 1), date(2028, 2, 29)),
    ],
)
def test_an_edge_falls_on_a_day(edge: Edge, day: date) -> None:
    noon_of_a_leap_day = datetime(2028, 2, 29, 4, 0, tzinfo=UTC)

    assert periods.edge_day(edge, noon_of_a_leap_day) == day
