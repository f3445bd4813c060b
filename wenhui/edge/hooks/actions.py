"""Every write to hooks."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from wenhui.edge.exchange import actions as exchange
from wenhui.edge.exchange import outbox
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.words import Standing
from wenhui.edge.hooks import addresses, queries, sealing, words
from wenhui.edge.hooks.models import Hook
from wenhui.edge.hooks.wire import CHOSEN, Kind, News
from wenhui.ground.accounts.models import Token
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.work.cases import access as cases

MOST: Final = 10
MOST_AGAIN: Final = 500


class HookError(ValueError):
    """A hook cannot be made as asked; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.zh)
        self.words = words


@transaction.atomic
def subscribe(*, token: Token, address: str, kinds: Collection[str], by: Actor, at: datetime) -> tuple[Hook, str]:
    """Have an address told of these kinds (订阅回调); return the hook, and its secret in clear this once.

    The address is looked up: one inside the network is refused. Raises HookError.
    """
    if not token.may(cases.SEE):
        raise HookError(Words("这个令牌不能看案件，没有什么可以告诉它的。", "This token may not see cases."))
    wanted = [kind for kind in CHOSEN if kind in kinds]
    if not wanted or len(wanted) != len(set(kinds)):
        raise HookError(Words("请从列出的几类里选，至少选一类。", "Choose one of the listed kinds at least."))
    try:
        addresses.target(address, allowed=settings.HOOKS_ALLOW)
    except addresses.AddressError as error:
        raise HookError(words.REASONS[error.reason]) from error
    Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    own = list(queries.of_token(token))
    if any(hook.address == address for hook in own):
        raise HookError(Words("这个令牌已经订阅了这个网址。", "This token has a webhook for this address already."))
    if len(own) >= MOST:
        raise HookError(Words("一个令牌最多订阅 10 个网址。", "A token has ten webhooks at most."))
    secret = sealing.new_secret()
    hook = Hook.objects.create(token=token, address=address, kinds=wanted, secret=sealing.seal(secret), made_at=at)
    journal.write(by=by, at=at, verb="hooks.subscribe", subject=f"hook:{hook.pk}", refs={"token": token.pk})
    return hook, secret


@transaction.atomic
def end(*, hook: Hook, by: Actor, at: datetime) -> Hook:
    """Tell an address nothing more; what was on its way is set aside, and says so. Ending it twice is harmless."""
    hook = Hook.objects.select_for_update(of=("self",)).get(pk=hook.pk)
    if hook.ended_at is not None:
        return hook
    hook.ended_at = at
    hook.save(update_fields=["ended_at"])
    waiting = Outgoing.objects.filter(party=hook.party, standing__in=[Standing.WAITING, Standing.DEAD])
    waiting.update(standing=Standing.SET_ASIDE, why="回调已经取消。")
    journal.write(by=by, at=at, verb="hooks.end", subject=f"hook:{hook.pk}")
    return hook


@transaction.atomic
def ping(*, hook: Hook, by: Actor, at: datetime) -> Outgoing:
    """Send a letter about nothing, so that a receiver can be tried."""
    number = int(at.timestamp() * 1000)
    news = News(id=f"ping-{number}", kind=Kind.PING, at=at, sequence=number)
    letter = outbox.post(
        party=hook.party, event_id=news.id, kind=Kind.PING, subject=news.id, sequence=number,
        area_id=hook.token.area_id, body=news.model_dump(mode="json"), at=at,
    )  # fmt: skip
    journal.write(by=by, at=at, verb="hooks.ping", subject=f"hook:{hook.pk}")
    return letter


@transaction.atomic
def send_again(*, hook: Hook, by: Actor, at: datetime) -> int:
    """Send again what was given up, the oldest first; return how many letters that is."""
    letters = queries.undelivered(hook, most=MOST_AGAIN)
    for letter in letters:
        exchange.resend(outgoing_id=letter.pk, by=by, at=at)
    return len(letters)
