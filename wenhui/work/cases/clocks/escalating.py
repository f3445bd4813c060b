"""The keeper's beat that climbs the escalation ladder."""

import logging
import threading
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.work.cases.actions import telling

LADDER: Final = job("ladder", "逐级提醒")
LOOK: Final = 60.0

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Look who must be told until told to stop; when the database goes away, look again later."""
    while not stop.is_set():
        try:
            telling.climb(by=LADDER, at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)
