"""Pieces made ahead come in order, one beside the work on the one before, and what fails is told where it is asked for."""

import threading
from collections.abc import Iterator

import pytest

from wenhui.kit.ahead import ahead


def test_pieces_come_in_order_and_each_once() -> None:
    assert list(ahead(iter(range(5)))) == [0, 1, 2, 3, 4]


def test_of_nothing_nothing_comes() -> None:
    assert list(ahead(iter(()))) == []


def test_pieces_that_are_empty_come_too() -> None:
    assert list(ahead(iter([None, 0, ""]))) == [None, 0, ""]


def test_the_next_is_made_while_one_is_worked_on() -> None:
    is_made = threading.Event()

    def pieces() -> Iterator[int]:
        yield 1
        is_made.set()
        yield 2

    coming = ahead(pieces())

    assert next(coming) == 1
    assert is_made.wait(10)
    assert list(coming) == [2]


def test_what_fails_is_raised_after_the_pieces_before_it() -> None:
    def pieces() -> Iterator[int]:
        yield 1
        raise ValueError("no second piece")

    coming = ahead(pieces())

    assert next(coming) == 1
    with pytest.raises(ValueError, match="no second piece"):
        next(coming)


def test_whoever_stops_early_leaves_no_thread() -> None:
    coming = ahead(iter(range(100)))
    next(coming)

    coming.close()

    assert not [one for one in threading.enumerate() if one.name.startswith("ahead")]
