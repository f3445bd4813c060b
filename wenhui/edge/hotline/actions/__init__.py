"""Every write to tickets, by verb family: taking in, our steps, theirs, exclusions, sheets in and out."""

from wenhui.edge.hotline.actions.bringing import bring
from wenhui.edge.hotline.actions.errors import (
    AheadError,
    DecidedAlreadyError,
    NotAllowedError,
    NothingGivenError,
    TicketError,
    UnknownTicketError,
    WrongStateError,
)
from wenhui.edge.hotline.actions.excluding import ask_exclusion, decide_exclusion
from wenhui.edge.hotline.actions.handling import answer, contact, extend, give_back, sign
from wenhui.edge.hotline.actions.hearing import Heard, Outcome, hear
from wenhui.edge.hotline.actions.leaving import leave_sheet
from wenhui.edge.hotline.actions.taking import Taken, take

__all__ = [
    "AheadError",
    "DecidedAlreadyError",
    "Heard",
    "NotAllowedError",
    "NothingGivenError",
    "Outcome",
    "Taken",
    "TicketError",
    "UnknownTicketError",
    "WrongStateError",
    "answer",
    "ask_exclusion",
    "bring",
    "contact",
    "decide_exclusion",
    "extend",
    "give_back",
    "hear",
    "leave_sheet",
    "sign",
    "take",
]
