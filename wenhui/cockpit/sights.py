"""What the address of a wall carries: area, theme, the indicator that colours the map, the period it is counted over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self
from urllib.parse import urlencode

from django.urls import reverse

from wenhui.cockpit import tiles
from wenhui.lake.indicators import Period

# Periods one may choose; TODAY and ALL are an indicator's own business.
PERIODS: Final = (Period.MONTH, Period.DAYS_30, Period.YEAR)


@dataclass(frozen=True, slots=True)
class Sight:
    """What someone looks at. `on` and `period` are empty where the wall's and the indicator's own hold.

    `theme` is empty on the wall of every day; `month` is the first day of one that was chosen on the wall 减负.
    """

    path: str
    on: str = ""
    period: Period | None = None
    theme: str = ""
    month: date | None = None

    @classmethod
    def asked(cls, path: str, query: Mapping[str, str]) -> Self:
        """Return the sight of an address; a period, a theme or a month that nobody offers is passed over."""
        wanted, theme = query.get("period", ""), query.get("theme", "")
        theme = theme if theme in tiles.THEMES else ""
        month = _month(query.get("month", "")) if theme else None
        return cls(path, query.get("on", ""), Period(wanted) if wanted in PERIODS else None, theme, month)

    def at(self, path: str) -> "Sight":
        """Return the same sight of another area."""
        return replace(self, path=path)

    def coloured_by(self, key: str) -> "Sight":
        """Return the same area coloured by another indicator, over that indicator's own period."""
        return replace(self, on=key, period=None)

    def over(self, period: Period | None) -> "Sight":
        """Return the same sight over another period."""
        return replace(self, period=period)

    def about(self, theme: str) -> "Sight":
        """Return the wall of another theme of the same area, coloured as that wall is at first."""
        return Sight(self.path, theme=theme)

    def in_month(self, month: date | None) -> "Sight":
        """Return the same sight with another month chosen; None is the present one."""
        return replace(self, month=month)

    @property
    def address(self) -> str:
        """Return the address of the wall."""
        return reverse("cockpit:wall", args=[self.path]) + self._query()

    @property
    def stream(self) -> str:
        """Return the address of the wall's stream."""
        return reverse("cockpit:live") + self._query(path=self.path)

    @property
    def map_source(self) -> str:
        """Return the address of what its map draws; `on` must be known."""
        return reverse("cockpit:map", args=[self.path, self.on]) + replace(self, on="", month=None)._query()

    def explanation(self, key: str) -> str:
        """Return the address that explains one of its figures."""
        query = {"area": self.path} | ({"period": self.period.value} if self.period and key == self.on else {})
        return reverse("cockpit:explanation", args=[key]) + f"?{urlencode(query)}"

    def _query(self, **more: str) -> str:
        carried = more | {
            "theme": self.theme,
            "on": self.on,
            "period": self.period.value if self.period else "",
            "month": f"{self.month:%Y-%m}" if self.month else "",
        }
        filled = {key: value for key, value in carried.items() if value}
        return f"?{urlencode(filled)}" if filled else ""


def _month(text: str) -> date | None:
    """Return the first day of a month written 2026-03; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
