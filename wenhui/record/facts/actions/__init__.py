"""Every write of facts: say, propose, accept, discard, withdraw; rule on a conflict, ask for correction; uncover."""

from wenhui.record.facts.actions.proposing import accept, add, discard, propose, put_in_force
from wenhui.record.facts.actions.refusals import (
    FactsError,
    NoSuchConflictError,
    NoSuchOriginError,
    NotAdmittedError,
    NotSayableError,
    UnknownProviderError,
    WrongStandingError,
)
from wenhui.record.facts.actions.revealing import reveal
from wenhui.record.facts.actions.ruling import ask_to_correct, export_corrections, lift, rule, take_back
from wenhui.record.facts.actions.saying import About, say
from wenhui.record.facts.actions.taking_in import catch_up
from wenhui.record.facts.actions.withdrawing import put_out_of_force, withdraw

__all__ = [
    "About",
    "FactsError",
    "NoSuchConflictError",
    "NoSuchOriginError",
    "NotAdmittedError",
    "NotSayableError",
    "UnknownProviderError",
    "WrongStandingError",
    "accept",
    "add",
    "ask_to_correct",
    "catch_up",
    "discard",
    "export_corrections",
    "lift",
    "propose",
    "put_in_force",
    "put_out_of_force",
    "reveal",
    "rule",
    "say",
    "take_back",
    "withdraw",
]
