"""Facts told upward: a lower room tells what happened, upper rooms that asked to hear it are called.

A fact is a frozen dataclass in a module's `events.py`. Whoever tells it does so after commit; listeners are few and
harmless to repeat, because a fact that must not be lost is also a row that a job reads. A listener that writes such a row
hears it within the transaction instead: the row is kept with what it tells of, and when it cannot be written, neither is.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Fact = TypeVar("Fact")
Listener = Callable[[Any], None]

_LISTENERS: dict[type, list[Listener]] = {}
_WITHIN: dict[type, list[Listener]] = {}


def listen(kind: type[Fact], listener: Callable[[Fact], None]) -> None:
    """Call `listener` with every fact of this kind, or of a narrower one. Done once, when an app is ready."""
    heard = _LISTENERS.setdefault(kind, [])
    if listener not in heard:
        heard.append(listener)


def listen_within(kind: type[Fact], listener: Callable[[Fact], None]) -> None:
    """The same, within the transaction that makes the fact true; what it raises undoes that transaction."""
    heard = _WITHIN.setdefault(kind, [])
    if listener not in heard:
        heard.append(listener)


def forget(kind: type[Fact], listener: Callable[[Fact], None]) -> None:
    """Stop calling `listener`."""
    _LISTENERS[kind].remove(listener)


def listeners_of(fact: object) -> list[Listener]:
    """Return who wants to hear this fact."""
    return [listener for kind in type(fact).__mro__ for listener in _LISTENERS.get(kind, [])]


def listeners_within(fact: object) -> list[Listener]:
    """Return who wants to hear this fact within its transaction."""
    return [listener for kind in type(fact).__mro__ for listener in _WITHIN.get(kind, [])]
