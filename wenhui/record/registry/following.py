"""How rooms above learn that rows went from one person to another: told inside the transaction, before it commits.

A room whose tables point at persons need do nothing: a merge finds them by their foreign keys and moves their rows. A room
that works something out of those rows registers a follower in its AppConfig.ready:

    following.follow(Deriving())
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import Model

from wenhui.kit.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One row that points at a person through a column; `key` is its primary key as text."""

    table: str
    column: str
    key: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Rows went from one person to another: by a merge, by its undoing, or by an answer. `rows` may be empty."""

    giver: int
    taker: int
    rows: Sequence[Row]


class Follower(Protocol):
    """A room above whose rows hang on persons."""

    @property
    def derived(self) -> Collection[type[Model]]:
        """Return tables that the room works out anew when it is told; merges leave their rows alone."""

    def moved(self, passage: Passage, *, at: datetime) -> None:
        """Bring in line what follows from the rows of both persons, also where none moved. An exception undoes the merge."""

    def whose(self, rows: Sequence[Row], *, primary: int, other: int) -> Mapping[Row, int]:
        """Return whose rows are that came while the two were one, as far as the room can tell."""

    def silent(self, rows: Sequence[Row]) -> Collection[Row]:
        """Return which rows of the room say nothing any more, such as words that were withdrawn."""

    def described(self, rows: Sequence[Row]) -> Mapping[Row, Words]:
        """Return what to call rows of the room where somebody is asked whose they are; no personal values."""


_FOLLOWERS: list[Follower] = []


def follow(follower: Follower) -> None:
    """Have a follower told from now on."""
    _FOLLOWERS.append(follower)


def leave(follower: Follower) -> None:
    """Have a follower told no longer."""
    _FOLLOWERS.remove(follower)


def derived() -> set[type[Model]]:
    """Return the tables that rooms work out anew."""
    return {model for follower in _FOLLOWERS for model in follower.derived}


def tell(passage: Passage, *, at: datetime) -> None:
    """Tell every follower."""
    for follower in _FOLLOWERS:
        follower.moved(passage, at=at)


def ask(rows: Sequence[Row], *, primary: int, other: int) -> dict[Row, int]:
    """Return whose rows are, as far as some follower can tell."""
    return {row: whose for one in _FOLLOWERS for row, whose in one.whose(rows, primary=primary, other=other).items()}


def silent(rows: Sequence[Row]) -> set[Row]:
    """Return which rows say nothing any more."""
    return {row for one in _FOLLOWERS for row in one.silent(rows)}


def described(rows: Sequence[Row]) -> dict[Row, Words]:
    """Return what rooms call their rows."""
    return {row: words for one in _FOLLOWERS for row, words in one.described(rows).items()}
