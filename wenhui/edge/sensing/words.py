"""The enumerations of sensing, as stored, as sent over the wire and as shown."""

from wenhui.work.cases.words import Worded


class Kind(Worded):
    """What a device senses, and what an alarm is about."""

    SMOKE = "smoke", "烟雾", "Smoke"
    WATER = "water", "水位", "Water level"
    DOOR = "door", "消防门", "Fire door"
    BIN_FULL = "bin_full", "满溢", "Full bin"
    TILT = "tilt", "倾斜", "Tilt"


class Verdict(Worded):
    """What somebody found who went to look at what a device reported."""

    REAL = "real", "属实", "Real"
    FALSE = "false", "误报", "False alarm"
    TEST = "test", "测试", "Test"


class Outcome(Worded):
    """What became of a message."""

    WAITING = "waiting", "待处理", "Waiting"
    CASE = "case", "已立为案件", "Became a case"
    HELD = "held", "并入未结案件", "Held with an open case"
    MUTED = "muted", "静默期内", "Muted"
    QUARANTINED = "quarantined", "隔离", "Quarantined"
