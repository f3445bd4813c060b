"""Every write to cases, by verb family: lock, access, rules, one move, one line in the journal."""

from wenhui.work.cases.actions.closing import close, reopen, rework, verify
from wenhui.work.cases.actions.dispatching import dispatch, return_with_reason
from wenhui.work.cases.actions.errors import (
    CaseError,
    NotAllowedError,
    NothingGivenError,
    TooLateError,
    TooManyPhotosError,
    UnknownCaseError,
    UnknownTypeError,
    UnknownUnitError,
    WrongStageError,
)
from wenhui.work.cases.actions.exporting import export
from wenhui.work.cases.actions.handling import accept, answer
from wenhui.work.cases.actions.intake import NOT_GIVEN, register, reject, report
from wenhui.work.cases.actions.picturing import add_photo

__all__ = [
    "NOT_GIVEN",
    "CaseError",
    "NotAllowedError",
    "NothingGivenError",
    "TooLateError",
    "TooManyPhotosError",
    "UnknownCaseError",
    "UnknownTypeError",
    "UnknownUnitError",
    "WrongStageError",
    "accept",
    "add_photo",
    "answer",
    "close",
    "dispatch",
    "export",
    "register",
    "reject",
    "reopen",
    "report",
    "return_with_reason",
    "rework",
    "verify",
]
