"""The escalation ladder: who is told when so much of a case's time is over, and never in the quiet hours. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from wenhui.kit.worktime import WorkCalendar

Quiet = tuple[time, time]
"""From when to when nobody is told anything; over midnight where the first is later."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: at which share of the time, in percent of it, who is told.

    100 is the due moment; 150 is half the limit again past it. `whom` is `unit`, the one that handles, or a role's key.
    """

    percent: int
    whom: str

    @property
    def step(self) -> str:
        """Return the name of the step."""
        return f"p{self.percent}"


def reached(
    ladder: Sequence[Rung], at: datetime, *, due_at: datetime, limit: int, calendar: WorkCalendar
) -> Iterator[Rung]:
    """Yield the rungs a clock of `limit` work-minutes has reached."""
    left = calendar.between(at, due_at).minutes
    passed = limit - left if at <= due_at else limit + abs(left)
    for rung in ladder:
        if passed * 100 >= rung.percent * limit and (rung.percent < 100 or at >= due_at):
            yield rung


def not_before(at: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """Return when somebody may be told what is known at `at`: at once, or when the quiet hours are over."""
    if quiet is None:
        return at
    begin, end = quiet
    local = at.astimezone(zone)
    clock = local.time()
    is_quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1) if begin > end and clock >= begin else local.date()
    return datetime.combine(day, end, tzinfo=zone)
