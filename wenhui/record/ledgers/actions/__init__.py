"""Every write of ledgers: receive, preview, accept, discard."""

from wenhui.record.ledgers.actions.importing import accept, discard, preview, receive
from wenhui.record.ledgers.actions.refusals import (
    AlreadyUnderWayError,
    ContentGoneError,
    LedgersError,
    NoSuchUploadError,
    NothingBoundError,
    WrongStandingError,
)

__all__ = [
    "AlreadyUnderWayError",
    "ContentGoneError",
    "LedgersError",
    "NoSuchUploadError",
    "NothingBoundError",
    "WrongStandingError",
    "accept",
    "discard",
    "preview",
    "receive",
]
