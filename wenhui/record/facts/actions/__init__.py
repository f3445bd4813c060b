"""Every write of facts: say, propose, accept, discard, withdraw."""

from wenhui.record.facts.actions.proposing import accept, add, catch_up, discard, propose, put_in_force
from wenhui.record.facts.actions.refusals import (
    FactsError,
    NoSuchOriginError,
    NotAdmittedError,
    NotSayableError,
    UnknownProviderError,
    WrongStandingError,
)
from wenhui.record.facts.actions.saying import About, say
from wenhui.record.facts.actions.withdrawing import withdraw

__all__ = [
    "About",
    "FactsError",
    "NoSuchOriginError",
    "NotAdmittedError",
    "NotSayableError",
    "UnknownProviderError",
    "WrongStandingError",
    "accept",
    "add",
    "catch_up",
    "discard",
    "propose",
    "put_in_force",
    "say",
    "withdraw",
]
