"""Who may have moved, as departments' files say: one reason to ask at the known door, however many files say so."""

from datetime import datetime
from itertools import groupby
from typing import Final

from django.db import transaction

from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.record.ledgers import actions as ledgers
from wenhui.record.ledgers.models import HomeDoubt
from wenhui.record.ledgers.queries import homes_asked, homes_that_wait
from wenhui.work.visits.actions import asking
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.models import Reason
from wenhui.work.visits.words import ReasonKind, ReasonState

SOURCE: Final = "ledgers.homes"
WHY: Final = Words("问一句是否已搬家", "Ask whether they have moved")
TELL: Final = Words(
    "有单位的名册写着这个人住在别处。当面问一句：还住这里吗？还住这里就勾上；搬走了，选下面的“已搬走”。",
    "A department's list has this person living elsewhere. Ask: do you still live here? If so, tick it; "
    "if not, choose “moved” below.",
)


@transaction.atomic
def take_homes(*, by: Actor, at: datetime) -> int:
    """Give a reason to ask whether somebody has moved, and take it back when that is known; return how many are new.

    Harmless to repeat. What was answered at the door closes the question; what the registry has learnt closes the reason.
    """
    ended = Reason.objects.filter(source=SOURCE, source_key__in=homes_asked()).exclude(state=ReasonState.OPEN)
    asked = set(ended.values_list("source_key", flat=True))
    closed = ledgers.settle_homes(asked=asked, by=by, at=at)
    if closed.done:
        asking.withdraw(source=SOURCE, keys=closed.done, by=by, at=at)
    created = 0
    waiting = sorted(homes_that_wait(), key=lambda doubt: (doubt.ground, doubt.pk))
    for ground, doubts in groupby(waiting, key=lambda doubt: doubt.ground):
        wanted = [_wanted(doubt, at) for doubt in doubts]
        given = asking.ask(kind=ReasonKind.GAP, source=SOURCE, ground=ground, wanted=wanted, by=by, at=at)
        created += given.created
    ledgers.take_up_homes(asked_as={doubt.pk: str(doubt.pk) for doubt in waiting}, by=by, at=at)
    return created


def _wanted(doubt: HomeDoubt, at: datetime) -> Wanted:
    today = clock.local_day(at)
    return Wanted(
        key=str(doubt.pk),
        dwelling_id=doubt.dwelling_id,
        person_id=doubt.person_id,
        words=WHY,
        tell=TELL,
        from_on=today,
        due_on=max(doubt.due_on, today),
    )
