"""What their words mean here and ours there, whichever road they came by. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wenhui.edge.hotline.words import State, Step


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket as the hotline tells it."""

    number: str
    title: str
    text: str = ""
    name: str = ""
    phone: str = ""
    kind: str = ""
    place: str = ""
    received_at: datetime | None = None
    sign_due_at: datetime | None = None
    contact_due_at: datetime | None = None
    answer_due_at: datetime | None = None
    state: State = State.TO_SIGN


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the hotline says of a ticket since."""

    number: str
    step: Step
    at: datetime
    until: datetime | None = None
    is_solved: bool | None = None
    words: str = ""


STATES: Mapping[str, State] = {
    "待签收": State.TO_SIGN, "未签收": State.TO_SIGN, "待接收": State.TO_SIGN, "待受理": State.TO_SIGN,
    "已签收": State.SIGNED, "已接收": State.SIGNED, "办理中": State.SIGNED, "处理中": State.SIGNED,
    "已联系": State.CONTACTED, "已联系市民": State.CONTACTED,
    "延期中": State.EXTENDING, "申请延期": State.EXTENDING, "延期审核中": State.EXTENDING, "已延期": State.EXTENDING,
    "已答复": State.ANSWERED, "已回复": State.ANSWERED, "待回访": State.ANSWERED, "已办理": State.ANSWERED,
    "回访满意": State.SATISFIED, "满意": State.SATISFIED,
    "回访不满意": State.REDO, "不满意": State.REDO, "退回重办": State.REDO, "重办": State.REDO, "二次办理": State.REDO,
    "已办结": State.CLOSED, "办结": State.CLOSED, "已归档": State.CLOSED, "已完结": State.CLOSED,
    "已退回": State.RETURNED, "退回": State.RETURNED, "退单": State.RETURNED, "不属本单位": State.RETURNED,
}  # fmt: skip
"""Their words for where a ticket stands."""

CALLBACKS: Mapping[str, Step | None] = {
    "满意": Step.SATISFIED, "非常满意": Step.SATISFIED, "很满意": Step.SATISFIED, "基本满意": Step.SATISFIED,
    "比较满意": Step.SATISFIED, "一般": Step.SATISFIED, "不满意": Step.DISSATISFIED, "非常不满意": Step.DISSATISFIED,
    "很不满意": Step.DISSATISFIED, "未评价": None, "未回访": None, "无法接通": None, "未接通": None, "待回访": None,
}  # fmt: skip
"""Their words for how the caller took it; None where nobody was reached."""

YES = frozenset({"是", "已解决", "解决", "有", "同意", "通过", "批准"})
NO = frozenset({"否", "未解决", "没有解决", "没解决", "部分解决", "不同意", "不通过", "未通过", "驳回", "不批准"})

HEADS: Mapping[str, tuple[str, ...]] = {
    "number": ("工单编号", "工单号", "受理编号", "受理单号", "流水号", "编号", "单号", "诉求编号", "事项编号"),
    "title": ("标题", "工单标题", "诉求标题", "事项标题", "主题", "诉求主题"),
    "text": ("诉求内容", "内容", "反映内容", "工单内容", "问题描述", "主要内容", "诉求描述", "来电内容", "具体内容"),
    "name": ("来电人", "来电人姓名", "诉求人", "诉求人姓名", "市民姓名", "反映人", "姓名", "联系人"),
    "phone": ("来电号码", "联系电话", "联系方式", "电话", "来电电话", "手机", "手机号", "手机号码", "主叫号码"),
    "kind": ("诉求类别", "事项类别", "类别", "问题类别", "分类", "事项分类", "问题分类", "工单类型", "类型"),
    "place": ("诉求地址", "事发地址", "事发地点", "地址", "地点", "问题地址", "发生地址", "反映地点", "详细地址"),
    "received_at": ("受理时间", "来电时间", "登记时间", "诉求时间", "派单时间", "交办时间", "下派时间"),
    "sign_due_at": ("签收时限", "签收期限", "签收截止时间", "应签收时间"),
    "contact_due_at": ("联系时限", "联系期限", "联系截止时间", "应联系时间", "首次联系时限"),
    "answer_due_at": (
        "答复时限", "办理时限", "答复期限", "办理期限", "办结时限",
        "截止时间", "答复截止时间", "应答复时间", "反馈时限",
    ),
    "state": ("工单状态", "状态", "办理状态", "当前状态", "处理状态"),
    "callback": ("回访结果", "满意度", "回访评价", "满意度评价", "是否满意", "回访满意度"),
    "callback_at": ("回访时间", "评价时间", "回访日期"),
    "callback_words": ("回访意见", "回访内容", "回访情况", "评价内容", "不满意原因"),
    "solved": ("是否解决", "解决情况", "问题是否解决", "解决与否"),
    "extension": ("延期审核结果", "延期审批", "延期审批结果", "延期结果", "是否同意延期"),
    "extension_at": ("延期审核时间", "延期审批时间"),
    "extension_until": ("延期至", "延期后时限", "新时限", "延期到"),
    "closed_at": ("办结时间", "归档时间", "完结时间"),
}  # fmt: skip
"""What their exports call each column; the first name is how we call it when we say that it is missing."""

_FIELD = {head: field for field, heads in HEADS.items() for head in heads}
_NOISE = re.compile(r"[\s*:：（）()【】\[\]“”\"'、/／_-]+")
_MARKED = re.compile(r"[（(【\[].*?[）)】\]]")


def field_of(head: str) -> str:
    """Return what a column of theirs holds, by its head; empty for one that we do not read."""
    plain = _NOISE.sub("", head)
    return _FIELD.get(plain) or _FIELD.get(_NOISE.sub("", _MARKED.sub("", head)), "")


def state_of(words: str) -> State | None:
    """Return what their word for a state means; None for one that we do not know."""
    return STATES.get(_NOISE.sub("", words))


def callback_of(words: str) -> Step | None:
    """Return what a call-back found; None where nobody was reached. Raises KeyError for words that we do not know."""
    return CALLBACKS[_NOISE.sub("", words)]


def yes_or_no(words: str) -> bool | None:
    """Return whether their word means yes; None for neither."""
    plain = _NOISE.sub("", words)
    return True if plain in YES else False if plain in NO else None
