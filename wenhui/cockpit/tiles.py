"""The shape of the walls: which indicators stand on a wall of each level and theme, in which order. Pure data.

An indicator that this office does not count is passed over, so a wall stands before every module does.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

from wenhui.cockpit.rules import Goal
from wenhui.kit.words import Words
from wenhui.lake.indicators import Good

OPEN: Final = "cases.open"
DUE_TODAY: Final = "cases.due_today"
DUE_SOON: Final = "cases.due_in_two_hours"
OVERDUE: Final = "cases.overdue"
ON_TIME: Final = "cases.on_time_rate"
RESIDENTS: Final = "registry.people_resident"
HOUSEHOLDS: Final = "registry.households"
ELDERS: Final = "registry.people_60"

# Those that speak of deadlines: their lights say 正常, 临期, 超期 rather than 达标, 接近, 未达.
OF_DEADLINES: Final = frozenset({DUE_TODAY, OVERDUE})

# Nobody's target, and yet any of them wants hands today.
WATCHED: Final[Mapping[str, Goal]] = {DUE_TODAY: Goal(Good.LESS, target=0)}

# What a tile says in place of its change: how much of it is most pressing.
PRESSING: Final[Mapping[str, str]] = {DUE_TODAY: DUE_SOON}


@dataclass(frozen=True, slots=True)
class Wall:
    """What one wall shows: figures from left to right, what colours its map at first, what its parts are compared by.

    `ages` are the five columns of ageing, youngest first; the last two are drawn as old.
    """

    figures: tuple[str, ...]
    colour: str
    compared_by: str
    ages: tuple[str, ...]


AGES: Final = ("cases.age_day", "cases.age_3_days", "cases.age_7_days", "cases.age_15_days", "cases.age_more")
OFFICE: Final = Wall((OPEN, DUE_TODAY, OVERDUE, ON_TIME, RESIDENTS), OPEN, ON_TIME, AGES)

WALLS: Final[Mapping[str, Wall]] = {
    "city": OFFICE,
    "district": OFFICE,
    "subdistrict": OFFICE,
    "community": OFFICE,
    "grid": Wall((OPEN, DUE_TODAY, OVERDUE, RESIDENTS, ELDERS), OPEN, OPEN, AGES),
    "building": Wall((OPEN, DUE_TODAY, OVERDUE, HOUSEHOLDS, RESIDENTS), OPEN, OPEN, AGES),
}

BURDEN: Final = "burden"
# Walls of a theme, the same at every level; the wall of every day has none.
THEMES: Final[Mapping[str, Wall]] = {
    BURDEN: Wall(
        (
            "forms.repeated_rate",
            "forms.cells_asked",
            "forms.cells_served",
            "ledgers.cells_served",
            "forms.minutes_saved",
        ),
        "forms.cells_asked",
        "forms.repeated_rate",
        (),
    ),
}
THEME_WORDS: Final[Mapping[str, Words]] = {"": Words("今日", "Today"), BURDEN: Words("减负", "Burden")}

# What lies below a building has no counts of its own: its wall is the building's.
LOWEST: Final = "building"


def wall_of(level: str, theme: str = "") -> Wall:
    """Return the wall of an area's level, or that of a theme."""
    return THEMES[theme] if theme else WALLS.get(level, WALLS[LOWEST])


def known(keys: tuple[str, ...], indicators: Container[str]) -> tuple[str, ...]:
    """Return those of `keys` that this office counts, in their order."""
    return tuple(key for key in keys if key in indicators)


PEOPLE: Final = "people"
HOUSING: Final = "housing"
BODIES: Final = "bodies"

# What the desk page and choosers put together, in their order.
GROUPS: Final[Mapping[str, Words]] = {
    "cases": Words("案件", "Cases"),
    "visits": Words("走访", "Visits"),
    "forms": Words("表单", "Forms"),
    "ledgers": Words("台账", "Tables"),
    PEOPLE: Words("人口", "Population"),
    HOUSING: Words("住房", "Housing"),
    BODIES: Words("单位", "Organisations"),
}
_IN_REGISTRY: Final[Mapping[str, str]] = {
    "households": HOUSING,
    "people_renting": HOUSING,
    "moved_in": HOUSING,
    "moved_out": HOUSING,
    "organisations": BODIES,
    "enterprises": BODIES,
}


def group_of(key: str) -> str:
    """Return the group of an indicator: its module, the registry's being three."""
    domain, _, name = key.partition(".")
    return _IN_REGISTRY.get(name, PEOPLE) if domain == "registry" else domain


def group_words(group: str) -> Words:
    """Return the name of a group; a module that nobody named here is called by its own."""
    return GROUPS.get(group, Words(group, group))
