"""Every write of forms. Each is one transaction, keyword-only, and leaves one journal line of identifiers."""

from wenhui.record.forms.actions.deciding import admit, end, expire, refuse, send_back
from wenhui.record.forms.actions.drafting import Asked, Wish, draft, explain, revise, submit
from wenhui.record.forms.actions.estimating import estimate
from wenhui.record.forms.actions.filing import file
from wenhui.record.forms.actions.filling import Answers, fill

__all__ = [
    "Answers",
    "Asked",
    "Wish",
    "admit",
    "draft",
    "end",
    "estimate",
    "expire",
    "explain",
    "file",
    "fill",
    "refuse",
    "revise",
    "send_back",
    "submit",
]
