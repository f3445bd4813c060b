"""Uncovering one word that a card covers: for a reason, by a post that may, and on record."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import queries
from wenhui.record.facts.actions.refusals import NoGroundError, NotAllowedError, NothingKnownError, NotSayableError
from wenhui.record.facts.actions.ruling import SHORTEST_REASON
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.registry import access, dictionary
from wenhui.record.registry.words import Subject


@transaction.atomic
def reveal(
    *,
    subject: Subject,
    number: int,
    key: str,
    reason: str,
    may: Callable[[str], bool],
    clearance: Privacy,
    by: Actor,
    at: datetime,
) -> str:
    """Return the canonical text known of an attribute, and journal who looked and why, never the value.

    `may` and `clearance` speak for the post in which `by` acts. Raises NotSayableError, NotAllowedError, NoGroundError,
    NothingKnownError; these leave no line.
    """
    attribute = dictionary.current().attributes.get(key)
    if attribute is None or attribute.subject != subject:
        raise NotSayableError.of(key)
    if not may(access.REVEAL) or attribute.privacy.rank > clearance.rank:
        raise NotAllowedError
    stated = " ".join(reason.split())
    if len(stated) < SHORTEST_REASON:
        raise NoGroundError
    word = queries.known_of(COLUMN[subject], [number])[number].get(key)
    if word is None or not word.text:
        raise NothingKnownError
    about = f"{subject.value}:{number}"
    journal.write(by=by, at=at, verb="facts.reveal", subject=about, reason=stated, refs={"attribute": key})
    return word.text
