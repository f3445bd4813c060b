"""Each night the model is trained anew and everybody is searched for rows that may be one person. A duty of the keeper."""

import logging
import threading
from datetime import datetime, time, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.record.registry import actions
from wenhui.record.registry.actions.linking import TooFewToLearnError
from wenhui.record.registry.models import LinkageModel

FROM = time(2)  # by the clock of Shanghai; the proof of the figures begins at three
WITHIN = timedelta(hours=3)
LOOK = 30.0
KEEPER = job("keeper")

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Search each night until told to stop; when the database goes away, look again later."""
    while not stop.wait(LOOK):
        try:
            search_when_due(at=clock.now())
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()


def is_due(last: datetime | None, *, at: datetime) -> bool:
    """Say whether it is night and tonight's search is not done."""
    begins_at = datetime.combine(clock.local_day(at), FROM, tzinfo=clock.SHANGHAI)
    return begins_at <= at < begins_at + WITHIN and (last is None or last < begins_at)


def search_when_due(*, at: datetime) -> int | None:
    """Train and search if it is time; return how many pairs wait, None when it was not time or there are too few people."""
    last = LinkageModel.objects.values_list("trained_at", flat=True).first()
    if not is_due(last, at=at):
        return None
    try:
        with transaction.atomic():
            actions.train_linkage(by=KEEPER, at=at)
            return actions.suspect(by=KEEPER, at=at)
    except TooFewToLearnError:
        return None
