"""Keeps forms: once a day those whose day has passed expire, as the owner."""

import logging
import threading
from datetime import date, datetime
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.record.forms import actions

LOOK: Final = 300.0  # seconds between two looks; each but the day's first costs nothing
KEEPER: Final = job("forms", "表单到期")

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Keep forms until told to stop; when the database goes away, look again later."""
    done: date | None = None
    while not stop.is_set():
        try:
            done = keep(done, at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)


def keep(done: date | None, *, at: datetime) -> date:
    """Let forms expire where that was not done for this day yet; return the day."""
    today = clock.local_day(at)
    if done != today:
        actions.expire(by=KEEPER, at=at)
    return today
