"""What the board shows: the strip of stages, the filters in force, one leaf of the list. Every choice is an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from wenhui.kit.html.wording import say
from wenhui.work.cases import forms, queries, shown
from wenhui.work.cases.clocks.calendars import Office
from wenhui.work.cases.desk.keys import KEYS
from wenhui.work.cases.desk.lanes import firsts
from wenhui.work.cases.models import Case, Unit
from wenhui.work.cases.queries import Filters, Lamps, Standing
from wenhui.work.cases.shown import Shown
from wenhui.work.cases.words import COLUMNS, Channel, Column, Light

LEAF = 50
LANE = 24
"""How many cases a lane shows, the most pressing first; the list of its stage has the rest."""

LANES, LIST, MAP = "", "list", "map"
"""The ways to look at the board."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what it is called, where it leads, whether it is chosen."""

    word: str
    address: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """One heading of the strip: a stage, how many cases, under which lights."""

    choice: Choice
    lamps: Lamps
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One column of the board: its heading, its most pressing cases, where the rest is, how many there are."""

    key: Column
    head: Head
    rows: list[Shown]
    rest: int


@dataclass(frozen=True, slots=True)
class Menu:
    """One filter: its name, what is chosen, and the choices."""

    word: str
    chosen: str
    choices: list[Choice]


class Known:
    """What one page asks of the office and need not ask twice: its units, and how clocks run at its offices."""

    def __init__(self) -> None:
        self.offices: dict[str, Office] = {}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Return the handling units by key."""
        return queries.units()


def address(query: QueryDict, **changes: str | None) -> str:
    """Return the board's address with some of its query changed; a change of filters begins the list anew."""
    changed = query.copy()
    for gone in ("after", "case"):
        changed.pop(gone, None)
    for key, value in changes.items():
        if value:
            changed[key] = value
        else:
            changed.pop(key, None)
    return f"?{changed.urlencode()}"


def context(
    query: QueryDict, *, path: str, at: datetime, unit_key: str = "", view: str = "", known: Known | None = None
) -> dict[str, Any]:
    """Return what the board's template shows for an address, for a post at `path`; `view` outweighs the address."""
    chosen = view or query.get("view", LANES)
    today_began_at = forms.began_today(at)
    filters = forms.filters(query, today_began_at=today_began_at)
    known = known or Known()
    units = known.units
    standing = queries.standing(filters, at=at, today_began_at=today_began_at)
    in_lanes = filters.is_open and filters.column is None and chosen == LANES
    leaf = [] if in_lanes else queries.listed(filters, at=at, after=forms.place(query), most=LEAF + 1)
    columns = lanes(query, filters, standing, at=at, known=known) if in_lanes else []
    return {
        "query": query,
        "filters": filters,
        "is_filtered": bool(set(query) - {"after", "case", "view"}),
        "is_empty": not leaf and not any(lane.rows for lane in columns),
        "in_lanes": in_lanes,
        "lanes": columns,
        "views": views(query, chosen=LANES if in_lanes else chosen or LIST) if filters.is_open else [],
        "most_found": queries.MOST_FOUND if filters.text and queries.is_cut(filters) else 0,
        "standing": standing,
        "keys": [(letter, verb.words) for verb, letter in KEYS.items()],
        "waiting_here": waiting_here(filters, standing),
        "heads": heads(query, filters, standing),
        "menus": menus(query, filters, path=path, units={key: say(unit.words) for key, unit in units.items()}),
        "in_force": [*waiting(query, filters, path, unit_key), *in_force(query, filters)],
        "rows": list(shown.rows(leaf[:LEAF], at=at, units=units, offices=known.offices)),
        "how_many": how_many(filters, standing),
        "more": further(query, filters, leaf),
        "units": units,
    }


def heads(query: QueryDict, filters: Filters, standing: Standing) -> list[Head]:
    """Return the strip: all open, each column, and what was closed today."""
    everything = filters.is_open and filters.column is None
    strip = [Head(Choice(gettext("全部在办"), address(query, stage=None), is_chosen=everything), standing.open)]
    for column, lamps in standing.columns.items():
        chosen = filters.is_open and filters.column is column
        strip.append(Head(Choice(say(column.words), address(query, stage=column), chosen), lamps))
    closed = Choice(
        gettext("今日办结"),
        address(query, stage=forms.CLOSED_TODAY, light=None),
        filters.closed_since is not None,
    )
    note = gettext("%(n)s 按期") % {"n": standing.closed_on_time} if standing.closed else ""
    return [*strip, Head(closed, Lamps(standing.closed), note)]


def lanes(query: QueryDict, filters: Filters, standing: Standing, *, at: datetime, known: Known) -> list[Lane]:
    """Return the columns of the board, each with its most pressing cases."""
    filled = [column for column, lamps in standing.columns.items() if lamps.total]
    rows = list(shown.rows(firsts(filters, filled, at=at, most=LANE), at=at, units=known.units, offices=known.offices))
    found = []
    for head, (column, lamps) in zip(heads(query, filters, standing)[1:], standing.columns.items(), strict=False):
        here, all_here = [row for row in rows if row.case.stage in COLUMNS[column]], shown_of(lamps, filters)
        rest = max(0, all_here - len(here)) if all_here is not None else 0
        found.append(Lane(column, head, here, rest))
    return found


def views(query: QueryDict, *, chosen: str) -> list[Choice]:
    """Return the ways to look at open cases: by stage side by side, one list by time left, on a map."""
    here, there = reverse("cases:board"), reverse("cases:map")
    return [
        Choice(gettext("分栏"), here + address(query, view=None, stage=None), chosen == LANES),
        Choice(gettext("一张表"), here + address(query, view=LIST), chosen == LIST),
        Choice(gettext("地图"), there + address(query, view=None, stage=None), chosen == MAP),
    ]


def menus(query: QueryDict, filters: Filters, *, path: str, units: Mapping[str, str]) -> list[Menu]:
    """Return the filters one may open: community, unit, channel."""
    communities = {area.path: area.short_name or area.name for area in queries.communities(path)}
    channels = {str(channel): say(channel.words) for channel in Channel}
    return [
        _menu(query, gettext("社区"), "area", filters.path, communities),
        _menu(query, gettext("单位"), "unit", filters.unit_key, units),
        _menu(query, gettext("来源"), "channel", filters.channel, channels),
    ]


def waiting(query: QueryDict, filters: Filters, path: str, unit_key: str) -> list[Choice]:
    """Return the approver's queue, 待审批 3, and what a unit was asked to help with, 协办 2, where there is any."""
    n, chosen, found = queries.how_many_wait(path), filters.is_asked, []
    if n or chosen:
        word = gettext("待审批 %(n)s") % {"n": n}
        found.append(Choice(word, address(query, asked=None if chosen else "1"), chosen))
    n, chosen = queries.how_many_parts(unit_key) if unit_key else 0, bool(filters.helps)
    if n or chosen:
        word = gettext("协办 %(n)s") % {"n": n}
        found.append(Choice(word, address(query, helps=None if chosen else unit_key), chosen))
    return found


def in_force(query: QueryDict, filters: Filters) -> list[Choice]:
    """Return the filters that are on and have no menu, each leading to the board without it."""
    chips = []
    pressing = Choice(gettext("超期和临期"), address(query, light=forms.PRESSING))
    if not filters.lights:
        chips.append(pressing)
    elif filters.lights == forms.LIGHTS[forms.PRESSING]:
        chips.append(Choice(pressing.word, address(query, light=None), is_chosen=True))
    else:
        chips += [Choice(say(light.words), address(query, light=None), is_chosen=True) for light in filters.lights]
    if filters.type_key:
        named = queries.type_named(filters.type_key)
        chips.append(Choice(say(named) if named else filters.type_key, address(query, type=None), is_chosen=True))
    if filters.is_any:
        chips.append(Choice(gettext("含已结案"), address(query, stage=None), is_chosen=True))
    return chips


def how_many(filters: Filters, standing: Standing) -> int | None:
    """Return how many cases the list holds in all, where the strip has counted them; None where it has not."""
    if filters.closed_since is not None:
        return standing.closed
    if not filters.is_open:
        return None
    return shown_of(standing.columns[filters.column] if filters.column else standing.open, filters)


def waiting_here(filters: Filters, standing: Standing) -> int:
    """Return how many of the cases in view wait for dispatch; where that was not counted, more than none."""
    if not filters.is_open or filters.column not in {None, Column.DISPATCH}:
        return 0
    waiting = standing.columns[Column.DISPATCH]
    known = shown_of(waiting, filters)
    return waiting.total if known is None else known


def shown_of(lamps: Lamps, filters: Filters) -> int | None:
    """Return how many of the counted cases show one of the lights asked for; None where that was not counted."""
    counted = {Light.LATE: lamps.late, Light.SOON: lamps.soon, Light.HOLD: lamps.hold}
    if not filters.lights:
        return lamps.total
    return sum(counted[light] for light in filters.lights) if filters.lights <= set(counted) else None


def further(query: QueryDict, filters: Filters, leaf: list[Case]) -> str:
    """Return the address of the next leaf; empty at the end."""
    if len(leaf) <= LEAF:
        return ""
    return address(query, after=forms.written(queries.place_of(leaf[LEAF - 1], filters)))


def _menu(query: QueryDict, word: str, key: str, chosen: str, words: Mapping[str, str]) -> Menu:
    everything = Choice(gettext("全部"), address(query, **{key: None}), not chosen)
    choices = [Choice(name, address(query, **{key: value}), value == chosen) for value, name in words.items()]
    return Menu(word, words.get(chosen, chosen), [everything, *choices])
