"""What a form costs those who fill it: cells that take hands, seconds a cell, minutes a week. All pure."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

WEEKS_A_YEAR: Final = Decimal("52.18")
PERIODS_A_YEAR: Final = {"month": 12, "quarter": 4, "year": 1}
DAYS_A_WEEK: Final = 7
MINUTE: Final = 60
TENTH: Final = Decimal("0.1")
MOSTLY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Pace:
    """How long cells that took hands took: measured `seconds` for so many typed and ticked `cells`."""

    seconds: float = 0.0
    cells: int = 0

    @property
    def is_known(self) -> bool:
        """Say whether anything was measured."""
        return self.cells > 0 and self.seconds > 0

    @property
    def per_cell(self) -> float:
        """Return the seconds that one cell takes; nought where nothing was measured."""
        return self.seconds / self.cells if self.cells else 0.0

    def __add__(self, other: "Pace") -> "Pace":
        return Pace(self.seconds + other.seconds, self.cells + other.cells)


def saved(first: Pace, *, served: int, spent: float) -> Decimal | None:
    """Return the minutes that cells nobody typed have saved: the pace of the form's first period × cells served − spent.

    None where the first period was not measured: nothing is guessed. Below nought where more was spent than saved.
    """
    if not first.is_known:
        return None
    return Decimal((first.per_cell * served - spent) / MINUTE).quantize(TENTH)


def hands(*, subjects: int, fresh: int, is_asked_of_all: bool) -> int:
    """Return how many cells of a column take hands in one period: all, or those that are not held and fresh."""
    return subjects if is_asked_of_all else max(0, subjects - fresh)


def weeks(period: str, *, due_days: int) -> Decimal:
    """Return over how many weeks one period is spread; what is asked once is filled within its days, a week at least."""
    if period in PERIODS_A_YEAR:
        return WEEKS_A_YEAR / PERIODS_A_YEAR[period]
    return max(Decimal(1), Decimal(due_days) / DAYS_A_WEEK)


def weekly(seconds: float, *, period: str, due_days: int) -> Decimal:
    """Return the minutes a week of so many seconds in each period."""
    return (Decimal(seconds) / MINUTE / weeks(period, due_days=due_days)).quantize(TENTH)


def is_similar(mine: Collection[int], theirs: Collection[int]) -> bool:
    """Say whether another form is so similar that its pace may stand for one's own: it asks at least half of the same."""
    return bool(mine) and len(set(mine) & set(theirs)) >= len(set(mine)) * MOSTLY
