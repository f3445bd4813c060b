"""The one place that asks what time it is.

Pages, api, tasks and commands call `now()`; everything below them is handed `at`.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_day(at: datetime, zone: ZoneInfo = SHANGHAI) -> date:
    """Return the calendar day that people in `zone` write on the moment `at`."""
    return at.astimezone(zone).date()


def day_begins_at(day: date, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Return the moment at which `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def day_ends_at(day: date, zone: ZoneInfo = SHANGHAI) -> datetime:
    """Return the first moment after `day` in `zone`, in UTC."""
    return day_begins_at(day + timedelta(days=1), zone)
