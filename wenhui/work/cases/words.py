"""The enumerations of cases, as stored and as shown."""

from enum import StrEnum
from typing import TYPE_CHECKING

from wenhui.kit.words import Words


class Worded(StrEnum):
    """An enumeration whose members are stored as plain text and shown in two languages."""

    words: Words

    if not TYPE_CHECKING:  # checkers take a call such as Stage("closed") for the look-up by value that it is

        def __new__(cls, value, zh, en):
            """Make a member that is equal to its stored text and carries what people read."""
            member = str.__new__(cls, value)
            member._value_ = value
            member.words = Words(zh, en)
            return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return stored and Chinese words, as a column of the database declares them."""
        return [(str(member), member.words.zh) for member in cls]


class Stage(Worded):
    """Where a case stands, named by what it waits for.

    In the words of GB/T 30428: 上报, 立案, 派遣, 处置, 反馈, 核查, 结案; and 挂账, 不予受理, 作废.
    """

    REPORTED = "reported", "待受理", "Awaiting intake"
    REGISTERED = "registered", "待派遣", "Awaiting dispatch"
    DISPATCHED = "dispatched", "待接单", "Awaiting acceptance"
    ACCEPTED = "accepted", "处置中", "In handling"
    ANSWERED = "answered", "待核查", "Awaiting check"
    VERIFIED = "verified", "待结案", "Awaiting closure"
    CLOSED = "closed", "已结案", "Closed"
    HUNG = "hung", "挂账", "On the unsolved list"
    REJECTED = "rejected", "不予受理", "Not taken up"
    VOID = "void", "作废", "Void"
    MERGED = "merged", "已并入", "Joined to another"
    REDIRECTED = "redirected", "已分流", "Shown another way"


OPEN = (
    Stage.REPORTED,
    Stage.REGISTERED,
    Stage.DISPATCHED,
    Stage.ACCEPTED,
    Stage.ANSWERED,
    Stage.VERIFIED,
    Stage.HUNG,
)


ENDED = (Stage.CLOSED, Stage.REJECTED, Stage.REDIRECTED, Stage.VOID)
"""Where nothing more happens to a case of itself: who reported it hears what came of it."""


class Verb(Worded):
    """What people do to a case; each is one row of `rules.MOVES`."""

    REPORT = "report", "上报", "Report"
    REGISTER = "register", "立案", "Register"
    REJECT = "reject", "不予受理", "Decline"
    DISPATCH = "dispatch", "派遣", "Dispatch"
    RECALL = "recall", "撤回派遣", "Take back a dispatch"
    ACCEPT = "accept", "接单", "Accept"
    RETURN_WITH_REASON = "return_with_reason", "退单", "Return with reason"
    ANSWER = "answer", "处置反馈", "Answer"
    VERIFY = "verify", "核查通过", "Verify"
    REWORK = "rework", "返工", "Send back for rework"
    CLOSE = "close", "结案", "Close"
    REOPEN = "reopen", "重新打开", "Reopen"
    EXTEND = "extend", "延期", "Extend"
    DEFER = "defer", "缓办", "Defer"
    HOLD = "hold", "暂停计时", "Hold the clock"
    VOID = "void", "作废", "Make void"
    HANG = "hang", "挂账", "Put on the unsolved list"
    RESUME = "resume", "恢复", "Resume"
    URGE = "urge", "催办", "Urge"
    ATTACH = "attach", "并入", "Join to another"
    DETACH = "detach", "分出", "Part again"
    REDIRECT = "redirect", "分流告知", "Show another way"
    RECONSIDER = "reconsider", "重新受理", "Take up after all"


class Outcome(Worded):
    """What closing a case says about its problem (办理结果): closed is not solved."""

    SOLVED = "solved", "已解决", "Solved"
    PARTLY = "partly", "部分解决", "Partly solved"
    NOT_SOLVED = "not_solved", "没有解决", "Not solved"
    OUT_OF_SCOPE = "out_of_scope", "不属职责", "Out of scope"
    NO_ACTION = "no_action", "无需处置", "No action needed"


class UpperClock(Worded):
    """On which calendar an upper platform counts its own limit (上级时钟)."""

    ALWAYS = "always", "7×24 小时", "Around the clock"
    WORKTIME = "worktime", "工作日", "Work time"


class Power(Worded):
    """Who may enforce an item here (执法权限): the office holds no power but what the province's list lets it be given."""

    DELEGATED = "delegated", "已赋权街道", "Delegated to the office"
    STATIONED = "stationed", "派驻队伍执法", "Enforced by a stationed team"
    REFER_UP = "refer_up", "上报区级部门", "Referred up to the district"


class Decision(Worded):
    """What became of a request for something that needs an approver (审批结果)."""

    APPROVED = "approved", "批准", "Approved"
    DECLINED = "declined", "不批准", "Declined"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"


class Column(Worded):
    """A heading of the board: one or more stages that the same people look after."""

    INTAKE = "intake", "待受理", "Intake"
    DISPATCH = "dispatch", "待派遣", "Dispatch"
    HANDLING = "handling", "处置中", "In handling"
    CHECK = "check", "待核查、结案", "Check and closure"
    HELD = "held", "挂账", "On hold"


COLUMNS: dict[Column, tuple[Stage, ...]] = {
    Column.INTAKE: (Stage.REPORTED,),
    Column.DISPATCH: (Stage.REGISTERED,),
    Column.HANDLING: (Stage.DISPATCHED, Stage.ACCEPTED),
    Column.CHECK: (Stage.ANSWERED, Stage.VERIFIED),
    Column.HELD: (Stage.HUNG,),
}


class Light(Worded):
    """How a case stands against its clock; always shown as colour, icon and word together."""

    OK = "ok", "正常", "On time"
    SOON = "soon", "临期", "Due soon"
    LATE = "late", "超期", "Overdue"
    HOLD = "hold", "暂停", "On hold"


class Channel(Worded):
    """Which way a case came in (来源)."""

    GRID_PATROL = "grid_patrol", "网格巡查", "Grid patrol"
    RESIDENT = "resident", "居民", "Resident"
    HOTLINE = "hotline", "12345 热线", "12345 hotline"
    CITY_BRAIN = "city_brain", "城市大脑", "City brain"
    SENSING = "sensing", "物联感知", "Sensing device"
    LEADER = "leader", "领导交办", "Leader's instruction"
    TRANSFER = "transfer", "部门转交", "Department transfer"
    WALK_IN = "walk_in", "来访", "Walk-in"
    OPEN311 = "open311", "Open311", "Open311"
    IMPORT = "import", "批量导入", "Import"


class Platform(Worded):
    """Which of the four platforms (四平台) a case belongs to."""

    PUBLIC_ORDER = "public_order", "综治工作", "Public order"
    MARKET = "market", "市场监管", "Market regulation"
    ENFORCEMENT = "enforcement", "综合执法", "Enforcement"
    SERVICE = "service", "便民服务", "Convenience service"


class Urgency(Worded):
    """How fast a case must be looked at (紧急程度)."""

    ORDINARY = "ordinary", "一般", "Ordinary"
    URGENT = "urgent", "紧急", "Urgent"
    EMERGENCY = "emergency", "特急", "Emergency"


class Kind(Worded):
    """What a type of case is about after GB/T 30428.2: something that happens, or a thing that stands there."""

    EVENT = "event", "事件", "Event"
    COMPONENT = "component", "部件", "Component"


class PhotoRole(Worded):
    """What a photo shows of a case's way (照片)."""

    REPORTED = "reported", "上报时", "As reported"
    BEFORE = "before", "处置前", "Before the work"
    AFTER = "after", "处置后", "After the work"
    CHECK = "check", "核查", "At the check"


class Behalf(Worded):
    """In whose name something is reported (报告人): staff enter it without becoming the reporter."""

    SELF = "self", "本人发现", "Found by myself"
    RESIDENT = "resident", "居民", "A resident"
    UNIT = "unit", "单位、商户", "An organisation"
    ANONYMOUS = "anonymous", "匿名", "Anonymous"
    SYSTEM = "system", "其他系统", "Another system"


class Route(Worded):
    """How a reporter wants to hear what came of it (答复方式)."""

    NONE = "none", "不用答复", "No answer wanted"
    PHONE = "phone", "电话", "By telephone"
    IN_APP = "in_app", "站内消息", "In the app"
    SYSTEM = "system", "原系统回传", "Through the other system"


class Appeal(Worded):
    """What somebody asks a second person to decide about a case."""

    OBJECTION = "objection", "异议", "Objection"  # it was shown another way, and the reporter says it is ours
    EXCLUSION = "exclusion", "剔除", "Exclusion"  # it should not count against the unit


class Standing(Worded):
    """Where a family of repeated matters stands (重复诉求)."""

    PROPOSED = "proposed", "待确认", "Proposed"
    TAKEN_ON = "taken_on", "已有牵头", "Has an owner"
    DECLINED = "declined", "不是一回事", "Not one matter"
    SETTLED = "settled", "根源已消除", "Root cause removed"


class KinDecision(Worded):
    """What was said of a case that the nightly comparison takes for one of a family."""

    TAKEN = "taken", "是同一回事", "One matter"
    DECLINED = "declined", "不是一回事", "Not one matter"


class About(Worded):
    """What of a case is suggested from its words (智能推荐)."""

    TYPE = "type", "类型", "Type"
    PLATFORM = "platform", "平台", "Platform"
    URGENCY = "urgency", "紧急程度", "Urgency"
    UNIT = "unit", "处置单位", "Unit"
