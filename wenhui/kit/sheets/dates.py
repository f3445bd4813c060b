"""Days as people write them in tables."""

import re
from datetime import date, datetime, timedelta

_WRITTEN = re.compile(
    r"\s*(?P<year>\d{4})\s*(?:年|[-./／．—])\s*(?P<month>\d{1,2})\s*(?:月|[-./／．—])\s*(?P<day>\d{1,2})\s*[日号]?"
    r"(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*\Z"
)
_RUN = re.compile(r"\s*(\d{4})(\d{2})(\d{2})\s*\Z")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(367, 73_416)  # 1901 to 2100


def parse(text: str) -> date | datetime | None:
    """Return the day, or the moment where an hour is written, that a text means: 1990.1.2, 1990年1月2日, 19900102.

    None for anything else: an impossible day, a month alone, a year alone. Moments are naive, as in the sheet.
    """
    match = _WRITTEN.match(text)
    if match is None:
        run = _RUN.match(text)
        return _day(*map(int, run.groups())) if run else None
    day = _day(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or match["hour"] is None:
        return day
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 (a sheet has no zones)


def from_serial(number: float) -> date | None:
    """Return the day that Excel's serial number means (days since 1899-12-30), None outside 1901 to 2100."""
    whole = int(number)
    return _EPOCH + timedelta(days=whole) if whole in _SERIALS else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
