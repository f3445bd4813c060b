"""The four classes of columns. Every column of every model names its class; a house test holds it.

`open` may be published; `inside` is for anyone with a post; `personal` and `sensitive` follow PIPL articles 4 and 28.
"""

from enum import StrEnum


class Privacy(StrEnum):
    """How far a column may travel, from least to most guarded."""

    OPEN = "open"
    INSIDE = "inside"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"

    @property
    def rank(self) -> int:
        """0 for open to 3 for sensitive, so that clearances compare as numbers (in SQL too)."""
        return list(Privacy).index(self)
