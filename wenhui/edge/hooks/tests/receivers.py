"""A hook of the tests and what listens at its end."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from wenhui.edge.exchange import parties
from wenhui.edge.exchange.beat import Beat
from wenhui.edge.exchange.parties import Party, Sender
from wenhui.edge.hooks import actions, connecting, sealing
from wenhui.edge.hooks.client import Line, Receiver
from wenhui.edge.hooks.fake import FakeReceiver
from wenhui.edge.hooks.models import Hook
from wenhui.edge.hooks.wire import CHOSEN
from wenhui.ground.accounts.models import Token
from wenhui.ground.accounts.testing import OFFICE
from wenhui.kit import clock
from wenhui.work.cases.testing import TUESDAY

ADDRESS = "https://8.8.4.4/wenhui"


def subscribed(token: Token, **given: Any) -> tuple[Hook, str]:
    """Return a hook of everything, and its secret; its address is a number, so nobody is asked for it."""
    Token.objects.filter(pk=token.pk).update(valid_from=clock.local_day(TUESDAY))
    usual: dict[str, Any] = {"address": ADDRESS, "kinds": [str(kind) for kind in CHOSEN]}
    return actions.subscribe(token=token, **(usual | given), by=OFFICE, at=clock.now())


@dataclass
class Post:
    """The exchange, sending to one hook by a clock of its own."""

    hook: Hook
    receiver: FakeReceiver
    at: datetime
    beat: Beat

    def send(self, *, after: timedelta = timedelta(0)) -> None:
        """Let the exchange have one beat."""
        self.at += after
        self.beat.once(self.party, at=self.at)

    @property
    def party(self) -> Party:
        """Return the hook as the exchange knows it, with the fake at the end of its line."""
        known = next(one for one in parties.every() if one.key == self.hook.party)
        return Party(
            key=known.key, name=known.name, path=known.path, settle=known.settle, line=self._line, a_batch=known.a_batch,
            patience=known.patience,
        )  # fmt: skip

    def _line(self) -> AbstractContextManager[Sender]:
        may: Callable[[], bool] = lambda: connecting.may_hear(self.hook.token_id)  # noqa: E731 - asked each time
        known = Receiver(self.hook.address, sealing.opened(self.hook.secret), (), may)
        return Line(known, now=lambda: self.at, transport=self.receiver.transport)


def post_to(hook: Hook, secret: str, *, at: datetime) -> Post:
    """Return the exchange with a receiver at the end of the line."""
    post = Post(hook, FakeReceiver(secret, clock.now), at, Beat(Random(1)))
    post.receiver.now = lambda: post.at
    return post
