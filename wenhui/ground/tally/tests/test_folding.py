"""The folder: killed at any point it loses nothing; it wakes by itself; it freezes each day once."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from wenhui.ground.tally import actions, folding, queries, reading
from wenhui.ground.tally.models import Frozen
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE
from wenhui.lake import counting

HERE = "hz.gs.wh.lsdy.g04.b001."
MIDNIGHT = datetime(2026, 3, 16, 16, 0, tzinfo=UTC)
Writers = list[psycopg.Connection]


def all_of(path: str = "hz.") -> float | None:
    return queries.figures(["scratch.all"], path, NOON)["scratch.all"].value


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM tally.{TABLE}__deltas")
        return int(cursor.fetchone()[0])


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.faults
@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_folder_killed_half_way_leaves_every_delta_waiting(committed: Writers) -> None:
    folder, _ = committed
    for _ in range(5):
        scratch.insert(HERE)
    counted = reading.tables()[TABLE]
    folder.execute(f"CREATE TEMPORARY TABLE {counting.TAKEN} (LIKE {counting.deltas(counted)})")
    folder.execute(counting.take_sql(counted), [100])
    for face in list(counted.faces.values())[:3]:
        folder.execute(counting.merge_sql(face, counting.spread_sql(face, counted, counting.TAKEN)))

    scratch.run("SELECT pg_terminate_backend(%s, 5000)", folder.info.backend_pid)

    assert waiting() == 5
    assert list(actions.differences()) == []
    assert actions.fold() == 5
    assert (waiting(), all_of()) == (0, 5)
    assert list(actions.differences()) == []


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_a_second_folder_lets_the_first_work(committed: Writers) -> None:
    scratch.insert(HERE)
    committed[0].execute("SELECT pg_advisory_xact_lock(%s)", [actions.FOLD_LOCK])

    meanwhile = actions.fold()
    committed[0].rollback()

    assert meanwhile == 0
    assert actions.fold() == 1


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_the_loop_folds_soon_after_a_change_and_comes_back_when_its_connection_is_cut(committed: Writers) -> None:
    stop = threading.Event()
    loop = threading.Thread(target=folding.run, args=[stop])
    loop.start()
    try:
        scratch.insert(HERE)
        folded_first = within(5, lambda: waiting() == 0)
        committed[0].execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query = %s",
            [f"LISTEN {counting.CHANNEL}"],
        )
        committed[0].commit()
        scratch.insert(HERE)
        folded_again = within(8, lambda: waiting() == 0)
    finally:
        stop.set()
        loop.join(10)

    assert (folded_first, folded_again, loop.is_alive()) == (True, True, False)
    assert all_of() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("counted")
def test_a_day_is_frozen_once_soon_after_it_has_ended() -> None:
    scratch.insert(HERE, due_at=MIDNIGHT - timedelta(hours=1))
    scratch.insert(HERE, due_at=MIDNIGHT + timedelta(hours=1))

    kept = folding.freeze_when_due(at=MIDNIGHT + timedelta(minutes=1))
    again = folding.freeze_when_due(at=MIDNIGHT + timedelta(minutes=2))

    figures = dict(Frozen.objects.filter(area_path=HERE[:-5], day="2026-03-16").values_list("key", "value"))
    assert kept > 0
    assert again == 0
    assert (figures["scratch.overdue"], figures["scratch.due_today"]) == (1, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("counted")
def test_a_day_that_nobody_froze_in_the_night_stays_a_gap() -> None:
    scratch.insert(HERE)

    kept = folding.freeze_when_due(at=MIDNIGHT + timedelta(hours=10))

    assert kept == 0
    assert not Frozen.objects.exists()
