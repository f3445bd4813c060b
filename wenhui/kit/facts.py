"""Facts told upward: a lower room tells what happened, upper rooms that asked to hear it are called.

A fact is a frozen dataclass in a module's `events.py`. Whoever tells it does so after commit; listeners are few and
harmless to repeat, because a fact that must not be lost is also a row that a job reads.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Fact = TypeVar("Fact")
Listener = Callable[[Any], None]

_LISTENERS: dict[type, list[Listener]] = {}


def listen(kind: type[Fact], listener: Callable[[Fact], None]) -> None:
    """Call `listener` with every fact of this kind, or of a narrower one. Done once, when an app is ready."""
    heard = _LISTENERS.setdefault(kind, [])
    if listener not in heard:
        heard.append(listener)


def forget(kind: type[Fact], listener: Callable[[Fact], None]) -> None:
    """Stop calling `listener`."""
    _LISTENERS[kind].remove(listener)


def listeners_of(fact: object) -> list[Listener]:
    """Return who wants to hear this fact."""
    return [listener for kind in type(fact).__mro__ for listener in _LISTENERS.get(kind, [])]
