"""The scratch table with its counters standing."""

from collections.abc import Iterator

import pytest
from django.db import connection

from wenhui.ground.tally import actions, definitions, reading
from wenhui.ground.tally.tests import scratch


@pytest.fixture
def counted(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The scratch table and its indicators are all there is to count."""
    monkeypatch.setattr(definitions, "office", lambda: scratch.DEFINITIONS)
    reading.forget()
    with connection.cursor() as cursor:
        cursor.execute(scratch.MAKE)
    actions.sync(at=scratch.NOON)
    yield
    reading.forget()
