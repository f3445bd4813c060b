"""What can be counted of visits: homes and reasons, by area. Nothing here counts or ranks workers."""

from wenhui.kit.words import Words
from wenhui.lake.indicators import TODAY, Edge, Good, Indicator, Kind, Period, Unit, Window

REASON, HOME, VISIT = "visits_reason", "visits_duehome", "visits_visit"
REASONS = Words("件", "reasons")
HOMES = Words("户", "homes")
VISITS = Words("次", "visits")
COMMUNITY = Words("社区网格", "the community's grids")

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        key="visits.open_reasons",
        kind=Kind.STOCK,
        table=REASON,
        where="state = 'open'",
        by=("kind",),
        name=Words("待走访事由", "Open reasons to visit"),
        means=Words("还没有办到、也没有结束的走访事由", "reasons to visit that are neither met nor ended"),
        unit=REASONS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.homes_to_visit",
        kind=Kind.STOCK,
        table=HOME,
        where="asks > 0",
        name=Words("待走访户", "Homes to visit"),
        means=Words(
            "有待走访事由的户，一户有几件事也只算一户", "homes with an open reason, each once however many it has"
        ),
        unit=HOMES,
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.homes_due_this_week",
        kind=Kind.DUE,
        table=HOME,
        where="asks > 0",
        at="due_on",
        window=Window(TODAY, Edge(Unit.DAYS, 7)),
        name=Words("七天内到期户", "Homes due within seven days"),
        means=Words(
            "最早一件事今天起七天内到期的户", "homes whose first reason falls due within seven days from today"
        ),
        unit=HOMES,
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.homes_overdue",
        kind=Kind.DUE,
        table=HOME,
        where="asks > 0",
        at="due_on",
        window=Window(end=TODAY),
        good=Good.LESS,
        name=Words("过期未走访户", "Homes overdue"),
        means=Words("最早一件事昨天以前就该办到的户", "homes whose first reason fell due before today"),
        unit=HOMES,
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.visits",
        kind=Kind.FLOW,
        table=VISIT,
        at="at",
        by=("outcome", "part"),
        period=Period.DAYS_30,
        name=Words("走访次数", "Visits"),
        means=Words("按上门时间计的走访，没人在家的也算", "visits by the moment of knocking, those in vain included"),
        unit=VISITS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.answered",
        kind=Kind.FLOW,
        table=VISIT,
        where="outcome = 'answered'",
        at="at",
        name=Words("见到人的走访", "Visits that met somebody"),
        means=Words("见到了人、当面办了事的走访", "visits that met somebody and did something"),
        unit=VISITS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.answered_share",
        kind=Kind.RATIO,
        numerator="visits.answered",
        denominator="visits.visits",
        name=Words("见到人的比例", "Share that met somebody"),
        means=Words(
            "见到人的走访 ÷ 走访次数；低了说明该换个时间去", "visits that met somebody ÷ visits; low means another hour"
        ),
        unit=Words("%", "%"),
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.refused",
        kind=Kind.FLOW,
        table=REASON,
        where="state = 'refused'",
        at="ended_at",
        by=("kind",),
        name=Words("被拒绝的事由", "Reasons refused"),
        means=Words(
            "住户不愿接受、因此结束的走访事由；拒绝是住户的权利",
            "reasons that ended because somebody declined, as is their right",
        ),
        unit=REASONS,
        provider=COMMUNITY,
    ),
    Indicator(
        key="visits.met",
        kind=Kind.FLOW,
        table=REASON,
        where="state = 'met'",
        at="ended_at",
        by=("kind",),
        good=Good.MORE,
        name=Words("办到的事由", "Reasons met"),
        means=Words(
            "问到了或告诉到了、因此结束的走访事由", "reasons that ended because what was wanted was asked or told"
        ),
        unit=REASONS,
        provider=COMMUNITY,
    ),
)
