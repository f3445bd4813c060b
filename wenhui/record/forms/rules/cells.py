"""How one cell of a form is filled on screen: shown, computed, confirmed or asked."""

from dataclasses import dataclass
from datetime import date, timedelta

LOCKED, COMPUTED, CONFIRM, ASK, ELSEWHERE, ABOVE = "locked", "computed", "confirm", "ask", "elsewhere", "above"


@dataclass(frozen=True, slots=True)
class Held:
    """What is known for a cell: its canonical text, since when it stands, and how the registry came by it.

    `said_on` is the last day somebody said or confirmed it, None where the register itself holds it. `is_worked_out` is
    true of what follows from other entries. `is_sayable` is false of what is not said but done: moving, heading a household.
    """

    text: str
    said_on: date | None = None
    is_worked_out: bool = False
    is_sayable: bool = True


def is_fresh(held: Held, *, today: date, freshness_days: int | None) -> bool:
    """Say whether nobody needs to be asked: known, and not older than its attribute stays fresh.

    What follows from other entries, and what the register keeps by its own deeds, is as fresh as the register. Of what ages
    and has no day nobody knows how old it is, so it is not fresh.
    """
    if not held.text:
        return False
    if freshness_days is None or held.is_worked_out or not held.is_sayable:
        return True
    return held.said_on is not None and held.said_on >= today - timedelta(days=freshness_days)


def state_of(
    held: Held,
    *,
    today: date,
    freshness_days: int | None,
    is_asked_every_time: bool = False,
    asks_anew: bool = False,
    is_cleared: bool = True,
) -> str:
    """Return how a cell is filled. `asks_anew` is a column that was admitted to be asked although it is held."""
    if not is_cleared:
        return ABOVE
    if is_asked_every_time:
        return ASK
    if held.is_worked_out and held.text:
        return COMPUTED
    if not held.is_sayable:
        return LOCKED if held.text else ELSEWHERE
    if asks_anew or not held.text:
        return ASK
    return LOCKED if is_fresh(held, today=today, freshness_days=freshness_days) else CONFIRM
