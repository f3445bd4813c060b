"""All figures of one area for the desk, and one figure explained: what it says, how it is made, its past, its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext

from wenhui.cockpit import behind, categories, goals, queries, rules, tiles, wording
from wenhui.cockpit.behind import Listing, Reader
from wenhui.cockpit.goals import Goals
from wenhui.cockpit.rules import Goal, Standing
from wenhui.cockpit.shown import Shown, show
from wenhui.cockpit.sights import Sight
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.tally import queries as tally
from wenhui.ground.tally.queries import Figure
from wenhui.kit.html import numbers, times
from wenhui.kit.html.wording import say
from wenhui.lake import periods
from wenhui.lake.indicators import Good, Indicator, Kind, Period

MONTHS: Final = 12
DAYS: Final = 30
BELOW_GRIDS: Final = frozenset({Level.BUILDING, Level.UNIT, Level.DWELLING})  # of these no day's end is kept
WORST_FIRST: Final = {Standing.MISSED.value: 0, Standing.NEAR.value: 1, Standing.MET.value: 2, "": 3}


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one group."""

    key: str
    name: str
    rows: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as parts/chart.html takes it."""

    kind: str
    head: str
    names: Sequence[str]
    rows: Sequence[tuple[str, Sequence[float | None]]]
    target: float | None = None
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Operand:
    """One operand of a formula."""

    name: str
    written: str
    address: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How the figure last stood up to a full recount, as a light takes it."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure explained."""

    indicator: Indicator
    area: Area
    shown: Shown
    means: str
    sentence: str
    operands: Sequence[Operand]
    facts: Sequence[tuple[str, str]]
    past: Chart | None
    no_past: str
    dimension: str
    kinds: Chart | None
    ages: Sequence[tuple[str, int | None, str]]
    listing: Listing
    period: str
    source: str
    proved: Proof
    counted: str
    at: datetime


def table(area: Area, *, at: datetime) -> list[FigureGroup]:
    """Return every indicator of an area, group by group."""
    wanted = goals.read([area.path])
    groups = queries.by_group()
    readings = queries.readings([one.key for _, members in groups for one in members], area.path, at=at)
    return [
        FigureGroup(
            group,
            say(tiles.group_words(group)),
            [show(one, readings[one.key], Sight(area.path), wanted) for one in members],
        )
        for group, members in groups
    ]


def chosen(
    groups: Sequence[FigureGroup], *, group: str = "", text: str = "", needs_hands: bool = False, sort: str = ""
) -> list[FigureGroup]:
    """Return the groups with the rows asked for. Sorted rows stand in one group, because groups would part them."""
    wanted = text.strip().casefold()
    kept = [
        FigureGroup(
            one.key,
            one.name,
            [
                row
                for row in one.rows
                if (wanted in row.name.casefold() or wanted in row.provider.casefold())
                and (not needs_hands or row.kind in {Standing.NEAR.value, Standing.MISSED.value})
            ],
        )
        for one in groups
        if group in {"", one.key}
    ]
    if not sort:
        return [one for one in kept if one.rows]
    rows = [row for one in kept for row in one.rows]
    ways = {
        "name": lambda row: row.name,
        "provider": lambda row: row.provider,
        "standing": lambda row: WORST_FIRST[row.kind],
    }
    way = ways.get(sort.removeprefix("-"))
    if way is None:
        return [one for one in kept if one.rows]
    ordered = sorted(rows, key=way, reverse=sort.startswith("-"))
    return [FigureGroup("", gettext("全部指标"), ordered)] if ordered else []


def explain(
    one: Indicator, area: Area, *, at: datetime, period: Period | None, page: int, by: str, reader: Reader
) -> Explanation:
    """Return an indicator of an area explained, over `period` where it has one."""
    period = (period or one.period) if queries.has_period(one) else None
    wanted = goals.read([area.path])
    reading = queries.reading(one, area.path, at=at, period=period)
    shown = show(one, reading, Sight(area.path, period=period), wanted)
    listing = _listing(one, reading.figure, area.path, at=at, period=period, page=page, reader=reader)
    dimension = by if by in one.by else (one.by[0] if one.by else "")
    return Explanation(
        indicator=one,
        area=area,
        shown=shown,
        means=say(one.means),
        sentence="" if shown.is_covered else _sentence(one, reading.figure),
        operands=() if shown.is_covered else _operands(one, reading.figure, area.path),
        facts=list(_facts(one, area, wanted.goal(one, area.path), period, at)),
        past=_past(one, shown, area.path, wanted, at=at),
        no_past=_no_past(area, is_covered=shown.is_covered),
        dimension=dimension,
        kinds=_kinds(one, dimension, area.path, wanted, at=at, period=period),
        ages=_ages(area.path, at=at) if one.key == tiles.OPEN else (),
        listing=listing,
        period=str(wording.PERIOD_WORDS[period]) if period else gettext("此刻"),
        source=gettext("、").join(dict.fromkeys(behind.source_words(part.table) for part in queries.operands(one))),
        proved=_proof(one, at=at),
        counted=f"{shown.value} {shown.unit}".strip()
        if shown.is_covered
        else gettext("%(n)s 条") % {"n": listing.total},
        at=at,
    )


def _sentence(one: Indicator, figure: Figure) -> str:
    """Return the figure said in a sentence with its operands."""
    if one.kind is Kind.RATIO:
        above, below = queries.operands(one)
        words = gettext("%(below_name)s %(below)s里，%(above_name)s %(above)s。")
        return words % {
            "below_name": say(below.name),
            "below": wording.written(figure.denominator, below),
            "above_name": say(above.name),
            "above": wording.written(figure.numerator, above),
        }
    if one.kind is Kind.DURATION and figure.p90 is not None:
        words = gettext("%(n)s 件里，一半不超过 %(median)s，九成不超过 %(p90)s。")
        return words % {
            "n": figure.n,
            "median": wording.written(queries.value_of(figure, one), one),
            "p90": wording.written(queries.in_unit(figure.p90, one), one),
        }
    return ""


def _operands(one: Indicator, figure: Figure, path: str) -> list[Operand]:
    if one.kind is not Kind.RATIO:
        return []
    values = (figure.numerator, figure.denominator)
    return [
        Operand(say(part.name), str(wording.written(value, part)), Sight(path).explanation(part.key))
        for part, value in zip(queries.operands(one), values, strict=True)
    ]


def _facts(one: Indicator, area: Area, goal: Goal, period: Period | None, at: datetime) -> Iterator[tuple[str, str]]:
    """Yield what one must know to trust a figure, as pairs of label and words."""
    if period is not None:
        by_days = gettext("，按北京时间分日") if times.zone() else ""
        begin, end = periods.days_of(period, at)
        days = (begin, end - timedelta(days=1))
        written = gettext("%(begin)s 至 %(end)s") % {"begin": _day(days[0]), "end": _day(days[1])}
        yield gettext("时间"), (written if begin else gettext("全部，到 %(end)s") % {"end": _day(days[1])}) + by_days
    else:
        kept = gettext("此刻；过去各日是当天结束时留下的数")
        yield gettext("时间"), gettext("此刻") if area.level in BELOW_GRIDS else kept
    yield gettext("方式"), str(wording.KIND_WORDS[one.kind])
    aim = wording.aim(goal, one)
    if aim:
        yield gettext("要求"), aim


def _past(one: Indicator, shown: Shown, path: str, wanted: Goals, *, at: datetime) -> Chart | None:
    """Return the last twelve months of what lies on days, the last thirty days of what stands without; None if unknown."""
    monthly = queries.has_period(one)
    steps = MONTHS if monthly else DAYS
    points = queries.past(one, path, at=at, grain="m" if monthly else "d", steps=steps)
    below = wanted.hide_below(path)
    is_count = queries.is_of_persons(one) and wording.is_count(one)
    rows: list[tuple[str, list[float | None]]] = []
    for day, value in points:
        is_covered = shown.is_covered or (is_count and rules.is_too_few(value, below=below))
        label = f"{day:%Y-%m}" if monthly else times.month_and_day(day)
        rows.append((label, [None if is_covered or value is None else round(value, wording.decimals_of(one))]))
    if sum(values[0] is not None for _, values in rows) < 2:
        return None
    head = gettext("过去 12 个月") if monthly else gettext("过去 30 天")
    return Chart(
        "line",
        head,
        (gettext("月") if monthly else gettext("日"), shown.name),
        rows,
        shown.target,
        say(one.unit),
        wording.decimals_of(one),
    )


def _proof(one: Indicator, *, at: datetime) -> Proof:
    last = tally.last_recount(one.key)
    if last is None:
        return Proof("stale", gettext("还没有重算过，每天三点从原始记录重算一次"))
    known = {"when": times.moment(last.counted_at, now=at), "rows": numbers.number(last.rows)}
    if not last.differences:
        return Proof("ok", gettext("%(when)s 从 %(rows)s 条原始记录重算，一致") % known)
    known |= {"n": numbers.number(last.differences)}
    return Proof("late", gettext("%(when)s 从 %(rows)s 条原始记录重算，有 %(n)s 处对不上，请告诉系统管理员") % known)


def _no_past(area: Area, *, is_covered: bool) -> str:
    """Say why no past is drawn: too few people to show, nothing kept of buildings, or kept for too short a time."""
    if is_covered:
        return gettext("人数太少，过去各期的数也不显示。")
    if area.level in BELOW_GRIDS:
        return gettext("楼幢的数不逐日留存，只看此刻。想看过去，请看它所在的网格。")
    return gettext("过去的数还不够画成线：每天结束时留一次，满两天就有。")


def _kinds(
    one: Indicator, dimension: str, path: str, wanted: Goals, *, at: datetime, period: Period | None
) -> Chart | None:
    if not dimension:
        return None
    below = wanted.hide_below(path)
    found = categories.parts(one, dimension, path, at=at, period=period, below=below)
    head = str(categories.DIMENSIONS.get(dimension, dimension))
    rows = [(part.name, [part.size]) for part in found]
    return Chart("rows", head, (head, say(one.name)), rows, None, say(one.unit))


def _ages(path: str, *, at: datetime) -> list[tuple[str, int | None, str]]:
    keys = tiles.known(tiles.AGES, queries.definitions())
    found = queries.figures_of(keys, [path], at=at)[path]
    return ages({key: found[key].value for key in keys})


def ages(values: Mapping[str, float | None]) -> list[tuple[str, int | None, str]]:
    """Return the columns of ageing: name, count and, where something has grown old, the light of its age."""
    old = dict(zip(list(values)[-2:], ("soon", "late"), strict=False))
    return [
        (
            str(wording.AGE_WORDS.get(key) or say(queries.definitions()[key].name)),
            None if value is None else int(value),
            old.get(key, "") if value else "",
        )
        for key, value in values.items()
    ]


def _listing(
    one: Indicator,
    figure: Figure,
    path: str,
    *,
    at: datetime,
    period: Period | None,
    page: int,
    reader: Reader,
) -> Listing:
    """Return the rows behind; how many there are is what the counters say."""
    if one.kind is Kind.RATIO:
        above, below = figure.numerator or 0, figure.denominator or 0
        total = below - above if one.good is Good.MORE else above
    else:
        total = figure.n if figure.n is not None else figure.value or 0
    return behind.listing(one, path, at=at, period=period, page=page, reader=reader, total=int(total))


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"
