"""What every action of visits asks first: may this actor do it there, and where does a home lie."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext

from wenhui.ground.accounts import queries as accounts
from wenhui.ground.areas.models import Area, Level
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.work.visits import access
from wenhui.work.visits.actions.errors import NotAllowedError, UnknownHomeError
from wenhui.work.visits.rules import walking


def refuse_unless_allowed(permission: str, *, paths: Iterable[str], by: Actor, at: datetime) -> None:
    """Raise NotAllowedError unless `by` holds the permission over every one of these places."""
    posts = list(accounts.posts_of(by, day=clock.local_day(at)))
    if not all(access.may(by, permission, path=path, posts=posts) for path in set(paths)):
        raise NotAllowedError(gettext("您的岗位不能在这里这样做。"))


def homes(dwelling_ids: Iterable[int]) -> Mapping[int, tuple[Area, Area]]:
    """Return each front door with its building. Raises UnknownHomeError when one is none."""
    wanted = set(dwelling_ids)
    doors = {area.pk: area for area in Area.objects.filter(pk__in=wanted, level=Level.DWELLING)}
    paths = {walking.building_of(door.path) for door in doors.values()}
    buildings = {area.path: area for area in Area.objects.filter(path__in=paths, level=Level.BUILDING)}
    found = {
        pk: (door, buildings[path])
        for pk, door in doors.items()
        if (path := walking.building_of(door.path)) in buildings
    }
    if len(found) < len(wanted):
        raise UnknownHomeError(gettext("没有这一户，或不在您的权限内。"))
    return found
