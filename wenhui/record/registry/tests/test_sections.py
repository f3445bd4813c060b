"""Rooms above fill the slots that cards leave; a room with nothing to say is left out."""

from typing import cast

import pytest

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.record.registry import sections
from wenhui.record.registry.sections import Section
from wenhui.record.registry.words import Subject


class Pets:
    """A room above that knows of pets, and only of households'."""

    def section(self, request: OfficeRequest, subject: Subject, number: int) -> Section | None:
        """Return the pets of a household."""
        return Section("pets.html", {"of": number}) if subject is Subject.HOUSEHOLD else None


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only the fillers of this test be asked."""
    monkeypatch.setattr(sections, "_FILLERS", [])


@pytest.mark.usefixtures("alone")
def test_a_filler_is_asked_until_it_leaves() -> None:
    pets, request = Pets(), cast(OfficeRequest, None)

    sections.fill(pets)
    found = [sections.of(request, subject, 7) for subject in (Subject.HOUSEHOLD, Subject.PERSON)]
    sections.leave(pets)

    assert found == [[Section("pets.html", {"of": 7})], []]
    assert sections.of(request, Subject.HOUSEHOLD, 7) == []
