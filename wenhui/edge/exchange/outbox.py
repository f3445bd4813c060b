"""The outbox: letters are posted in the transaction of their fact, and sent at least once, in order for each subject."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from wenhui.edge.exchange import rules
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Party, Sender, Verdict
from wenhui.edge.exchange.words import Standing

A_BATCH = 50
FIT = 400


def post(
    *, party: str, event_id: str, kind: str, subject: str, sequence: int, area_id: int, body: dict[str, Any],
    at: datetime,
) -> Outgoing:  # fmt: skip
    """Write a letter in the caller's transaction: kept with the fact, or gone with it. A fact told again is told once."""
    letter, _ = Outgoing.objects.get_or_create(
        party=party, event_id=event_id,
        defaults={
            "kind": kind, "subject": subject, "sequence": sequence, "area_id": area_id, "body": body, "posted_at": at,
            "next_at": at,
        },
    )  # fmt: skip
    return letter


def post_all(letters: Sequence[Outgoing]) -> None:
    """Write many letters in the caller's transaction; those of facts that were told before are left out."""
    Outgoing.objects.bulk_create(letters, ignore_conflicts=True, batch_size=2000)


def due(party: str, *, at: datetime, most: int = A_BATCH) -> list[Outgoing]:
    """Return the letters to send now, in order; none overtakes an earlier one about the same subject."""
    waiting = Outgoing.objects.filter(party=party, standing=Standing.WAITING)
    held_up = waiting.filter(subject=OuterRef("subject"), id__lt=OuterRef("id"), next_at__gt=at)
    return list(waiting.filter(~Exists(held_up), next_at__lte=at).order_by("id")[:most])


def send_due(party: str, sender: Sender, *, at: datetime, draw: Random, most: int = A_BATCH) -> Verdict | None:
    """Send what is due and write down how it was taken; None when there was nothing.

    A party that refuses a batch is asked again letter by letter, so that one bad letter stops no other.
    """
    letters = due(party, at=at, most=most)
    if not letters:
        return None
    verdict = sender.send(letters)
    if verdict.answer is Answer.REFUSED and len(letters) > 1:
        return _one_by_one(letters, sender, at=at, draw=draw)
    _write(letters, verdict, at=at, draw=draw)
    return verdict


def _one_by_one(letters: Sequence[Outgoing], sender: Sender, *, at: datetime, draw: Random) -> Verdict:
    verdict = Verdict(Answer.TAKEN)
    for letter in letters:
        verdict = sender.send([letter])
        _write([letter], verdict, at=at, draw=draw)
        if verdict.answer is Answer.AWAY:
            break
    return verdict


def give_up_old(party: Party, *, why: str, at: datetime) -> int:
    """Give up what waits for longer than a party that is away deserves; return how many letters that were."""
    if party.patience is None:
        return 0
    old = Outgoing.objects.filter(party=party.key, standing=Standing.WAITING, posted_at__lte=at - party.patience)
    return old.update(standing=Standing.DEAD, why=why[:FIT] or str(Answer.AWAY))


@transaction.atomic
def _write(letters: Sequence[Outgoing], verdict: Verdict, *, at: datetime, draw: Random) -> None:
    waiting = Outgoing.objects.filter(pk__in=[one.pk for one in letters], standing=Standing.WAITING)
    if verdict.answer is Answer.TAKEN:
        waiting.update(standing=Standing.SENT, sent_at=at, why="")
        return
    for letter in waiting.select_for_update():
        letter.attempts += 1
        letter.why = verdict.why[:FIT] or str(verdict.answer)
        is_dead = verdict.answer is Answer.REFUSED or rules.may_give_up(letter.attempts)
        letter.standing = Standing.DEAD if is_dead else Standing.WAITING
        letter.next_at = at + rules.wait(letter.attempts, draw)
        letter.save(update_fields=["attempts", "why", "standing", "next_at"])
