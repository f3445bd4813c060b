"""Which standings follow which."""

from collections.abc import Mapping
from typing import Final

DRAFTED, SUBMITTED, ADMITTED, REFUSED, EXPIRED, ENDED = (
    "drafted",
    "submitted",
    "admitted",
    "refused",
    "expired",
    "ended",
)

# A refused form stays refused: who still wants it asks anew, with what was missing.
MOVES: Final[Mapping[str, frozenset[str]]] = {
    DRAFTED: frozenset({SUBMITTED, ENDED}),
    SUBMITTED: frozenset({DRAFTED, ADMITTED, REFUSED}),
    ADMITTED: frozenset({EXPIRED, ENDED}),
    REFUSED: frozenset(),
    EXPIRED: frozenset(),
    ENDED: frozenset(),
}


def may_follow(standing: str, following: str) -> bool:
    """Say whether a form of one standing may come to another."""
    return following in MOVES[standing]
