"""Signatures on what is sent either way: HMAC-SHA256 over moment, method, path and body, by a named key. Pure.

    Wenhui-Timestamp: 1773707400
    Wenhui-Key: 2026-03
    Wenhui-Signature: v1=<64 hex digits>

What is signed is `v1`, the timestamp, the method, the path with its query, and the body, each parted by one line feed.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

TIMESTAMP, KEY, SIGNATURE = "Wenhui-Timestamp", "Wenhui-Key", "Wenhui-Signature"
VERSION = "v1"
WINDOW = timedelta(minutes=5)


class ForgedError(ValueError):
    """A request is not from whom it says; the text says what is amiss without helping to mend it."""


def sign(*, keys: Mapping[str, bytes], method: str, path: str, body: bytes, at: datetime) -> dict[str, str]:
    """Return the headers that sign a request with the first key."""
    name, key = next(iter(keys.items()))
    timestamp = str(int(at.timestamp()))
    return {TIMESTAMP: timestamp, KEY: name, SIGNATURE: f"{VERSION}={_digest(key, timestamp, method, path, body)}"}


class Headers(Protocol):
    """Headers of a request, found by a name in any case."""

    def get(self, name: str, /) -> str | None:
        """Return a header."""
        ...


def check(headers: Headers, *, keys: Mapping[str, bytes], method: str, path: str, body: bytes, at: datetime) -> None:
    """Raise ForgedError unless the headers sign this request, by a key we know, within the last minutes."""
    timestamp, name, signature = (headers.get(one) or "" for one in (TIMESTAMP, KEY, SIGNATURE))
    if not timestamp or not name or not signature:
        raise ForgedError("The request is not signed.")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise ForgedError("The timestamp is not a number of seconds.")
    if abs(at.timestamp() - int(timestamp)) > WINDOW.total_seconds():
        raise ForgedError("The signature is too old, or of a clock that is ahead.")
    key = keys.get(name)
    wanted = f"{VERSION}={_digest(key or b'nobody', timestamp, method, path, body)}"
    if not hmac.compare_digest(wanted.encode(), signature.encode(errors="replace")) or key is None:
        raise ForgedError("The signature does not fit.")


def _digest(key: bytes, timestamp: str, method: str, path: str, body: bytes) -> str:
    head = "\n".join((VERSION, timestamp, method.upper(), path, "")).encode(errors="replace")
    return hmac.new(key, head + body, sha256).hexdigest()
