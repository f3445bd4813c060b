"""Figures in words, in the reader's language: value and unit, change, aim, light, steps of a map, periods."""

from typing import Final, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.cockpit import tiles
from wenhui.cockpit.rules import Change, Direction, Goal, Scale, Standing
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.html import numbers
from wenhui.kit.html.wording import say
from wenhui.lake.indicators import Good, Indicator, Kind, Period

STANDING_WORDS: Final = {Standing.MET: _("达标"), Standing.NEAR: _("接近"), Standing.MISSED: _("未达")}
DEADLINE_WORDS: Final = {Standing.MET: _("正常"), Standing.NEAR: _("临期"), Standing.MISSED: _("超期")}
LOAD_WORDS: Final = {Standing.MET: _("正常"), Standing.NEAR: _("接近上限"), Standing.MISSED: _("超上限")}

PERIOD_WORDS: Final = {
    Period.TODAY: _("今日"),
    Period.MONTH: _("本月"),
    Period.DAYS_30: _("近 30 天"),
    Period.YEAR: _("今年"),
    Period.ALL: _("全部"),
}

# What stands under the columns of ageing, whose head says that these are days; the indicators' own names are too long.
AGE_WORDS: Final = dict(zip(tiles.AGES, (_("≤ 1 天"), "1–3", "3–7", "7–15", _("> 15")), strict=True))

KIND_WORDS: Final = {
    Kind.STOCK: _("数此刻符合条件的行"),
    Kind.FLOW: _("数时间落在这一段里的行"),
    Kind.SUM: _("把这一段里的行加起来"),
    Kind.DURATION: _("取时长的中位数，误差不超过 2 %"),
    Kind.RATIO: _("两个数相除"),
    Kind.DUE: _("数此刻时间到了的行，随时间变化"),
}

# What a change is measured from; the sentences differ by what is counted (多, 少) or measured (高, 低).
COUNT_CHANGES: Final = {
    Direction.RISE: _("比%(before)s多 %(size)s"),
    Direction.FALL: _("比%(before)s少 %(size)s"),
    Direction.FLAT: _("与%(before)s持平"),
}
MEASURE_CHANGES: Final = {
    Direction.RISE: _("比%(before)s高 %(size)s"),
    Direction.FALL: _("比%(before)s低 %(size)s"),
    Direction.FLAT: _("与%(before)s持平"),
}
BEFORE_WORDS: Final = {
    Period.TODAY: _("昨日"),
    Period.MONTH: _("上月同期"),
    Period.DAYS_30: _("前 30 天"),
    Period.YEAR: _("去年同期"),
}


class Written(NamedTuple):
    """A figure as it stands on a page: the number, then its unit smaller."""

    value: str
    unit: str

    def __str__(self) -> str:
        return f"{self.value} {self.unit}".strip()


def decimals_of(indicator: Indicator) -> int:
    """Return how many decimals the indicator is shown with: one for shares and lengths, none for counts."""
    return 1 if indicator.kind in {Kind.RATIO, Kind.DURATION} else 0


def is_count(indicator: Indicator) -> bool:
    """Say whether the figure is a number of things, so that nought is nothing and parts add up."""
    return indicator.kind in {Kind.STOCK, Kind.FLOW, Kind.DUE}


def written(value: float | None, indicator: Indicator) -> Written:
    """Return a figure as it is written; what is not known has no unit."""
    unit = say(indicator.unit) if value is not None else ""
    return Written(numbers.number(value, decimals_of(indicator)), unit)


def fewer_than(least: int) -> Written:
    """Return what stands in place of a count that points at somebody."""
    return Written(gettext("少于 %(least)s") % {"least": least}, "")


def light_word(standing: Standing, indicator: Indicator, goal: Goal) -> str:
    """Return the word of a figure's light: of deadlines, of a load, or of a target."""
    if indicator.key in tiles.OF_DEADLINES:
        return str(DEADLINE_WORDS[standing])
    if goal.target is None and goal.good is Good.LESS:
        return str(LOAD_WORDS[standing])
    return str(STANDING_WORDS[standing])


def aim(goal: Goal, indicator: Indicator) -> str:
    """Return what is wanted, `目标 ≥ 95`, `目标 0` or `上限 150`; empty where nothing is."""
    if goal.good is Good.NEITHER or goal is tiles.WATCHED.get(indicator.key):
        return ""
    if goal.target is not None:
        wanted = plain(goal.target)
        if goal.good is Good.MORE:
            return gettext("目标 ≥ %(value)s") % {"value": wanted}
        return gettext("目标 %(value)s") % {"value": wanted if goal.target == 0 else f"≤ {wanted}"}
    if goal.limit is None:
        return ""
    words = gettext("下限 %(value)s") if goal.good is Good.MORE else gettext("上限 %(value)s")
    return words % {"value": plain(goal.limit)}


def change(found: Change | None, indicator: Indicator, since: Period | None) -> str:
    """Return a change in words, `比昨日少 8`; empty where nothing is known of before. `since` None: yesterday's end."""
    if found is None:
        return ""
    before = str(BEFORE_WORDS[since or Period.TODAY])
    sentences = COUNT_CHANGES if is_count(indicator) or indicator.kind is Kind.SUM else MEASURE_CHANGES
    size = numbers.number(found.size, decimals_of(indicator))
    return str(sentences[found.direction]) % {"before": before, "size": size}


def steps(scale: Scale) -> list[str]:
    """Return the five words of a map's legend: 0, 1–2, 3–4, 5–6, ≥ 7."""
    return [_range(low, high, scale) for low, high in scale.ranges()]


def _range(low: float | None, high: float | None, scale: Scale) -> str:
    if low is None:
        return f"< {plain(high)}"
    if high is None:
        return f"≥ {plain(low)}"
    if low == high:
        return plain(low)
    return f"{plain(low)}–{plain(high)}"


def plain(value: float | None) -> str:
    """Return a number without more decimals than it needs."""
    return numbers.number(value, 0 if value is None or float(value).is_integer() else 1)


def place(area: Area) -> str:
    """Return where something is, down to the grid: `流水东苑 04`. The area's parents must be at hand."""
    around = [one for one in (area.parent and area.parent.parent, area.parent, area) if one is not None]
    named = [one.short_name or one.name for one in around if one.level in {Level.COMMUNITY, Level.GRID}]
    return " ".join(named) or area.short_name or area.name
