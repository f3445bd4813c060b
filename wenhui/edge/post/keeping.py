"""The keeper's beat that hands on what must be told, and once a day forgets what was read long ago."""

import logging
import threading
from datetime import date, datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from wenhui.edge.post import actions, queries
from wenhui.kit import clock
from wenhui.kit.actor import job

POST: Final = job("post", "消息转告")
LOOK: Final = 5.0
SETTLED: Final = timedelta(hours=1)
"""No transaction that leaves something to be told is open for longer."""

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Look what must be told until told to stop; when the database goes away, look again later."""
    after, forgotten_on = 0, None
    while not stop.is_set():
        try:
            after, forgotten_on = once(after, forgotten_on, at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)


def once(after: int, forgotten_on: date | None, *, at: datetime) -> tuple[int, date]:
    """Hand on all there is; return up to which number that need not be looked at again, and the day that was tidied."""
    while actions.relay(by=POST, at=at, after=after) == actions.A_ROUND:
        pass
    today = clock.local_day(at)
    if forgotten_on != today:
        actions.forget_read(by=POST, at=at)
    return queries.all_told_up_to(settled_at=at - SETTLED, after=after), today
