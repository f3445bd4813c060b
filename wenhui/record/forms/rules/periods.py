"""For which stretch of days a form is filed, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

ONCE, MONTH, QUARTER, YEAR = "once", "month", "quarter", "year"
MONTHS: Final = {MONTH: 1, QUARTER: 3, YEAR: 12}
SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Half-open: from `begin` to before `end`. Filed at the latest on `due_on`."""

    begin: date
    end: date
    due_on: date
    kind: str = ONCE

    @property
    def code(self) -> str:
        """Return the period as receipts write it: 2026, 2026Q1, 202603, or the day from which something is asked once."""
        match self.kind:
            case "year":
                return f"{self.begin:%Y}"
            case "quarter":
                return f"{self.begin:%Y}Q{(self.begin.month + 2) // 3}"
            case "month":
                return f"{self.begin:%Y%m}"
            case _:
                return f"{self.begin:%Y%m%d}"


def period_of(kind: str, day: date, *, admitted_on: date, expires_on: date, due_days: int) -> Period:
    """Return the period that a day lies in.

    What is asked once has one period, from its admission until it expires, due so many days after the admission. All
    others are calendar periods, due so many days after their end: a table of March with 5 days on 5 April.
    """
    if kind == ONCE:
        return Period(admitted_on, expires_on + timedelta(days=1), admitted_on + timedelta(days=due_days), ONCE)
    months = MONTHS[kind]
    begin = date(day.year, (day.month - 1) // months * months + 1, 1)
    end = _months_later(begin, months)
    return Period(begin, end, end + timedelta(days=due_days - 1), kind)


def periods_since(kind: str, *, today: date, admitted_on: date, expires_on: date, due_days: int) -> Iterator[Period]:
    """Yield the periods to be filed so far, the one of today last: those that begin before the form expires."""
    day = admitted_on
    last = min(today, expires_on)
    while day <= last:
        period = period_of(kind, day, admitted_on=admitted_on, expires_on=expires_on, due_days=due_days)
        yield period
        day = period.end


def lateness(period: Period, *, today: date, is_filed: bool) -> str:
    """Return whether a period is `filed`, `late`, `due` within a week or over already, or still `coming`."""
    if is_filed:
        return "filed"
    if today > period.due_on:
        return "late"
    return "due" if today >= period.end or period.due_on - today <= SOON else "coming"


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    return date(day.year + year, month + 1, 1)
