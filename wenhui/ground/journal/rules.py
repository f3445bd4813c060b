"""How an entry becomes bytes and how a seal hangs on the one before it. Pure: anyone may check a journal by these.

Canonical form of an entry: one JSON object with the eight keys of `CanonicalEntry`, keys in code-point order at every
depth, no white space, UTF-8 without escapes beyond those JSON demands, `at` in UTC with six decimals and a `Z`. For
entries as `journal.actions.write` makes them this is RFC 8785.

Hash of a seal: SHA-256 over the 32 bytes of the hash before it, then the canonical entry. Before the first: GENESIS.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

GENESIS = bytes(32)


class CanonicalEntry(NamedTuple):
    """The columns of an entry that its seal covers: all of them."""

    id: int
    at: datetime
    actor_kind: str
    actor_key: str
    verb: str
    subject: str
    reason: str
    refs: Mapping[str, object]


def canonical(entry: CanonicalEntry) -> bytes:
    """Return the entry as the bytes that are hashed."""
    content = entry._asdict() | {"at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal_hash(previous: bytes, entry: CanonicalEntry) -> bytes:
    """Return the hash that seals `entry` behind the seal whose hash is `previous`."""
    return hashlib.sha256(previous + canonical(entry)).digest()
