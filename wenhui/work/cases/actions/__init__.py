"""Every write to cases, by verb family: lock, access, rules, one move, one line in the journal."""

from wenhui.work.cases.actions.asking import approve, ask, decline, withdraw
from wenhui.work.cases.actions.closing import close, reopen, rework, verify
from wenhui.work.cases.actions.co_handling import accept_part, answer_part, invite, release_part
from wenhui.work.cases.actions.dispatching import dispatch, return_with_reason, urge
from wenhui.work.cases.actions.errors import (
    CapReachedError,
    CaseError,
    DecidedAlreadyError,
    NotAllowedError,
    NothingGivenError,
    TooLateError,
    TooManyPhotosError,
    UnknownCaseError,
    UnknownTypeError,
    UnknownUnitError,
    WaitsAlreadyError,
    WrongStageError,
)
from wenhui.work.cases.actions.exporting import export
from wenhui.work.cases.actions.handling import accept, answer
from wenhui.work.cases.actions.intake import NOT_GIVEN, register, reject, report
from wenhui.work.cases.actions.picturing import add_photo
from wenhui.work.cases.actions.routing import bring_rules, switch_on_rules
from wenhui.work.cases.actions.splitting import split
from wenhui.work.cases.actions.telling import climb

__all__ = [
    "NOT_GIVEN",
    "CapReachedError",
    "CaseError",
    "DecidedAlreadyError",
    "NotAllowedError",
    "NothingGivenError",
    "TooLateError",
    "TooManyPhotosError",
    "UnknownCaseError",
    "UnknownTypeError",
    "UnknownUnitError",
    "WaitsAlreadyError",
    "WrongStageError",
    "accept",
    "accept_part",
    "add_photo",
    "answer",
    "answer_part",
    "approve",
    "ask",
    "bring_rules",
    "climb",
    "close",
    "decline",
    "dispatch",
    "export",
    "invite",
    "register",
    "reject",
    "release_part",
    "reopen",
    "report",
    "return_with_reason",
    "rework",
    "split",
    "switch_on_rules",
    "urge",
    "verify",
    "withdraw",
]
