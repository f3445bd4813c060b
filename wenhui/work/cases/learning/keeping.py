"""The keeper's beat that learns from closed cases: at night where enough were closed, at once where nothing was learnt."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, connection

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.lake.texts.errors import TextsError
from wenhui.work.cases.learning import retraining
from wenhui.work.cases.learning.teaching import StoppedError
from wenhui.work.cases.models import SuggestionEdition

LEARNER: Final = job("learner", "智能推荐")
LOOK: Final = 300.0
FROM: Final = time(1, 15)  # by the clock of Shanghai, after the day was frozen and before people are compared
WITHIN: Final = timedelta(minutes=40)

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Learn each night until told to stop; when the database goes away, look again later."""
    while not stop.wait(LOOK):
        try:
            learn_when_due(at=clock.now(), is_over=stop.is_set)
        except (OperationalError, InterfaceError) as error:
            log.warning("The database went away (%s); trying again.", str(error).strip().splitlines()[0])
        finally:
            connection.close()


def is_night(at: datetime) -> bool:
    """Say whether it is the hour for learning."""
    begins_at = datetime.combine(clock.local_day(at), FROM, tzinfo=clock.SHANGHAI)
    return begins_at <= at < begins_at + WITHIN


def learn_when_due(*, at: datetime, is_over: Callable[[], bool] | None) -> list[SuggestionEdition]:
    """Learn for each office for which it is time; return the new editions. Who has learnt before never does it by day."""
    taught = []
    for path in retraining.offices():
        has_learnt = SuggestionEdition.objects.filter(path=path).exists()
        if (has_learnt and not is_night(at)) or not retraining.is_due(path):
            continue
        try:
            taught.append(retraining.train(path, by=LEARNER, at=at, is_over=is_over))
        except (TextsError, StoppedError) as error:
            log.warning("Nothing was learnt at %s: %s", path, error)
    return taught
