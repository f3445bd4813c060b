"""Work time of many at once is the work time of each."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.kit import worktimes
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import OutsideCalendarError, Rhythm, WorkCalendar

CALENDARS = (
    WorkCalendar(),
    WorkCalendar(rhythm=Rhythm.PLAIN, zone=ZoneInfo("America/New_York")),
    WorkCalendar(hours=((time(0), time(8)), (time(8, 30), time(23, 59)))),  # through nights in which clocks change
    WorkCalendar(rhythm=Rhythm.PLAIN, zone=ZoneInfo("America/New_York"), hours=((time(0), time(23, 59)),)),
)


def micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@given(
    st.sampled_from(CALENDARS),
    st.lists(
        st.tuples(
            st.datetimes(datetime(2004, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
            st.integers(1, 60_000),
        ),
        min_size=1,
        max_size=30,
    ),
)
def test_each_of_many_gets_the_deadline_it_would_get_alone(
    calendar: WorkCalendar, asked: list[tuple[datetime, int]]
) -> None:
    alone = [micros(calendar.add_minutes(start, minutes).at) for start, minutes in asked]

    together = worktimes.add_minutes(
        calendar, np.array([micros(start) for start, _ in asked]), np.array([minutes for _, minutes in asked])
    )

    assert together.tolist() == alone


@pytest.mark.parametrize(
    ("start", "minutes", "error"),
    [
        (datetime(2026, 3, 17, tzinfo=UTC), 0, ValueError),
        (datetime(1999, 3, 17, tzinfo=UTC), 1, OutsideCalendarError),
        (datetime(2079, 12, 28, tzinfo=UTC), 60_000, OutsideCalendarError),
    ],
)
def test_what_one_refuses_many_refuse(start: datetime, minutes: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        CALENDARS[0].add_minutes(start, minutes)

    with pytest.raises(error):
        worktimes.add_minutes(CALENDARS[0], np.array([micros(start)]), minutes)


def test_of_nobody_nothing_is_worked_out() -> None:
    assert worktimes.add_minutes(CALENDARS[0], np.array([], dtype=np.int64), 60).size == 0


def test_every_working_minute_of_2019_to_2026_is_where_chinesecalendar_has_it() -> None:
    first, last = date(2019, 1, 1), date(2026, 12, 31)
    calendar = WorkCalendar(hours=((time(8, 30), time(12)), (time(13, 30), time(17, 30))))
    worked = [micros(datetime.combine(day, time(), SHANGHAI)) for day in chinese_calendar.get_workdays(first, last)]
    clock = np.array([*range(8 * 60 + 31, 12 * 60 + 1), *range(13 * 60 + 31, 17 * 60 + 31)]) * worktimes.MINUTE
    minutes = (np.array(worked, dtype=np.int64)[:, None] + clock).ravel()
    begin = np.full(minutes.size, micros(datetime.combine(first, time(), SHANGHAI)), dtype=np.int64)

    found = worktimes.add_minutes(calendar, begin, np.arange(1, minutes.size + 1))

    assert minutes.size > 890_000
    assert int((found != minutes).sum()) == 0
