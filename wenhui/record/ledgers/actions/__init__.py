"""Every write of ledgers: receive, preview, accept, discard; remember a head; keep and fill a blank form;
write down what it lacked."""

from wenhui.record.ledgers.actions.filling import fill
from wenhui.record.ledgers.actions.gaps import hand_on, settle_gaps, take_up_gaps
from wenhui.record.ledgers.actions.importing import accept, discard, preview, receive
from wenhui.record.ledgers.actions.keeping import KEPT_DAYS, keep_blank
from wenhui.record.ledgers.actions.refusals import (
    AlreadyUnderWayError,
    ContentGoneError,
    NoSuchUploadError,
    NothingBoundError,
    WrongStandingError,
)
from wenhui.record.ledgers.actions.remembering import remember
from wenhui.record.ledgers.refusals import LedgersError

__all__ = [
    "KEPT_DAYS",
    "AlreadyUnderWayError",
    "ContentGoneError",
    "LedgersError",
    "NoSuchUploadError",
    "NothingBoundError",
    "WrongStandingError",
    "accept",
    "discard",
    "fill",
    "hand_on",
    "keep_blank",
    "preview",
    "receive",
    "remember",
    "settle_gaps",
    "take_up_gaps",
]
