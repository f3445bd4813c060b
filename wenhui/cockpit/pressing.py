"""What is due next on a wall: by time left, kinds and places only, never names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from wenhui.cockpit import wording
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.work.cases import queries as cases
from wenhui.work.cases import rules as case_rules
from wenhui.work.cases.models import Case
from wenhui.work.cases.words import Stage

MOST_DUE: Final = 6
MOST_OVERDUE: Final = 2


@dataclass(frozen=True, slots=True)
class DueRow:
    """One case that is due: what kind, where, how long is left; no names."""

    id: int
    address: str
    clock: str
    what: str
    kind: str
    word: str
    left: str
    where: str


@dataclass(frozen=True, slots=True)
class Due:
    """The next cases by time left, and how many open ones stand behind them."""

    rows: Sequence[DueRow]
    more: int


def pressing(path: str, *, at: datetime) -> list[Case]:
    """Return the cases that stand on a wall: the longest overdue, but never so many that what comes next is not seen."""
    filters = cases.Filters(path=path)
    first = cases.listed(filters, at=at, most=MOST_DUE)
    overdue = [case for case in first if case.due_at <= at]
    if len(overdue) <= MOST_OVERDUE:
        return first
    coming = cases.listed(filters, at=at, after=cases.Place(at, 0), most=MOST_DUE - MOST_OVERDUE)
    return [*overdue[: MOST_DUE - len(coming)], *coming]


def due(pressing: Sequence[Case], *, open_now: float | None, at: datetime) -> Due:
    """Return the list, and how many open cases stand behind it."""
    return Due([_due_row(case, at=at) for case in pressing], max(0, int(open_now or 0) - len(pressing)))


def _due_row(case: Case, *, at: datetime) -> DueRow:
    light = case_rules.light(at, stage=Stage(case.stage), soon_at=case.soon_at, due_at=case.due_at)
    due_at = timezone.localtime(case.due_at)
    return DueRow(
        id=case.pk,
        address=reverse("cases:card", args=[case.number]),
        clock=_clock(due_at, now=timezone.localtime(at)),
        what=say(case.type.words),
        kind=str(light),
        word=say(light.words),
        left=times.left(case.due_at - at),
        where=wording.place(case.area),
    )


def _clock(due_at: datetime, *, now: datetime) -> str:
    """Return when something is due as briefly as a wall needs it: the hour today, the day this year, else the year."""
    if due_at.date() == now.date():
        return f"{due_at:%H:%M}"
    return times.month_and_day(due_at) if due_at.year == now.year else gettext("%(year)s 年") % {"year": due_at.year}


def next_change(pressing: Sequence[Case], at: datetime) -> datetime | None:
    """Return when the first of the pressing cases turns 临期 or 超期, or the day ends."""
    moments = [moment for case in pressing for moment in (case.soon_at, case.due_at) if moment > at]
    tomorrow = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return min([*moments, tomorrow])
