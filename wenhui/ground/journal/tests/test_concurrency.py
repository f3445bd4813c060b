"""Writers never wait for the sealer, and the sealer never waits for writers."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from wenhui.ground.journal import actions, sealing, verifying
from wenhui.ground.journal.models import Entry, Pending, Seal
from wenhui.kit.actor import job

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WRITERS, LINES = 4, 40

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def sealer() -> Iterator[None]:
    """Run the sealer beside the test."""
    stop = threading.Event()
    thread = threading.Thread(target=sealing.run, args=[stop])
    thread.start()
    yield
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def write_lines(writer: int, failures: list[BaseException]) -> None:
    """Write lines in transactions of their own; a wait of more than 200 ms for any lock is an error."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        for line in range(LINES):
            with transaction.atomic():
                actions.write(by=job("tests"), at=AT, verb="cases.close", subject=f"case:{writer}-{line}")
    except BaseException as error:
        failures.append(error)
        raise
    finally:
        connection.close()


def write_from_all_sides() -> list[BaseException]:
    failures: list[BaseException] = []
    threads = [threading.Thread(target=write_lines, args=[writer, failures]) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return failures


def test_writers_do_not_wait_while_the_sealer_is_in_the_middle_of_a_batch() -> None:
    actions.write(by=job("tests"), at=AT, verb="cases.close", subject="case:0")

    with transaction.atomic():
        sealing.seal_pending()
        failures = write_from_all_sides()

    assert failures == []
    assert Entry.objects.count() == WRITERS * LINES + 1


@pytest.mark.usefixtures("sealer")
def test_all_that_was_written_is_sealed_within_a_second() -> None:
    failures = write_from_all_sides()
    deadline = time.monotonic() + 1

    while Pending.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.02)

    assert failures == []
    assert Seal.objects.count() == WRITERS * LINES
    assert verifying.verify().findings == []


def test_an_entry_that_commits_late_is_sealed_after_higher_numbers() -> None:
    late_is_written, may_commit = threading.Event(), threading.Event()

    def write_late() -> None:
        with transaction.atomic():
            actions.write(by=job("tests"), at=AT, verb="cases.close", subject="case:late")
            late_is_written.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=write_late)
    thread.start()
    late_is_written.wait(10)
    actions.write(by=job("tests"), at=AT, verb="cases.close", subject="case:early")
    sealing.seal_pending()
    may_commit.set()
    thread.join(10)

    sealing.seal_pending()

    order = list(Seal.objects.order_by("position").values_list("entry__subject", flat=True))
    assert order == ["case:early", "case:late"]
    assert verifying.verify().findings == []


def test_a_second_sealer_finds_nothing_to_do() -> None:
    actions.write(by=job("tests"), at=AT, verb="cases.close", subject="case:0")
    found: list[int] = []

    def seal_beside() -> None:
        found.append(sealing.seal_pending())
        connection.close()

    with transaction.atomic():
        mine = sealing.seal_pending()
        thread = threading.Thread(target=seal_beside)
        thread.start()
        thread.join(10)

    assert (mine, found) == (1, [0])
