"""What their words mean here and ours there. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenhui.edge.citybrain.wire import Said, State, TaskData
from wenhui.edge.exchange.words import Mark
from wenhui.kit.tidy import Mended, tidy
from wenhui.work.cases.words import Stage, Urgency, Verb

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
LONGEST_PLACE = 200

STATE: Mapping[Stage, State] = {
    Stage.REPORTED: State.PENDING,
    Stage.REGISTERED: State.PENDING,
    Stage.DISPATCHED: State.HANDLING,
    Stage.ACCEPTED: State.HANDLING,
    Stage.ANSWERED: State.ANSWERED,
    Stage.VERIFIED: State.ANSWERED,
    Stage.CLOSED: State.CLOSED,
    Stage.HUNG: State.HELD,
    Stage.REJECTED: State.REJECTED,
    Stage.VOID: State.VOID,
    Stage.MERGED: State.MERGED,
    Stage.REDIRECTED: State.REJECTED,
}
"""How a stage of ours is called between the houses."""

NEXT: Mapping[tuple[Said, Stage], Verb] = {
    (Said.CONFIRMED, Stage.ANSWERED): Verb.VERIFY,
    (Said.RETURNED, Stage.ANSWERED): Verb.REWORK,
}
"""What a status of theirs does by itself. Whoever reported may check the work; everything else a person decides."""

NOTHING_TO_DO: Mapping[Said, frozenset[Stage]] = {
    Said.CONFIRMED: frozenset({Stage.VERIFIED, Stage.CLOSED}),
    Said.RETURNED: frozenset({Stage.REPORTED, Stage.REGISTERED, Stage.DISPATCHED, Stage.ACCEPTED}),
    Said.WITHDRAWN: frozenset({Stage.REJECTED, Stage.REDIRECTED, Stage.VOID}),
}
"""Where a case may stand already when they say so."""


@dataclass(frozen=True, slots=True)
class Told:
    """A task as a report of a case."""

    title: str
    description: str
    place: str
    urgency: Urgency | None
    marks: frozenset[Mark]


def report_of(task: TaskData) -> Told:
    """Return a task in words fit to keep; what was taken out of them, or cut off, is marked."""
    title = tidy(task.title, most=LONGEST_TEXT, lines=False)
    text = tidy(task.description, most=LONGEST_TEXT)
    place = tidy(task.address, most=LONGEST_PLACE, lines=False)
    whole = text.words if len(title.words) <= LONGEST_TITLE else f"{title.words}\n{text.words}".strip()
    mended = title.mended | text.mended | place.mended
    marks = ({Mark.CUT} if Mended.CUT in mended else set()) | ({Mark.CLEANED} if mended - {Mended.CUT} else set())
    urgency = Urgency(task.urgency) if task.urgency in list(Urgency) else None
    return Told(title.words[:LONGEST_TITLE] or task.task, whole, place.words, urgency, frozenset(marks))
