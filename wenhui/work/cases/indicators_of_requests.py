"""What can be counted of requests and closings: how often each unit was given more time, and what it solved.

By the day of the decision and by unit; each one's share is over the cases closed in the same days.
"""

from wenhui.kit.words import Words
from wenhui.lake.indicators import Good, Indicator, Kind, Period
from wenhui.work.cases.words import Verb

TABLE = "cases_caserequest"
CLOSINGS = "cases_caseclosing"
DESK = Words("综合信息指挥室", "Command room")

COUNTED = {
    Verb.EXTEND: Words("extended", "Extensions"),
    Verb.DEFER: Words("deferred", "Deferrals"),
    Verb.HOLD: Words("held", "Holds of the clock"),
    Verb.HANG: Words("put_aside", "Put on the unsolved list"),
    Verb.VOID: Words("voided", "Made void"),
}


def _granted(verb: Verb, key: str, english: str) -> Indicator:
    return Indicator(
        key=f"cases.{key}", kind=Kind.FLOW, name=Words(f"批准的{verb.words.zh}", english),
        means=Words(f"按批准日期计的{verb.words.zh}，可以按处置单位看", f"{english} by the day of approval and by unit"),
        unit=Words("次", "times"), provider=DESK, table=TABLE, at="decided_at", by=("unit_key",), period=Period.DAYS_30,
        where=f"decision = 'approved' AND kind = '{verb}'", good=Good.LESS,
    )  # fmt: skip


def _share(verb: Verb, key: str, english: str) -> Indicator:
    return Indicator(
        key=f"cases.{key}_share", kind=Kind.RATIO, name=Words(f"{verb.words.zh}占比", f"{english} per 100 closed"),
        means=Words(
            f"近 30 天批准的{verb.words.zh}，与同期结案的件数之比", f"{english} approved per 100 cases closed in the 30 days"
        ),
        unit=Words("%", "%"), provider=DESK, numerator=f"cases.{key}", denominator="cases.closed", good=Good.LESS,
    )  # fmt: skip


REQUESTS: tuple[Indicator, ...] = tuple(
    indicator
    for verb, (key, english) in COUNTED.items()
    for indicator in (_granted(verb, key, english), _share(verb, key, english))
)

CLOSED: tuple[Indicator, ...] = (
    Indicator(
        key="cases.closings", kind=Kind.FLOW, name=Words("结案次数", "Closings"),
        means=Words("按结案时间计；重新打开过的也算一次", "By the moment of closing; those opened again count, too"),
        unit=Words("次", "times"), provider=DESK, table=CLOSINGS, at="closed_at", by=("verdict", "unit_key"),
        period=Period.DAYS_30,
    ),
    Indicator(
        key="cases.solved", kind=Kind.FLOW, name=Words("真正解决", "Solved"),
        means=Words(
            "结案时已解决、后来没有重新打开的", "Solved when closed and not opened again since"
        ),
        unit=Words("次", "times"), provider=DESK, table=CLOSINGS, at="closed_at", by=("unit_key",),
        where="verdict = 'solved'", period=Period.DAYS_30, good=Good.MORE,
    ),
    Indicator(
        key="cases.solved_rate", kind=Kind.RATIO, name=Words("解决率", "Solved rate"),
        means=Words(
            "近 30 天的结案里真正解决的比例；结案不等于解决，重新打开的算没有解决",
            "Share of the closings of the last 30 days that solved the problem; what was reopened was not solved",
        ),
        unit=Words("%", "%"), provider=DESK, numerator="cases.solved", denominator="cases.closings", good=Good.MORE,
    ),
)  # fmt: skip
