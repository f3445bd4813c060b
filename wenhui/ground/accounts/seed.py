"""The standing cast (all invented): shared by demonstration, tests and screenshots, refused anywhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from wenhui.ground.accounts.models import Account, Post, Role
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind

CAST_PASSWORD = "wenhui-demo"  # noqa: S105 - known to all, refused outside the demonstration
HELD_SINCE = timedelta(days=365)

SENSOR = Actor(ActorKind.DEVICE, "sensor-lsdy-04", "流水东苑 04 网格水位计")


@dataclass(frozen=True, slots=True)
class Member:
    """One invented person and the post they hold."""

    username: str
    name: str
    role: str
    area: str
    unit_key: str = ""


CAST = (
    Member("gulan", "顾晓岚", "grid_worker", "hz.gs.wh.lsdy.g04."),
    Member("luming", "陆明溪", "command_clerk", "hz.gs.wh."),
    Member("shenzy", "沈知远", "unit_handler", "hz.gs.wh.", "municipal"),
    Member("zhounc", "周念慈", "community_secretary", "hz.gs.wh.lsdy."),
    Member("chengws", "程望舒", "office_leader", "hz.gs.wh."),
    Member("hansg", "韩拾光", "community_worker", "hz.gs.wh.dtg."),
    Member("qinsn", "秦司南", "it_admin", "hz.gs.wh."),
)


# Who may look into the second demonstration city, in a second post of theirs; made when its cases are brought in.
GUESTS = (
    Member("luming", "陆明溪", "command_clerk", "nyc."),
    Member("chengws", "程望舒", "office_leader", "nyc."),
)


class CastRefusedError(RuntimeError):
    """The cast's password is known to all, so it exists in the demonstration only."""


def seed_cast(*, by: Actor, at: datetime) -> list[Post]:
    """Create the cast and their posts; whoever is there already stays as they are. Roles and areas must stand.

    Raises CastRefusedError outside the demonstration.
    """
    if not settings.DEMO:
        raise CastRefusedError("The standing cast has a password that anyone may read; it needs WENHUI_DEMO=1.")
    since = clock.local_day(at) - HELD_SINCE
    with transaction.atomic():
        return [_ensure(member, since=since, by=by, at=at) for member in CAST]


def seed_guests(*, by: Actor, at: datetime) -> list[Post]:
    """Give those of the cast who may look into the second city their posts there; the cast and that city must stand."""
    with transaction.atomic():
        return [_ensure(member, since=clock.local_day(at), by=by, at=at) for member in GUESTS]


def cast_found_outside_demonstration() -> Iterator[str]:
    """Say which of the cast can log in where they must not; the doctor and the start ask."""
    if settings.DEMO:
        return
    names = [member.username for member in CAST]
    for account in Account.objects.filter(username__in=names, is_active=True).order_by("username"):
        if account.check_password(CAST_PASSWORD):
            yield (
                f"The account {account.username} has the demonstration's password, which anyone may read; "
                "lock it or change its password in the administration."
            )


def _ensure(member: Member, *, since: date, by: Actor, at: datetime) -> Post:
    account, is_new = Account.objects.get_or_create(
        username=member.username,
        defaults={"name": member.name, "password": _hashed(), "password_changed_at": at},
    )
    if is_new:
        journal.write(by=by, at=at, verb="accounts.create", subject=f"account:{account.pk}", reason="standing cast")
    post = account.posts.filter(area__path=member.area).first()
    if post is None:
        post = Post.objects.create(
            account=account,
            role=Role.objects.get(key=member.role),
            area=Area.objects.get(path=member.area),
            unit_key=member.unit_key,
            valid_from=since,
        )
        journal.write(by=by, at=at, verb="accounts.give_post", subject=f"post:{post.pk}", reason="standing cast")
    return post


@cache
def _hashed() -> str:
    """Hash the one password once: seven times Argon2 would slow every test."""
    return make_password(CAST_PASSWORD)
