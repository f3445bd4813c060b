"""Checks the journal against its seals: tells damage apart from the tail that is not sealed yet.

Reads row by row in one snapshot, so a million entries need no more memory than a thousand. It cannot see that the last
seals *and* their entries were taken away together: keep the printed head somewhere else and compare (docs/threats.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from wenhui.ground.journal import rules
from wenhui.ground.journal.sealing import ENTRY_COLUMNS, entry_of

MOST_LISTED = 1_000
CHUNK = 2_000


class Damage(StrEnum):
    """What can be wrong."""

    ALTERED = "altered"  # the entry or its seal is not what was sealed
    UNLINKED = "unlinked"  # the seal does not continue the one before it
    GAP = "gap"  # seals are gone
    MISSING = "missing"  # a sealed or waiting entry is gone
    INSERTED = "inserted"  # an entry is neither sealed nor waiting, or its seal was cut off
    DOUBLED = "doubled"  # an entry waits although it is sealed


IN_WORDS = {
    Damage.ALTERED: "entry {entry} at position {position} is not what was sealed: it or its seal was changed",
    Damage.UNLINKED: "the seal at position {position} (entry {entry}) does not continue the one before it",
    Damage.GAP: "seals are gone before position {position}",
    Damage.MISSING: "entry {entry} is gone, and was sealed or waited to be (position {position})",
    Damage.INSERTED: "entry {entry} is neither sealed nor waiting: it was put in, or its seal was cut off",
    Damage.DOUBLED: "entry {entry} waits for a seal it already has",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One damaged place."""

    damage: Damage
    entry: int
    position: int | None = None

    def __str__(self) -> str:
        return IN_WORDS[self.damage].format(entry=self.entry, position=self.position or "none")


@dataclass
class Report:
    """What a verification found; `findings` lists the first thousand damages, `waiting` is the unsealed tail."""

    findings: list[Finding] = field(default_factory=list)
    damages: int = 0
    sealed: int = 0
    waiting: int = 0
    head: bytes = rules.GENESIS

    def add(self, finding: Finding) -> None:
        """Count a damage, and list it among the first thousand."""
        self.damages += 1
        if len(self.findings) < MOST_LISTED:
            self.findings.append(finding)

    def __str__(self) -> str:
        state = f"{self.damages} damaged" if self.damages else "no damage"
        return f"{self.sealed} seals checked, {state}; {self.waiting} not sealed yet; head {self.head.hex()}"


def verify() -> Report:
    """Check every seal and every entry, as the owner."""
    report = Report()
    with _one_snapshot():
        _check_chain(report)
        _check_rest(report)
    return report


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """Read everything as of one moment, or the sealer's work between two reads would look like damage."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _check_chain(report: Report) -> None:
    previous, position = rules.GENESIS, 0
    for number, entry_id, linked, sealed, *columns in _rows(
        f"SELECT s.position, s.entry_id, s.previous, s.hash, {ENTRY_COLUMNS} "  # noqa: S608 - our own column names
        "FROM journal_seal s LEFT JOIN journal_entry e ON e.id = s.entry_id ORDER BY s.position"
    ):
        if number != position + 1:
            report.add(Finding(Damage.GAP, entry_id, number))
        elif bytes(linked) != previous:
            report.add(Finding(Damage.UNLINKED, entry_id, number))
        if columns[0] is None:
            report.add(Finding(Damage.MISSING, entry_id, number))
        elif rules.seal_hash(bytes(linked), entry_of(columns)) != bytes(sealed):
            report.add(Finding(Damage.ALTERED, entry_id, number))
        previous, position = bytes(sealed), number
        report.sealed += 1
    report.head = previous


def _check_rest(report: Report) -> None:
    unsealed = (
        "SELECT e.id FROM journal_entry e "
        "WHERE NOT EXISTS (SELECT FROM journal_seal s WHERE s.entry_id = e.id) "
        "AND NOT EXISTS (SELECT FROM journal_pending p WHERE p.entry_id = e.id) ORDER BY e.id"
    )
    for (entry_id,) in _rows(unsealed):
        report.add(Finding(Damage.INSERTED, entry_id))
    waiting = (
        "SELECT p.entry_id, e.id IS NULL, s.position FROM journal_pending p "
        "LEFT JOIN journal_entry e ON e.id = p.entry_id LEFT JOIN journal_seal s ON s.entry_id = p.entry_id "
        "ORDER BY p.entry_id"
    )
    for entry_id, is_gone, position in _rows(waiting):
        if is_gone:
            report.add(Finding(Damage.MISSING, entry_id))
        elif position is not None:
            report.add(Finding(Damage.DOUBLED, entry_id, position))
        else:
            report.waiting += 1


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
