"""The next piece of work made while the server carries out what the last one asked: two processors instead of one."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")


def ahead(pieces: Iterator[Piece]) -> Generator[Piece, None, None]:
    """Yield what an iterator makes, the next piece being made in a thread meanwhile.

    The iterator must not ask the database: another thread has another connection, without the transaction's scope. What it
    raises is raised where its piece is asked for.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as beside:
        coming = beside.submit(_next, pieces)
        while made := coming.result():
            coming = beside.submit(_next, pieces)
            yield made[0]


def _next(pieces: Iterator[Piece]) -> tuple[()] | tuple[Piece]:
    for piece in pieces:
        return (piece,)
    return ()
