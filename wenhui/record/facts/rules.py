"""Whose word is believed (权威来源优先), and what contradicts it.

Two things decide, and neither asks the clock or the order in which words came in: the day of which a word is true, and
the attribute's order of providers. Of each provider the latest word counts. A word that was older than the attribute
stays fresh when the newest was spoken is outdated: it neither leads nor contradicts. Of the rest the provider believed
most leads; among equals the newest word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

DUE_PART: Final = 6  # in the last sixth of its time a word is soon to be confirmed


class Word(NamedTuple):
    """One provider's word for one attribute of one subject.

    `origin` is where it was said; of two words of one day the later origin counts. `root` is the origin whose statement
    has the text: its own, or the one that was confirmed.
    """

    provider: str
    text: str
    as_of: date
    origin: int
    root: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """Which word leads, and the words of other providers that contradict it."""

    lead: Word
    against: tuple[Word, ...] = ()


def settle(words: Iterable[Word], *, authority: Sequence[str], freshness_days: int | None) -> Settlement | None:
    """Return what follows from the words of one attribute, or None from none. `authority` has the most believed first.

    The lead's root is the oldest origin that has its text among the words that count, so that confirming changes nothing.
    """
    present = latest(words)
    if not present:
        return None
    newest = max(word.as_of for word in present)
    fresh = [word for word in present if not is_outdated(word.as_of, newest, freshness_days)]
    lead = min(fresh, key=lambda word: (_rank(word.provider, authority), -word.as_of.toordinal(), -word.origin))
    root = min(word.root for word in present if word.text == lead.text)
    against = tuple(sorted(word for word in fresh if word.text != lead.text))
    return Settlement(lead._replace(root=root), against)


def is_outdated(as_of: date, newest: date, freshness_days: int | None) -> bool:
    """Say whether a word of one day counts no longer once another was spoken on the newest day."""
    return freshness_days is not None and as_of < newest - timedelta(days=freshness_days)


def is_stale(as_of: date, today: date, freshness_days: int | None) -> bool:
    """Say whether a word must be confirmed again: it is older than its attribute stays fresh."""
    return is_outdated(as_of, today, freshness_days)


def without(words: Iterable[Word], provider: str, until: tuple[date, int]) -> list[Word]:
    """Return the words that are left when what a provider said up to a day and an origin is set aside."""
    return [word for word in words if word.provider != provider or (word.as_of, word.origin) > until]


class Freshness(StrEnum):
    """How old a word is beside how long its attribute stays fresh (新旧)."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"


def freshness(as_of: date, today: date, freshness_days: int | None) -> Freshness:
    """Return whether a word is fresh, soon to be confirmed, or stale. What does not age is always fresh."""
    if freshness_days is None:
        return Freshness.FRESH
    if is_stale(as_of, today, freshness_days):
        return Freshness.STALE
    notice = timedelta(days=max(freshness_days // DUE_PART, 1))
    return Freshness.DUE if is_stale(as_of, today + notice, freshness_days) else Freshness.FRESH


def latest(words: Iterable[Word]) -> list[Word]:
    """Return the latest word of each provider."""
    found: dict[str, Word] = {}
    for word in words:
        held = found.get(word.provider)
        if held is None or (held.as_of, held.origin) < (word.as_of, word.origin):
            found[word.provider] = word
    return list(found.values())


def _rank(provider: str, authority: Sequence[str]) -> int:
    return authority.index(provider) if provider in authority else len(authority)
