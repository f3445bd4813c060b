"""The sealer: gives each committed entry its place in the hash chain, within a second, so that writers never queue.

Runs as the owner in a process of its own (`run`). It polls: a NOTIFY from every writer would take a lock of the whole
database at commit and make writers queue after all.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction

from wenhui.ground.journal import rules
from wenhui.ground.journal.rules import CanonicalEntry

BATCH = 5_000
POLL_SECONDS = 0.25
LOCK = "wenhui.journal.seal"

ENTRY_COLUMNS = ", ".join(f"e.{column}" for column in CanonicalEntry._fields)

Row = tuple[int, int, bytes, bytes]


def run(stop: threading.Event) -> None:
    """Seal until told to stop. Any number may run; one seals at a time, the others find nothing to do."""
    try:
        while not stop.is_set():
            if seal_pending() < BATCH:
                stop.wait(POLL_SECONDS)
    finally:
        connection.close()


def seal_pending(*, limit: int = BATCH) -> int:
    """Seal up to `limit` waiting entries in one transaction; return how many. 0 also while another sealer seals.

    An entry that waits but is gone stays waiting, so that `verify` finds it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT position, hash FROM journal_seal ORDER BY position DESC LIMIT 1")
        position, previous = cursor.fetchone() or (0, rules.GENESIS)
        cursor.execute(
            f"SELECT {ENTRY_COLUMNS} FROM journal_pending p JOIN journal_entry e ON e.id = p.entry_id "  # noqa: S608 - our own column names
            "ORDER BY p.entry_id LIMIT %s",
            [limit],
        )
        entries = [entry_of(row) for row in cursor.fetchall()]
        if not entries:
            return 0
        with cursor.copy("COPY journal_seal (position, entry_id, previous, hash) FROM STDIN") as copy:
            for row in chain(entries, position=position, previous=bytes(previous)):
                copy.write_row(row)
        cursor.execute("DELETE FROM journal_pending WHERE entry_id = ANY(%s)", [[entry.id for entry in entries]])
        return len(entries)


def entry_of(columns: Sequence[Any]) -> CanonicalEntry:
    """Return the entry from ENTRY_COLUMNS as a plain cursor reads them: Django leaves jsonb as text there."""
    return CanonicalEntry._make([*columns[:-1], json.loads(columns[-1])])


def chain(entries: list[CanonicalEntry], *, position: int, previous: bytes) -> Iterator[Row]:
    """Yield the rows of the seals that follow the one at `position` whose hash is `previous`."""
    for number, entry in enumerate(entries, start=position + 1):
        sealed = rules.seal_hash(previous, entry)
        yield number, entry.id, previous, sealed
        previous = sealed
