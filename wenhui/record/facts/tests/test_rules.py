"""Whose word leads, by tables and by chance: the order in which words come in decides nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.record.facts.rules import Freshness, Word, freshness, is_stale, settle, without

POLICE, COMMUNITY, SELF = "police", "community", "self"
AUTHORITY = (POLICE, COMMUNITY)


def word(provider: str, text: str, day: int, origin: int, root: int = 0) -> Word:
    return Word(provider, text, date(2026, 1, 1).replace(month=1 + day // 28, day=1 + day % 28), origin, root or origin)


@pytest.mark.parametrize(
    ("words", "lead", "against"),
    [
        ([word(SELF, "a", 1, 1)], "a", []),
        ([word(SELF, "a", 1, 1), word(SELF, "b", 2, 2)], "b", []),
        ([word(SELF, "a", 2, 1), word(SELF, "b", 1, 2)], "a", []),
        ([word(SELF, "a", 1, 1), word(SELF, "b", 1, 2)], "b", []),
        ([word(POLICE, "a", 1, 1), word(SELF, "b", 9, 2)], "a", ["b"]),
        ([word(COMMUNITY, "a", 1, 1), word(SELF, "a", 9, 2)], "a", []),
        ([word(SELF, "a", 1, 1), word("grid", "b", 2, 2)], "b", ["a"]),
    ],
)
def test_the_most_believed_leads_then_the_newest(words: list[Word], lead: str, against: list[str]) -> None:
    found = settle(words, authority=AUTHORITY, freshness_days=None)

    assert found is not None
    assert (found.lead.text, [one.text for one in found.against]) == (lead, against)


def test_an_outdated_word_neither_leads_nor_contradicts() -> None:
    old, new = word(POLICE, "a", 0, 1), word(SELF, "b", 100, 2)

    found = settle([old, new], authority=AUTHORITY, freshness_days=90)

    assert found is not None
    assert (found.lead.text, found.against) == ("b", ())


def test_nothing_follows_from_nothing() -> None:
    assert settle([], authority=AUTHORITY, freshness_days=None) is None


@pytest.mark.parametrize(("days", "stale"), [(None, False), (15, False), (14, True)])
def test_a_word_is_stale_after_its_days(days: int | None, *, stale: bool) -> None:
    assert is_stale(date(2026, 3, 2), date(2026, 3, 17), days) is stale


WORDS = st.lists(
    st.tuples(st.sampled_from([POLICE, COMMUNITY, SELF]), st.sampled_from("abc"), st.integers(0, 200)),
    min_size=1,
    max_size=8,
)


@given(WORDS, st.randoms(use_true_random=False), st.sampled_from([None, 30, 365]))
def test_the_order_of_arrival_decides_nothing(
    said: list[tuple[str, str, int]], chance: "object", freshness: int | None
) -> None:
    words = [word(provider, text, day, origin) for origin, (provider, text, day) in enumerate(said, start=1)]
    shuffled = list(words)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    first, second = (settle(one, authority=AUTHORITY, freshness_days=freshness) for one in (words, shuffled))

    assert first == second


@given(WORDS, st.integers(0, 30), st.sampled_from([None, 30, 365]))
def test_confirming_where_nobody_differs_changes_nothing(
    said: list[tuple[str, str, int]], later: int, freshness: int | None
) -> None:
    words = [word(provider, text, day, origin) for origin, (provider, text, day) in enumerate(said, start=1)]
    before = settle(words, authority=AUTHORITY, freshness_days=freshness)
    assert before is not None
    if before.against:
        return
    confirming = word(SELF, before.lead.text, 200 + later, 99, before.lead.root)

    after = settle([*words, confirming], authority=AUTHORITY, freshness_days=freshness)

    assert after is not None
    assert (after.lead.text, after.lead.root, after.against) == (before.lead.text, before.lead.root, ())


@pytest.mark.parametrize(
    ("days_old", "freshness_days", "expected"),
    [
        (0, 180, Freshness.FRESH),
        (149, 180, Freshness.FRESH),
        (151, 180, Freshness.DUE),
        (180, 180, Freshness.DUE),
        (181, 180, Freshness.STALE),
        (4_000, None, Freshness.FRESH),
    ],
)
def test_a_word_is_fresh_then_due_then_stale(days_old: int, freshness_days: int | None, expected: str) -> None:
    today = date(2026, 3, 17)

    assert freshness(today - timedelta(days=days_old), today, freshness_days) is expected


def test_what_is_set_aside_is_everything_a_provider_said_until_then() -> None:
    early, late = (Word("community", "10", date(2026, 3, day), day, day) for day in (1, 9))
    other = Word("police", "20", date(2026, 1, 1), 3, 3)

    assert without([early, late, other], "community", (date(2026, 3, 1), 1)) == [late, other]
