"""What one row of a table is: how it is called and counted. Filling and importing say it alike."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words
from wenhui.record.ledgers.rules.columns import Binding
from wenhui.record.registry.words import Subject

CALLED: Final[Mapping[Subject, Words]] = {
    Subject.PERSON: Words("人员", "person"),
    Subject.HOUSEHOLD: Words("户", "household"),
    Subject.DWELLING: Words("户室", "home"),
    Subject.BUILDING: Words("楼幢", "building"),
    Subject.ORGANISATION: Words("单位", "organisation"),
}
# After a number.
COUNTED: Final[Mapping[Subject, Words]] = {
    Subject.PERSON: Words("人", "people"),
    Subject.HOUSEHOLD: Words("户", "households"),
    Subject.DWELLING: Words("套房", "homes"),
    Subject.BUILDING: Words("幢楼", "buildings"),
    Subject.ORGANISATION: Words("家单位", "organisations"),
}


def chosen(text: str) -> Subject | None:
    """Return what somebody chose that rows are, or None for nothing, and for what is no subject."""
    return Subject(text) if text in Subject.values else None


def subject_of(binding: Binding) -> Subject:
    """Return what the rows of a table are taken for when they come in: people, where the heads do not say."""
    return binding.subject or Subject.PERSON
