"""Puts the words of each column into the form, and counts what was served and what is lacking."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets import filling, reading
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.heads import Column, Head
from wenhui.kit.sheets.opening import Opened
from wenhui.kit.words import Words
from wenhui.record.facts.actions.writing import LONG_AGO
from wenhui.record.ledgers.filling import lacking, listings, working_out
from wenhui.record.ledgers.filling.lacking import Lacking
from wenhui.record.ledgers.filling.listings import Listing
from wenhui.record.ledgers.filling.sources import Sources
from wenhui.record.ledgers.refusals import (
    NobodyMeantError,
    NoRowsMeantError,
    NothingServedError,
    WrongConditionError,
)
from wenhui.record.ledgers.rules import cells
from wenhui.record.ledgers.rules.asking import Condition
from wenhui.record.ledgers.rules.columns import Binding, Bound
from wenhui.record.ledgers.words import Decided, Why
from wenhui.record.registry.models import AdmittedAttribute
from wenhui.record.registry.rules.attributes import Attribute

ABOVE = Words("超出您岗位可看的范围", "this is above what your post may see")


@dataclass(frozen=True, slots=True)
class Gap:
    """Cells of one column that stayed blank, how many, and why. The key is empty where the column means no attribute."""

    column: Column
    key: str
    why: Why
    count: int


@dataclass(frozen=True, slots=True)
class Stale:
    """Cells of one column whose words are older than their attribute stays fresh: how many, and of which day the oldest.

    `oldest` is empty where nobody wrote down the day. They were filled, unless that was declined.
    """

    column: Column
    key: str
    count: int
    oldest: date | None


@dataclass(frozen=True)
class Answer:
    """A form answered: the file, how many rows, and for each column what was served and what is lacking.

    `lacking` is what somebody may ask at a door, each question once: what nobody knows, and what is stale.
    `written` holds by the column's number what reading the file again gives: canonical texts, one for each row.
    """

    content: bytes
    rows: int
    served: dict[int, int]
    gaps: tuple[Gap, ...]
    remarks: tuple[Words, ...]
    written: dict[int, list[str]]
    keys_served: tuple[str, ...]
    stale: tuple[Stale, ...] = ()
    lacking: tuple[Lacking, ...] = ()

    @property
    def cells_stale(self) -> int:
        """Return how many cells have grown old."""
        return sum(one.count for one in self.stale)

    @property
    def homes_lacking(self) -> int:
        """Return at how many homes somebody may ask for what is lacking."""
        return len({one.dwelling for one in self.lacking})

    @property
    def cells_served(self) -> int:
        """Return how many cells were filled, rows' numbers not counted."""
        return sum(self.served.values())

    @property
    def cells_lacking(self) -> int:
        """Return how many cells stayed blank."""
        return sum(gap.count for gap in self.gaps)


@dataclass(frozen=True)
class _Filling:
    """One column as it will be written."""

    bound: Bound
    values: list[Value | None]
    written: list[str]
    gaps: list[Gap]
    stale: Stale | None = None
    lacking: list[Lacking] = field(default_factory=list)


def answer(
    opened: Opened,
    head: Head,
    binding: Binding,
    *,
    area: Area,
    conditions: Sequence[Condition] = (),
    clearance: Privacy,
    skips_stale: bool = False,
    today: date,
) -> Answer:
    """Fill a form with the rows of an area that answer to the conditions.

    `clearance` is the most guarded class that the asker may see; columns above it stay blank. With `skips_stale` words
    that have grown old are left out; else they are filled and told. Reads one question for each table. Raises
    NoRowsMeantError, NobodyMeantError, NothingServedError, WrongConditionError, and the RefusedFileErrors of
    `kit.sheets.filling`.
    """
    if binding.subject is None:
        raise NoRowsMeantError
    admitted = set(AdmittedAttribute.objects.filter(since__lte=today).values_list("key", flat=True))
    shut = {bound.column.number: why for bound in binding.columns if (why := _shut(bound, admitted, clearance))}
    served = [bound for bound in binding.columns if bound.attribute and bound.column.number not in shut]
    if not served:
        raise NothingServedError
    filling.fill(opened, head, [])  # a form that cannot be filled is refused before anybody is looked up
    asked = {one.key: one for one in _attributes(served, conditions, clearance)}
    listing = listings.read(binding.subject, area, about={one.subject for one in asked.values()})
    listing = _chosen(listing, conditions, asked.values(), today)
    if not listing.rows:
        raise NobodyMeantError
    sources = Sources(listing, asked.values(), today=today)
    computed = _computed(opened, head)
    columns = [
        _column(
            bound,
            sources,
            shut.get(bound.column.number),
            is_computed=bound.column.number in computed,
            skips_stale=skips_stale,
        )
        for bound in binding.columns
    ]
    filled = filling.fill(opened, head, zip(*(column.values for column in columns), strict=True))
    found = {column.bound.column.number: column for column in columns if column.bound.attribute}
    counts = {number: sum(map(bool, column.written)) for number, column in found.items()}
    return Answer(
        content=filled.content,
        rows=len(listing),
        served={number: count for number, count in counts.items() if count},
        gaps=tuple(gap for column in columns for gap in column.gaps),
        remarks=filled.remarks,
        written={number: column.written for number, column in found.items()},
        keys_served=tuple(dict.fromkeys(column.bound.key for number, column in found.items() if counts[number])),
        stale=tuple(column.stale for column in columns if column.stale),
        lacking=tuple(dict.fromkeys(one for column in columns for one in column.lacking)),
    )


def _shut(bound: Bound, admitted: Collection[str], clearance: Privacy) -> Why | None:
    """Return why nothing of a column may be filled at all."""
    attribute = bound.attribute
    if attribute is None:
        return {Decided.OPEN: Why.OPEN, Decided.OWN: Why.OWN}.get(bound.decided)
    if attribute.ask_every_time:
        return Why.EVERY_TIME
    if attribute.needs_admission and attribute.key not in admitted:
        return Why.NOT_ADMITTED
    return Why.ABOVE if attribute.privacy.rank > clearance.rank else None


def _attributes(served: Sequence[Bound], conditions: Sequence[Condition], clearance: Privacy) -> Iterator[Attribute]:
    """Yield what has to be read. A condition on what one may not see would tell it by who is left."""
    yield from (bound.attribute for bound in served if bound.attribute)
    for condition in conditions:
        if condition.attribute.privacy.rank > clearance.rank:
            raise WrongConditionError.of(condition.attribute.words.zh, ABOVE)
        yield condition.attribute


def _chosen(listing: Listing, conditions: Sequence[Condition], asked: Collection[Attribute], today: date) -> Listing:
    """Return the rows that answer to every condition."""
    for condition in conditions:
        texts = working_out.texts(Sources(listing, [condition.attribute], today=today), condition.attribute)
        listing = listing.kept(place for place, text in enumerate(texts) if condition.holds(text))
    return listing


def _computed(opened: Opened, head: Head) -> set[int]:
    """Return the columns that the form computes by itself."""
    formulas = reading.read(opened, head.tab).layout.formulas
    return {column for row, column in formulas if row == head.first_row}


def _column(bound: Bound, sources: Sources, why: Why | None, *, is_computed: bool, skips_stale: bool) -> _Filling:
    count = len(sources.listing)
    blank: list[Value | None] = [None] * count
    if is_computed:
        return _Filling(bound, blank, [], [])
    if bound.decided is Decided.INDEX:
        return _Filling(bound, list(range(1, count + 1)), [], [])
    attribute = bound.attribute
    if attribute is None or why is not None:
        gaps = [Gap(bound.column, bound.key, why, count)] if why is not None and bound.column.path else []
        return _Filling(bound, blank, [""] * count, gaps)
    texts = working_out.texts(sources, attribute, bound.part)
    unknown = [row for row, text in enumerate(texts) if not text]
    aged = _aged(attribute, sources, texts)
    stale = Stale(bound.column, bound.key, len(aged), _written_down(min(aged.values()))) if aged else None
    if skips_stale:
        texts = ["" if row in aged else text for row, text in enumerate(texts)]
    write = cells.writer(bound)
    forms = {text: write(text) for text in dict.fromkeys(texts) if text}
    done = [forms.get(text) for text in texts]
    no_word = sum(bool(text) and forms[text] is None for text in texts)
    lacks = {Why.UNKNOWN: len(unknown), Why.STALE: len(aged) if skips_stale else 0, Why.NO_WORD: no_word}
    return _Filling(
        bound,
        [one[0] if one else None for one in done],
        [one[1] if one else "" for one in done],
        [Gap(bound.column, bound.key, why, number) for why, number in lacks.items() if number],
        stale,
        list(
            lacking.found(
                sources.listing, attribute, [*((row, False) for row in unknown), *((row, True) for row in aged)]
            )
        ),
    )


def _aged(attribute: Attribute, sources: Sources, texts: Sequence[str]) -> dict[int, date]:
    """Return the rows in which an old word would stand, with its day; what is worked out is as old as today."""
    if attribute.freshness_days is None:
        return {}
    words = sources.words(attribute)
    days = sources.stale_days(attribute)
    return {row: day for row, day in enumerate(days) if day is not None and texts[row] and texts[row] == words[row]}


def _written_down(day: date) -> date | None:
    return None if day == LONG_AGO else day
