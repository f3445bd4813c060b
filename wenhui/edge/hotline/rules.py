"""What may happen to a ticket, when it is due by the hotline's clock, what makes two messages one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from wenhui.edge.hotline.words import State, Step
from wenhui.kit.worktime import WorkCalendar, WorkTime, WorkUnit
from wenhui.work.cases.words import Light, Stage

NUMBER = re.compile(r"(?=[\w.-]*[0-9])[A-Za-z0-9][\w.-]{0,39}", re.ASCII)
"""A number of theirs: letters, digits, dots, dashes, at most forty, a digit among them."""

MOVES: Mapping[Step, Mapping[State, State]] = {
    Step.SIGN: {State.TO_SIGN: State.SIGNED},
    Step.CONTACT: {
        State.SIGNED: State.CONTACTED,
        State.CONTACTED: State.CONTACTED,
        State.EXTENDING: State.EXTENDING,
        State.REDO: State.REDO,
    },
    Step.ANSWER: {
        State.CONTACTED: State.ANSWERED,
        State.EXTENDING: State.ANSWERED,
        State.REDO: State.ANSWERED,
    },
    Step.EXTEND: {State.SIGNED: State.EXTENDING, State.CONTACTED: State.EXTENDING},
    Step.GIVE_BACK: {
        State.TO_SIGN: State.RETURNED,
        State.SIGNED: State.RETURNED,
        State.CONTACTED: State.RETURNED,
    },
    Step.EXTENDED: {State.EXTENDING: State.EXTENDING},
    Step.NOT_EXTENDED: {State.EXTENDING: State.SIGNED},
    Step.SATISFIED: {State.ANSWERED: State.SATISFIED},
    Step.DISSATISFIED: {State.ANSWERED: State.REDO, State.SATISFIED: State.REDO},
    Step.CLOSED: {State.ANSWERED: State.CLOSED, State.SATISFIED: State.CLOSED},
    Step.REISSUED: {State.RETURNED: State.TO_SIGN},
}
"""From where each step leads whereto; what is not here cannot happen."""

OURS: Final = (Step.SIGN, Step.CONTACT, Step.ANSWER, Step.EXTEND, Step.GIVE_BACK)
THEIRS: Final = (
    Step.EXTENDED, Step.NOT_EXTENDED, Step.SATISFIED, Step.DISSATISFIED, Step.CLOSED, Step.REISSUED,
)  # fmt: skip
CALLBACKS: Final = (Step.SATISFIED, Step.DISSATISFIED)

WAITING: Final = (State.TO_SIGN, State.SIGNED, State.CONTACTED, State.EXTENDING, State.REDO)
"""Where their clock runs and somebody of ours must do something."""

BEGINS: Final = (State.TO_SIGN, State.SIGNED, State.CONTACTED, State.EXTENDING, State.REDO)
"""At which of their states a ticket that we do not know may still be taken in."""

ANSWERABLE: Final = (Stage.ANSWERED, Stage.VERIFIED, Stage.CLOSED, Stage.REJECTED, Stage.REDIRECTED)
"""Where a case must stand before its caller is answered."""

ONE_WORKDAY: Final = WorkTime(1, WorkUnit.WORKDAYS)
FIVE_WORKDAYS: Final = WorkTime(5, WorkUnit.WORKDAYS)
LATE_AFTER: Final = timedelta(days=1)
AHEAD: Final = timedelta(minutes=5)  # clocks of two houses differ by so much without anybody's fault


@dataclass(frozen=True, slots=True)
class Due:
    """Until when their clock wants each step."""

    sign_at: datetime
    contact_at: datetime
    answer_at: datetime


def after(step: Step, state: State, *, is_contacted: bool = False) -> State | None:
    """Return where a ticket stands after a step, or None when it cannot take it.

    A refused extension leads back to where the ticket stood before it was asked for.
    """
    found = MOVES.get(step, {}).get(state)
    return State.CONTACTED if step is Step.NOT_EXTENDED and found and is_contacted else found


def due(
    *, at: datetime, calendar: WorkCalendar, answer_at: datetime | None = None, sign_at: datetime | None = None,
    contact_at: datetime | None = None, answer_within: datetime | None = None,
) -> Due:  # fmt: skip
    """Return a ticket's deadlines: as the hotline said them, else one workday to sign and to contact, five to answer.

    `answer_within` is what the office's catalogue gives instead of five. None comes after the answer.
    """
    usual = calendar.add(at, ONE_WORKDAY).at
    answer = answer_at or answer_within or calendar.add(at, FIVE_WORKDAYS).at
    return Due(min(sign_at or usual, answer), min(contact_at or usual, answer), answer)


def next_due_at(state: State, due: Due, *, is_contacted: bool) -> datetime | None:
    """Return what their clock waits for next; None where it does not run."""
    match state:
        case State.TO_SIGN:
            return due.sign_at
        case State.SIGNED | State.EXTENDING if not is_contacted:
            return due.contact_at
        case _ if state in WAITING:
            return due.answer_at
    return None


def light(at: datetime, next_due_at: datetime | None, *, today: date, due_on: date | None) -> Light:
    """Say how a ticket stands against their clock: 临期 from the morning of the day on which it is due."""
    if next_due_at is None or due_on is None:
        return Light.OK
    if at > next_due_at:
        return Light.LATE
    return Light.SOON if due_on <= today else Light.OK


def may_extend(at: datetime, *, asked_at: datetime | None, answer_due_at: datetime) -> bool:
    """Say whether an extension may be asked for: once, and before the answer is due."""
    return asked_at is None and at <= answer_due_at


def is_ahead(said_at: datetime, at: datetime) -> bool:
    """Say whether somebody's clock names a moment that has not come."""
    return said_at - at > AHEAD


def is_late(said_at: datetime, at: datetime) -> bool:
    """Say whether a ticket took more than a day to reach us."""
    return at - said_at > LATE_AFTER


def is_stale(step: Step, said_at: datetime, *, heard_at: datetime | None, answered_at: datetime | None) -> bool:
    """Say whether what they say was overtaken: something later was heard, or it is about an answer before the last."""
    if heard_at is not None and said_at < heard_at:
        return True
    return step in CALLBACKS and answered_at is not None and said_at < answered_at.replace(second=0, microsecond=0)


def key_of(step: Step, said_at: datetime) -> str:
    """Return what names one thing they said about a ticket, whichever road it came by; sheets know no seconds."""
    return f"{step}:{said_at.astimezone(UTC):%Y%m%dT%H%M}"
