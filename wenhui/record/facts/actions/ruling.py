"""Where providers differ: the office decides for a reason whom to believe, or asks the other to correct."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.facts import deriving, rules
from wenhui.record.facts.actions import origins
from wenhui.record.facts.actions.refusals import (
    NoGroundError,
    NoSuchConflictError,
    NotDifferingError,
    NothingAskedError,
)
from wenhui.record.facts.models import SUBJECTS, Conflict, Correction, Ruling
from wenhui.record.facts.words import Asked, Settled

SHORTEST_REASON = 4


@transaction.atomic
def rule(*, conflict_id: int, origin_id: int, reason: str, by: Actor, at: datetime) -> list[Ruling]:
    """Decide which of a conflict's words is believed (以此为准): the one of `origin_id`, its own or the one against it.

    Whoever says otherwise is set aside up to the word they have said now; what they say later counts again. Raises
    NoGroundError, NoSuchConflictError, NotDifferingError (the words have changed meanwhile).
    """
    stated = _stated(reason)
    origins.lock()
    conflict = _open(conflict_id)
    column, subject = about(conflict)
    spoken = deriving.spoken(column, {subject: {conflict.attribute_id}}).words
    words = rules.latest(spoken.get((subject, conflict.attribute_id), ()))
    texts = {word.text for word in words if word.root == origin_id}
    if len(texts) != 1 or origin_id not in {conflict.origin_id, conflict.against_id}:
        raise NotDifferingError
    Correction.objects.filter(conflict=conflict, standing=Asked.OPEN).update(standing=Asked.WITHDRAWN, ended_at=at)
    rulings = Ruling.objects.bulk_create(
        Ruling(
            **{f"{column}_id": subject}, attribute_id=conflict.attribute_id, guarded=conflict.guarded,
            provider=word.provider, origin_id=word.origin, against_id=origin_id, reason=stated, at=at,
            actor_kind=by.kind, actor_key=by.key, actor_name=by.name,
        )
        for word in words if word.text not in texts
    )  # fmt: skip
    deriving.derive(column, {subject: {conflict.attribute_id}}, at=at)
    ended = Conflict.objects.filter(**{column: subject}, attribute=conflict.attribute_id, settled_at=at)
    ended.update(settled=Settled.RULED)
    refs: dict[str, str | int] = {"attribute": conflict.attribute.key, "origin": origin_id}
    journal.write(by=by, at=at, verb="facts.rule", subject=f"conflict:{conflict.pk}", reason=stated, refs=refs)
    return rulings


@transaction.atomic
def lift(*, ruling_id: int, reason: str, by: Actor, at: datetime) -> Ruling:
    """Take a ruling back: words count as if nobody had decided (撤回裁定). Raises NoGroundError, NoSuchConflictError."""
    stated = _stated(reason)
    origins.lock()
    ruling = Ruling.objects.select_for_update().filter(pk=ruling_id, lifted_at__isnull=True).first()
    if ruling is None:
        raise NoSuchConflictError
    ruling.lifted_at = at
    ruling.save(update_fields=["lifted_at"])
    column, subject = about(ruling)
    deriving.derive(column, {subject: {ruling.attribute_id}}, at=at)
    journal.write(by=by, at=at, verb="facts.lift", subject=f"ruling:{ruling.pk}", reason=stated)
    return ruling


@transaction.atomic
def ask_to_correct(*, conflict_ids: Collection[int], note: str = "", by: Actor, at: datetime) -> int:
    """Ask the providers to correct or confirm (请对方更正); what is asked already stays asked. Return how many are new.

    Raises NothingAskedError where none of the conflicts is open.
    """
    conflicts = list(Conflict.objects.select_for_update().filter(pk__in=conflict_ids, settled_at__isnull=True))
    if not conflicts:
        raise NothingAskedError
    waiting = Correction.objects.filter(conflict__in=conflicts, standing=Asked.OPEN)
    held = set(waiting.values_list("conflict", flat=True))
    rows = [
        Correction(
            conflict=one, note=" ".join(note.split()), asked_at=at, actor_kind=by.kind, actor_key=by.key,
            actor_name=by.name,
        )
        for one in conflicts if one.pk not in held
    ]  # fmt: skip
    Correction.objects.bulk_create(rows)
    for provider in sorted({one.conflict.provider for one in rows}):
        asked = sum(one.conflict.provider == provider for one in rows)
        journal.write(
            by=by, at=at, verb="facts.ask_to_correct", subject=f"provider:{provider}", refs={"conflicts": asked}
        )
    return len(rows)


@transaction.atomic
def take_back(*, correction_id: int, by: Actor, at: datetime) -> Correction:
    """Ask no longer (收回更正任务). Raises NoSuchConflictError where it has ended."""
    correction = Correction.objects.select_for_update().filter(pk=correction_id, standing=Asked.OPEN).first()
    if correction is None:
        raise NoSuchConflictError
    correction.standing, correction.ended_at = Asked.WITHDRAWN, at
    correction.save(update_fields=["standing", "ended_at"])
    journal.write(by=by, at=at, verb="facts.take_back", subject=f"correction:{correction.pk}")
    return correction


@transaction.atomic
def export_corrections(*, provider: str, count: int, is_clear: bool, reason: str, by: Actor, at: datetime) -> None:
    """Write down that a list of so many corrections was handed to a provider, and why. Raises NoGroundError."""
    stated = _stated(reason)
    refs: dict[str, str | int] = {"conflicts": count, "names": "clear" if is_clear else "covered"}
    journal.write(
        by=by, at=at, verb="facts.export_corrections", subject=f"provider:{provider}", reason=stated, refs=refs
    )


def about(row: Conflict | Ruling) -> tuple[str, int]:
    """Return of which subject a row is: the column that points at it, and its number."""
    for column in SUBJECTS:
        number = getattr(row, f"{column}_id")
        if number is not None:
            return column, int(number)
    raise NoSuchConflictError


def _open(conflict_id: int) -> Conflict:
    rows = Conflict.objects.select_for_update(of=("self",)).select_related("attribute")
    conflict = rows.filter(pk=conflict_id, settled_at__isnull=True).first()
    if conflict is None:
        raise NoSuchConflictError
    return conflict


def _stated(reason: str) -> str:
    stated = " ".join(reason.split())
    if len(stated) < SHORTEST_REASON:
        raise NoGroundError
    return stated
