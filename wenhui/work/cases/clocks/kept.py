"""By which calendar clocks run, as it is kept and compared: zone, hours, and the days that differ from Monday to Friday."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from wenhui.kit.worktime import DayKind, Rhythm, WorkCalendar

BACK, AHEAD = 1, 3
"""From how many years before to how many after this one days are compared; no limit of an open case reaches further."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A calendar as a row keeps it."""

    zone: str
    hours: tuple[tuple[str, str], ...]
    days: tuple[str, ...]

    @property
    def calendar(self) -> WorkCalendar:
        """Return the calendar that this was taken from, within the years that are kept."""
        return _calendar(self)

    def grounds(self, before: "Kept", *, since: date) -> str:
        """Return in words what is another than before from that day on, empty when nothing is."""
        said = []
        if {day for day in set(self.days) ^ set(before.days) if day >= since.isoformat()}:
            said.append(gettext("依据新的放假安排"))
        if self.hours != before.hours:
            said.append(gettext("依据新的办公时间"))
        if self.zone != before.zone:
            said.append(gettext("依据新的时区"))
        return gettext("；").join(said)


def kept(calendar: WorkCalendar, at: datetime) -> Kept:
    """Return a calendar as it is kept."""
    year = at.astimezone(calendar.zone).year
    first, last = date(year - BACK, 1, 1), date(year + AHEAD, 12, 31)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return Kept(
        zone=str(calendar.zone),
        hours=tuple((f"{begin:%H:%M}", f"{end:%H:%M}") for begin, end in calendar.hours),
        days=tuple(day.isoformat() for day in days if calendar.is_workday(day) != (day.weekday() < 5)),
    )


@lru_cache(maxsize=8)
def _calendar(one: Kept) -> WorkCalendar:
    days = [date.fromisoformat(day) for day in one.days]
    return WorkCalendar(
        rhythm=Rhythm.PLAIN,
        zone=ZoneInfo(one.zone),
        hours=tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in one.hours),
        days={day: DayKind.DAY_OFF if day.weekday() < 5 else DayKind.WORKDAY for day in days},
    )
