"""Where the points of a sparkline and the bars beside a target fall. Pure sums; templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 136
HEIGHT = 52
_MARGIN = 5  # so that the last point's dot is not cut


@dataclass(frozen=True, slots=True)
class Spark:
    """A drawn line: the path, its last point, and the height of the target line where there is one."""

    path: str
    last: tuple[float, float] | None
    aim: float | None


def line(values: Sequence[float | None], *, target: float | None = None) -> Spark:
    """Return the line through `values`, oldest first; a value that is not known leaves a gap.

    The highest of values and target touches the top, the lowest the bottom; a level line runs through the middle.
    """
    known = [value for value in (*values, target) if value is not None]
    if not known:
        return Spark("", None, None)
    low, high = min(known), max(known)

    def height(value: float) -> float:
        part = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - _MARGIN - part * (HEIGHT - 2 * _MARGIN), 1)

    step = (WIDTH - 2 * _MARGIN) / max(1, len(values) - 1)
    points = [
        None if value is None else (round(_MARGIN + step * index, 1), height(value))
        for index, value in enumerate(values)
    ]
    path, pen_down = "", False
    for point in points:
        if point is not None:
            path += f"{'L' if pen_down else 'M'}{point[0]} {point[1]}"
        pen_down = point is not None
    last = next((point for point in reversed(points) if point is not None), None)
    return Spark(path, last, None if target is None else height(target))


def from_target(value: float, *, target: float, reach: float) -> tuple[float, float]:
    """Return where a bar of deviation starts and how wide it is, in percent of a track with the target at its middle.

    `reach` is the deviation that fills one half of the track; what goes beyond is cut there.
    """
    if reach <= 0:
        raise ValueError("The reach of a track is more than nothing.")
    half = min(50.0, abs(value - target) / reach * 50)
    return (round(50.0 if value >= target else 50 - half, 2), round(half, 2))


def shares(counts: Sequence[float]) -> list[tuple[float, float]]:
    """Return start and width, in percent, of the parts of a whole laid end to end; an empty whole has no parts."""
    whole = sum(counts)
    start, laid = 0.0, []
    for count in counts:
        width = count / whole * 100 if whole else 0.0
        laid.append((round(start, 2), round(width, 2)))
        start += width
    return laid
