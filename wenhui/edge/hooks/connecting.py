"""Brings hooks to the exchange, each a party of its own, and cases to the hooks."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import Final

from django.conf import settings

from wenhui.edge.exchange import parties
from wenhui.edge.exchange.parties import Party, Sender
from wenhui.edge.hooks import queries, sealing, telling
from wenhui.edge.hooks.models import PREFIX, Hook
from wenhui.ground.accounts.models import Token
from wenhui.kit import clock, facts
from wenhui.kit.words import Words
from wenhui.work.cases import access as cases
from wenhui.work.cases.events import CaseMoved

PATIENCE: Final = timedelta(days=3)
"""A receiver that was away over a weekend still hears everything."""


def connect() -> None:
    """Hear what cases do, and have letters sent."""
    facts.listen_within(CaseMoved, telling.tell)
    parties.register_source(PREFIX, known)


def known() -> Iterator[Party]:
    """Return the hooks as the exchange knows them."""
    return (party_of(hook) for hook in queries.standing())


def party_of(hook: Hook) -> Party:
    """Return a hook as the exchange knows it: it takes one letter at a time and sends none."""
    name = hook.token.name
    return Party(
        key=hook.party, name=Words(f"{name} 的回调", f"Webhook of {name}"), path=hook.token.area.path,
        settle=parties.told_only, line=partial(_line, hook), a_batch=1, patience=PATIENCE,
    )  # fmt: skip


def may_hear(token_id: int) -> bool:
    """Say whether a token still holds and may see cases; asked before each letter, for it may be revoked any moment."""
    token = Token.objects.filter(pk=token_id).first()
    return token is not None and token.holds_on(clock.local_day(clock.now())) and token.may(cases.SEE)


def _line(hook: Hook) -> AbstractContextManager[Sender]:
    """Open a line; its library is loaded by whoever sends, which most processes never do."""
    from wenhui.edge.hooks.client import Line, Receiver

    secret = sealing.opened(hook.secret)
    return Line(Receiver(hook.address, secret, settings.HOOKS_ALLOW, partial(may_hear, hook.token_id)))
