"""`wenhui seed`: the demonstration's invented office."""

import argparse
from datetime import date

from wenhui.site import at_hand
from wenhui.site.commands import RefusalError


def seed(given: argparse.Namespace) -> int:
    """Plant the demonstration; what stands already stays."""
    today = _day(given.today)
    with at_hand.database() as server:
        from wenhui.site import preparing

        preparing.prepare()
        from wenhui.site import demonstration

        demonstration.seed(number=given.number, today=today)
        if server is not None:
            server.checkpoint()
    return 0


def _day(raw: str | None) -> date | None:
    if raw is None:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise RefusalError(f"--today is {raw!r}, not a date; for example: --today 2026-03-17") from error
