"""Where words of an attribute are kept: in the registry's own columns, and wherever a room above says.

The dictionary asks before an attribute changes its kind, and erases when it may be kept no longer (PIPL art. 47).
"""

from typing import Protocol

from wenhui.record.registry import columns, models


class Keeper(Protocol):
    """A room above that keeps words of attributes."""

    def holds(self, attribute: int) -> bool:
        """Say whether anything is kept of the attribute of this number."""

    def erase(self, attribute: int) -> int:
        """Erase what is kept of it, and return in how many rows there was something. Needs the owner."""


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Let a room above be asked too; called once, when the application is ready."""
    _keepers.append(keeper)


def holds(attribute: models.Attribute) -> bool:
    """Say whether anything is kept of an attribute."""
    in_columns = bool(attribute.column) and columns.holding(attribute.column).exists()
    return in_columns or any(keeper.holds(attribute.pk) for keeper in _keepers)


def erase(attribute: models.Attribute) -> int:
    """Erase what is kept of an attribute; return in how many rows."""
    in_columns = columns.erase(attribute.column) if attribute.column else 0
    return in_columns + sum(keeper.erase(attribute.pk) for keeper in _keepers)
