"""What can be counted of cases. Conditions speak of one row; what changes as time passes is a window around the asking.

The on-time rate follows the usual form: closed on time ÷ should close, with what is on hold left out, by the day they
were due. Open cases that are overdue should have been closed and count against it.
"""

from wenhui.kit.words import Words
from wenhui.lake.indicators import NOW, TODAY, TOMORROW, Edge, Good, Indicator, Kind, Period, Unit, Window
from wenhui.work.cases.indicators_of_requests import CLOSED, REQUESTS
from wenhui.work.cases.words import OPEN

TABLE = "cases_case"
CASES = Words("件", "cases")
DESK = Words("综合信息指挥室", "Command room")


def _among(*stages: str) -> str:
    return "stage IN (" + ", ".join(f"'{stage}'" for stage in stages) + ")"


IS_OPEN = _among(*OPEN)
RUNS = f"{IS_OPEN} AND stage <> 'hung'"
SHOULD_CLOSE = "stage NOT IN ('reported', 'rejected', 'void', 'hung', 'merged', 'redirected')"
LAST_30_DAYS = Window(Edge(Unit.DAYS, -30), TODAY)


def _stock(key: str, name: Words, means: Words, where: str, *, by: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        key=f"cases.{key}", kind=Kind.STOCK, name=name, means=means, unit=CASES, provider=DESK, table=TABLE,
        where=where, by=by, good=Good.LESS,
    )  # fmt: skip


def _flow(
    key: str, name: Words, means: Words, at: str, *, where: str = "true", by: tuple[str, ...] = (),
    period: Period = Period.TODAY,
) -> Indicator:  # fmt: skip
    return Indicator(
        key=f"cases.{key}", kind=Kind.FLOW, name=name, means=means, unit=CASES, provider=DESK, table=TABLE,
        where=where, by=by, at=at, period=period,
    )  # fmt: skip


def _due(
    key: str, name: Words, means: Words, window: Window, *, where: str = RUNS, at: str = "due_at",
    by: tuple[str, ...] = (), good: Good = Good.LESS, target: float | None = None, limit: float | None = None,
) -> Indicator:  # fmt: skip
    return Indicator(
        key=f"cases.{key}", kind=Kind.DUE, name=name, means=means, unit=CASES, provider=DESK, table=TABLE,
        where=where, by=by, at=at, window=window, good=good, target=target, limit=limit,
    )  # fmt: skip


def _age(key: str, name: Words, means: Words, begin: int | None, end: int | None) -> Indicator:
    edges = [None if days is None else Edge(Unit.DAYS, -days) for days in (begin, end)]
    return _due(f"age_{key}", name, means, Window(*edges), where=IS_OPEN, at="reported_at", good=Good.NEITHER)


def _sum(key: str, name: Words, means: Words, value: str) -> Indicator:
    return Indicator(
        key=f"cases.{key}", kind=Kind.SUM, name=name, means=means, unit=Words("次", "times"), provider=DESK,
        table=TABLE, at="closed_at", value=value, good=Good.LESS,
    )  # fmt: skip


INDICATORS: tuple[Indicator, ...] = (
    _stock(
        "open",
        Words("在办案件", "Open cases"),
        Words("还没有结案的案件，挂账的也算", "Cases not closed yet, those on hold included"),
        IS_OPEN,
        by=("type_key", "unit_key"),
    ),
    _stock(
        "awaiting_intake",
        Words("待受理", "Awaiting intake"),
        Words("已经上报、还没有立案的案件", "Reported and not registered yet"),
        _among("reported"),
    ),
    _stock(
        "awaiting_dispatch",
        Words("待派遣", "Awaiting dispatch"),
        Words("已经立案、还没有派给处置单位的案件", "Registered and not with a unit yet"),
        _among("registered"),
    ),
    _stock(
        "in_handling",
        Words("处置中", "In handling"),
        Words("已经派给处置单位、还没有反馈的案件", "With a unit and not answered yet"),
        _among("dispatched", "accepted"),
    ),
    _stock(
        "awaiting_check",
        Words("待核查、结案", "Awaiting check and closure"),
        Words("处置单位已经反馈、还没有结案的案件", "Answered by the unit and not closed yet"),
        _among("answered", "verified"),
    ),
    _stock(
        "hung",
        Words("挂账", "On hold"),
        Words("经批准暂停计时、列入问题库的案件", "Put on the unsolved list with approval; the clock stands still"),
        _among("hung"),
    ),
    _stock(
        "reopened",
        Words("重开在办", "Reopened and open"),
        Words("结案后重新打开、现在还在办的案件", "Closed once, opened again and still open"),
        f"{IS_OPEN} AND reopened_count > 0",
    ),
    _flow(
        "reported",
        Words("上报", "Reported"),
        Words("按上报时间计的案件", "Cases by the moment they were reported"),
        "reported_at",
        by=("type_key", "channel"),
    ),
    _flow(
        "joined",
        Words("并入", "Joined to others"),
        Words(
            "按上报时间计、后来并入另一件的重复案件；分出的减去",
            "Duplicates joined to another case, by the moment of report",
        ),
        "reported_at",
        where=_among("merged"),
    ),
    _flow(
        "redirected",
        Words("分流告知", "Shown another way"),
        Words(
            "按上报时间计、不属于街道职责而分流的案件；单列，不算办结",
            "Cases that were no duty of the office, by the moment of report; apart from what was closed",
        ),
        "reported_at",
        where=_among("redirected"),
    ),
    _flow(
        "registered",
        Words("立案", "Registered"),
        Words("按立案时间计的案件；退单不减", "Cases by the moment they were taken up"),
        "registered_at",
    ),
    _flow(
        "closed",
        Words("结案", "Closed"),
        Words(
            "按结案时间计的案件；重新打开的减去", "Cases by the moment they were closed; reopened ones no longer count"
        ),
        "closed_at",
        by=("platform", "unit_key"),
    ),
    _flow(
        "closed_on_time",
        Words("按期结案", "Closed on time"),
        Words("在时限之内结案的案件，按结案时间计", "Closed within their limit, by the moment of closure"),
        "closed_at",
        where="coalesce(is_on_time, false)",
        by=("platform", "unit_key"),
    ),
    _due(
        "should_close",
        Words("应结案", "Should be closed"),
        Words(
            "近 30 天到期的案件，到昨天为止；不予受理、作废和挂账的不算",
            "Cases due in the 30 days up to yesterday; declined, void and held ones left out",
        ),
        LAST_30_DAYS,
        where=SHOULD_CLOSE,
        good=Good.NEITHER,
    ),
    _due(
        "met_their_day",
        Words("到期的按期结案", "Due and closed on time"),
        Words(
            "近 30 天到期的案件里，在时限之内结案的",
            "Of the cases due in those 30 days, those closed within their limit",
        ),
        LAST_30_DAYS,
        where=f"{SHOULD_CLOSE} AND coalesce(is_on_time, false)",
        good=Good.MORE,
    ),
    Indicator(
        key="cases.on_time_rate",
        kind=Kind.RATIO,
        name=Words("按期结案率", "On-time closure rate"),
        means=Words(
            "近 30 天到期的案件里，在时限之内结案的比例；超期还没有办完的算没有赶上",
            "Share of the cases due in the last 30 days that were closed in time; open overdue ones count against it",
        ),
        unit=Words("%", "%"),
        provider=DESK,
        numerator="cases.met_their_day",
        denominator="cases.should_close",
        good=Good.MORE,
        target=95,
        limit=90,
    ),
    _due(
        "overdue",
        Words("超期", "Overdue"),
        Words("已经过了时限、还没有结案的案件；挂账的不算", "Open past their limit; held ones left out"),
        Window(end=NOW),
        by=("unit_key",),
        target=0,
        limit=1,
    ),
    _due(
        "due_today",
        Words("今日到期", "Due today"),
        Words("从现在到今天结束之前到期的在办案件", "Open cases that fall due between now and the end of the day"),
        Window(NOW, TOMORROW),
        good=Good.NEITHER,
    ),
    _due(
        "due_in_two_hours",
        Words("两小时内到期", "Due within two hours"),
        Words("两小时之内到期的在办案件", "Open cases that fall due within two hours"),
        Window(NOW, Edge(Unit.MINUTES, 120)),
    ),
    Indicator(
        key="cases.handling_time",
        kind=Kind.DURATION,
        name=Words("处置用时", "Handling time"),
        means=Words(
            "从接单到反馈的时间：一半案件不超过它", "From accepting to answering: half of the cases took no longer"
        ),
        unit=Words("时", "hours"),
        provider=Words("处置单位", "Handling units"),
        table=TABLE,
        at="answered_at",
        value="accepted_at",
        good=Good.LESS,
    ),
    Indicator(
        key="cases.intake_time",
        kind=Kind.DURATION,
        name=Words("受理用时", "Intake time"),
        means=Words(
            "从上报到立案的时间：一半案件不超过它", "From report to registration: half of the cases took no longer"
        ),
        unit=Words("时", "hours"),
        provider=DESK,
        table=TABLE,
        at="registered_at",
        value="reported_at",
        good=Good.LESS,
    ),
    _sum(
        "returned",
        Words("退单", "Returned"),
        Words("本期结案的案件一共被退单的次数", "How often the cases closed in the period had been returned by a unit"),
        "returned_count",
    ),
    _sum(
        "reworked",
        Words("返工", "Reworked"),
        Words("本期结案的案件一共返工的次数", "How often the cases closed in the period had been sent back for rework"),
        "rework_count",
    ),
    _age(
        "day",
        Words("1 天以内", "Up to 1 day"),
        Words("昨天零点以后上报的在办案件", "Open, reported since yesterday began"),
        1,
        None,
    ),
    _age("3_days", Words("1–3 天", "1–3 days"), Words("上报 1 至 3 天的在办案件", "Open for 1 to 3 days"), 3, 1),
    _age("7_days", Words("3–7 天", "3–7 days"), Words("上报 3 至 7 天的在办案件", "Open for 3 to 7 days"), 7, 3),
    _age("15_days", Words("7–15 天", "7–15 days"), Words("上报 7 至 15 天的在办案件", "Open for 7 to 15 days"), 15, 7),
    _age(
        "more",
        Words("15 天以上", "More than 15 days"),
        Words("上报超过 15 天的在办案件", "Open for more than 15 days"),
        None,
        15,
    ),
    *REQUESTS,
    *CLOSED,
)
