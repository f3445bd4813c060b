"""The periods of evaluation: a month, a quarter, a year. Pure."""

import re
from datetime import date, datetime
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from wenhui.kit import clock
from wenhui.kit.words import Words

WRITTEN = re.compile(r"(20[0-9]{2})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")


class Period(NamedTuple):
    """From the first day of `months` months; written `2026-03`, `2026-Q1` or `2026`."""

    begins_on: date
    months: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the period that is written so."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            return None
        year, month, quarter = found.groups()
        if month:
            return cls(date(int(year), int(month), 1), 1)
        return cls(date(int(year), int(quarter) * 3 - 2, 1), 3) if quarter else cls(date(int(year), 1, 1), 12)

    @classmethod
    def month_of(cls, day: date) -> Self:
        """Return the month in which a day lies."""
        return cls(day.replace(day=1), 1)

    def __str__(self) -> str:
        day = self.begins_on
        return {1: f"{day:%Y-%m}", 3: f"{day:%Y}-Q{day.month // 3 + 1}"}.get(self.months, f"{day:%Y}")

    @property
    def ends_before(self) -> date:
        """Return the day after its last."""
        return _later(self.begins_on, self.months)

    @property
    def before(self) -> Self:
        """Return the period of the same length before it."""
        return self._replace(begins_on=_later(self.begins_on, -self.months))

    @property
    def after(self) -> Self:
        """Return the period of the same length after it."""
        return self._replace(begins_on=self.ends_before)

    def as_long_as(self, months: int) -> Self:
        """Return the period of so many months in which this one ends, or begins."""
        last = _later(self.begins_on, self.months - 1)
        return self._replace(begins_on=date(last.year, (last.month - 1) // months * months + 1, 1), months=months)

    @property
    def words(self) -> Words:
        """Return how it is said."""
        day = self.begins_on
        if self.months == 1:
            return Words(f"{day.year} 年 {day.month} 月", f"{day:%B %Y}")
        if self.months == 12:
            return Words(f"{day.year} 年", f"{day.year}")
        quarter = day.month // 3 + 1
        return Words(f"{day.year} 年第 {quarter} 季度", f"Quarter {quarter} of {day.year}")

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when it begins and when it is over by the clocks of a zone."""
        return clock.day_begins_at(self.begins_on, zone), clock.day_begins_at(self.ends_before, zone)


def _later(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
