"""How much of what needs an approver a case may have: how often, how long, how well explained. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenhui.kit.words import Words
from wenhui.kit.worktime import WorkTime, WorkUnit
from wenhui.work.cases.words import Verb


@dataclass(frozen=True, slots=True)
class Cap:
    """What an office allows of one kind of request; 0 leaves that side open.

    `percent` is of the limit that the case's type has; `workdays` is for all of the kind together; `words` is how many
    characters the written explanation has at least.
    """

    times: int = 0
    percent: int = 0
    workdays: int = 0
    words: int = 1


CAPS: Mapping[Verb, Cap] = {
    Verb.EXTEND: Cap(times=1, percent=100),
    Verb.DEFER: Cap(times=2, workdays=15),
    Verb.HOLD: Cap(times=3, workdays=10),
    Verb.HANG: Cap(times=1, words=20),
    Verb.RESUME: Cap(),
    Verb.VOID: Cap(),
}
"""What holds where an office has not decided otherwise."""

PAUSES = (Verb.DEFER, Verb.HOLD)
"""Pauses of so many workdays, which end by themselves."""

MEASURED = (Verb.EXTEND, *PAUSES)
"""What is asked for in an amount."""

DAYS, HOURS = Words("工作日", "workdays"), Words("工作时", "work-hours")


def most(verb: Verb, cap: Cap, *, limit: WorkTime, granted: int) -> int:
    """Return the largest amount that may still be asked for when `granted` was approved before.

    An extension is counted in the unit of the limit, a pause in workdays.
    """
    whole = limit.amount * cap.percent // 100 if verb is Verb.EXTEND else cap.workdays
    return max(0, whole - granted)


def unit_of(verb: Verb, limit: WorkTime) -> Words:
    """Return in what an amount of this kind is counted."""
    return HOURS if verb is Verb.EXTEND and limit.unit is WorkUnit.WORKHOURS else DAYS
