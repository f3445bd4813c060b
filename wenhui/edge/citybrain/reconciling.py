"""The daily comparison: both houses list what they hold of a day, and the lines that differ are shown to both.

A day's cases are those that took a step on it, each with its last step; a day's tasks those that were issued on it. Ours
come from moves and tasks, not from letters: what slipped past the outbox shows here.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from pydantic import BaseModel, ValidationError

from wenhui.edge.citybrain import translate
from wenhui.edge.citybrain.models import Reconciliation, Task
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.exchange.models import Outgoing
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.work.cases.models import CaseMove
from wenhui.work.cases.words import Channel, Stage

AGAIN_AFTER = timedelta(hours=1)
LOOK_BACK = 3  # days: what was late one day is there the next
MOST_DIFFERENCES = 1_000


class CaseLine(BaseModel):
    """One case of a day's account."""

    number: str
    sequence: int
    state: str


class TaskLine(BaseModel):
    """One task of a day's account."""

    task: str
    number: str = ""


class Account(BaseModel):
    """What one house holds of a day."""

    day: date
    cases: list[CaseLine]
    tasks: list[TaskLine]

    def summary(self) -> dict[str, Any]:
        """Return counts, states and digests, by which two accounts are compared at a glance."""
        return {
            "cases": len(self.cases),
            "states": dict(sorted(Counter(one.state for one in self.cases).items())),
            "tasks": len(self.tasks),
            "digest": digest(self),
        }


def digest(account: Account) -> str:
    """Return the SHA-256 of the sorted lines `case <number> <sequence> <state>` and `task <key>`, one to a line."""
    lines = [f"case {one.number} {one.sequence} {one.state}" for one in account.cases]
    lines += [f"task {one.task}" for one in account.tasks]
    return sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


def account(peer: Peer, party: Actor, day: date) -> dict[str, Any]:
    """Return our account of a day with its summary, as it is handed out."""
    held = ours(peer, party, day)
    return {"source": peer.own_source, "summary": held.summary()} | held.model_dump(mode="json")


def ours(peer: Peer, party: Actor, day: date) -> Account:
    """Return what we hold of a day of the office, from the first letter on: what went before was never to be told."""
    begin, end = clock.day_begins_at(day), clock.day_ends_at(day)
    first = Outgoing.objects.filter(party=party.key).order_by("id").values_list("posted_at", flat=True).first()
    moves = CaseMove.objects.filter(
        at__gte=max(begin, first or end), at__lt=end, area_path__gte=peer.path, area_path__lt=upper_bound(peer.path)
    ).exclude(case__channel=Channel.IMPORT)
    last = moves.order_by("case_id", "-id").distinct("case_id").values_list("case__number", "id", "to_stage")
    tasks = Task.objects.filter(issued_at__gte=begin, issued_at__lt=end).values_list("key", "case__number")
    return Account(
        day=day,
        cases=[
            CaseLine(number=number, sequence=key, state=translate.STATE[Stage(stage)]) for number, key, stage in last
        ],
        tasks=[TaskLine(task=key, number=number) for key, number in tasks.order_by("key")],
    )


def differences(ours: Account, theirs: Account) -> list[dict[str, str]]:
    """Return every line in which two accounts differ: what it is about, what we hold, what they hold. Pure."""
    pairs = _pairs("case", {one.number: f"{one.state} {one.sequence}" for one in ours.cases},
                   {one.number: f"{one.state} {one.sequence}" for one in theirs.cases})  # fmt: skip
    pairs += _pairs("task", {one.task: "held" for one in ours.tasks}, {one.task: "held" for one in theirs.tasks})
    return pairs


def _pairs(kind: str, ours: dict[str, str], theirs: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"kind": kind, "key": key, "ours": ours.get(key, ""), "theirs": theirs.get(key, "")}
        for key in sorted(ours.keys() | theirs.keys())
        if ours.get(key) != theirs.get(key)
    ]


@transaction.atomic
def compare(peer: Peer, party: Actor, told: dict[str, Any], *, day: date, at: datetime) -> Reconciliation | None:
    """Keep how a day stands between the houses; None when their account cannot be read."""
    try:
        theirs = Account.model_validate(told)
    except ValidationError:
        return None
    held = ours(peer, party, day)
    found = differences(held, theirs)
    kept, _ = Reconciliation.objects.update_or_create(
        day=day, area=Area.objects.get(path=peer.path),
        defaults={
            "compared_at": at, "ours": held.summary(), "theirs": theirs.summary(),
            "differences": found[:MOST_DIFFERENCES],
        },
    )  # fmt: skip
    journal.write(
        by=party, at=at, verb="citybrain.compare", subject=f"reconciliation:{kept.pk}", refs={"differences": len(found)}
    )
    return kept


def beat(peer: Peer, party: Actor, at: datetime) -> None:
    """Compare today and the days before it, each once an hour until it agrees; a day that agrees and is over is done."""
    from wenhui.edge.citybrain.client import Line

    for day in wanting(at):
        with Line(peer) as line:
            told = line.account(day)
        if told is None:
            return
        compare(peer, party, told, day=day, at=at)


def wanting(at: datetime) -> Iterable[date]:
    """Return the days to compare now."""
    today = clock.local_day(at)
    days = [today - timedelta(days=back) for back in range(LOOK_BACK + 1)]
    known = {one.day: one for one in Reconciliation.objects.filter(day__in=days)}
    for day in days:
        kept = known.get(day)
        is_done = kept is not None and not kept.differences and kept.compared_at >= clock.day_ends_at(day)
        if kept is None or (not is_done and at - kept.compared_at >= AGAIN_AFTER):
            yield day


def compared(day: date) -> Reconciliation | None:
    """Return how a day stood when it was last compared."""
    return Reconciliation.objects.filter(day=day).first()


def latest(most: int = 60) -> list[Reconciliation]:
    """Return the days that were compared, the newest first."""
    return list(Reconciliation.objects.order_by("-day")[:most])
