"""The shape of the walls: which indicators stand on a wall of each level, in which order. Pure data.

An indicator that this office does not count is passed over, so a wall stands before every module does.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

OPEN: Final = "cases.open"
DUE_TODAY: Final = "cases.due_today"
OVERDUE: Final = "cases.overdue"
ON_TIME: Final = "cases.on_time_rate"
RESIDENTS: Final = "registry.residents"
HOUSEHOLDS: Final = "registry.households"
ELDERS: Final = "registry.aged_60"

# Those that speak of deadlines: their lights say 正常, 临期, 超期 rather than 达标, 接近, 未达.
OF_DEADLINES: Final = frozenset({DUE_TODAY, OVERDUE})


@dataclass(frozen=True, slots=True)
class Wall:
    """What one wall shows: figures from left to right, what colours its map at first, what its parts are compared by.

    `ages` are the five columns of ageing, youngest first; the last two are drawn as old.
    """

    figures: tuple[str, ...]
    colour: str
    compared_by: str
    ages: tuple[str, ...]


AGES: Final = tuple(f"cases.open_age_{span}" for span in ("1", "3", "7", "15", "over_15"))
OFFICE: Final = Wall((OPEN, DUE_TODAY, OVERDUE, ON_TIME, RESIDENTS), OPEN, ON_TIME, AGES)

WALLS: Final[Mapping[str, Wall]] = {
    "city": OFFICE,
    "district": OFFICE,
    "subdistrict": OFFICE,
    "community": OFFICE,
    "grid": Wall((OPEN, DUE_TODAY, OVERDUE, RESIDENTS, ELDERS), OPEN, OPEN, AGES),
    "building": Wall((OPEN, DUE_TODAY, OVERDUE, HOUSEHOLDS, RESIDENTS), OPEN, OPEN, AGES),
}

# What lies below a building has no counts of its own: its wall is the building's.
LOWEST: Final = "building"


def wall_of(level: str) -> Wall:
    """Return the wall of an area's level."""
    return WALLS.get(level, WALLS[LOWEST])


def known(keys: tuple[str, ...], indicators: Container[str]) -> tuple[str, ...]:
    """Return those of `keys` that this office counts, in their order."""
    return tuple(key for key in keys if key in indicators)
