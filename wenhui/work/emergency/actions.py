"""Emergency mode is begun, looked at, taken out and ended; each leaves its line in the journal."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.accounts import queries as accounts
from wenhui.ground.areas import queries as areas
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind
from wenhui.work.emergency import access, gathering, rules
from wenhui.work.emergency.gathering import Gathered
from wenhui.work.emergency.models import Emergency


class EmergencyError(ValueError):
    """Emergency mode cannot do this; the message is a sentence for the reader."""


class NotAllowedError(EmergencyError):
    """This actor may not open emergency mode here."""


class NoReasonError(EmergencyError):
    """Nobody said why."""


class NowhereError(EmergencyError):
    """No place was given, or nothing lies in it."""


class TooLargeError(EmergencyError):
    """More buildings than one page can serve."""


class OverError(EmergencyError):
    """It has ended: what it gathered is not shown any more."""


class UnknownEmergencyError(EmergencyError):
    """There is no such emergency, or not within sight."""


@transaction.atomic
def begin(
    *,
    key: str,
    within: str,
    polygon: Sequence[rules.Point],
    places: Sequence[str],
    reason: str,
    by: Actor,
    at: datetime,
) -> Emergency:
    """Open emergency mode over a shape or some places for a day (开启应急); the same key opens it once.

    Raises NotAllowedError, NoReasonError, NowhereError, TooLargeError.
    """
    _refuse_unless_allowed(within, by=by, at=at)
    known = Emergency.objects.filter(key=key).first()
    if known is not None:
        return known
    said = reason.strip()
    if len(said) < journal.SHORTEST_REASON:
        raise NoReasonError(gettext("请写明为什么开启应急（至少四个字）。"))
    mine = [path for path in places if path.startswith(within)]
    if not polygon and not mine:
        raise NowhereError(gettext("请选地方，或者在地图上画一圈，或者填一件案件。"))
    buildings = gathering.buildings_of(polygon, mine, within=within)
    if not polygon and not buildings:
        raise NowhereError(gettext("选的地方没有楼幢，请重选。"))
    if len(buildings) > rules.MOST_BUILDINGS:
        raise TooLargeError(
            gettext("一次最多 %(most)s 幢；现在是 %(now)s 幢，请画小一点，或者分几次开启。")
            % {"most": rules.MOST_BUILDINGS, "now": len(buildings)}
        )
    around = areas.at_path(rules.common_path(building.path for building in buildings) or within)
    if around is None:
        raise NowhereError(gettext("选的地方不在区域树里，请重选。"))
    given = {
        "area": around, "polygon": [list(point) for point in polygon], "places": mine, "reason": said, "began_at": at,
        "ends_at": at + rules.LASTS, "by_kind": by.kind, "by_key": by.key, "by_name": by.name,
    }  # fmt: skip
    one, is_new = Emergency.objects.get_or_create(key=key, defaults=given)
    if not is_new:
        return one  # the same form arrived twice at once
    refs: dict[str, str | int] = {
        "polygon": json.dumps(one.polygon, separators=(",", ":")), "places": ",".join(mine), "buildings": len(buildings)
    }  # fmt: skip
    journal.write(by=by, at=at, verb="emergency.begin", subject=f"emergency:{one.pk}", reason=said, refs=refs)
    return one


@transaction.atomic
def look(*, emergency_id: int, within: str, by: Actor, at: datetime) -> tuple[Emergency, Gathered]:
    """Return what an emergency gathers now, and journal who looked (查看应急). Raises OverError once it has ended."""
    one = _on(emergency_id, by=by, at=at)
    journal.write(by=by, at=at, verb="emergency.look", subject=f"emergency:{one.pk}")
    return one, gathering.gather(one, within=within, at=at)


@transaction.atomic
def take_out(*, emergency_id: int, within: str, kind: str, by: Actor, at: datetime) -> tuple[Emergency, Gathered]:
    """Return what an emergency gathers to be printed or kept on a phone, and journal it (带走应急名单); nobody is named."""
    one = _on(emergency_id, by=by, at=at)
    journal.write(by=by, at=at, verb="emergency.take_out", subject=f"emergency:{one.pk}", refs={"kind": kind})
    return one, gathering.gather(one, within=within, at=at)


@transaction.atomic
def end(*, emergency_id: int, by: Actor, at: datetime) -> Emergency:
    """End emergency mode before its day is over (结束应急)."""
    Emergency.objects.select_for_update().filter(pk=emergency_id).first()
    one = _on(emergency_id, by=by, at=at)
    one.ended_at = at
    one.save(update_fields=["ended_at"])
    journal.write(by=by, at=at, verb="emergency.end", subject=f"emergency:{one.pk}")
    return one


def _on(emergency_id: int, *, by: Actor, at: datetime) -> Emergency:
    one = Emergency.objects.select_related("area").filter(pk=emergency_id).first()
    if one is None:
        raise UnknownEmergencyError(gettext("没有这次应急，或不在您的权限内。"))
    _refuse_unless_allowed(one.area_path, by=by, at=at)
    if not one.is_on(at):
        raise OverError(gettext("这次应急已经结束，名单不再显示。还需要的话，请重新开启。"))
    return one


def _refuse_unless_allowed(path: str, *, by: Actor, at: datetime) -> None:
    posts = accounts.posts_of(by, day=clock.local_day(at)) if by.kind is ActorKind.PERSON else []
    if not any(post.may(access.OPEN) and post.scope.covers(path) for post in posts):
        raise NotAllowedError(gettext("您的岗位不能在这里开启应急。"))
