"""Who may do what to a case. Permissions are given to roles; what follows is about the case itself."""

from collections.abc import Mapping

from wenhui.kit.actor import Actor
from wenhui.kit.words import Words

SEE = "cases.see"
REPORT = "cases.report"
REGISTER = "cases.register"
DISPATCH = "cases.dispatch"
HANDLE = "cases.handle"
VERIFY = "cases.verify"
CLOSE = "cases.close"
EXPORT = "cases.export"

PERMISSIONS: Mapping[str, Words] = {
    SEE: Words("看案件", "See cases"),
    REPORT: Words("上报案件", "Report cases"),
    REGISTER: Words("立案或不予受理", "Register or decline cases"),
    DISPATCH: Words("派遣案件", "Dispatch cases"),
    HANDLE: Words("接单、退单、反馈", "Accept, return and answer cases"),
    VERIFY: Words("核查、返工", "Verify cases or send them back"),
    CLOSE: Words("结案、重新打开", "Close and reopen cases"),
    EXPORT: Words("导出案件", "Export cases"),
}


class NotAllowedError(PermissionError):
    """This actor may not do this to this case; the message says why in Chinese."""


def may_verify(by: Actor, *, answered_by: str) -> bool:
    """Anyone but the one who answered: nobody checks their own work (谁处置谁不核查)."""
    return str(by) != answered_by
