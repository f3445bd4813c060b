"""A person's own columns as they stood when two were merged, and as they stand again when the merge is undone."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from wenhui.record.registry.models import Household, Person
from wenhui.record.registry.words import LeftBecause, Sex

Plain = str | int | None
Snapshot = Mapping[str, Plain]

NAME: Final = ("name", "pinyin", "initials")
ID_NUMBER: Final = ("id_number_index", "id_number")
PHONE: Final = ("phone_index", "phone", "phone_tail_index")
WHEREABOUTS: Final = ("household_id", "dwelling_id", "area_id", "left_on", "left_because")
# Columns that change together. Sealed values differ with every sealing, so their index, the first, stands for them.
GROUPS: Final = (NAME, ("sex",), ("birth_on",), ID_NUMBER, PHONE, ("registration",), ("ethnic",), WHEREABOUTS)
SEALED: Final = (ID_NUMBER, PHONE)
FILLED: Final = (("sex",), ("birth_on",), ID_NUMBER, PHONE, ("ethnic",))
EMPTY: Final = (None, "", Sex.UNKNOWN.value)
DATES: Final = ("birth_on", "left_on")


def taken(person: Person) -> dict[str, Plain]:
    """Return the columns as JSON takes them."""
    return {name: _plain(getattr(person, name)) for group in GROUPS for name in group}


def write(person: Person, snapshot: Snapshot, group: tuple[str, ...]) -> None:
    """Put one group of columns back, in memory."""
    for name in group:
        value = snapshot[name]
        if isinstance(value, str) and group in SEALED:
            setattr(person, name, bytes.fromhex(value))
        elif isinstance(value, str) and name in DATES:
            setattr(person, name, date.fromisoformat(value))
        else:
            setattr(person, name, value)


def same(one: Snapshot, two: Snapshot, group: tuple[str, ...]) -> bool:
    """Say whether two snapshots say the same in one group."""
    return all(one[name] == two[name] for name in (group[:1] if group in SEALED else group))


def heads(person: Person) -> list[int]:
    """Return the households that someone heads."""
    return sorted(Household.objects.filter(head=person).values_list("pk", flat=True))


def fill(primary: Person, other: Person) -> None:
    """Give the primary, in memory, what only the other knows; whereabouts too, where the primary has none here.

    An ID number brings birth date and sex along, which stand inside it.
    """
    own, theirs = taken(primary), taken(other)
    for group in FILLED:
        if own[group[0]] in EMPTY and theirs[group[0]] not in EMPTY:
            write(primary, theirs, group)
            if group == ID_NUMBER:
                write(primary, theirs, ("sex",))
                write(primary, theirs, ("birth_on",))
    if _lives_nowhere(primary) and other.dwelling_id is not None:
        write(primary, theirs, WHEREABOUTS)


def _lives_nowhere(person: Person) -> bool:
    return person.dwelling_id is None and person.left_because != LeftBecause.DIED


def _plain(value: object) -> Plain:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int) or value is None else str(value)
