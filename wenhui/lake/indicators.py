"""What an indicator is. Modules define theirs in `indicators.py`; `ground/tally` keeps them; DuckDB and Spark recount them.

An indicator names one table and counts its rows. Conditions speak of that table's columns only and never of the clock:
what changes because time passes is a `DUE` indicator, whose window is laid against a moment column when it is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from wenhui.kit.words import Words


class Kind(StrEnum):
    """How an indicator counts."""

    STOCK = "stock"  # rows that meet the condition now; has no day
    FLOW = "flow"  # rows whose moment lies in a period
    SUM = "sum"  # the sum of a column over those rows
    DURATION = "duration"  # median and 90th percentile of seconds between two moments
    RATIO = "ratio"  # one indicator over another
    DUE = "due"  # rows whose moment lies in a window around the moment of asking


class Period(StrEnum):
    """The period that a tile shows for kinds that have days, ending at the moment of asking."""

    TODAY = "today"
    MONTH = "month"  # this calendar month
    DAYS_30 = "days_30"  # today and the 29 days before
    YEAR = "year"  # this calendar year
    ALL = "all"


class Good(StrEnum):
    """Which way is better. The arrow of a change shows direction; this decides the light."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class Unit(StrEnum):
    """In what an edge of a window is measured, counted from the moment of asking."""

    MINUTES = "minutes"  # the exact moment so many minutes later (negative: earlier)
    DAYS = "days"  # the start of the Shanghai day so many days after today
    YEARS = "years"  # the start of the day after the same date so many years later: -60 is "had a 60th birthday"


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of a window, relative to the moment of asking."""

    unit: Unit
    offset: int


NOW = Edge(Unit.MINUTES, 0)
TODAY = Edge(Unit.DAYS, 0)
TOMORROW = Edge(Unit.DAYS, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open: moments at or after `begin` and before `end`; a missing edge is open."""

    begin: Edge | None = None
    end: Edge | None = None

    def edges(self) -> tuple[Edge, ...]:
        """Return the edges there are."""
        return tuple(edge for edge in (self.begin, self.end) if edge is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One number that a cockpit can show.

    `where` is an SQL condition on `table`; `by` names up to two text columns (categories); `at` the moment or date column
    that FLOW, SUM, DURATION and DUE lie on; `value` the numeric column of a SUM, or the moment column at which a DURATION
    begins (it ends at `at`). A RATIO names two other indicators and nothing of a table; `per` is its scale (100: percent).
    `provider` is who answers for the number (谁提供谁负责). `target` is met when the value is at or beyond it on the good
    side; `limit` is the value from which it is amiss. `measured_by` is the key of an indicator that counts on what it was
    measured: where that counts nothing, nothing can be said.
    """

    key: str
    kind: Kind
    name: Words
    means: Words
    unit: Words
    provider: Words
    table: str = ""
    where: str = "true"
    by: tuple[str, ...] = ()
    at: str = ""
    value: str = ""
    window: Window | None = None
    numerator: str = ""
    denominator: str = ""
    per: int = 100
    period: Period = Period.DAYS_30
    good: Good = Good.NEITHER
    target: float | None = None
    limit: float | None = None
    measured_by: str = ""

    @property
    def has_days(self) -> bool:
        """Say whether its rows lie on days, so that periods and trends come from cells."""
        return self.kind in {Kind.FLOW, Kind.SUM, Kind.DURATION}

    @property
    def domain(self) -> str:
        """Return the first word of the key, such as `cases`."""
        return self.key.split(".")[0]


class DefinitionError(ValueError):
    """An indicator is defined wrongly; the message names it and says what is wrong."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """All indicators of an office, checked against each other."""

    indicators: tuple[Indicator, ...]
    _by_key: dict[str, Indicator] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.indicators:
            if one.key in self._by_key:
                raise DefinitionError(f"{one.key} is defined twice.")
            self._by_key[one.key] = one
        for one in self.indicators:
            _refuse_wrong_shape(one)
            for operand in (*_operands(one), *([one.measured_by] if one.measured_by else [])):
                if operand not in self._by_key:
                    raise DefinitionError(f"{one.key} rests on {operand}, which is not defined.")
                if self._by_key[operand].kind in {Kind.RATIO, Kind.DURATION}:
                    raise DefinitionError(f"{one.key} rests on {operand}, which is a {self._by_key[operand].kind}.")

    def __getitem__(self, key: str) -> Indicator:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def closed_over(self, keys: Iterable[str]) -> tuple[Indicator, ...]:
        """Return the counted indicators that `keys` need: themselves, and the operands of ratios."""
        needed: dict[str, Indicator] = {}
        for key in keys:
            one = self._by_key[key]
            for operand in _operands(one) or (key,):
                needed[operand] = self._by_key[operand]
        return tuple(needed.values())


def _operands(one: Indicator) -> tuple[str, ...]:
    return (one.numerator, one.denominator) if one.kind is Kind.RATIO else ()


def _refuse_wrong_shape(one: Indicator) -> None:
    """Raise when fields of the definition do not fit its kind."""
    needs = {
        Kind.STOCK: {"table"},
        Kind.FLOW: {"table", "at"},
        Kind.SUM: {"table", "at", "value"},
        Kind.DURATION: {"table", "at", "value"},
        Kind.RATIO: {"numerator", "denominator"},
        Kind.DUE: {"table", "at", "window"},
    }[one.kind]
    given = {name for name in ("table", "at", "value", "window", "numerator", "denominator") if getattr(one, name)}
    if given != needs:
        raise DefinitionError(f"{one.key} is a {one.kind} and must give {sorted(needs)}, not {sorted(given)}.")
    if len(one.by) > 2:
        raise DefinitionError(f"{one.key} has {len(one.by)} dimensions; two are the most.")
    if one.by and one.kind in {Kind.RATIO, Kind.DURATION}:
        raise DefinitionError(f"{one.key} is a {one.kind} and cannot have dimensions.")
