"""Which calendar and which policy hold where: the city's rhythm and zone, the office's hours, days and thresholds."""

from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from wenhui.ground.areas.models import Area
from wenhui.kit import worktime
from wenhui.kit.worktime import DayKind, Hours, Rhythm, WorkCalendar
from wenhui.work.cases import rules
from wenhui.work.cases.models import CasePolicy, OfficeDay, OfficeYear


@dataclass(frozen=True, slots=True)
class Office:
    """How clocks run at one place."""

    policy: rules.Policy
    calendar: WorkCalendar


def office_at(path: str) -> Office:
    """Return how clocks run at an area. Asks four small tables; the tables of work time behind it are kept."""
    above = _paths_above(path)
    policies = {row.path: row for row in CasePolicy.objects.filter(path__in=above)}
    policy = next((policies[one] for one in reversed(above) if one in policies), None)
    rhythm, zone = _city(above)
    hours = _hours(policy.hours) if policy else worktime.OFFICE_HOURS
    days = OfficeDay.objects.filter(path__in=above).order_by("path").values_list("on", "kind")
    years = OfficeYear.objects.filter(path__in=above).values_list("year", flat=True)
    calendar = _calendar(rhythm, zone, hours, tuple(days), tuple(sorted(years)))
    return Office(policy.rules if policy else rules.Policy(), calendar)


@lru_cache(maxsize=64)
def _calendar(
    rhythm: str, zone: str, hours: Hours, days: tuple[tuple[date, str], ...], announced: tuple[int, ...]
) -> WorkCalendar:
    return WorkCalendar(
        rhythm=Rhythm(rhythm),
        zone=ZoneInfo(zone),
        hours=hours,
        days={day: DayKind(kind) for day, kind in days},
        announced=frozenset(announced),
    )


def _city(above: list[str]) -> tuple[str, str]:
    """Return the rhythm and zone that the city of a path has; those of China where none is set."""
    city = Area.objects.filter(path=above[0]).values_list("calendar", "time_zone").first()
    rhythm, zone = city or ("", "")
    return rhythm or Rhythm.CHINA.value, zone or "Asia/Shanghai"


def _hours(pieces: list[list[str]]) -> Hours:
    return tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in pieces)


def _paths_above(path: str) -> list[str]:
    """Return the path and all above it, the city first."""
    labels = path.rstrip(".").split(".")
    return [".".join(labels[: depth + 1]) + "." for depth in range(len(labels))]
