"""What forms lacked becomes one reason to visit for each person and home, and is taken back when it is known."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db import transaction

from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.record.ledgers import actions as ledgers
from wenhui.record.ledgers.models import LedgerGap
from wenhui.record.ledgers.queries import gaps_that_wait
from wenhui.record.registry import dictionary
from wenhui.work.visits.actions import asking
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.words import ReasonKind

SOURCE: Final = "ledgers"
MISSING: Final = Words("部门表格里还缺的", "Missing in a department's form")
OLD: Final = Words("部门表格里过期的", "Grown old in a department's form")


@transaction.atomic
def take_gaps(*, by: Actor, at: datetime) -> int:
    """Give a reason to visit for what filled forms lack, and take back what is known by now; return how many are new.

    Harmless to repeat: a gap is asked under one key, and what asks the same of the same home goes together.
    """
    closed = ledgers.settle_gaps(by=by, at=at)
    if closed.done:
        asking.withdraw(source=SOURCE, keys=closed.done, by=by, at=at)
    asked = set(dictionary.current().attributes)
    waiting = [gap for gap in gaps_that_wait() if gap.key in asked]
    created = 0
    taken: dict[int, str] = {}
    for ground, gaps in groupby(sorted(waiting, key=_together), key=lambda gap: gap.ground):
        homes = [list(home) for _, home in groupby(gaps, key=lambda gap: (gap.dwelling_id, gap.person_id))]
        wanted = [_wanted(home, at) for home in homes]
        given = asking.ask(kind=ReasonKind.GAP, source=SOURCE, ground=ground, wanted=wanted, by=by, at=at)
        created += given.created
        taken |= _keys(homes)
    ledgers.take_up_gaps(asked_as=taken, by=by, at=at)
    return created


def _together(gap: LedgerGap) -> tuple[str, int, int, int]:
    return gap.ground, gap.dwelling_id, gap.person_id or 0, gap.pk


def _wanted(home: list[LedgerGap], at: datetime) -> Wanted:
    """Return the reason for what is lacking of one person, or of a home."""
    first, today = home[0], clock.local_day(at)
    return Wanted(
        key=str(first.pk),
        dwelling_id=first.dwelling_id,
        person_id=first.person_id,
        words=OLD if all(gap.is_stale for gap in home) else MISSING,
        asks=tuple(dict.fromkeys(gap.key for gap in home)),
        from_on=today,
        due_on=max(min(gap.due_on for gap in home), today),
    )


def _keys(homes: Iterable[list[LedgerGap]]) -> Mapping[int, str]:
    return {gap.pk: str(home[0].pk) for home in homes for gap in home}
