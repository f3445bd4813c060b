"""The demonstration's invented city: alarms through the broker, reports and next steps through the office's actions.

All of it goes the way of real devices and people: the cast act in their posts, in the scope of their posts.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Any

from aiomqtt import MqttError
from django.db import InterfaceError, OperationalError, close_old_connections
from django.db.models import Q

from wenhui.edge.sensing import fake
from wenhui.edge.sensing import seed as sensing
from wenhui.edge.sensing.fake import FakeDevice, Fleet
from wenhui.edge.sensing.listen import Broker
from wenhui.ground.accounts.models import Post
from wenhui.ground.accounts.scoped import scope_on
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Level
from wenhui.kit import clock
from wenhui.work.cases import actions
from wenhui.work.cases.invented import rhythm
from wenhui.work.cases.models import Case, CaseType
from wenhui.work.cases.words import Channel, Outcome, Stage

QUIET = (120.0, 300.0)  # seconds between two alarms
PULSE = (4.0, 12.0)  # seconds between two things that people do
REPORTS = 0.1  # so much of what people do is a new report; each asks for six steps, and no more may come than go
NEWEST = 40  # steps are taken with one of so many newest open cases

CLERK, HANDLER, WORKER = "luming", "shenzy", "gulan"

NEXT: Mapping[Stage, tuple[Callable[..., Case], str, Mapping[str, Any]]] = {
    Stage.REPORTED: (actions.register, CLERK, {}),
    Stage.REGISTERED: (actions.dispatch, CLERK, {}),
    Stage.DISPATCHED: (actions.accept, HANDLER, {}),
    Stage.ACCEPTED: (actions.answer, HANDLER, {"note": "已到场处置，现场照片已存。"}),
    Stage.ANSWERED: (actions.verify, CLERK, {"note": "电话回访，已经处理好。"}),
    Stage.VERIFIED: (actions.close, CLERK, {"outcome": Outcome.SOLVED}),
}
"""The step that a case waits for, who of the cast takes it, and what is said with it."""

log = logging.getLogger(__name__)


def live(*, broker: Broker, stop: threading.Event) -> None:
    """Let people and devices act by turns; while a broker or database is away, the next turn tries again."""
    draw = Random()  # noqa: S311 - a drawing, not a secret
    fleet = Fleet([FakeDevice(one.serial, one.kind) for one in sensing.DEVICES], draw)
    quiet, pause = draw.uniform(*PULSE), draw.uniform(*PULSE)
    while not stop.wait(pause):
        quiet -= pause
        pause = draw.uniform(*PULSE)
        close_old_connections()
        try:
            if quiet <= 0:
                quiet = draw.uniform(*QUIET)
                asyncio.run(fake.publish(broker, fleet.send(at=clock.now())))
            turn(draw, at=clock.now())
        except (MqttError, OperationalError, InterfaceError) as error:
            log.warning("%s; trying again at the next turn", str(error).strip())
    close_old_connections()


def turn(draw: Random, *, at: datetime) -> Case | None:
    """Let someone report a case, or take the next step of one that waits; None where someone at a desk was quicker."""
    waiting = waiting_for_the_cast()
    if not waiting or draw.random() < REPORTS:
        return report(draw, at=at)
    try:
        return step(draw.choice(waiting), at=at)
    except actions.WrongStageError:
        return None


def report(draw: Random, *, at: datetime) -> Case:
    """Report something: the grid worker on her round, or the command room for a resident who rang."""
    username, channel = draw.choice(((WORKER, Channel.GRID_PATROL), (CLERK, Channel.RESIDENT)))
    type_key, texts = draw.choice(_subjects())
    post = _post(username)
    with scope_on(post.scope):
        building = draw.choice(areas.subtree(post.area.path).filter(level=Level.BUILDING))
        return actions.report(
            title=draw.choice(texts), channel=channel, area=building, type_key=type_key, place=building.name,
            lng=building.lng, lat=building.lat, by=post.account.actor, at=at,
        )  # fmt: skip


def _subjects() -> list[tuple[str, tuple[str, ...]]]:
    """Return what may be reported: what the unit that is played handles, or nothing reported would ever be done with."""
    every = [pair for subject in rhythm.SUBJECTS for pair in subject.types.items()]
    played = set(CaseType.objects.filter(unit=_post(HANDLER).unit_key).values_list("key", flat=True))
    return [pair for pair in every if pair[0] in played] or every


def step(case: Case, *, at: datetime) -> Case:
    """Take the step that a case waits for, as the one of the cast whose work it is."""
    take, username, said = NEXT[case.at_stage]
    given: dict[str, Any] = dict(said)
    if take is actions.dispatch:
        given["unit_key"] = case.type.unit_id or "service"
    post = _post(username)
    with scope_on(post.scope):
        return take(case_id=case.pk, by=post.account.actor, at=at, **given)


def waiting_for_the_cast() -> list[Case]:
    """Return the newest open cases whose next step the cast may take; people of other units are not played."""
    desk = Q(stage__in=[stage for stage, (_, username, _) in NEXT.items() if username == CLERK])
    unit = Q(stage__in=[stage for stage, (_, username, _) in NEXT.items() if username == HANDLER])
    clerk, handler = _post(CLERK), _post(HANDLER)
    with scope_on(clerk.scope):
        waiting = Case.objects.filter(desk | unit & Q(unit_key=handler.unit_key))
        return list(waiting.select_related("type").order_by("-pk")[:NEWEST])


def _post(username: str) -> Post:
    posts = Post.objects.select_related("account", "role", "area")
    return posts.filter(account__username=username).earliest("valid_from", "pk")
