"""A case that holds several problems becomes several cases."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.work.cases.actions import co_handling, errors, intake, steps
from wenhui.work.cases.models import Case, CaseSplit
from wenhui.work.cases.words import Channel, Urgency


@transaction.atomic
def split(*, case_id: int, titles: Sequence[str], why: str, by: Actor, at: datetime) -> list[Case]:
    """Take further problems out of a case (拆分): each becomes a case of its own at the same place, linked with this one.

    They begin anew: reported now, of no type yet, waiting for intake.
    """
    case = steps.locked(case_id)
    co_handling.refuse_unless_room(case, by, at)
    co_handling.refuse_unless_at(case, co_handling.BEFORE_ANSWER)
    wanted = [title.strip()[:200] for title in titles if title.strip()]
    if not wanted or not why.strip():
        raise errors.NothingGivenError(gettext("请写明拆出来的每一件是什么事，和为什么拆。"))
    taken = []
    for title in wanted:
        other = intake.report(
            title=title, channel=Channel(case.channel), area=case.area, by=by, at=at, place=case.place, lng=case.lng,
            lat=case.lat, urgency=Urgency(case.urgency),
        )  # fmt: skip
        CaseSplit.objects.create(case=other, taken_from=case, at=at, by_name=by.name, why=why.strip())
        taken.append(other)
    refs = {"number": case.number, "into": " ".join(other.number for other in taken)}
    journal.write(by=by, at=at, verb="cases.split", subject=f"case:{case.pk}", refs=refs)
    return taken
