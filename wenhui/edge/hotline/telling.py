"""What we did to a ticket goes back: a letter in the transaction of the step, where the hotline has an address."""

from typing import Any

from django.conf import settings

from wenhui.edge.exchange import outbox
from wenhui.edge.hotline.models import HotlineStep, HotlineTicket
from wenhui.edge.hotline.party import KEY
from wenhui.edge.hotline.peer import Peer


def peer() -> Peer | None:
    """Return the hotline that the settings name, if they name one."""
    found: Peer | None = settings.HOTLINE
    return found


def tell(ticket: HotlineTicket, row: HotlineStep) -> None:
    """Post one step of ours; without an address it waits for the next sheet alone."""
    known = peer()
    if known is None or not known.url or not ticket.area_path.startswith(known.path):
        return
    outbox.post(
        party=KEY, event_id=f"step-{row.pk}", kind=f"hotline.ticket.{row.step}.v1", subject=ticket.number,
        sequence=row.pk, area_id=ticket.area_id, body=body_of(ticket, row), at=row.at,
    )  # fmt: skip


def body_of(ticket: HotlineTicket, row: HotlineStep) -> dict[str, Any]:
    """Return what they read of a step; nobody's name but the clerk's."""
    told: dict[str, Any] = {
        "id": f"step-{row.pk}", "sequence": row.pk, "number": ticket.number, "step": row.step, "state": ticket.state,
        "at": row.at.isoformat(), "words": row.words, "by": row.by_name,
    }  # fmt: skip
    return told | ({"until": row.until.isoformat()} if row.until else {})
