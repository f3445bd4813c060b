"""The keeper's duty for visits: each day's reminders, what forms lacked, an end for whose person has gone. As the owner."""

import logging
import threading
from datetime import date, datetime
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.work.visits import actions

LOOK: Final = 60.0  # seconds between two looks; each costs some milliseconds
KEEPER: Final = job("visits", "走访提醒")

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Keep visits until told to stop; when the database goes away, look again later."""
    reminded: date | None = None
    while not stop.is_set():
        try:
            reminded = keep(reminded, at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)


def keep(reminded: date | None, *, at: datetime) -> date:
    """Tidy, ask what forms lacked and who may have moved; remind where that was not done for this day; return the day."""
    actions.tidy(by=KEEPER, at=at)
    actions.take_gaps(by=KEEPER, at=at)
    actions.take_homes(by=KEEPER, at=at)
    today = clock.local_day(at)
    if reminded != today:
        actions.remind(by=KEEPER, at=at)
    return today
