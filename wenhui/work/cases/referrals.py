"""What a visit could not settle at the door becomes a case: told after commit, and looked for again by the keeper.

Reported by the office itself, at the moment it is taken up, so that no case waits for a post that has ended meanwhile.
"""

import logging
import threading
from datetime import datetime
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction

from wenhui.ground.accounts.scoped import scope_on
from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.work.cases import actions, rules
from wenhui.work.cases.words import Channel
from wenhui.work.visits import actions as visits
from wenhui.work.visits.events import HomeReferred
from wenhui.work.visits.models import Referral

REFERRED: Final = job("visits", "走访转办")
LOOK: Final = 60.0

log = logging.getLogger(__name__)


def hear(fact: HomeReferred) -> None:
    """Take a referral up as soon as it is kept, in the scope of its office."""
    with scope_on(Scope(rules.office_of(fact.area_path), Privacy.PERSONAL)):
        take_up_waiting(at=clock.now())


@transaction.atomic
def take_up_waiting(*, at: datetime) -> int:
    """Report a case for every referral in sight that waits; return how many. Harmless to repeat and to run at once."""
    waiting = Referral.objects.select_for_update(skip_locked=True, of=("self",)).filter(taken_up_at__isnull=True)
    taken = 0
    for referral in waiting.select_related("area").order_by("pk"):
        case = actions.report(
            title=referral.what, channel=Channel.GRID_PATROL, area=referral.area, key=f"referral:{referral.pk}",
            by=REFERRED, at=at,
        )  # fmt: skip
        visits.take_up(referral_id=referral.pk, reference=f"case:{case.number}", by=REFERRED, at=at)
        taken += 1
    return taken


def run(stop: threading.Event) -> None:
    """Look for referrals that nobody heard of until told to stop; when the database goes away, look again later."""
    while not stop.is_set():
        try:
            take_up_waiting(at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()
        stop.wait(LOOK)
