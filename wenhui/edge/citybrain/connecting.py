"""Brings the city brain of the settings to the exchange, and cases to the city brain."""

from contextlib import AbstractContextManager
from functools import partial

from django.conf import settings

from wenhui.edge.citybrain import receiving, reconciling, telling
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.exchange import parties
from wenhui.edge.exchange.parties import Party, Sender
from wenhui.kit import facts
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.words import Words
from wenhui.work.cases.events import CaseMoved

KEY = "citybrain"
NAME = Words("城市大脑", "City brain")
ACTOR = Actor(ActorKind.PARTY, KEY, NAME.zh)


def peer() -> Peer | None:
    """Return the city brain that the settings name, if they name one."""
    found: Peer | None = settings.CITYBRAIN
    return found


def connect() -> None:
    """Exchange with the city brain of the settings, or with none."""
    facts.listen_within(CaseMoved, hear)
    known = peer()
    if known is not None:
        parties.register(party_of(known))


def party_of(known: Peer) -> Party:
    """Return the city brain as the exchange knows it."""
    return Party(
        key=KEY,
        name=NAME,
        path=known.path,
        settle=partial(receiving.settle, known, ACTOR),
        line=partial(_line, known),
        beat=partial(reconciling.beat, known, ACTOR),
        days="citybrain:days",
    )


def hear(fact: CaseMoved) -> None:
    """Post what a case did, in its own transaction, where there is somebody to tell."""
    known = peer()
    if known is not None:
        telling.tell(known, ACTOR, fact)


def _line(known: Peer) -> AbstractContextManager[Sender]:
    """Open a line; its library is loaded by whoever sends, which most processes never do."""
    from wenhui.edge.citybrain.client import Line

    return Line(known)
