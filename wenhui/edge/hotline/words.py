"""The enumerations of the hotline, as stored and as shown."""

from wenhui.work.cases.words import Worded


class State(Worded):
    """Where a ticket stands with the hotline (工单状态)."""

    TO_SIGN = "to_sign", "待签收", "To be signed for"
    SIGNED = "signed", "已签收", "Signed for"
    CONTACTED = "contacted", "已联系", "Caller contacted"
    EXTENDING = "extending", "延期中", "In extension"
    ANSWERED = "answered", "已答复", "Answered"
    SATISFIED = "satisfied", "回访满意", "Caller satisfied"
    REDO = "redo", "退回重办", "To be done again"
    CLOSED = "closed", "已办结", "Closed"
    RETURNED = "returned", "已退回", "Given back"


class Step(Worded):
    """What either house does to a ticket; each is one row of `rules.MOVES`."""

    TAKE = "take", "登记", "Take in"
    SIGN = "sign", "签收", "Sign for"
    CONTACT = "contact", "联系市民", "Contact the caller"
    ANSWER = "answer", "答复", "Answer"
    EXTEND = "extend", "申请延期", "Ask for an extension"
    GIVE_BACK = "give_back", "退回", "Give back"
    EXTENDED = "extended", "同意延期", "Extension granted"
    NOT_EXTENDED = "not_extended", "不同意延期", "Extension refused"
    SATISFIED = "satisfied", "回访满意", "Caller satisfied"
    DISSATISFIED = "dissatisfied", "回访不满意", "Caller not satisfied"
    CLOSED = "closed", "办结", "Close"
    REISSUED = "reissued", "重新交办", "Issue again"


class Odd(Worded):
    """What was odd about a ticket that was taken all the same (标记)."""

    PHONE = "phone", "来电号码读不懂", "Caller's number unreadable"
    MENDED = "mended", "文字已清理", "Text cleaned"
    LATE = "late", "到得晚", "Came late"
    NO_PLACE = "no_place", "地点认不出", "Place not found"
    TYPE = "type", "类别认不出", "Unknown type"
