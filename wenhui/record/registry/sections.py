"""Slots on the cards of persons and homes that rooms above fill: what is known, what is to be done, what was reported.

The registry knows nobody above it. A room that has something to show of a subject registers once, in its AppConfig.ready:

    sections.fill(WhatIsKnown())

and the card shows what it returns below what the registry itself knows, the lower room's before the upper one's: rooms are
installed, and so register, from the top down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.record.registry.words import Subject


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a card: the template of the room that fills it, given `content` as `section`."""

    template: str
    content: Mapping[str, Any]


class Filler(Protocol):
    """A room above that shows something on cards."""

    def section(self, request: OfficeRequest, subject: Subject, number: int) -> Section | None:
        """Return what the reader may see of a subject, masked; None where there is nothing to show."""


_FILLERS: list[Filler] = []


def fill(filler: Filler) -> None:
    """Have a filler asked from now on."""
    _FILLERS.append(filler)


def leave(filler: Filler) -> None:
    """Have a filler asked no longer."""
    _FILLERS.remove(filler)


def of(request: OfficeRequest, subject: Subject, number: int) -> list[Section]:
    """Return the sections of one subject's card."""
    found = (filler.section(request, subject, number) for filler in reversed(_FILLERS))
    return [section for section in found if section is not None]
