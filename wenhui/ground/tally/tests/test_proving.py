"""The nightly proof: figures are counted again from the rows, and how that ended is kept for whoever asks."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.tally import actions, queries, recounting
from wenhui.ground.tally.models import Recount
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE
from wenhui.kit.clock import SHANGHAI

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]

HERE = "hz.gs.wh.lsdy.g04.b001."
NIGHT = datetime(2026, 3, 18, 3, 10, tzinfo=SHANGHAI)


def test_a_proof_says_when_from_how_many_rows_and_that_all_was_alike() -> None:
    scratch.insert(HERE)
    scratch.insert(HERE)

    found = list(actions.check(at=NOON))

    kept = queries.last_recount("scratch.all")
    assert found == []
    assert kept is not None
    assert (kept.table, kept.counted_at, kept.rows, kept.differences) == (TABLE, NOON, 2, 0)


def test_a_cell_changed_by_hand_stays_known_until_it_is_mended() -> None:
    scratch.insert(HERE)
    actions.fold()
    scratch.run(f"UPDATE tally.{TABLE}__now SET n_all = 7 WHERE area_path = 'hz.'")

    list(actions.check(at=NOON))
    broken = queries.last_recount("scratch.all")
    actions.recount()
    mended = queries.last_recount("scratch.all")

    assert broken is not None
    assert broken.differences == 1
    assert mended is None


def test_a_proof_that_was_stopped_leaves_the_former_result() -> None:
    list(actions.check(at=NOON))
    scratch.insert(HERE)
    actions.fold()
    scratch.run(f"UPDATE tally.{TABLE}__now SET n_all = 7 WHERE area_path = 'hz.'")
    stopped = threading.Event()
    stopped.set()

    outcome = recounting.recount_when_due(stopped, at=NIGHT)

    assert outcome is None
    assert Recount.objects.get().counted_at == NOON


def test_everything_is_proved_once_a_night() -> None:
    scratch.insert(HERE)
    go_on = threading.Event()

    first = recounting.recount_when_due(go_on, at=NIGHT)
    second = recounting.recount_when_due(go_on, at=NIGHT + timedelta(minutes=5))

    assert (first, second) == (0, None)
    assert Recount.objects.get().counted_at == NIGHT


@pytest.mark.parametrize(
    ("last", "at", "due"),
    [
        (None, NOON, True),
        (NIGHT - timedelta(days=1), NIGHT, True),
        (NIGHT, NIGHT + timedelta(hours=1), False),
        (NIGHT - timedelta(days=1), NIGHT - timedelta(minutes=11), False),
        (NIGHT - timedelta(days=1), NIGHT + timedelta(hours=3), False),
    ],
    ids=["never yet", "last night", "done tonight", "before three", "people are at work"],
)
def test_a_proof_is_due_at_night_or_when_there_is_none(last: datetime | None, at: datetime, due: bool) -> None:
    assert recounting.is_due(last, at=at) is due


def test_a_table_has_one_last_result_and_nothing_less_than_nought() -> None:
    list(actions.check(at=NOON))

    with pytest.raises(IntegrityError, match="tally_recount_is_the_last_of_its_table"), transaction.atomic():
        Recount.objects.create(table=TABLE, counted_at=NOON, rows=0, differences=0)
    with pytest.raises(IntegrityError, match="tally_recount_counts_from_nought"), transaction.atomic():
        Recount.objects.create(table="other", counted_at=NOON, rows=0, differences=-1)
