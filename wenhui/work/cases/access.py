"""Who may do what to a case. Permissions are given to roles; what follows is about the case itself. No Django."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words

SEE = "cases.see"
REPORT = "cases.report"
REGISTER = "cases.register"
DISPATCH = "cases.dispatch"
HANDLE = "cases.handle"
VERIFY = "cases.verify"
CLOSE = "cases.close"
APPROVE = "cases.approve"
RULES = "cases.rules"
EXPORT = "cases.export"
ATTACH = "cases.attach"
INFORM = "cases.inform"
TRIAGE = "cases.triage"
OBJECT = "cases.object"
DECIDE = "cases.decide"
FAMILIES = "cases.families"
PRINT = "cases.print"
PAPERS = "cases.papers"
EVALUATION = "cases.evaluation"
PUBLISH = "cases.publish"

PERMISSIONS: Mapping[str, Words] = {
    SEE: Words("看案件", "See cases"),
    REPORT: Words("上报案件", "Report cases"),
    REGISTER: Words("立案或不予受理", "Register or decline cases"),
    DISPATCH: Words("派遣案件", "Dispatch cases"),
    HANDLE: Words("接单、退单、反馈", "Accept, return and answer cases"),
    VERIFY: Words("核查、返工", "Verify cases or send them back"),
    CLOSE: Words("结案、重新打开", "Close and reopen cases"),
    APPROVE: Words(
        "审批延期、缓办、暂停、挂账、恢复和作废",
        "Decide on extensions, deferrals, holds, hanging, resuming and voiding",
    ),
    RULES: Words("改派遣规则", "Change the decision table"),
    EXPORT: Words("导出案件", "Export cases"),
    ATTACH: Words("并入、分出重复案件", "Join cases to others and part them again"),
    INFORM: Words("答复报告人", "Answer reporters"),
    TRIAGE: Words("分流告知", "Show reporters another way"),
    OBJECT: Words("替报告人提异议、申请剔除", "Object for a reporter, ask for exclusion"),
    DECIDE: Words("裁定异议和剔除", "Decide objections and exclusions"),
    FAMILIES: Words("管理重复诉求", "Look after repeated matters"),
    PRINT: Words("打印案件文书", "Print papers of cases"),
    PAPERS: Words("管理文书模板", "Look after templates of papers"),
    EVALUATION: Words("看考评", "See the evaluation of units"),
    PUBLISH: Words("公布考评", "Publish the evaluation of units"),
}
FOR_TOKENS = (SEE, REPORT)
"""What a program may be given a key for."""


class Post(Protocol):
    """What access asks of a post (岗位)."""

    @property
    def unit_key(self) -> str:
        """Return the handling unit the post works for, if any."""

    @property
    def scope(self) -> Scope:
        """Return the area of the post."""

    def may(self, permission: str) -> bool:
        """Say whether the post's role holds a permission."""


def may(by: Actor, permission: str, *, path: str, posts: Iterable[Post], unit_key: str = "") -> bool:
    """Say whether `by` may do to a case at `path` what needs `permission`.

    The office's own jobs may. Devices and outside parties, whose keys their rooms have checked, may report; a party may
    also check the work on what it reported, which its room sees to. People and programs need a post or token that holds
    the permission and covers the case; handling one unit's case needs a post of that unit, or a post of no unit in
    particular.
    """
    match by.kind:
        case ActorKind.JOB:
            return True
        case ActorKind.DEVICE:
            return permission == REPORT
        case ActorKind.PARTY:
            return permission in {REPORT, VERIFY}
        case ActorKind.PERSON | ActorKind.TOKEN:
            return any(
                post.may(permission)
                and post.scope.covers(path)
                and (permission != HANDLE or post.unit_key in {"", unit_key})
                for post in posts
            )


def may_verify(by: Actor, *, answered_by: str) -> bool:
    """Anyone but the one who answered: nobody checks their own work (谁处置谁不核查)."""
    return str(by) != answered_by
