"""The chain of seals: what verification finds when someone with all powers changes the journal."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from wenhui.ground.journal import actions, rules, sealing, verifying
from wenhui.ground.journal.models import Entry, Seal
from wenhui.ground.journal.verifying import Damage, Finding
from wenhui.kit.actor import job

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Tamper = Callable[[str], None]


@pytest.fixture
def tamper() -> Tamper:
    """Change rows as a superuser who has switched all triggers off."""

    def tamper(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement)
            assert cursor.rowcount > 0
            cursor.execute("SET LOCAL session_replication_role = origin")

    return tamper


@pytest.fixture
def entries() -> list[Entry]:
    """Write and seal ten entries."""
    written = write(10)
    sealing.seal_pending()
    return written


def write(count: int) -> list[Entry]:
    return [
        actions.write(by=job("tests"), at=AT, verb="cases.close", subject=f"case:{number}", reason="完工")
        for number in range(count)
    ]


def test_an_untouched_journal_has_no_findings(entries: list[Entry]) -> None:
    report = verifying.verify()

    assert (report.findings, report.sealed, report.waiting) == ([], 10, 0)
    assert report.head == bytes(Seal.objects.get(position=10).hash)


def test_the_tail_that_is_not_sealed_yet_is_not_damage(entries: list[Entry]) -> None:
    write(3)

    report = verifying.verify()

    assert (report.findings, report.sealed, report.waiting) == ([], 10, 3)


def test_one_flipped_byte_is_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper(f"UPDATE journal_entry SET reason = '完土' WHERE id = {entries[4].pk}")

    report = verifying.verify()

    assert report.findings == [Finding(Damage.ALTERED, entries[4].pk, 5)]


def test_one_flipped_bit_in_a_seal_is_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper("UPDATE journal_seal SET hash = set_bit(hash, 3, 1 - get_bit(hash, 3)) WHERE position = 5")

    report = verifying.verify()

    assert report.findings == [Finding(Damage.ALTERED, entries[4].pk, 5), Finding(Damage.UNLINKED, entries[5].pk, 6)]


def test_one_missing_entry_is_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper(f"DELETE FROM journal_entry WHERE id = {entries[4].pk}")

    report = verifying.verify()

    assert report.findings == [Finding(Damage.MISSING, entries[4].pk, 5)]


def test_an_entry_missing_with_its_seal_is_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper(f"DELETE FROM journal_entry WHERE id = {entries[4].pk}")
    tamper("DELETE FROM journal_seal WHERE position = 5")

    report = verifying.verify()

    assert report.findings == [Finding(Damage.GAP, entries[5].pk, 6)]


def test_a_waiting_entry_that_is_gone_is_found_even_after_sealing(entries: list[Entry], tamper: Tamper) -> None:
    gone, kept = write(2)
    tamper(f"DELETE FROM journal_entry WHERE id = {gone.pk}")

    sealing.seal_pending()

    assert verifying.verify().findings == [Finding(Damage.MISSING, gone.pk)]
    assert Seal.objects.get(position=11).entry_id == kept.pk


def test_one_inserted_entry_is_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper(
        "INSERT INTO journal_entry (at, actor_kind, actor_key, verb, subject, reason, refs) "
        "VALUES (now(), 'person', '1', 'cases.close', 'case:99', '', '{}')"
    )
    inserted = Entry.objects.latest("id")

    report = verifying.verify()

    assert report.findings == [Finding(Damage.INSERTED, inserted.pk)]


def test_a_seal_tail_cut_off_is_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper("DELETE FROM journal_seal WHERE position > 8")

    report = verifying.verify()

    assert report.findings == [Finding(Damage.INSERTED, entries[8].pk), Finding(Damage.INSERTED, entries[9].pk)]


def test_an_entry_told_to_wait_again_is_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper(f"INSERT INTO journal_pending VALUES ({entries[4].pk})")

    report = verifying.verify()

    assert report.findings == [Finding(Damage.DOUBLED, entries[4].pk, 5)]


def test_a_chain_rebuilt_with_a_changed_entry_has_another_head(entries: list[Entry], tamper: Tamper) -> None:
    """Who may do everything can rebuild the chain; the head written down elsewhere gives them away."""
    head = verifying.verify().head
    tamper(f"UPDATE journal_entry SET reason = '' WHERE id = {entries[4].pk}")
    tamper("DELETE FROM journal_seal")
    tamper("INSERT INTO journal_pending SELECT id FROM journal_entry")
    sealing.seal_pending()

    report = verifying.verify()

    assert (report.findings, report.head == head) == ([], False)


def test_a_report_says_what_was_found(entries: list[Entry], tamper: Tamper) -> None:
    tamper(f"DELETE FROM journal_entry WHERE id = {entries[4].pk}")
    write(1)

    report = verifying.verify()

    assert str(report).startswith("10 seals checked, 1 damaged; 1 not sealed yet; head ")
    assert str(report.findings[0]) == f"entry {entries[4].pk} is gone, and was sealed or waited to be (position 5)"


def test_sealing_goes_on_where_it_stopped_batch_by_batch() -> None:
    write(5)

    done = [sealing.seal_pending(limit=2) for _ in range(4)]

    assert done == [2, 2, 1, 0]
    assert bytes(Seal.objects.get(position=1).previous) == rules.GENESIS
    assert verifying.verify().findings == []
