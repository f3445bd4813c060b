"""What visits tell the rooms above, once it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wenhui.kit import facts
from wenhui.kit.facts import Listener


@dataclass(frozen=True, slots=True)
class HomeReferred:
    """Something at a door is for others to handle; the row `visits.Referral` waits until a room takes it up."""

    referral_id: int
    area_path: str
    at: datetime


def tell(fact: HomeReferred) -> None:
    """Tell a fact once the transaction is kept; a listener that fails is logged and stops nobody else."""
    for listener in facts.listeners_of(fact):
        transaction.on_commit(_call(listener, fact), robust=True)


def _call(listener: Listener, fact: object) -> Callable[[], None]:
    """Return the call as a named function: a `partial` has no name under which its failure could be logged."""

    def heard() -> None:
        listener(fact)

    return heard
