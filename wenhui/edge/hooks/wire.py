"""What a receiver reads: the kinds of news, the body of one, and how it is signed. No Django."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Protocol

from pydantic import BaseModel, ConfigDict

TIMESTAMP: Final = "Wenhui-Timestamp"
SIGNATURE: Final = "Wenhui-Signature"
DELIVERY: Final = "Wenhui-Delivery"
KIND: Final = "Wenhui-Event"

WINDOW: Final = timedelta(minutes=5)


class Kind(StrEnum):
    """What may be told of. Every step of a case is of one kind, the narrowest that fits."""

    REPORTED = "case.reported"
    DISPATCHED = "case.dispatched"
    RETURNED = "case.returned"
    MOVED = "case.moved"
    CLOSED = "case.closed"
    REOPENED = "case.reopened"
    PING = "ping"


CHOSEN: Final = tuple(kind for kind in Kind if kind is not Kind.PING)
"""What one subscribes to; a ping comes when asked for."""


class CaseNews(BaseModel):
    """A case as it is told: how it stands, never a word that somebody wrote, nor whom it is about.

    Whoever wants to read more asks `href` with the token.
    """

    model_config = ConfigDict(frozen=True)

    number: str
    verb: str
    stage: str
    type_key: str
    platform: str
    channel: str
    urgency: str
    area: str
    unit_key: str
    reported_at: datetime
    due_at: datetime
    closed_at: datetime | None
    is_on_time: bool | None
    href: str


class News(BaseModel):
    """One letter. `id` is the same however often it comes; `sequence` grows with each step of one case."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Kind
    at: datetime
    sequence: int
    case: CaseNews | None = None


class ForgedError(ValueError):
    """A letter is not from the office, or of another hour."""


class Headers(Protocol):
    """Headers of a request, found by a name in any case."""

    def get(self, name: str, /) -> str | None:
        """Return a header."""
        ...


def written(body: Mapping[str, Any]) -> bytes:
    """Return a body as it travels; what is signed is these bytes and no others."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def headers(body: bytes, *, secret: str, at: datetime) -> dict[str, str]:
    """Return the headers that sign a body."""
    timestamp = str(int(at.timestamp()))
    return {TIMESTAMP: timestamp, SIGNATURE: f"v1={_digest(secret, timestamp, body)}"}


def check(body: bytes, given: Headers, *, secret: str, at: datetime) -> None:
    """Raise ForgedError unless the office signed this body within the last minutes: what a receiver does first."""
    timestamp, signature = given.get(TIMESTAMP) or "", given.get(SIGNATURE) or ""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise ForgedError("The timestamp is not a number of seconds.")
    if abs(at.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise ForgedError("The letter is too old, or of a clock that is ahead.")
    wanted = f"v1={_digest(secret, timestamp, body)}"
    if not hmac.compare_digest(wanted.encode(), signature.encode(errors="replace")):
        raise ForgedError("The signature does not fit.")


def _digest(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()
