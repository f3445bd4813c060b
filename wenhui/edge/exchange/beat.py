"""The exchange's own process: sends what waits, settles what was kept when somebody died, lets parties do their daily work.

One at a time for each party, whatever the number of processes: whoever holds the party's lock sends.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.db import InterfaceError, OperationalError, connection

from wenhui.edge.exchange import actions, inbox, outbox, parties, rules
from wenhui.edge.exchange.parties import Answer, Party
from wenhui.ground.accounts.scoped import scope_of_session
from wenhui.kit import clock

LOOK = 1.0
TURN = 10.0  # seconds after which the next party has its turn, however much this one still has to hear

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Beat:
    """What the process remembers between two beats: how often each party was away in a row, and until when to wait."""

    draw: Random = field(default_factory=Random)
    misses: dict[str, int] = field(default_factory=dict)
    paused_until: dict[str, datetime] = field(default_factory=dict)

    def once(self, party: Party, *, at: datetime) -> None:
        """Send, settle and reconcile for one party, if nobody else does."""
        if not _alone(party.key):
            return
        with scope_of_session(party.scope):
            if party.settle is not parties.told_only:
                self._settle(party, at=at)
            self._send(party, at=at)
            party.beat(at)

    def _settle(self, party: Party, *, at: datetime) -> None:
        keys = inbox.waiting(party, at=at)
        inbox.count_attempt(keys)
        for key in keys:
            actions.settle(incoming_id=key, by=party.actor, at=at)

    def _send(self, party: Party, *, at: datetime) -> None:
        if at < self.paused_until.get(party.key, at) or not outbox.due(party.key, at=at, most=1):
            return
        ends = time.monotonic() + TURN
        with party.line() as sender:
            while time.monotonic() < ends:
                verdict = outbox.send_due(party.key, sender, at=at, draw=self.draw, most=party.a_batch)
                if verdict is None:
                    return
                if verdict.answer is Answer.AWAY:
                    self.misses[party.key] = self.misses.get(party.key, 0) + 1
                    self.paused_until[party.key] = at + rules.wait(self.misses[party.key], self.draw)
                    log.warning("%s is away: %s", party.key, verdict.why)
                    outbox.give_up_old(party, why=verdict.why, at=at)
                    return
                self.misses[party.key] = 0


def run(stop: threading.Event, *, now: Callable[[], datetime] = clock.now) -> None:
    """Beat until told to stop; when the database goes away, try again at the next beat."""
    beat = Beat()
    while not stop.wait(LOOK):
        try:
            for party in parties.every():
                beat.once(party, at=now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
            connection.close()
    connection.close()


def _alone(key: str) -> bool:
    """Take the party's lock for as long as this connection lives; taking it again is harmless."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND classid = hashtext('wenhui.exchange')::oid AND objid = hashtext(%s)::oid",
            [key],
        )
        if cursor.fetchone()[0]:
            return True
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('wenhui.exchange'), hashtext(%s))", [key])
        return bool(cursor.fetchone()[0])
