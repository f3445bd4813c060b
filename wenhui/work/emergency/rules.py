"""The rules of emergency mode: how long it lasts, a circle as a shape, what holds several places. No Django."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

Point = tuple[float, float]

LASTS: Final = timedelta(hours=24)
MOST_BUILDINGS: Final = 300
RADII: Final = (50, 100, 200, 300, 500, 1000)
"""Metres around a case; more is drawn."""

_CORNERS: Final = 24
_METRES_A_DEGREE: Final = 111_320.0


def circle(lng: float, lat: float, metres: int) -> tuple[Point, ...]:
    """Return the corners of a shape around a point, `metres` away; nowhere nearer."""
    reach = metres / math.cos(math.pi / _CORNERS)
    north, east = reach / _METRES_A_DEGREE, reach / (_METRES_A_DEGREE * math.cos(math.radians(lat)))
    turns = [2 * math.pi * number / _CORNERS for number in range(_CORNERS)]
    return tuple((round(lng + east * math.sin(turn), 6), round(lat + north * math.cos(turn), 6)) for turn in turns)


def common_path(paths: Iterable[str]) -> str:
    """Return the path of the smallest area around all of these; empty for none."""
    split = [path.rstrip(".").split(".") for path in paths]
    if not split:
        return ""
    shared = []
    for labels in zip(*split, strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(labels[0])
    return "".join(f"{label}." for label in shared)


def grid_of(path: str) -> str:
    """Return the path of the grid that a building lies in."""
    return "".join(f"{label}." for label in path.rstrip(".").split(".")[:5])


def is_on(*, ends_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Say whether an emergency still holds."""
    return ended_at is None and at < ends_at
