"""Every write of ledgers: receive, choose the sheet, preview, reopen, accept, discard, withdraw; order one of these of a
job; remember a head; keep and fill a blank form, write down what it lacked;
let it be asked who may have moved.
"""

from wenhui.record.ledgers.actions.choosing import choose_table
from wenhui.record.ledgers.actions.filling import fill
from wenhui.record.ledgers.actions.gaps import hand_on, settle_gaps, take_up_gaps
from wenhui.record.ledgers.actions.homes import settle_homes, take_up_homes
from wenhui.record.ledgers.actions.importing import accept, discard, preview, receive
from wenhui.record.ledgers.actions.keeping import KEPT_DAYS, keep_blank
from wenhui.record.ledgers.actions.ordering import order
from wenhui.record.ledgers.actions.refusals import (
    AlreadyOrderedError,
    AlreadyUnderWayError,
    ContentGoneError,
    MovedSinceError,
    NoSuchOrderError,
    NoSuchUploadError,
    NothingBoundError,
    NotPreviewedError,
    ReasonMissingError,
    WrongStandingError,
)
from wenhui.record.ledgers.actions.remembering import remember
from wenhui.record.ledgers.actions.reopening import reopen
from wenhui.record.ledgers.actions.undoing import follow_withdrawal, withdraw
from wenhui.record.ledgers.refusals import LedgersError

__all__ = [
    "KEPT_DAYS",
    "AlreadyOrderedError",
    "AlreadyUnderWayError",
    "ContentGoneError",
    "LedgersError",
    "MovedSinceError",
    "NoSuchOrderError",
    "NoSuchUploadError",
    "NotPreviewedError",
    "NothingBoundError",
    "ReasonMissingError",
    "WrongStandingError",
    "accept",
    "choose_table",
    "discard",
    "fill",
    "follow_withdrawal",
    "hand_on",
    "keep_blank",
    "order",
    "preview",
    "receive",
    "remember",
    "reopen",
    "settle_gaps",
    "settle_homes",
    "take_up_gaps",
    "take_up_homes",
    "withdraw",
]
