"""What came over HTTP is acted on: a ticket is taken in, a result is heard."""

from datetime import datetime

from django.utils.translation import gettext
from pydantic import ValidationError

from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.parties import NotYetError, RefusedError, Settled
from wenhui.edge.exchange.words import Mark
from wenhui.edge.hotline import actions, sealing, wire
from wenhui.edge.hotline.actions import Outcome, TicketError, UnknownTicketError
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.party import ACTOR
from wenhui.edge.hotline.peer import Peer
from wenhui.edge.hotline.wire import Kind, ResultData, TicketData
from wenhui.edge.hotline.words import Odd

MARKS = {Odd.MENDED: Mark.CLEANED, Odd.NO_PLACE: Mark.OUTSIDE, Odd.TYPE: Mark.RETYPED}


def settle(peer: Peer, message: Incoming, at: datetime) -> Settled:
    """Call the one action that a message asks for. Raises RefusedError or CaseError with the reason."""
    item = sealing.opened(message.body)
    try:
        if message.source == Kind.TICKETS:
            return _take(peer, TicketData.model_validate(item), at)
        return _hear(ResultData.model_validate(item), at)
    except ValidationError as error:
        raise RefusedError(gettext("内容读不懂：%(why)s") % {"why": wire.said(error)}) from error
    except UnknownTicketError as error:
        raise NotYetError(str(error)) from error
    except TicketError as error:
        raise RefusedError(str(error), reference=_reference(str(item.get("number", "")))) from error


def _take(peer: Peer, data: TicketData, at: datetime) -> Settled:
    taken = actions.take(told=data.told(), path=peer.path, by=ACTOR, at=at)
    why = "" if taken.is_new else gettext("这张工单已经登记过。")
    marks = tuple(sorted({MARKS[Odd(one)] for one in taken.ticket.odd if Odd(one) in MARKS}))
    return Settled(_reference(taken.ticket.number), why=why, marks=marks if taken.is_new else ())


def _hear(data: ResultData, at: datetime) -> Settled:
    heard = actions.hear(said=data.told(), by=ACTOR, at=at)
    why = {
        Outcome.DONE: heard.note,
        Outcome.KNOWN: gettext("这句话已经收到过。"),
        Outcome.STALE: gettext("这之后的状态已经收到。"),
    }[heard.outcome]
    return Settled(_reference(data.number), is_stale=heard.outcome is Outcome.STALE, why=why)


def _reference(number: str) -> str:
    """Return what the office made of a ticket: its case, where it has one."""
    found = HotlineTicket.objects.select_related("report__case__into__into").filter(number=number).first()
    return f"case:{found.case.number}" if found else ""
