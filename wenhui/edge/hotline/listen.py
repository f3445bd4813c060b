"""What the hotline may hand in: tickets, and what it says of them since. Signed, or nothing is even kept."""

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, ValidationError

from wenhui.edge.exchange import actions, inbox, signing
from wenhui.edge.exchange.inbox import Message
from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.parties import Party
from wenhui.edge.exchange.signing import ForgedError
from wenhui.edge.hotline import connecting, rules, sealing, telling, wire
from wenhui.edge.hotline.peer import Peer
from wenhui.edge.hotline.wire import Kind, ResultData, TicketData, UnreadableError
from wenhui.edge.hotline.words import Step
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.scoped import scope_on
from wenhui.kit import clock

log = logging.getLogger(__name__)


@csrf_exempt
@guard.public
def tickets(request: HttpRequest) -> HttpResponse:
    """Keep tickets and take them in; answer for each what became of it."""
    return _batch(request, Kind.TICKETS)


@csrf_exempt
@guard.public
def results(request: HttpRequest) -> HttpResponse:
    """Keep what they say of tickets and act on it; answer for each what became of it."""
    return _batch(request, Kind.RESULTS)


def _batch(request: HttpRequest, kind: Kind) -> HttpResponse:
    peer, at = telling.peer(), clock.now()
    if peer is None:
        return guard.problem(404, gettext("这里没有接通 12345 热线"))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if _is_too_long(request):
        return guard.problem(413, gettext("报文太长"), f"{wire.LONGEST_BODY} bytes")
    try:
        signing.check(
            request.headers, keys=peer.keys, method="POST", path=request.get_full_path(), body=request.body, at=at
        )
    except ForgedError as error:
        log.warning("A request to %s was refused: %s", request.path, error)
        return guard.problem(401, gettext("签名不对"), str(error))
    if request.content_type != wire.JSON:
        return guard.problem(415, gettext("只收 JSON 报文"), wire.JSON)
    return _kept(request.body, kind, peer, at)


def _kept(body: bytes, kind: Kind, peer: Peer, at: datetime) -> HttpResponse:
    """Keep each item in a transaction of its own, then act on it; one that cannot be read stops no other."""
    party = connecting.party_of(peer)
    try:
        items = wire.read(kind, body)
    except UnreadableError as error:
        why = gettext("读不懂：%(why)s") % {"why": error}
        kept = inbox.keep_riddle(party, body.decode(errors="replace"), why=why, at=at)
        return guard.problem(400, gettext("报文读不懂，已留在隔离区"), f"{error} (incoming {kept.pk})")
    kept_all = [_keep(party, kind, item, at) for item in items]
    told = [_told(_settled(one, party, at), item) for one, item in zip(kept_all, items, strict=True)]
    return JsonResponse({kind.value: told}, status=202)


def _keep(party: Party, kind: Kind, item: dict[str, Any], at: datetime) -> Incoming:
    text, fingerprint = sealing.sealed(item), sealing.fingerprint(item)
    model: type[BaseModel] = TicketData if kind is Kind.TICKETS else ResultData
    try:
        data = model.model_validate(item)
    except ValidationError as error:
        why = gettext("读不懂：%(why)s") % {"why": wire.said(error)}
        return inbox.keep_riddle(party, text, why=why, at=at, source=kind, fingerprint=fingerprint)
    return inbox.keep(party, _message(kind, data, text, fingerprint), at=at)


def _message(kind: Kind, data: BaseModel, text: str, fingerprint: str) -> Message:
    if isinstance(data, ResultData):
        key = f"{data.number}:{rules.key_of(Step(str(data.said)), data.at)}"
        return Message(kind, key, f"hotline.{data.said}.v1", data.number, data.at, text, fingerprint)
    number, at = str(getattr(data, "number", "")), getattr(data, "received_at", None)
    return Message(kind, number, "hotline.ticket.v1", number, at, text, fingerprint)


def _settled(kept: Incoming, party: Party, at: datetime) -> Incoming:
    with scope_on(party.scope):
        return actions.settle(incoming_id=kept.pk, by=party.actor, at=at)


def _told(one: Incoming, item: dict[str, Any]) -> dict[str, object]:
    number = item.get("number")
    return {
        "number": number if isinstance(number, str) else "", "outcome": one.outcome, "why": one.why,
        "reference": one.reference, "marks": one.marks,
    }  # fmt: skip


def _is_too_long(request: HttpRequest) -> bool:
    declared = request.headers.get("Content-Length") or "0"
    if not declared.isdigit() or int(declared) > wire.LONGEST_BODY:
        return True
    try:
        return len(request.body) > wire.LONGEST_BODY
    except RequestDataTooBig:
        return True
