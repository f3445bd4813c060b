"""The escalation ladder: who is told when so much of a case's time is over, and never in the quiet hours. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from wenhui.kit import worktimes
from wenhui.kit.worktime import WorkCalendar
from wenhui.kit.worktimes import Moments

DUE: Final = 100
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


def moments(ladder: Sequence[Rung], *, due_at: Moments, limits: Moments, calendar: WorkCalendar) -> Sequence[Moments]:
    """Return for each rung when clocks reach it, that are due at `due_at` and had `limits` work-minutes."""
    return [_moments_of(rung, due_at, limits, calendar) for rung in ladder]


def _moments_of(rung: Rung, due_at: Moments, limits: Moments, calendar: WorkCalendar) -> Moments:
    if rung.percent == DUE:
        return due_at
    if rung.percent < DUE:
        return worktimes.take_minutes(calendar, due_at, limits * (DUE - rung.percent) // DUE)
    return worktimes.add_minutes(calendar, due_at, -(-limits * (rung.percent - DUE) // DUE))


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
