"""How stages of a case are told to those outside."""

from collections.abc import Mapping
from enum import StrEnum

from wenhui.kit.words import Words
from wenhui.work.cases.words import OPEN, Stage


class Status(StrEnum):
    """All that GeoReport v2 knows."""

    OPEN = "open"
    CLOSED = "closed"


class Extended(StrEnum):
    """Finer states, as FixMyStreet and others exchange them beside open and closed.

    None of them says *fixed*: that the office closed a case is its own view, and whoever reported it may have another.
    """

    OPEN = "open"
    INVESTIGATING = "investigating"
    ACTION_SCHEDULED = "action_scheduled"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"
    NO_FURTHER_ACTION = "no_further_action"
    DUPLICATE = "duplicate"
    CLOSED = "closed"


EXTENDED: Mapping[Stage, Extended] = {
    Stage.REPORTED: Extended.OPEN,
    Stage.REGISTERED: Extended.INVESTIGATING,
    Stage.DISPATCHED: Extended.ACTION_SCHEDULED,
    Stage.ACCEPTED: Extended.IN_PROGRESS,
    Stage.ANSWERED: Extended.IN_PROGRESS,
    Stage.VERIFIED: Extended.IN_PROGRESS,
    Stage.HUNG: Extended.PLANNED,
    Stage.REJECTED: Extended.NO_FURTHER_ACTION,
    Stage.VOID: Extended.NO_FURTHER_ACTION,
    Stage.REDIRECTED: Extended.NO_FURTHER_ACTION,
    Stage.MERGED: Extended.DUPLICATE,
    Stage.CLOSED: Extended.CLOSED,
}

NOTES: Mapping[Stage, Words] = {
    Stage.REPORTED: Words("已经收到，等待受理。", "Received, awaiting intake."),
    Stage.REGISTERED: Words("已经受理，正在安排处置单位。", "Taken up; a unit is being found."),
    Stage.DISPATCHED: Words("已经派给处置单位。", "Passed to the unit that will handle it."),
    Stage.ACCEPTED: Words("正在处置。", "Being handled."),
    Stage.ANSWERED: Words("处置单位说已经处理，还没有核查。", "The unit says it is done; nobody has checked yet."),
    Stage.VERIFIED: Words("已经核查，等待结案。", "Checked, awaiting closure."),
    Stage.HUNG: Words("一时解决不了，已经挂账。", "Cannot be solved for now; kept on the unsolved list."),
    Stage.REJECTED: Words("没有受理。想知道原因，请凭编号询问。", "Not taken up. Ask under its number why."),
    Stage.VOID: Words("已经作废。", "Void."),
    Stage.REDIRECTED: Words(
        "不归街道办理。想知道该找谁，请凭编号询问。",
        "Not a duty of this office. Ask under its number whom to turn to.",
    ),
    Stage.MERGED: Words(
        "和另一件是同一件事，已经并在一起办。", "The same matter as another case; both are handled as one."
    ),
    Stage.CLOSED: Words(
        "流程已经办完；您觉得没有解决，请凭编号补充说明。",
        "The office has closed it. If it is not solved for you, say so under its number.",
    ),
}


def status_of(stage: str) -> Status:
    """Return the status of a stage: whatever is not open to the office is closed to the world."""
    return Status.OPEN if stage in OPEN else Status.CLOSED


def extended_of(stage: str) -> Extended:
    """Return the finer state of a stage; one that nobody translated is told as plainly as the standard can."""
    return EXTENDED.get(Stage(stage), Extended(status_of(stage).value))


def notes_of(stage: str) -> Words:
    """Return the sentence about a stage that anyone may read: never what people of the office wrote."""
    return NOTES.get(Stage(stage), Stage(stage).words)
