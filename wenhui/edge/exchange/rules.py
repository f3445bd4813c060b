"""When to try again, when to give up, and what the clock of a message is worth. Pure."""

from datetime import datetime, timedelta
from random import Random

from wenhui.edge.exchange.words import Mark

FIRST = timedelta(seconds=2)
LONGEST = timedelta(minutes=15)
MOST_TRIES = 450  # three days at the longest wait: a peer that was away over a weekend still gets everything

LATE_AFTER = timedelta(days=1)
AHEAD_AFTER = timedelta(minutes=5)  # clocks of two houses differ by so much without anybody's fault
NEVER_AFTER = timedelta(days=1)

PATIENCE = timedelta(hours=1)  # so long a message waits for the one it speaks of
MOST_ATTEMPTS = 5


def wait(attempts: int, draw: Random) -> timedelta:
    """Return how long to wait after so many failures: twice as long each time up to a cap, never all at one moment."""
    doubled: int = 2 ** min(attempts - 1, 30)
    whole = min(FIRST * doubled, LONGEST)
    return whole * draw.uniform(0.5, 1.0)


def may_give_up(attempts: int) -> bool:
    """Say whether a letter was tried long enough."""
    return attempts >= MOST_TRIES


def marks_of_clock(*, said_at: datetime | None, at: datetime) -> frozenset[Mark]:
    """Return what is odd about the moment a message says it is of."""
    if said_at is None:
        return frozenset()
    if said_at - at > AHEAD_AFTER:
        return frozenset({Mark.AHEAD})
    return frozenset({Mark.LATE}) if at - said_at > LATE_AFTER else frozenset()


def is_unbelievable(*, said_at: datetime | None, at: datetime) -> bool:
    """Say whether a message says it is of a day that has not come: nothing may be decided from it."""
    return said_at is not None and said_at - at > NEVER_AFTER
