"""Which calendar and which policy hold where: the city's rhythm and zone, the office's hours, days and thresholds."""

import json
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from wenhui.ground import rows
from wenhui.kit import asked, worktime
from wenhui.kit.worktime import DayKind, Hours, Rhythm, WorkCalendar
from wenhui.work.cases import rules
from wenhui.work.cases.models import CasePolicy


@dataclass(frozen=True, slots=True)
class Office:
    """How clocks run at one place."""

    policy: rules.Policy
    calendar: WorkCalendar


DECIDED = """
SELECT json_build_object(
    'policy', (SELECT row_to_json(one) FROM cases_casepolicy one WHERE path = ANY(%(above)s) ORDER BY path DESC LIMIT 1),
    'days', (SELECT json_agg(json_build_array("on", kind) ORDER BY path) FROM cases_officeday WHERE path = ANY(%(above)s)),
    'years', (SELECT json_agg(DISTINCT year) FROM cases_officeyear WHERE path = ANY(%(above)s)),
    'city', (SELECT json_build_array(calendar, time_zone) FROM areas_area WHERE path = %(city)s)
)::text
"""


def office_at(path: str) -> Office:
    """Return how clocks run at an area. Asks four small tables at once, once for a page; what follows is kept."""
    return asked.answer(("cases.office", path), lambda: _office_at(path))


def _office_at(path: str) -> Office:
    above = _paths_above(path)
    ((decided,),) = rows.run(DECIDED, {"above": above, "city": above[0]})
    return _office(decided)


@lru_cache(maxsize=64)
def _office(decided: str) -> Office:
    said = json.loads(decided)
    policy = CasePolicy(**said["policy"]) if said["policy"] else None
    rhythm, zone = said["city"] or ("", "")
    hours = _hours(policy.hours) if policy else worktime.OFFICE_HOURS
    days = tuple((date.fromisoformat(day), kind) for day, kind in said["days"] or [])
    calendar = _calendar(
        rhythm or Rhythm.CHINA.value, zone or "Asia/Shanghai", hours, days, tuple(sorted(said["years"] or []))
    )
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


def _hours(pieces: list[list[str]]) -> Hours:
    return tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in pieces)


def _paths_above(path: str) -> list[str]:
    """Return the path and all above it, the city first."""
    labels = path.rstrip(".").split(".")
    return [".".join(labels[: depth + 1]) + "." for depth in range(len(labels))]
