"""Removes copies that no row names: a process was killed between the copy and its row. A duty of the keeper."""

import logging
import threading
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction

from wenhui.ground.files import store
from wenhui.ground.files.errors import StoreError
from wenhui.ground.files.models import File
from wenhui.ground.files.putting import LOCK
from wenhui.ground.files.s3 import Stored
from wenhui.ground.files.store import Folder, Store
from wenhui.kit import clock

LOOK: Final = 300.0  # seconds between two looks; each but the day's first costs nothing
GRACE: Final = timedelta(hours=1)
CHUNK: Final = 500

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Sweep once a day until told to stop; when database or store go away, look again later."""
    done: date | None = None
    while not stop.is_set():
        try:
            today = clock.local_day(clock.now())
            if done != today:
                sweep(at=clock.now())
                done = today
        except (OperationalError, InterfaceError, StoreError) as error:
            log.warning("Files could not be swept (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)


def sweep(*, at: datetime) -> int:
    """Remove copies that no row names and nobody has put for an hour; return how many. As the owner, who sees every row."""
    place, removed = store.current(), 0
    if isinstance(place, Folder):
        removed += place.sweep_unfinished(before=at - GRACE)
    old = (stored for stored in place.keys() if stored.at < at - GRACE)  # noqa: SIM118 - a store, not a dictionary
    while chunk := list(islice(old, CHUNK)):
        removed += _remove_orphans(place, chunk)
    if removed:
        log.warning("%s copies without a row were removed from the store.", removed)
    return removed


@transaction.atomic
def _remove_orphans(place: Store, chunk: list[Stored]) -> int:
    """Look and remove while nobody is between putting a copy and committing its row."""
    orphans = _without_row(chunk)
    if not orphans:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '3s'")  # whoever keeps a file waits behind us meanwhile
        cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
    orphans = _without_row(orphans)
    for stored in orphans:
        place.remove(stored.key)
    return len(orphans)


def _without_row(chunk: list[Stored]) -> list[Stored]:
    digests = {store.digest_of(stored.key) for stored in chunk}
    known = set(File.objects.filter(digest__in=digests).values_list("digest", flat=True))
    return [stored for stored in chunk if store.digest_of(stored.key) not in known]
