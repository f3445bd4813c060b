"""Emergency lists leave the house with names and phones in clear: by a post that may, for a reason, on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.work.visits import access, emergency
from wenhui.work.visits.actions.access_asked import refuse_unless_allowed
from wenhui.work.visits.actions.errors import NoReasonError, TooManyBuildingsError, UnknownHomeError
from wenhui.work.visits.emergency import Block

MOST_BUILDINGS: Final = 60


@transaction.atomic
def print_emergency(*, paths: Sequence[str], reason: str, by: Actor, at: datetime) -> list[Block]:
    """Return the emergency list (应急名单) of some buildings in clear, and journal who printed which and why.

    Paths may be of grids or anything above a building. Raises NoReasonError, TooManyBuildingsError, UnknownHomeError,
    NotAllowedError; these leave no line and show nothing.
    """
    buildings = emergency.buildings_at(paths)
    if not buildings:
        raise UnknownHomeError(gettext("请选楼幢。"))
    if len(buildings) > MOST_BUILDINGS:
        raise TooManyBuildingsError(
            gettext("一次最多 %(most)s 幢；现在是 %(now)s 幢。") % {"most": MOST_BUILDINGS, "now": len(buildings)}
        )
    refuse_unless_allowed(access.EMERGENCY, paths=[building.path for building in buildings], by=by, at=at)
    blocks = emergency.blocks(buildings, today=clock.local_day(at))
    try:
        journal.reveal(
            by=by,
            at=at,
            subject="emergency:" + ",".join(str(building.pk) for building in buildings),
            columns=["birth_on", "name", "phone"],
            reason=reason,
        )
    except journal.ReasonMissingError:
        raise NoReasonError(gettext("请写明为什么要打印（至少四个字）。")) from None
    return blocks
