"""Jobs of ledgers, as the worker knows them; what they do is in `jobs`."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from wenhui.record.ledgers.actions.ordering import TASK

LOST = RetryStrategy(max_attempts=10, linear_wait=10, retry_exceptions={OperationalError, InterfaceError})


@app.task(name=TASK, retry=LOST)
def work(errand_id: int, post_id: int) -> None:
    """Check, accept or withdraw a file."""
    from wenhui.record.ledgers import jobs

    jobs.work(errand_id=errand_id, post_id=post_id)
