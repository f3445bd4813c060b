"""The canonical form and the chain, by hand."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from wenhui.ground.journal import rules
from wenhui.ground.journal.rules import CanonicalEntry

ENTRY = CanonicalEntry(
    id=7,
    at=datetime(2026, 11, 23, 8, 0, 0, 5, tzinfo=UTC),
    actor_kind="person",
    actor_key="3",
    verb="cases.close",
    subject="case:12",
    reason='路灯修好了 "3 盏"',
    refs={"unit": "municipal", "case": 12},
)

CANONICAL = (
    '{"actor_key":"3","actor_kind":"person","at":"2026-11-23T08:00:00.000005Z","id":7,'
    '"reason":"路灯修好了 \\"3 盏\\"","refs":{"case":12,"unit":"municipal"},"subject":"case:12","verb":"cases.close"}'
)


def test_the_canonical_form_is_this_to_the_byte() -> None:
    written = rules.canonical(ENTRY)

    assert written == CANONICAL.encode()


def test_a_seal_is_sha256_over_the_seal_before_and_the_entry() -> None:
    sealed = rules.seal_hash(rules.GENESIS, ENTRY)

    assert sealed == hashlib.sha256(bytes(32) + CANONICAL.encode()).digest()


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    shanghai = ENTRY._replace(at=ENTRY.at.astimezone(timezone(timedelta(hours=8))))

    assert rules.canonical(shanghai) == rules.canonical(ENTRY)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 8},
        {"at": ENTRY.at + timedelta(microseconds=1)},
        {"actor_kind": "job"},
        {"actor_key": "4"},
        {"verb": "cases.open"},
        {"subject": "case:13"},
        {"reason": ""},
        {"refs": {}},
    ],
)
def test_every_column_is_under_the_seal(change: dict[str, object]) -> None:
    changed = ENTRY._replace(**change)  # type: ignore[arg-type]

    assert rules.seal_hash(rules.GENESIS, changed) != rules.seal_hash(rules.GENESIS, ENTRY)
