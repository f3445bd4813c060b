"""Every write of ledgers: receive, preview, accept, discard; remember a head; keep and fill a blank form."""

from wenhui.record.ledgers.actions.filling import fill
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
    "keep_blank",
    "preview",
    "receive",
    "remember",
]
