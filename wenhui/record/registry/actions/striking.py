"""Rows of people who were registered by mistake, such as by a wrong file: struck out, and taken back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.record.registry import hanging, snapshots
from wenhui.record.registry.actions.judging import stated
from wenhui.record.registry.actions.refusals import NoSuchPersonError, NotStruckOutError, in_words
from wenhui.record.registry.models import Household, Judgement, Merge, Person, StrikeOut, Suspicion
from wenhui.record.registry.words import LeftBecause

ONCE: Final = "registry_an_id_number_is_registered_once"
# What belongs to one person alone, free for the right one.
FREED: Final[Mapping[str, None]] = dict.fromkeys((*snapshots.ID_NUMBER, *snapshots.PHONE))


@dataclass(frozen=True, slots=True)
class Struck:
    """Who was struck out, and who stays because something hangs on them."""

    out: tuple[int, ...]
    stayed: tuple[int, ...]


@transaction.atomic
def strike_out(*, people: Sequence[int], reason: str, by: Actor, at: datetime) -> Struck:
    """Strike out rows that should never have been made, where nothing hangs on them; the others stay as they are.

    A row that is struck out counts nowhere and never did, and its ID number and phone are free for the right one. Raises
    NoGroundError. Rows out of sight, or struck out already, are passed over.
    """
    reason = stated(reason)
    here = Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk")
    rows = [person for person in here if person.left_because != LeftBecause.MISTAKEN]
    held = _held([person.pk for person in rows])
    out = [person for person in rows if person.pk not in held and not _is_settled_otherwise(person)]
    Suspicion.objects.filter(Q(low__in=out) | Q(high__in=out)).delete()
    StrikeOut.objects.bulk_create(
        StrikeOut(
            person=person, was=snapshots.taken(person), at=at, reason=reason[:200],
            by_kind=by.kind, by_key=by.key, by_name=by.name,
        )
        for person in out
    )  # fmt: skip
    Person.objects.filter(pk__in=[person.pk for person in out]).update(
        left_on=local_day(at), left_because=LeftBecause.MISTAKEN, dwelling=None, **FREED
    )
    struck = Struck(tuple(person.pk for person in out), tuple(person.pk for person in rows if person not in out))
    journal.write(
        by=by,
        at=at,
        verb="registry.strike_out",
        subject=f"person:{people[0] if people else 0}",
        reason=reason,
        refs={"people": " ".join(map(str, struck.out)), "stayed": len(struck.stayed)},
    )
    return struck


@transaction.atomic
def reinstate(*, person_id: int, reason: str, by: Actor, at: datetime) -> Person:
    """Let a row that was struck out count again, as it stood.

    Raises NoSuchPersonError, NotStruckOutError, NoGroundError, and AlreadyRegisteredError where the number stands elsewhere.
    """
    reason = stated(reason)
    person = Person.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
    if person is None:
        raise NoSuchPersonError
    record = StrikeOut.objects.select_for_update(of=("self",)).filter(person=person, undone_at__isnull=True).first()
    if record is None:
        raise NotStruckOutError
    for group in snapshots.GROUPS:
        snapshots.write(person, record.was, group)
    person.household = None
    with in_words(ONCE):
        person.save()
    record.undone_at, record.undone_reason = at, reason[:200]
    record.save(update_fields=["undone_at", "undone_reason"])
    journal.write(by=by, at=at, verb="registry.reinstate", subject=f"person:{person.pk}", reason=reason)
    return person


def _held(people: Collection[int]) -> set[int]:
    """Return on whom something hangs, or about whom somebody decided something."""
    pairs = [
        *Judgement.objects.filter(Q(low__in=people) | Q(high__in=people)).values_list("low", "high"),
        *Merge.objects.filter(Q(primary__in=people) | Q(other__in=people)).values_list("primary", "other"),
    ]
    heads = Household.objects.filter(head__in=people).values_list("head", flat=True)
    decided = {one for pair in pairs for one in pair} | set(heads)
    return (decided & set(people)) | hanging.hanging_on(people).keys()


def _is_settled_otherwise(person: Person) -> bool:
    """Say whether somebody has let them leave, merged them or put them into a household since."""
    return person.left_on is not None or person.merged_into_id is not None or person.household_id is not None
