"""Who the office exchanges with. A party's folder registers it when its app is ready and its settings are given."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext

from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words


class Answer(StrEnum):
    """How a party took what was sent."""

    TAKEN = "taken"
    REFUSED = "refused"  # this letter, for good: sending it again changes nothing
    AWAY = "away"  # not now: nobody there, an error of theirs, or a door that is closed to us


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a party took what was sent, and what it said."""

    answer: Answer
    why: str = ""


class Sender(Protocol):
    """An open line to a party."""

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters in this order and return how they were taken, all of them alike. Raises nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Settled:
    """What a message led to. `is_stale` when a later one was heard before it."""

    reference: str
    is_stale: bool = False
    why: str = ""
    marks: tuple[str, ...] = ()


class RefusedError(ValueError):
    """A message cannot be acted on as it is; the text says why, to whoever looks after the quarantine.

    `reference` names what the message is about, where that is known.
    """

    def __init__(self, why: str, *, reference: str = "") -> None:
        super().__init__(why)
        self.reference = reference


class NotYetError(RefusedError):
    """A message speaks of something that has not come yet; it waits a while before it is quarantined."""


def told_only(message: Incoming, at: datetime) -> Settled:
    """Settle nothing: for a party that is told and says nothing."""
    raise RefusedError(gettext("这家单位只收不发。"))


@dataclass(frozen=True, slots=True)
class Party:
    """One outside party (外部单位) and the folder that speaks its language.

    `settle` calls one action, inside a transaction that is taken back when it raises; `told_only` where a
    party never sends anything. `beat` is the party's own daily work, `days` the name of the page on which its days are
    compared. `a_batch` is how many letters it takes at once, `patience` how old a letter may grow before it is given up
    when the party is away; without it only tries are counted.
    """

    key: str
    name: Words
    path: str
    settle: Callable[[Incoming, datetime], Settled]
    line: Callable[[], AbstractContextManager[Sender]]
    beat: Callable[[datetime], None] = lambda at: None
    days: str = ""
    a_batch: int = 50
    patience: timedelta | None = None

    @property
    def actor(self) -> Actor:
        """Return the party as moves and journal lines name it."""
        return Actor(ActorKind.PARTY, self.key, self.name.zh)

    @property
    def scope(self) -> Scope:
        """Return what is seen while its messages are kept and settled."""
        return Scope(self.path, Privacy.PERSONAL)


_PARTIES: dict[str, Party] = {}
_SOURCES: dict[str, Callable[[], Iterable[Party]]] = {}


def register(party: Party) -> None:
    """Have the exchange send to, and settle for, a party."""
    _PARTIES[party.key] = party


def forget(key: str) -> None:
    """Stop exchanging with a party."""
    _PARTIES.pop(key, None)


def register_source(prefix: str, known: Callable[[], Iterable[Party]]) -> None:
    """Have the exchange send to parties that are rows of a table; their keys all begin with `prefix`."""
    _SOURCES[prefix] = known


def every() -> list[Party]:
    """Return the parties of this office, those of the settings first."""
    return [*_PARTIES.values(), *(party for known in _SOURCES.values() for party in known())]


def named(key: str) -> Party | None:
    """Return the party of this key, if the office still exchanges with it."""
    found = _PARTIES.get(key)
    known = next((known for prefix, known in _SOURCES.items() if key.startswith(prefix)), None)
    return found or (next((party for party in known() if party.key == key), None) if known else None)
