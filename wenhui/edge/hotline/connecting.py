"""Brings the hotline of the settings to the exchange."""

from contextlib import AbstractContextManager
from functools import partial

from wenhui.edge.exchange import parties
from wenhui.edge.exchange.parties import Party, Sender
from wenhui.edge.hotline import receiving, telling
from wenhui.edge.hotline.party import KEY, NAME
from wenhui.edge.hotline.peer import Peer


def connect() -> None:
    """Exchange with the hotline of the settings, or with none."""
    known = telling.peer()
    if known is not None:
        parties.register(party_of(known))


def party_of(known: Peer) -> Party:
    """Return the hotline as the exchange knows it."""
    return Party(
        key=KEY, name=NAME, path=known.path, settle=partial(receiving.settle, known), line=partial(_line, known)
    )


def _line(known: Peer) -> AbstractContextManager[Sender]:
    """Open a line; its library is loaded by whoever sends, which most processes never do."""
    from wenhui.edge.hotline.client import Line

    return Line(known)
