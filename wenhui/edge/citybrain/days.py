"""A day in an address."""

from datetime import date


class DayConverter:
    """Reads `2026-03-17`, and no other words for a day."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day; a month thirteen is no address of ours."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return how it is written."""
        return f"{value:%Y-%m-%d}"
