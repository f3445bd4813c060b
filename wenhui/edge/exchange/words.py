"""The enumerations of the exchange, as stored and as shown."""

from wenhui.work.cases.words import Worded


class Standing(Worded):
    """How far a letter of ours got (外发状态)."""

    WAITING = "waiting", "待发", "Waiting"
    SENT = "sent", "已送达", "Delivered"
    DEAD = "dead", "没送到", "Not delivered"
    SET_ASIDE = "set_aside", "已搁置", "Set aside"


class Outcome(Worded):
    """What became of a message of theirs (来报结果)."""

    WAITING = "waiting", "待处理", "Waiting"
    DONE = "done", "已办", "Done"
    STALE = "stale", "已过时", "Overtaken"
    QUARANTINED = "quarantined", "隔离", "Quarantined"
    SET_ASIDE = "set_aside", "已搁置", "Set aside"


class Mark(Worded):
    """What was odd about a message that was taken all the same (标记)."""

    LATE = "late", "迟到", "Late"
    AHEAD = "ahead", "时间超前", "Clock ahead"
    CLEANED = "cleaned", "文字已清理", "Text cleaned"
    CUT = "cut", "文字已截短", "Text cut"
    OUTSIDE = "outside", "不在辖区", "Outside our area"
    RETYPED = "retyped", "类型不认识", "Unknown type"
