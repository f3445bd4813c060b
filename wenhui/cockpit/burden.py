"""The wall 减负: what departments ask of the communities, by who asks and by month. Who fills is nowhere in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from wenhui.cockpit import categories, queries, tiles, wording
from wenhui.cockpit.sights import Sight
from wenhui.ground.tally import queries as tally
from wenhui.kit import clock
from wenhui.kit.html import numbers
from wenhui.kit.html.wording import say
from wenhui.kit.words import Words
from wenhui.lake.indicators import Period

ASKED: Final = "forms.cells_asked"
REPEATED: Final = "forms.cells_repeated"
SERVED: Final = "forms.cells_served"
TABLES: Final = "ledgers.cells_served"
RATE: Final = "forms.repeated_rate"
SAVED: Final = "forms.minutes_saved"
ADMITTED, REFUSED = "forms.admitted", "forms.refused"
ASKER: Final = "asker"
MONTHS: Final = 4
MOST: Final = 7
PERCENT: Final = 100

# What stands over the columns: the indicators' own names are too long for a wall.
HEADS: Final[Mapping[str, Words]] = {
    ASKED: Words("动手填", "Typed"),
    SERVED: Words("表单免填", "Served in forms"),
    TABLES: Words("台账免填", "In tables"),
    RATE: Words("重复 %", "Again %"),
    SAVED: Words("省下分钟", "Min saved"),
}
OF_ASKERS: Final = (ASKED, SERVED, TABLES, RATE)
OF_MONTHS: Final = (ASKED, SERVED, TABLES, SAVED)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one row, and where it is explained."""

    head: str
    written: str
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """One department, or one month with the address that chooses it."""

    name: str
    cells: Sequence[Cell]
    address: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Burden:
    """What the wall shows beside its map: departments of the chosen month, and months. `more` departments are left out."""

    month: date
    asker_heads: Sequence[str]
    askers: Sequence[Row]
    more: int
    month_heads: Sequence[str]
    months: Sequence[Row]
    decided: Sequence[Cell]


def read(sight: Sight, *, at: datetime) -> Burden:
    """Return the departments of the month that was chosen (else the present one), and the last months."""
    today = clock.local_day(at)
    months = _months(today)
    month = sight.month if sight.month in months else months[0]
    rows = _askers(sight, month, at=at)
    return Burden(
        month=month,
        asker_heads=[say(HEADS[key]) for key in OF_ASKERS],
        askers=rows[:MOST],
        more=max(0, len(rows) - MOST),
        month_heads=[say(HEADS[key]) for key in OF_MONTHS],
        months=_by_month(sight, months, month, at=at),
        decided=_decided(sight, at=at),
    )


def _months(today: date) -> list[date]:
    """Return the first days of this month and of those before it, the latest first."""
    count = today.year * 12 + today.month - 1
    return [date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(MONTHS)]


def _askers(sight: Sight, month: date, *, at: datetime) -> list[Row]:
    """Return departments by how much they had typed; one question for each figure."""
    when = min(at, clock.day_begins_at(_after(month)) - timedelta(seconds=1))
    keys = tiles.known((ASKED, REPEATED, SERVED, TABLES), queries.definitions())
    found = {key: dict(tally.by_category(key, sight.path, ASKER, when, Period.MONTH)) for key in keys}
    codes = {code for counts in found.values() for code in counts}
    names = categories.names_of_askers()
    ordered = sorted(codes, key=lambda code: (-found.get(ASKED, {}).get(code, 0), code))
    return [
        Row(names.get(code, code), [_of_asker(sight, key, found, code) for key in OF_ASKERS if _is_kept(key)])
        for code in ordered
    ]


def _of_asker(sight: Sight, key: str, found: Mapping[str, Mapping[str, int]], code: str) -> Cell:
    if key == RATE:
        asked = found[ASKED].get(code, 0)
        rate = PERCENT * found[REPEATED].get(code, 0) / asked if asked else None
        return Cell(say(HEADS[key]), numbers.number(rate, 1), f"{sight.explanation(REPEATED)}&by={ASKER}")
    written = numbers.number(found[key].get(code, 0))
    return Cell(say(HEADS[key]), written, f"{sight.explanation(key)}&by={ASKER}")


def _by_month(sight: Sight, months: Sequence[date], chosen: date, *, at: datetime) -> list[Row]:
    end = clock.local_day(at) + timedelta(days=1)
    keys = [key for key in OF_MONTHS if _is_kept(key)]
    past = {key: dict(tally.trend(key, sight.path, months[-1], end, at, "m")) for key in keys}
    return [
        Row(
            f"{month:%Y-%m}",
            [Cell(say(HEADS[key]), numbers.number(past[key].get(month)), sight.explanation(key)) for key in keys],
            sight.in_month(None if month == months[0] else month).address,
            month == chosen,
        )
        for month in months
    ]


def _decided(sight: Sight, *, at: datetime) -> list[Cell]:
    """Return how many forms were admitted and refused this year."""
    keys = [key for key in (ADMITTED, REFUSED) if _is_kept(key)]
    found = tally.figures(keys, sight.path, at, Period.YEAR)
    defined = queries.definitions()
    return [
        Cell(
            say(defined[key].name),
            str(wording.written(found[key].value, defined[key])),
            f"{sight.explanation(key)}&by={ASKER}&period={Period.YEAR.value}",
        )
        for key in keys
    ]


def _is_kept(key: str) -> bool:
    return key in queries.definitions()


def _after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
