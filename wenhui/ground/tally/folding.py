"""The folder's loop: waits for word of changes, folds a moment later, freezes each day when it has ended.

Figures are exact without it (a read adds what is not folded yet); it keeps them quick.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg
from django.db import InterfaceError, OperationalError, connection

from wenhui.ground.tally import actions
from wenhui.kit import clock
from wenhui.lake.counting import CHANNEL

BREATH = 0.3  # seconds from word of a change to the fold, so that a burst is folded at once
LISTEN = 1.0  # seconds between looks at the stop event and the date
LOOK_ANYWAY = 30.0  # seconds after which deltas are looked for without word of any
RECONNECT = 1.0
FREEZE_WITHIN = timedelta(hours=6)  # later the office works again, and the figures would no longer be the night's

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Keep folding until told to stop; when the database goes away, wait for it to come back."""
    while not stop.is_set():
        try:
            with _listening() as listener:
                _keep(listener, stop)
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
            stop.wait(RECONNECT)
        finally:
            connection.close()


@contextmanager
def _listening() -> Iterator[psycopg.Connection]:
    """Open a connection of its own that hears of changes."""
    parameters, djangos_own = connection.get_connection_params(), {"cursor_factory", "context"}
    known = {key: value for key, value in parameters.items() if key not in djangos_own}
    with psycopg.connect(**known, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        yield listener


def _keep(listener: psycopg.Connection, stop: threading.Event) -> None:
    fold_all(stop)
    looked = time.monotonic()
    while not stop.is_set():
        freeze_when_due(at=clock.now())
        has_word = any(True for _ in listener.notifies(timeout=LISTEN, stop_after=1))
        if has_word:
            stop.wait(BREATH)
            _hush(listener)
        if has_word or time.monotonic() - looked > LOOK_ANYWAY:
            fold_all(stop)
            looked = time.monotonic()


def _hush(listener: psycopg.Connection) -> None:
    """Forget what was heard meanwhile: the fold that follows sees all of it."""
    for _ in listener.notifies(timeout=0):
        pass


def fold_all(stop: threading.Event) -> int:
    """Fold batch after batch until nothing waits; return how many deltas were merged."""
    folded = 0
    while not stop.is_set() and (batch := actions.fold()):
        folded += batch
    return folded


def freeze_when_due(*, at: datetime) -> int:
    """Freeze yesterday's end in the first hours of a day, unless it is frozen; return how many figures were kept.

    When nothing ran all night the day stays a gap in the trend: figures taken at ten would not be yesterday's.
    """
    today = clock.local_day(at)
    yesterday = today - timedelta(days=1)
    if at - clock.day_begins_at(today) > FREEZE_WITHIN or actions.is_frozen(yesterday):
        return 0
    return actions.freeze(day=yesterday)
