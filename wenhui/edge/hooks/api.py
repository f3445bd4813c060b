"""The public interface of webhooks: a program subscribes, lists, ends and tries its own. Mounted below `/api/v1/`.

Letters: `docs/hooks.md`. Only a token has hooks; people make them for a token on its page.
"""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from ninja import Field, Router, Schema, Status

from wenhui.edge.hooks import access, actions, queries
from wenhui.edge.hooks.actions import HookError
from wenhui.edge.hooks.addresses import LONGEST
from wenhui.edge.hooks.models import Hook
from wenhui.edge.hooks.queries import Sent
from wenhui.edge.hooks.wire import CHOSEN, Kind
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.accounts.models import Token
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.work.cases.api import REFUSALS

router = Router(tags=["hooks"])

LARGEST = 2**63 - 1


class HookIn(Schema):
    """An address (https, not inside the network) and what it is to be told of."""

    address: str = Field(max_length=LONGEST, description="A whole https address, without user name and fragment.")
    kinds: list[Kind] = Field(min_length=1, max_length=len(CHOSEN), description="Any but ping.")


class HookOut(Schema):
    """A hook and how far its letters got."""

    id: int
    address: str
    kinds: list[Kind]
    made_at: datetime
    waiting: int
    undelivered: int
    last_sent_at: datetime | None


class HookMade(HookOut):
    """A hook as it was made, with the secret that signs its letters: it is shown this once."""

    secret: str


class PingOut(Schema):
    """The id under which the ping will come."""

    delivery: str


@router.post("", response={201: HookMade, **REFUSALS}, summary="Have an address told when cases change")
@guard.page(access.SUBSCRIBE, methods=("POST",))
def subscribe(request: OfficeRequest, body: HookIn) -> Status[dict[str, Any]] | HttpResponse:
    """Make a hook."""
    token = _token(request)
    if token is None:
        return _no_program()
    try:
        hook, secret = actions.subscribe(
            token=token,
            address=body.address,
            kinds=[str(kind) for kind in body.kinds],
            by=request.actor,
            at=clock.now(),
        )
    except HookError as error:
        return guard.problem(422, say(error.words))
    return Status(201, _out(hook, Sent()) | {"secret": secret})


@router.get("", response={200: list[HookOut], **REFUSALS}, summary="List this token's webhooks")
@guard.page(access.SUBSCRIBE)
def hooks(request: OfficeRequest) -> list[dict[str, Any]] | HttpResponse:
    """Return them all: there are ten at most."""
    token = _token(request)
    if token is None:
        return _no_program()
    found = list(queries.of_token(token))
    sent = queries.sent(found)
    return [_out(hook, sent.get(hook.party, Sent())) for hook in found]


@router.delete("/{hook_id}", response={204: None, **REFUSALS}, summary="Tell an address nothing more")
@guard.page(access.SUBSCRIBE, methods=("DELETE",))
def end(request: OfficeRequest, hook_id: int) -> Status[None] | HttpResponse:
    """End a hook."""
    hook = _own(request, hook_id)
    if hook is None:
        return _unknown()
    actions.end(hook=hook, by=request.actor, at=clock.now())
    return Status(204, None)


@router.post("/{hook_id}/ping", response={202: PingOut, **REFUSALS}, summary="Send a letter about nothing")
@guard.page(access.SUBSCRIBE, methods=("POST",))
def ping(request: OfficeRequest, hook_id: int) -> Status[dict[str, str]] | HttpResponse:
    """Send a ping."""
    hook = _own(request, hook_id)
    if hook is None:
        return _unknown()
    letter = actions.ping(hook=hook, by=request.actor, at=clock.now())
    return Status(202, {"delivery": letter.event_id})


def _token(request: OfficeRequest) -> Token | None:
    token: Token | None = getattr(request, "token", None)
    return token


def _own(request: OfficeRequest, hook_id: int) -> Hook | None:
    token = _token(request)
    if token is None or not 0 < hook_id <= LARGEST:
        return None
    return queries.of_token(token).filter(pk=hook_id).first()


def _no_program() -> HttpResponse:
    return guard.problem(403, gettext("回调是给程序的：请带上令牌，或者在接口令牌的页面上做。"))


def _unknown() -> HttpResponse:
    return guard.problem(404, gettext("没有这个回调，或不是这个令牌的。"))


def _out(hook: Hook, sent: Sent) -> dict[str, Any]:
    return {
        "id": hook.pk, "address": hook.address, "kinds": hook.kinds, "made_at": hook.made_at, "waiting": sent.waiting,
        "undelivered": sent.undelivered, "last_sent_at": sent.last_sent_at,
    }  # fmt: skip
