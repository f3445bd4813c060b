"""What the city brain may ask of us: hand in events, and read our account of a day. Signed, or nothing is even kept."""

import json
import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from wenhui.edge.citybrain import connecting, reconciling, wire
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.wire import Event, UnreadableError
from wenhui.edge.exchange import actions, inbox, signing
from wenhui.edge.exchange.inbox import Message
from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.parties import Party
from wenhui.edge.exchange.signing import ForgedError
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.scoped import scope_on
from wenhui.kit import clock

VERIFY_HEADER, SUBJECT_HEADER = "X-Client-Verify", "X-Client-Subject"

log = logging.getLogger(__name__)


def _signed(method: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let nobody in whose request the city brain did not sign; strangers learn no more than that."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @guard.public
        @wraps(view)
        def checked(request: HttpRequest, **given: object) -> HttpResponse:
            peer, at = connecting.peer(), clock.now()
            if peer is None:
                return guard.problem(404, gettext("这里没有接通城市大脑"))
            if request.method != method:
                return HttpResponseNotAllowed([method])
            if _is_too_long(request):
                return guard.problem(413, gettext("报文太长"), f"{wire.LONGEST_BODY} bytes")
            try:
                _check(request, peer, at)
            except ForgedError as error:
                log.warning("A request to %s was refused: %s", request.path, error)
                return guard.problem(401, gettext("签名不对"), str(error))
            return view(request, peer=peer, at=at, **given)

        return checked

    return decorate


@_signed("POST")
def events(request: HttpRequest, *, peer: Peer, at: datetime) -> HttpResponse:
    """Keep events and act on them; answer for each what became of it. What was kept is never asked for again."""
    kind = request.content_type
    if kind not in {wire.STRUCTURED, wire.BATCH}:
        return guard.problem(415, gettext("只收 CloudEvents 报文"), f"{wire.STRUCTURED}, {wire.BATCH}")
    party = connecting.party_of(peer)
    try:
        found = wire.read(kind, request.body)
    except UnreadableError as error:
        why = gettext("读不懂：%(why)s") % {"why": error}
        kept = inbox.keep_riddle(party, request.body.decode(errors="replace"), why=why, at=at)
        return guard.problem(400, gettext("报文读不懂，已留在隔离区"), f"{error} (incoming {kept.pk})")
    kept_all = [inbox.keep(party, _message(event, text), at=at) for event, text in found]
    settled = [_settled(one, party, at) for one in kept_all]
    return JsonResponse({"events": [_told(one) for one in settled]}, status=202)


@_signed("GET")
def account(request: HttpRequest, *, peer: Peer, at: datetime, day: date) -> HttpResponse:
    """Return our account of a day, which they compare with theirs."""
    with scope_on(connecting.party_of(peer).scope):
        return JsonResponse(reconciling.account(peer, connecting.ACTOR, day))


@_signed("GET")
def differences(request: HttpRequest, *, peer: Peer, at: datetime, day: date) -> HttpResponse:
    """Return what we found different when we compared a day, so that both sides read one list."""
    with scope_on(connecting.party_of(peer).scope):
        found = reconciling.compared(day)
        if found is None:
            raise Http404
        return JsonResponse(
            {"day": f"{day:%Y-%m-%d}", "compared_at": found.compared_at, "differences": found.differences}
        )


def _settled(kept: Incoming, party: Party, at: datetime) -> Incoming:
    with scope_on(party.scope):
        return actions.settle(incoming_id=kept.pk, by=party.actor, at=at)


def _is_too_long(request: HttpRequest) -> bool:
    declared = request.headers.get("Content-Length") or "0"
    if not declared.isdigit() or int(declared) > wire.LONGEST_BODY:
        return True
    try:
        return len(request.body) > wire.LONGEST_BODY
    except RequestDataTooBig:
        return True


def _check(request: HttpRequest, peer: Peer, at: datetime) -> None:
    if peer.subject and (
        request.headers.get(VERIFY_HEADER) != "SUCCESS" or request.headers.get(SUBJECT_HEADER) != peer.subject
    ):
        raise ForgedError("The client certificate is missing or somebody else's.")
    signing.check(
        request.headers, keys=peer.keys, method=request.method or "", path=request.get_full_path(), body=request.body,
        at=at,
    )  # fmt: skip


def _message(event: Event, text: str) -> Message:
    return Message(event.source, event.id, event.type, event.subject, event.time, text)


def _told(one: Incoming) -> dict[str, object]:
    try:
        name = json.loads(one.body).get("id", one.key)
    except (ValueError, AttributeError):
        name = one.key
    return {"id": name, "outcome": one.outcome, "why": one.why, "reference": one.reference, "marks": one.marks}
