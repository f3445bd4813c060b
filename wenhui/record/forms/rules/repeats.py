"""When a column asks again what the office holds already."""

from typing import Final

# Held and fresh of at least every second subject: to ask it of everybody is to ask most of them again.
MOSTLY: Final = 0.5


def is_repeated(*, subjects: int, fresh: int, is_asked_every_time: bool) -> bool:
    """Say whether a column re-asks what is held and fresh. Signatures and consents never serve twice, so they do not."""
    return not is_asked_every_time and fresh > 0 and fresh >= subjects * MOSTLY


def share(part: int, whole: int) -> float | None:
    """Return a share between 0 and 1, None of nothing."""
    return part / whole if whole else None
