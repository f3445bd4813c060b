"""Every write to cases, by verb family: lock, access, rules, one move, one line in the journal."""

from wenhui.work.cases.actions.asking import approve, ask, decline, withdraw
from wenhui.work.cases.actions.attaching import attach, detach, part
from wenhui.work.cases.actions.closing import close, reopen, rework, verify
from wenhui.work.cases.actions.co_handling import accept_part, answer_part, invite, release_part
from wenhui.work.cases.actions.dispatching import dispatch, return_with_reason, urge
from wenhui.work.cases.actions.dispatching_many import Many, dispatch_many, recall_many
from wenhui.work.cases.actions.errors import (
    CapReachedError,
    CaseError,
    DecidedAlreadyError,
    NotAllowedError,
    NothingGivenError,
    NothingOwedError,
    NotJoinableError,
    ReporterError,
    TooLateError,
    TooManyPhotosError,
    UnknownCaseError,
    UnknownTypeError,
    UnknownUnitError,
    WaitsAlreadyError,
    WrongStageError,
)
from wenhui.work.cases.actions.evaluating import call_back, export_evaluation, publish
from wenhui.work.cases.actions.exporting import export
from wenhui.work.cases.actions.families import decline_family, gather, judge_kin, propose_kin, settle, take_on
from wenhui.work.cases.actions.handling import accept, answer
from wenhui.work.cases.actions.informing import inform, reveal_reporter
from wenhui.work.cases.actions.intake import NOT_GIVEN, register, reject, report
from wenhui.work.cases.actions.picturing import add_photo
from wenhui.work.cases.actions.printing import bring_template, end_template, print_letter, print_paper
from wenhui.work.cases.actions.reclocking import reclock
from wenhui.work.cases.actions.reporters import Reporter
from wenhui.work.cases.actions.routing import bring_rules, switch_on_rules
from wenhui.work.cases.actions.splitting import split
from wenhui.work.cases.actions.suggesting import bring_edition, keep_choice
from wenhui.work.cases.actions.telling import climb
from wenhui.work.cases.actions.triaging import appeal, decide, redirect
from wenhui.work.cases.actions.upper import follow_upper

__all__ = [
    "NOT_GIVEN",
    "CapReachedError",
    "CaseError",
    "DecidedAlreadyError",
    "Many",
    "NotAllowedError",
    "NotJoinableError",
    "NothingGivenError",
    "NothingOwedError",
    "Reporter",
    "ReporterError",
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
    "appeal",
    "approve",
    "ask",
    "attach",
    "bring_edition",
    "bring_rules",
    "bring_template",
    "call_back",
    "climb",
    "close",
    "decide",
    "decline",
    "decline_family",
    "detach",
    "dispatch",
    "dispatch_many",
    "end_template",
    "export",
    "export_evaluation",
    "follow_upper",
    "gather",
    "inform",
    "invite",
    "judge_kin",
    "keep_choice",
    "part",
    "print_letter",
    "print_paper",
    "propose_kin",
    "publish",
    "recall_many",
    "reclock",
    "redirect",
    "register",
    "reject",
    "release_part",
    "reopen",
    "report",
    "return_with_reason",
    "reveal_reporter",
    "rework",
    "settle",
    "split",
    "switch_on_rules",
    "take_on",
    "urge",
    "verify",
    "withdraw",
]
