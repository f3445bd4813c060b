"""What was asked of the database once while a page is made, and need not be asked again.

Only for what the page itself does not change: who calls, how clocks run. Outside of a page nothing is remembered.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

Answer = TypeVar("Answer")

_KNOWN: ContextVar[dict[Hashable, object] | None] = ContextVar("wenhui.asked", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Remember answers until the end of this block."""
    before = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(before)


def know(key: Hashable, answer: object) -> None:
    """Remember an answer that was found in passing."""
    known = _KNOWN.get()
    if known is not None:
        known[key] = answer


def answer(key: Hashable, find: Callable[[], Answer]) -> Answer:
    """Return the answer to a question, which `find` is asked for at most once; None is asked for again."""
    known = _KNOWN.get()
    if known is None:
        return find()
    found = known.get(key)
    if found is None:
        found = known[key] = find()
    return cast(Answer, found)
