"""The keeper's duty for facts: whoever was cut off while what is known was brought in line, somebody goes on for them.

An origin is in force, or withdrawn, with one transaction; what is known follows in pieces. Between two pieces a process may
be killed. Runs as the owner, hence sees every subject. While somebody else is at an origin, it is left to them.
"""

import logging
import threading
from datetime import datetime
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.record.facts import actions
from wenhui.record.facts.actions import origins
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Standing

LOOK: Final = 30.0  # seconds between two looks; each costs one short question
KEEPER: Final = job("facts", "事实补记")

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Go on for whoever was cut off until told to stop; when the database goes away, look again later."""
    while not stop.is_set():
        try:
            take_up(at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)


def take_up(*, at: datetime) -> list[int]:
    """Bring in line what was left behind; return the origins, oldest first, that nobody else was at."""
    behind = Origin.objects.filter(is_caught_up=False).exclude(standing=Standing.PROPOSED).order_by("pk")
    taken = []
    for origin_id in list(behind.values_list("pk", flat=True)):
        if not origins.try_at_work(origin_id):
            continue
        try:
            actions.catch_up(origin_id=origin_id, by=KEEPER, at=at)
        finally:
            origins.done_at_work(origin_id)
        taken.append(origin_id)
    return taken
