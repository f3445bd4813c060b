"""What a file's rows speak of, as its pages name it: covered, with the address of its card where there is one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from wenhui.record.facts import naming as facts
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.ledgers.models import RowsOfPeople, RowsOfSubjects, Upload
from wenhui.record.registry.words import Subject


@dataclass(frozen=True, slots=True)
class Named:
    """One subject: its name, covered where it is a person's, with the place of what has no name; where its card is."""

    name: str
    address: str = ""


def subject_of(upload: Upload) -> Subject:
    """Return what a file's rows are; people, while nobody has said."""
    return Subject(upload.subject or Subject.PERSON)


def named(upload: Upload, numbers: Collection[int], *, today: date) -> dict[int, Named]:
    """Return the subjects of a file by number, those in the transaction's scope."""
    found = facts.named(COLUMN[subject_of(upload)], numbers, today=today)
    return {
        number: Named(f"{one.name} {one.place}".strip() if _needs_place(one.subject) else one.name, one.address)
        for number, one in found.items()
    }


def rows_of(upload: Upload, numbers: Collection[int]) -> Mapping[int, int]:
    """Return the row of the sheet that speaks of each of these subjects."""
    wanted = set(numbers)
    if subject_of(upload) is Subject.PERSON:
        of_people = RowsOfPeople.objects.filter(upload=upload).first()
        pairs = zip(of_people.rows, of_people.people, strict=True) if of_people else ()
    else:
        of_subjects = RowsOfSubjects.objects.filter(upload=upload).first()
        pairs = zip(of_subjects.rows, of_subjects.subjects, strict=True) if of_subjects else ()
    return {subject: row for row, subject in pairs if subject in wanted}


def _needs_place(subject: Subject) -> bool:
    return subject is Subject.HOUSEHOLD
