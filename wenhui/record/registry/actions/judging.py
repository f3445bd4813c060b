"""Saying whether two rows are one person: kept for ever, so that nobody is asked the same again."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.registry.actions.refusals import NoGroundError, NoSuchPersonError, SameRowError
from wenhui.record.registry.models import Judgement, Person, Suspicion
from wenhui.record.registry.words import Verdict

SHORTEST_REASON: Final = 4


@transaction.atomic
def judge_different(*, one_id: int, two_id: int, reason: str, by: Actor, at: datetime) -> Judgement:
    """Keep that two rows are not one person; the pair is not proposed again. That they are one, a merge says."""
    reason = stated(reason)
    if one_id == two_id:
        raise SameRowError
    if Person.objects.filter(pk__in=(one_id, two_id)).count() < 2:
        raise NoSuchPersonError
    judgement = note(one_id, two_id, verdict=Verdict.DIFFERENT, reason=reason, by=by, at=at)
    journal.write(
        by=by,
        at=at,
        verb="registry.judge_different",
        subject=f"person:{judgement.low_id}",
        reason=reason,
        refs={"other": judgement.high_id},
    )
    return judgement


@transaction.atomic
def put_off(*, one_id: int, two_id: int, by: Actor, at: datetime) -> None:
    """Put a suspected pair at the end of the queue: someone looked and cannot say yet."""
    low, high = sorted((one_id, two_id))
    if not Suspicion.objects.filter(low=low, high=high).update(put_off_at=at):
        raise NoSuchPersonError
    journal.write(by=by, at=at, verb="registry.put_off", subject=f"person:{low}", refs={"other": high})


def stated(reason: str) -> str:
    """Return a reason in its one form; raise NoGroundError where there is none to speak of."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NoGroundError
    return reason


def note(one_id: int, two_id: int, *, verdict: Verdict, reason: str, by: Actor, at: datetime) -> Judgement:
    """Write a judgement and take the pair, and whoever is merged away, off the queue; the caller journals."""
    low, high = sorted((one_id, two_id))
    gone = Q(low__merged_into__isnull=False) | Q(high__merged_into__isnull=False)
    Suspicion.objects.filter(
        Q(low=low, high=high) | (gone & Q(low__in=(low, high)) | gone & Q(high__in=(low, high)))
    ).delete()
    return Judgement.objects.create(
        low_id=low,
        high_id=high,
        verdict=verdict,
        by_kind=by.kind,
        by_key=by.key,
        by_name=by.name,
        at=at,
        reason=reason,
    )
