"""How long somebody typed: from the first to the last keystroke, as the page reports it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

LONGEST: Final = timedelta(hours=12)  # a page left open over night says nothing about work
MINUTE: Final = Decimal(60)


def typed_between(first_ago_ms: str, last_ago_ms: str, *, at: datetime) -> tuple[datetime, datetime] | None:
    """Return the moments of the first and the last keystroke, told as milliseconds before sending, so that a wrong clock
    of the device does no harm. None where nothing was told, or nothing credible: then nothing was measured.
    """
    if not (first_ago_ms.isdecimal() and last_ago_ms.isdecimal()):
        return None
    if max(len(first_ago_ms), len(last_ago_ms)) > len(str(int(LONGEST.total_seconds()) * 1000)):
        return None
    first, last = timedelta(milliseconds=int(first_ago_ms)), timedelta(milliseconds=int(last_ago_ms))
    if not last <= first <= LONGEST:
        return None
    return at - first, at - last


def minutes(first: datetime, last: datetime) -> Decimal:
    """Return how many minutes lie between, to a tenth."""
    return (Decimal((last - first).total_seconds()) / MINUTE).quantize(Decimal("0.1"))
