"""Uncovering what is masked: for a reason, by a post that may, and on record."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy
from wenhui.record.registry import access, identifiers
from wenhui.record.registry.actions.refusals import (
    NoReasonError,
    NoSuchPersonError,
    NotAllowedError,
    NothingToRevealError,
)
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Revealable

SHORTEST_REASON = 4


@transaction.atomic
def reveal(
    *,
    person_id: int,
    what: Revealable,
    reason: str,
    may: Callable[[str], bool],
    clearance: Privacy,
    by: Actor,
    at: datetime,
) -> str:
    """Return someone's name, ID number or phone in clear, and journal who looked and why.

    `may` and `clearance` speak for the post in which `by` acts: the permission is needed, and clearance for the class
    of that column (an ID number is sensitive). The journal keeps the reason and which field, never the value.
    Raises NotAllowedError, NoReasonError, NoSuchPersonError, NothingToRevealError; these leave no line.
    """
    what = Revealable(what)
    if not may(access.REVEAL) or Person.PRIVACY[what.value].rank > clearance.rank:
        raise NotAllowedError
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NoReasonError
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NoSuchPersonError
    clear = {
        Revealable.NAME: person.name,
        Revealable.ID_NUMBER: identifiers.open_id_number(person.id_number),
        Revealable.PHONE: identifiers.open_phone(person.phone),
    }[what]
    if not clear:
        raise NothingToRevealError
    subject = f"person:{person.pk}"
    journal.write(by=by, at=at, verb="registry.reveal", subject=subject, reason=reason, refs={"field": what.value})
    return clear
