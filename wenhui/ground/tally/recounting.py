"""The nightly proof: everything is counted again from the rows, and what came of it is kept for whoever asks a figure.

Figures need it for nothing; a difference would be a fault of ours, and it must be known before somebody acts on it.
"""

import logging
import threading
from datetime import datetime, time, timedelta

from django.db import InterfaceError, OperationalError, connection

from wenhui.ground.tally import actions
from wenhui.ground.tally.models import Recount
from wenhui.kit import clock

FROM = time(3)  # by the clock of Shanghai, when offices sleep and the day before is frozen
WITHIN = timedelta(hours=3)  # later people work, and the proof waits for the next night
SETTLE = 120.0  # seconds from the start to the first proof of an office that has none yet
LOOK = 20.0
MOST_TOLD = 50  # differences that are written into the log; how many there are is kept

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Prove each night until told to stop; when the database goes away, look again later."""
    stop.wait(SETTLE)
    while not stop.is_set():
        try:
            recount_when_due(stop, at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)


def is_due(last: datetime | None, *, at: datetime) -> bool:
    """Say whether to prove now: when nobody ever did, or at night when tonight's is not done."""
    if last is None:
        return True
    begins_at = datetime.combine(clock.local_day(at), FROM, tzinfo=clock.SHANGHAI)
    return begins_at <= at < begins_at + WITHIN and last < begins_at


def recount_when_due(stop: threading.Event, *, at: datetime) -> int | None:
    """Count everything again if it is time; return how many cells differ, None when it was not time or had to stop."""
    last = Recount.objects.order_by("counted_at").values_list("counted_at", flat=True).first()
    if not is_due(last, at=at):
        return None
    found = 0
    for difference in actions.check(at=at):
        if stop.is_set():
            return None
        found += 1
        if found <= MOST_TOLD:
            log.error("A figure is not what the rows say: %s", difference)
    return found
