"""What cases tell upward after commit. Upper rooms listen with `wenhui.kit.facts.listen`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wenhui.kit import facts
from wenhui.kit.facts import Listener
from wenhui.work.cases.words import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved:
    """A case took a step."""

    case_id: int
    number: str
    area_path: str
    verb: Verb
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReported(CaseMoved):
    """A case came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDispatched(CaseMoved):
    """A unit was asked to handle a case."""

    unit_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReturned(CaseMoved):
    """A unit gave a case back; the command room must decide."""

    unit_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(CaseMoved):
    """A case ended; whoever reported it hears so."""

    is_on_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(CaseMoved):
    """A closed case was opened again."""


def tell(fact: CaseMoved) -> None:
    """Tell a fact to whoever writes it down with it, at once; to everybody else once the transaction is kept.

    Of the latter, one that fails is logged and stops nobody else.
    """
    for listener in facts.listeners_within(fact):
        listener(fact)
    for listener in facts.listeners_of(fact):
        transaction.on_commit(_call(listener, fact), robust=True)


def _call(listener: Listener, fact: object) -> Callable[[], None]:
    """Return the call as a named function: a `partial` has no name under which its failure could be logged."""

    def heard() -> None:
        listener(fact)

    return heard
