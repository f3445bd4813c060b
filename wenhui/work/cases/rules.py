"""The rules of a case: which moves there are, when it is due, how it stands against its clock. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from wenhui.kit.worktime import NotAnnounced, WorkCalendar, WorkTime, WorkUnit
from wenhui.work.cases import access
from wenhui.work.cases.asking.caps import CAPS, Cap
from wenhui.work.cases.clocks.ladder import Quiet, Rung
from wenhui.work.cases.words import OPEN, Light, Stage, UpperClock, Verb


class Given(StrEnum):
    """What a mover must hand over with a move."""

    REASON = "reason"  # why, in words the next person can act on
    NOTE = "note"  # what was done or found: the evidence
    UNIT = "unit"  # the handling unit
    OUTCOME = "outcome"  # whether the problem is solved
    APPROVAL = "approval"  # a request by somebody else, with a reason
    CASE = "case"  # the case it is joined to
    ROUTE = "route"  # the other way, from the catalogue


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: from which stages, to which, with which permission, and what must be given.

    Without `to` the case stays where it stands.
    """

    sources: frozenset[Stage]
    to: Stage | None
    permission: str
    given: Given | None = None


def _move(*sources: Stage, to: Stage | None, permission: str, given: Given | None = None) -> Move:
    return Move(frozenset(sources), to, permission, given)


def _asked(*sources: Stage, to: Stage | None) -> Move:
    return _move(*sources, to=to, permission=access.APPROVE, given=Given.APPROVAL)


MOVES: Mapping[Verb, Move] = {
    Verb.REPORT: _move(to=Stage.REPORTED, permission=access.REPORT),
    Verb.REGISTER: _move(Stage.REPORTED, to=Stage.REGISTERED, permission=access.REGISTER),
    Verb.REJECT: _move(Stage.REPORTED, to=Stage.REJECTED, permission=access.REGISTER, given=Given.REASON),
    Verb.DISPATCH: _move(Stage.REGISTERED, to=Stage.DISPATCHED, permission=access.DISPATCH, given=Given.UNIT),
    Verb.RECALL: _move(Stage.DISPATCHED, to=Stage.REGISTERED, permission=access.DISPATCH),
    Verb.ACCEPT: _move(Stage.DISPATCHED, to=Stage.ACCEPTED, permission=access.HANDLE),
    Verb.RETURN_WITH_REASON: _move(
        Stage.DISPATCHED, Stage.ACCEPTED, to=Stage.REGISTERED, permission=access.HANDLE, given=Given.REASON
    ),
    Verb.ANSWER: _move(Stage.ACCEPTED, to=Stage.ANSWERED, permission=access.HANDLE, given=Given.NOTE),
    Verb.VERIFY: _move(Stage.ANSWERED, to=Stage.VERIFIED, permission=access.VERIFY, given=Given.NOTE),
    Verb.REWORK: _move(Stage.ANSWERED, to=Stage.ACCEPTED, permission=access.VERIFY, given=Given.REASON),
    Verb.CLOSE: _move(Stage.VERIFIED, to=Stage.CLOSED, permission=access.CLOSE, given=Given.OUTCOME),
    Verb.REOPEN: _move(Stage.CLOSED, to=Stage.REGISTERED, permission=access.CLOSE, given=Given.REASON),
    Verb.URGE: _move(Stage.DISPATCHED, Stage.ACCEPTED, to=None, permission=access.DISPATCH, given=Given.REASON),
    Verb.EXTEND: _asked(Stage.DISPATCHED, Stage.ACCEPTED, to=None),
    Verb.DEFER: _asked(Stage.ACCEPTED, to=None),
    Verb.HOLD: _asked(Stage.ACCEPTED, to=None),
    Verb.HANG: _asked(Stage.ACCEPTED, to=Stage.HUNG),
    Verb.RESUME: _asked(Stage.HUNG, Stage.ACCEPTED, to=Stage.ACCEPTED),
    Verb.VOID: _asked(Stage.REGISTERED, Stage.DISPATCHED, Stage.ACCEPTED, Stage.HUNG, to=Stage.VOID),
    Verb.ATTACH: _move(
        Stage.REPORTED, Stage.REGISTERED, Stage.DISPATCHED, Stage.ACCEPTED,
        to=Stage.MERGED, permission=access.ATTACH, given=Given.CASE,
    ),
    Verb.DETACH: _move(Stage.MERGED, to=Stage.REPORTED, permission=access.ATTACH, given=Given.REASON),
    Verb.REDIRECT: _move(
        Stage.REPORTED, Stage.REGISTERED, to=Stage.REDIRECTED, permission=access.TRIAGE, given=Given.ROUTE
    ),
    Verb.RECONSIDER: _move(Stage.REDIRECTED, to=Stage.REPORTED, permission=access.DECIDE, given=Given.REASON),
}  # fmt: skip

# Steps that are taken on pages of their own, because they need more than words or a unit.
APART = frozenset({Verb.REPORT, Verb.RECALL, Verb.ATTACH, Verb.REDIRECT, Verb.RECONSIDER})

ASKED = tuple(verb for verb, row in MOVES.items() if row.given is Given.APPROVAL)
"""What one person asks for and another decides."""


AFTER: Mapping[Stage, Verb] = {
    Stage.REPORTED: Verb.REGISTER,
    Stage.REGISTERED: Verb.DISPATCH,
    Stage.DISPATCHED: Verb.ACCEPT,
    Stage.ACCEPTED: Verb.ANSWER,
    Stage.ANSWERED: Verb.VERIFY,
    Stage.VERIFIED: Verb.CLOSE,
}
"""The step each stage waits for when all goes well."""


def may_move(verb: Verb, stage: Stage) -> bool:
    """Say whether a case at `stage` can take this move at all."""
    return stage in MOVES[verb].sources


def after(verb: Verb, stage: Stage) -> Stage:
    """Return where a case at `stage` stands after this move."""
    return MOVES[verb].to or stage


def moves_from(stage: Stage) -> tuple[Verb, ...]:
    """Return the moves a case at `stage` can take, in the order of the table."""
    return tuple(verb for verb in MOVES if may_move(verb, stage))


RECALL_WITHIN = timedelta(minutes=10)
"""So long may whoever dispatched take back what no unit has accepted."""


def may_recall(at: datetime, *, dispatched_at: datetime) -> bool:
    """Say whether a dispatch may still be taken back: within ten minutes, and not before it happened."""
    return dispatched_at <= at <= dispatched_at + RECALL_WITHIN


ONE_WORKDAY = WorkTime(1, WorkUnit.WORKDAYS)


@dataclass(frozen=True, slots=True)
class Upper:
    """What an upper platform gives for the cases it sends: so many hours or workdays, on its own calendar."""

    amount: int
    unit: str  # hours, workdays or workhours

    @property
    def clock(self) -> UpperClock:
        """Return on which calendar it counts."""
        return UpperClock.ALWAYS if self.unit == "hours" else UpperClock.WORKTIME

    def due_at(self, at: datetime, calendar: WorkCalendar) -> datetime:
        """Return when the platform's own limit is over; hours run day and night."""
        if self.unit == "hours":
            return at + timedelta(hours=self.amount)
        return calendar.add(at, WorkTime(self.amount, WorkUnit(self.unit))).at


@dataclass(frozen=True, slots=True)
class Policy:
    """What an office has decided about its clocks; each office has its own in the catalogue."""

    intake: WorkTime = ONE_WORKDAY  # from report to 立案
    soon_percent: int = 30  # so much of the limit left, or less, is 临期
    reopen_days: int = 15  # how long after closure a case may be reopened, once
    returns: int = 2  # how often a unit may give a case back before the command room binds
    caps: Mapping[Verb, Cap] = field(default_factory=lambda: CAPS)
    ladder: tuple[Rung, ...] = ()
    quiet: Quiet | None = None
    upper: Mapping[str, Upper] = field(default_factory=dict)
    alike_days: int = 60  # how far back an open case may be the same matter
    alike_closed_days: int = 14  # how long ago a closed one may have been closed to be the same matter
    suggest_percent: int = 80  # from this confidence on a suggestion is chosen beforehand; a person still confirms it


class Clock(NamedTuple):
    """When a case turns 临期 and when 超期; the warning says that this rests on years nobody has announced."""

    soon_at: datetime
    due_at: datetime
    warning: NotAnnounced | None


def clock(*, begins_at: datetime, limit: WorkTime, calendar: WorkCalendar, soon_percent: int = 30) -> Clock:
    """Return the clock that begins to run at `begins_at`.

    A case is due when its limit of work time is over. It turns 临期 when `soon_percent` of the limit is left, or with
    its last workday, whichever comes first; a limit of one workday or less has no last workday to speak of.
    """
    due = calendar.add(begins_at, limit)
    whole, workday = calendar.minutes_in(limit), calendar.minutes_a_day
    left = max(whole * soon_percent // 100, workday if whole > workday else 0)
    soon_at = calendar.add_minutes(begins_at, whole - left).at if left < whole else begins_at
    return Clock(soon_at, due.at, due.warning)


def is_held(at: datetime, *, stage: Stage, paused_until: datetime | None) -> bool:
    """Say whether a case's clock stands still at a moment: on the unsolved list, or within an approved pause."""
    return stage is Stage.HUNG or (paused_until is not None and at < paused_until)


def light(
    at: datetime, *, stage: Stage, soon_at: datetime, due_at: datetime, paused_until: datetime | None = None
) -> Light:
    """Say how a case stands against its clock at a moment; for a closed case that is the moment it was closed."""
    if is_held(at, stage=stage, paused_until=paused_until):
        return Light.HOLD
    if at > due_at:
        return Light.LATE
    return Light.SOON if at >= soon_at and stage in OPEN else Light.OK


class TimeLeft(NamedTuple):
    """Work time to the due moment, or past it, in whole workdays, hours and minutes."""

    is_over: bool
    days: int
    hours: int
    minutes: int


def time_left(at: datetime, *, due_at: datetime, calendar: WorkCalendar) -> TimeLeft:
    """Return the work time from `at` to `due_at`, rounded down; a workday is one day's working hours."""
    minutes = calendar.between(at, due_at).minutes
    days, rest = divmod(abs(minutes), calendar.minutes_a_day)
    return TimeLeft(at > due_at, days, *divmod(rest, 60))


def may_reopen(at: datetime, *, closed_at: datetime, reopened_count: int, policy: Policy) -> bool:
    """Say whether a closed case may still be opened again: once, and not long after it was closed."""
    return reopened_count == 0 and at <= closed_at + timedelta(days=policy.reopen_days)


BUILDING_DEPTH = 6
"""How many labels lead to a building: city, district, subdistrict, community, grid, building."""


def building_of(path: str) -> str:
    """Return where a case lies that was reported at `path`: its building, never a stairwell or someone's door."""
    return _labels(path, BUILDING_DEPTH)


def office_of(path: str) -> str:
    """Return the path of the office that answers for an area: its subdistrict, or what lies above one."""
    return _labels(path, 3)


def prefix_of(path: str) -> str:
    """Return what the numbers of an office begin with: its own label, such as `WH`."""
    return office_of(path).rstrip(".").rpartition(".")[2].upper()


def _labels(path: str, most: int) -> str:
    return "".join(f"{label}." for label in path.rstrip(".").split(".")[:most])


def number(*, prefix: str, day: date, serial: int) -> str:
    """Return the number people say on the telephone: `WH-2026-0317-006`."""
    return f"{prefix}-{day:%Y-%m%d}-{serial:03d}"
