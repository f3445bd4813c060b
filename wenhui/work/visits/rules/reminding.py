"""When a reminder falls due: so many years after a birthday, or on the day itself, a while ahead."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """From which day on a reminder stands on the list, and by which day it should be done."""

    from_on: date
    due_on: date


def anniversary(on: date, years: int) -> date:
    """Return the same date so many years later; 29 February becomes 1 March where there is none, as ages count."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def window(moment: date, *, lead_days: int, open_days: int) -> Window:
    """Return when to remind of a moment: `lead_days` before it, and at the latest `open_days` after it."""
    return Window(moment - timedelta(days=lead_days), moment + timedelta(days=open_days))


def moments_to_raise(today: date, *, lead_days: int, open_days: int) -> tuple[date, date]:
    """Return the first and the last moment that stand on the list today: what an idle day missed is caught up."""
    return today - timedelta(days=open_days), today + timedelta(days=lead_days)


def born_between(first: date, last: date, years: int) -> tuple[date, date]:
    """Return the first and last day of birth of whoever has the birthday within these days.

    The range may hold one birth too many, who was born on 29 February; whoever asks by it asks `anniversary` again.
    """
    return _years_before(first, years) - timedelta(days=1), _years_before(last, years)


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 3, 1)
