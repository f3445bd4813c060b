"""What a figure means: how it stands beside its goal, how it changed, how a map is coloured, what is too few. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wenhui.lake.indicators import Good


@dataclass(frozen=True, slots=True)
class Goal:
    """What an office wants of a figure. It is met at the target or beyond it, amiss at the limit or beyond it."""

    good: Good
    target: float | None = None
    limit: float | None = None


class Standing(StrEnum):
    """How a figure stands beside its goal; stored and drawn as the look's lights."""

    MET = "ok"
    NEAR = "soon"
    MISSED = "late"


def standing(value: float | None, goal: Goal | None) -> Standing | None:
    """Say how a figure stands; without a figure, or anything to hold it against, there is nothing to say.

    What lies between target and limit is near. A target without a limit is never missed; a limit without a target is
    kept until it is reached.
    """
    if value is None or goal is None or goal.good is Good.NEITHER:
        return None
    sign = 1 if goal.good is Good.MORE else -1
    if goal.limit is not None and sign * value <= sign * goal.limit:
        return Standing.MISSED
    if goal.target is not None:
        return Standing.MET if sign * value >= sign * goal.target else Standing.NEAR
    return None if goal.limit is None else Standing.MET


class Direction(StrEnum):
    """Which way a figure went; the arrow says direction, not goodness. Drawn with the icons of these names."""

    RISE = "rise"
    FALL = "fall"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Change:
    """How far a figure went since before, as rounded as it is shown."""

    direction: Direction
    size: float


def change(now: float | None, before: float | None, *, decimals: int = 0) -> Change | None:
    """Return the way from one figure to another: of what is shown, so that readers who subtract find the same."""
    if now is None or before is None:
        return None
    gap = round(round(now, decimals) - round(before, decimals), decimals)
    if gap == 0:
        return Change(Direction.FLAT, 0)
    return Change(Direction.RISE if gap > 0 else Direction.FALL, abs(gap))


STEPS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """Five steps of a map's one hue: `bounds` are where steps 1 to 4 begin. For counts step 0 is nought itself."""

    bounds: tuple[float, ...]
    counts: bool

    def step(self, value: float | None) -> int | None:
        """Return the step of a value, 0 to 4; None for what is not known."""
        return None if value is None else bisect_right(self.bounds, value)

    def ranges(self) -> list[tuple[float | None, float | None]]:
        """Return each step's lowest and highest value; None where it is open. Counts end one before the next step."""
        if self.counts:
            ends = [bound - 1 for bound in self.bounds[1:]]
            return [(0, 0), *zip(self.bounds[:-1], ends, strict=True), (self.bounds[-1], None)]
        return [(None, self.bounds[0]), *zip(self.bounds[:-1], self.bounds[1:], strict=True), (self.bounds[-1], None)]


def counting_scale(values: Iterable[float | None]) -> Scale:
    """Return steps for counts, 0 | 1–2 | 3–4 | 5–6 | ≥ 7: as wide as is round and leaves the last step someone."""
    most = max((value for value in values if value is not None), default=0)
    width = int(_round_below((most - 1) / (STEPS - 2))) if most > STEPS else 1
    return Scale(tuple(1 + width * step for step in range(STEPS - 1)), counts=True)


def measuring_scale(values: Iterable[float | None]) -> Scale:
    """Return steps for rates, sums and lengths: five of equal, round width from the lowest to the highest."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    width = _round_above((high - low) / STEPS) if high > low else 1.0
    begins = (low // width) * width
    return Scale(tuple(round(begins + width * step, 6) for step in range(1, STEPS)), counts=False)


_ROUND = (1, 2, 2.5, 3, 4, 5, 10)


def _round_below(value: float) -> float:
    """Return the greatest round whole number that is not above `value`, at least 1."""
    ten = _power_of_ten(value)
    fits = [digit * ten for digit in _ROUND if digit * ten <= value and (digit * ten).is_integer()]
    return max(fits, default=1.0)


def _round_above(value: float) -> float:
    """Return the least round number that is not below `value`."""
    ten = _power_of_ten(value)
    return next(digit * ten for digit in _ROUND if digit * ten >= value)


def _power_of_ten(value: float) -> float:
    ten = 1.0
    while ten * 10 <= value:
        ten *= 10
    while ten > value > 0:
        ten /= 10
    return ten


def covered(counts: Sequence[float | None], *, below: int) -> list[bool]:
    """Say which counts of persons are too few to be shown beside their shown total.

    A count from 1 to `below` − 1 is covered. Where only one would be, the next smallest is covered too: otherwise
    whoever subtracts the others from the total has it. Nought stays: nobody is told of.
    """
    small = [count is not None and 0 < count < below for count in counts]
    if sum(small) != 1:
        return small
    others = [(count, place) for place, count in enumerate(counts) if count and not small[place]]
    if others:
        small[min(others)[1]] = True
    return small


def is_too_few(count: float | None, *, below: int) -> bool:
    """Say whether one count of persons, shown alone, points at somebody."""
    return count is not None and 0 < count < below


def reach(values: Iterable[float | None], *, target: float) -> float:
    """Return the deviation that fills half a track, so that the furthest of `values` just fits."""
    return max((abs(value - target) for value in values if value is not None), default=0) or 1.0


def heights(counts: Sequence[float], *, tallest: float = 100) -> list[float]:
    """Return how tall the rods of a few counts stand; the most is `tallest`, none is 0."""
    most = max(counts, default=0)
    return [round(count / most * tallest, 2) if most else 0.0 for count in counts]
