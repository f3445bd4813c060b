"""Of what rows speak, whatever they are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from wenhui.kit.sheets.areas import letters
from wenhui.kit.sheets.heads import Head
from wenhui.record.ledgers.importing.cells import Bound, Cells
from wenhui.record.ledgers.importing.households import tell_households
from wenhui.record.ledgers.importing.organisations import tell_organisations
from wenhui.record.ledgers.importing.places import tell_buildings, tell_dwellings
from wenhui.record.ledgers.importing.telling import Spoken, Where
from wenhui.record.registry.words import Subject

TELL: Final[Mapping[Subject, Callable[[Spoken], None]]] = {
    Subject.HOUSEHOLD: tell_households,
    Subject.DWELLING: tell_dwellings,
    Subject.BUILDING: tell_buildings,
    Subject.ORGANISATION: tell_organisations,
}


def tell(subject: Subject, cells: Cells, count: int, *, where: Where, within: str) -> Spoken:
    """Return of what the rows of a table speak that are no people; what cannot be told is refused, row by row."""
    spoken = Spoken(cells, count, where, within)
    TELL[subject](spoken)
    return spoken


def columns_of(head: Head, bound: Sequence[Bound]) -> dict[str, tuple[str, str]]:
    """Return the letters and the head of the first column that means each attribute."""
    found: dict[str, tuple[str, str]] = {}
    for one in bound:
        column = head.columns[one.place]
        found.setdefault(one.key, (letters(column.number), column.full_title))
    return found
