"""Work time: holidays, make-up Saturdays, lunch, the office's own days, years nobody has announced."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.kit import worktime
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import DayKind, NotAnnounced, Rhythm, WorkCalendar, WorkTime, WorkUnit

NEW_YORK = ZoneInfo("America/New_York")
CHINA = WorkCalendar()
PLAIN = WorkCalendar(rhythm=Rhythm.PLAIN, zone=NEW_YORK)


def local(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def days(amount: int) -> WorkTime:
    return WorkTime(amount, WorkUnit.WORKDAYS)


def hours(amount: int) -> WorkTime:
    return WorkTime(amount, WorkUnit.WORKHOURS)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-03-17 10:00", hours(1), "2026-03-17 11:00"),
        ("2026-03-17 11:30", hours(1), "2026-03-17 14:00"),  # over lunch
        ("2026-03-17 08:00", hours(3), "2026-03-17 12:00"),  # before opening; ends at lunch, not after it
        ("2026-03-17 20:00", hours(1), "2026-03-18 10:00"),  # after closing
        ("2026-03-17 10:00", days(1), "2026-03-18 10:00"),
        ("2026-03-17 09:00", days(1), "2026-03-17 17:30"),  # a whole day ends at closing time
        ("2026-03-20 16:30", hours(2), "2026-03-23 10:00"),  # over a weekend
        ("2026-03-16 10:00", days(7), "2026-03-25 10:00"),
        ("2026-03-21 10:00", days(1), "2026-03-23 17:30"),  # begun on a Saturday
        ("2026-02-13 10:00", days(1), "2026-02-14 10:00"),  # the make-up Saturday before Spring Festival is worked
        ("2026-02-14 10:00", days(1), "2026-02-24 10:00"),  # nine days of Spring Festival
        ("2026-02-14 16:30", hours(2), "2026-02-24 10:00"),
        ("2026-02-27 10:00", days(1), "2026-02-28 10:00"),  # the make-up Saturday after it
        ("2026-02-28 10:00", days(1), "2026-03-02 10:00"),
        ("2026-09-18 10:00", days(1), "2026-09-20 10:00"),  # a worked Sunday
        ("2026-09-30 10:00", days(1), "2026-10-08 10:00"),  # National Day
        ("2025-12-31 10:00", days(1), "2026-01-04 10:00"),  # New Year, then a worked Sunday
    ],
)
def test_a_limit_ends_when_so_much_work_time_is_over(start: str, limit: WorkTime, due: str) -> None:
    deadline = CHINA.add(local(start), limit)

    assert deadline.at.astimezone(SHANGHAI) == local(due)
    assert deadline.warning is None


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-17 09:42", "2026-03-17 14:22", 190),
        ("2026-03-12 17:00", "2026-03-17 09:42", 2 * 420 + 72),
        ("2026-03-17 18:00", "2026-03-18 08:00", 0),
        ("2026-02-14 17:00", "2026-02-24 09:30", 60),
        ("2026-03-17 14:22", "2026-03-17 09:42", -190),
    ],
)
def test_only_work_time_lies_between_two_moments(start: str, end: str, minutes: int) -> None:
    span = CHINA.between(local(start), local(end))

    assert span.minutes == minutes


@pytest.mark.parametrize("start", ["2026-12-30 10:00", "2027-03-16 10:00"])
def test_a_year_nobody_has_announced_counts_monday_to_friday_and_says_so(start: str) -> None:
    deadline = CHINA.add(local(start), days(7))

    assert deadline.warning == NotAnnounced((2027,))
    assert deadline.at - local(start) >= timedelta(days=9)


def test_the_last_known_day_of_2026_carries_no_warning() -> None:
    deadline = CHINA.add(local("2026-12-30 10:00"), days(1))

    assert deadline == (local("2026-12-31 10:00"), None)


def test_every_unknown_year_on_the_way_is_named() -> None:
    span = CHINA.between(local("2025-06-02 10:00"), local("2029-06-04 10:00"))

    assert span.warning == NotAnnounced((2027, 2028, 2029))


def test_days_the_office_enters_win_over_the_country_and_the_week() -> None:
    office = WorkCalendar(days={date(2026, 3, 18): DayKind.DAY_OFF, date(2026, 3, 21): DayKind.WORKDAY})

    after_a_day_off = office.add(local("2026-03-17 10:00"), days(1)).at
    on_a_worked_saturday = office.add(local("2026-03-20 10:00"), days(1)).at

    assert after_a_day_off == local("2026-03-19 10:00")
    assert on_a_worked_saturday == local("2026-03-21 10:00")


def test_a_year_the_office_has_entered_in_full_is_known() -> None:
    office = WorkCalendar(days={date(2027, 1, 1): DayKind.DAY_OFF}, announced=frozenset({2027}))

    deadline = office.add(local("2026-12-31 10:00"), days(1))

    assert office.is_known(2027)
    assert not office.is_known(2028)
    assert deadline == (local("2027-01-04 10:00"), None)


def test_one_day_entered_does_not_make_its_year_known() -> None:
    office = WorkCalendar(days={date(2027, 1, 1): DayKind.DAY_OFF})

    deadline = office.add(local("2026-12-31 10:00"), days(1))

    assert deadline == (local("2027-01-04 10:00"), NotAnnounced((2027,)))


def test_a_plain_calendar_knows_every_year_and_no_chinese_holiday() -> None:
    over_spring_festival = PLAIN.add(local("2026-02-13 10:00", NEW_YORK), days(1))
    years_ahead = PLAIN.add(local("2031-01-06 10:00", NEW_YORK), days(1))

    assert over_spring_festival == (local("2026-02-16 10:00", NEW_YORK), None)
    assert years_ahead.warning is None


def test_working_hours_stay_where_they_are_when_the_clocks_change() -> None:
    deadline = PLAIN.add(local("2026-03-06 10:00", NEW_YORK), days(1))

    assert deadline.at.astimezone(NEW_YORK).time() == time(10)
    assert deadline.at - local("2026-03-06 10:00", NEW_YORK) == timedelta(days=3, hours=-1)


def test_deadlines_are_in_utc() -> None:
    assert CHINA.add(local("2026-03-17 10:00"), hours(1)).at.tzinfo is UTC


@pytest.mark.parametrize(
    "pieces",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(12)), (time(12), time(17))),
        ((time(13), time(17)), (time(9), time(12))),
    ],
)
def test_hours_out_of_order_are_refused(pieces: worktime.Hours) -> None:
    with pytest.raises(ValueError, match="in order"):
        WorkCalendar(hours=pieces)


def test_limits_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        days(0)
    with pytest.raises(ValueError, match="at least a minute"):
        CHINA.add_minutes(local("2026-03-17 10:00"), 0)


@pytest.mark.parametrize("start", ["1999-12-31 10:00", "2080-01-02 10:00", "2079-12-29 10:00"])
def test_moments_beyond_the_tables_are_refused_in_words(start: str) -> None:
    with pytest.raises(worktime.OutsideCalendarError, match="2079"):
        CHINA.add(local(start), days(30))


CALENDARS = [
    CHINA,
    PLAIN,
    WorkCalendar(hours=((time(8, 30), time(11, 45)), (time(13), time(17, 15)), (time(18), time(20)))),
]
moments = st.datetimes(datetime(2015, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
amounts = st.integers(1, 400)
limits = st.builds(WorkTime, amounts, st.sampled_from(WorkUnit))


@given(st.sampled_from(CALENDARS), moments, limits)
def test_what_was_added_lies_between(calendar: WorkCalendar, start: datetime, limit: WorkTime) -> None:
    end = calendar.add(start, limit).at

    assert calendar.between(start, end).minutes == calendar.minutes_in(limit)
    assert calendar.between(end, start).minutes == -calendar.minutes_in(limit)


@given(st.sampled_from(CALENDARS), moments, moments, limits)
def test_who_begins_later_is_never_due_earlier(
    calendar: WorkCalendar, one: datetime, other: datetime, limit: WorkTime
) -> None:
    first, second = sorted((one, other))

    assert calendar.add(first, limit).at <= calendar.add(second, limit).at


@given(st.sampled_from(CALENDARS), moments, limits)
def test_deadlines_fall_into_working_hours_of_a_workday(
    calendar: WorkCalendar, start: datetime, limit: WorkTime
) -> None:
    due = calendar.add(start, limit).at.astimezone(calendar.zone)

    assert calendar.is_workday(due.date())
    assert any(begin < due.time() <= end for begin, end in calendar.hours)


@given(st.sampled_from(CALENDARS), moments, st.lists(amounts, min_size=2, max_size=4))
def test_a_limit_may_be_spent_in_pieces(calendar: WorkCalendar, start: datetime, pieces: list[int]) -> None:
    end = start
    for minutes in pieces:
        end = calendar.add_minutes(end, minutes).at

    assert end == calendar.add_minutes(start, sum(pieces)).at
