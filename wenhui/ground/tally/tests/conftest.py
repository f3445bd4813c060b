"""The scratch table with its counters standing."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from wenhui.ground.tally import actions, definitions, reading
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE
from wenhui.lake.indicators import Definitions


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


@pytest.fixture
def committed(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[psycopg.Connection]]:
    """The scratch table, counted and committed, and two writers of their own."""
    monkeypatch.setattr(definitions, "office", lambda: scratch.DEFINITIONS)
    reading.forget()
    scratch.run(f"DROP TABLE IF EXISTS {TABLE}")
    scratch.run(scratch.MAKE)
    actions.sync(at=NOON)
    known = {key: connection.get_connection_params()[key] for key in ("dbname", "user", "host")}
    one, other = psycopg.connect(**known), psycopg.connect(**known)
    yield [one, other]
    one.close()
    other.close()
    monkeypatch.setattr(definitions, "office", lambda: Definitions(()))
    actions.sync(at=NOON)
    scratch.run(f"DROP TABLE {TABLE}")
    reading.forget()
