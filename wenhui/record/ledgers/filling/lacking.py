"""What a filled form lacks that somebody may ask at a door: each subject and attribute once, never by form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from wenhui.record.ledgers.filling import working_out
from wenhui.record.ledgers.filling.listings import Listing, Row
from wenhui.record.registry import projecting
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject

# Numbers and names of a head are the head's own: they are asked of that person.
OF_THE_HEAD: Final[Mapping[str, str]] = {"household.head_phone": "person.phone"}
AT_A_DOOR: Final = (Subject.PERSON, Subject.HOUSEHOLD, Subject.DWELLING)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something to be asked of a person, a household, or (both empty) the home itself; `is_stale`: to be confirmed."""

    key: str
    person: int
    household: int
    dwelling: int
    building: int
    is_stale: bool


def askable(attribute: Attribute) -> bool:
    """Say whether somebody at a door could answer: no count, no place, no signature, nothing that follows from others."""
    if attribute.key in OF_THE_HEAD:
        return True
    if attribute.subject not in AT_A_DOOR or attribute.computed_from or attribute.ask_every_time:
        return False
    if attribute.column:
        return projecting.shows(attribute.column)
    return attribute.key in working_out.SAID_FIRST or not working_out.is_worked_out(attribute.key)


def found(listing: Listing, attribute: Attribute, rows: Iterable[tuple[int, bool]]) -> Iterator[Lacking]:
    """Yield what is lacking in the rows of a column: their number, and whether something stale stands there."""
    if not askable(attribute):
        return
    key = OF_THE_HEAD.get(attribute.key, attribute.key)
    for number, is_stale in rows:
        one = _of(listing, listing.rows[number], attribute, key, is_stale=is_stale)
        if one is not None:
            yield one


def _of(listing: Listing, row: Row, attribute: Attribute, key: str, *, is_stale: bool) -> Lacking | None:
    home = listing.households.get(row.household)
    person = row.person
    if attribute.key in OF_THE_HEAD:
        person = (home.head or 0) if home else 0
    subject = Subject(key.partition(".")[0])
    dwelling = home.dwelling if subject is Subject.HOUSEHOLD and home else row.dwelling
    about = {Subject.PERSON: person, Subject.HOUSEHOLD: row.household, Subject.DWELLING: dwelling}[subject]
    if not about or not dwelling or not row.building:
        return None
    return Lacking(
        key=key,
        person=about if subject is Subject.PERSON else 0,
        household=about if subject is Subject.HOUSEHOLD else 0,
        dwelling=dwelling,
        building=row.building,
        is_stale=is_stale,
    )
