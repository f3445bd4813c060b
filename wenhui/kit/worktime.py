"""Work time: which days and hours count, and when so many workdays or work-hours are over.

A calendar lays all working hours end to end on one line; adding and measuring are sums on that line. A workday is
one day's worth of working hours, so seven workdays from Monday 10:00 end on the Wednesday of next week at 10:00. A
limit that ends exactly at closing time is due then, not the next morning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

import chinese_calendar

from wenhui.kit.clock import SHANGHAI

FIRST_YEAR = 2000
LAST_YEAR = 2079

_MINUTE = 60_000_000  # in microseconds, the unit of every sum below


class WorkUnit(StrEnum):
    """What a limit counts: 工作日 or 工作时."""

    WORKDAYS = "workdays"
    WORKHOURS = "workhours"


class OutsideCalendarError(ValueError):
    """A moment or a deadline lies beyond the years the calendar reaches."""


class DayKind(StrEnum):
    """What a day is: worked (a make-up Saturday too), or off."""

    WORKDAY = "workday"
    DAY_OFF = "day_off"


class Rhythm(StrEnum):
    """Where a calendar's ordinary knowledge of days comes from."""

    CHINA = "china"  # what the State Council announces each autumn for the next year
    PLAIN = "plain"  # Monday to Friday, every year


@dataclass(frozen=True, slots=True)
class WorkTime:
    """An amount of work time, such as 7 workdays or 2 work-hours."""

    amount: int
    unit: WorkUnit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"A limit is at least 1, not {self.amount}.")


class NotAnnounced(NamedTuple):
    """A warning: the days off of these years are not known yet, so Monday to Friday was assumed."""

    years: tuple[int, ...]


class Deadline(NamedTuple):
    """When so much work time is over, and whether that rests on years nobody has announced."""

    at: datetime
    warning: NotAnnounced | None


class Span(NamedTuple):
    """How many whole work-minutes lie between two moments; negative when the second comes first."""

    minutes: int
    warning: NotAnnounced | None


Hours = tuple[tuple[time, time], ...]

OFFICE_HOURS: Hours = ((time(9), time(12)), (time(13, 30), time(17, 30)))


class _Announcements(NamedTuple):
    """What a library knows of one country's days off."""

    years: frozenset[int]
    days: Mapping[date, DayKind]


@cache
def _china() -> _Announcements:
    """Return what `chinesecalendar` knows: days off, and weekends worked in exchange."""
    off, worked = chinese_calendar.constants.holidays, chinese_calendar.constants.workdays
    days = dict.fromkeys(off, DayKind.DAY_OFF) | dict.fromkeys(worked, DayKind.WORKDAY)
    return _Announcements(frozenset(day.year for day in off), days)


@dataclass(frozen=True)
class WorkCalendar:
    """The working days and hours of one office.

    `days` are the office's own entries and win over everything; `announced` are years the office has entered in full,
    beyond what the library knows. The tables behind it are built on first use in some 30 ms: keep a calendar.
    """

    rhythm: Rhythm = Rhythm.CHINA
    zone: ZoneInfo = SHANGHAI
    hours: Hours = OFFICE_HOURS
    days: Mapping[date, DayKind] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        moments = [moment for piece in self.hours for moment in piece]
        if not moments or moments != sorted(set(moments)):
            raise ValueError("Working hours are one or more pieces of a day, in order, that do not touch.")

    @cached_property
    def minutes_a_day(self) -> int:
        """Return how many work-minutes one workday has."""
        return self.line.day // _MINUTE

    def minutes_in(self, limit: WorkTime) -> int:
        """Return a limit in work-minutes."""
        return limit.amount * (self.minutes_a_day if limit.unit is WorkUnit.WORKDAYS else 60)

    def is_known(self, year: int) -> bool:
        """Say whether the days off of that year are known rather than assumed."""
        return self.rhythm is Rhythm.PLAIN or year in self.announced or year in _china().years

    def is_workday(self, day: date) -> bool:
        """Say whether people work on that day: the office's word first, then the country's, then Monday to Friday."""
        kind = self.days.get(day)
        if kind is None and self.rhythm is Rhythm.CHINA and day.year not in self.announced:
            kind = _china().days.get(day)
        return day.weekday() < 5 if kind is None else kind is DayKind.WORKDAY

    def add(self, start: datetime, limit: WorkTime) -> Deadline:
        """Return the moment at which `limit` is over when work begins at `start`."""
        return self.add_minutes(start, self.minutes_in(limit))

    def add_minutes(self, start: datetime, minutes: int) -> Deadline:
        """Return the first moment by which `minutes` (1 or more) of work time have passed since `start`."""
        if minutes < 1:
            raise ValueError(f"Only forward, by at least a minute, not {minutes}.")
        local = start.astimezone(self.zone)
        end = self.line.moment(self.line.position(local) + minutes * _MINUTE).replace(tzinfo=self.zone)
        return Deadline(end.astimezone(UTC), self._warning(local.year, end.year))

    def between(self, start: datetime, end: datetime) -> Span:
        """Return the whole work-minutes from `start` to `end`; negative when `end` comes first."""
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        passed = self.line.position(last) - self.line.position(first)
        minutes = passed // _MINUTE if passed >= 0 else -(-passed // _MINUTE)
        return Span(minutes, self._warning(min(first.year, last.year), max(first.year, last.year)))

    @cached_property
    def line(self) -> "Line":
        """Return all working hours end to end."""
        return Line(self)

    @cached_property
    def _unknown(self) -> frozenset[int]:
        return frozenset(year for year in range(FIRST_YEAR, LAST_YEAR + 1) if not self.is_known(year))

    def _warning(self, first: int, last: int) -> NotAnnounced | None:
        if first not in self._unknown and last not in self._unknown and last - first < 2:
            return None
        years = tuple(year for year in range(first, last + 1) if year in self._unknown)
        return NotAnnounced(years) if years else None


class Line:
    """All working hours from FIRST_YEAR to LAST_YEAR end to end, in microseconds, with tables in both directions."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.first = date(FIRST_YEAR, 1, 1).toordinal()
        days = range(self.first, date(LAST_YEAR + 1, 1, 1).toordinal())
        worked = [calendar.is_workday(date.fromordinal(day)) for day in days]
        self.worked = worked
        self.before = [0, *accumulate(worked)]  # workdays before the n-th day
        self.workdays = [day for day, is_worked in zip(days, worked, strict=True) if is_worked]
        pieces = [(_into_day(begin), _into_day(end)) for begin, end in calendar.hours]
        lengths = [end - begin for begin, end in pieces]
        self.pieces = [
            (begin, end, done) for (begin, end), done in zip(pieces, accumulate([0, *lengths[:-1]]), strict=True)
        ]
        self.day = sum(lengths)

    def position(self, local: datetime) -> int:
        """Return the work time that lies before a wall-clock moment."""
        index = local.toordinal() - self.first
        if not 0 <= index < len(self.worked):
            raise OutsideCalendarError(f"The work calendar reaches from {FIRST_YEAR} to {LAST_YEAR}, not {local.year}.")
        whole = self.before[index] * self.day
        return whole + self._done_by(_into_day(local)) if self.worked[index] else whole

    def moment(self, position: int) -> datetime:
        """Return the earliest wall-clock moment, without a zone, that has `position` of work time before it."""
        index, rest = divmod(position - 1, self.day)
        if index >= len(self.workdays):
            raise OutsideCalendarError(f"The work calendar ends with {LAST_YEAR}, before this limit does.")
        return datetime.fromordinal(self.workdays[index]) + timedelta(microseconds=self._clock_at(rest + 1))

    def _done_by(self, clock: int) -> int:
        for begin, end, done in reversed(self.pieces):
            if clock > begin:
                return done + min(clock, end) - begin
        return 0

    def _clock_at(self, worked: int) -> int:
        for begin, _, done in reversed(self.pieces):
            if worked > done:
                return begin + worked - done
        raise AssertionError("a moment of work has some work before it")


def _into_day(clock: time | datetime) -> int:
    """Return the microseconds since midnight."""
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond
