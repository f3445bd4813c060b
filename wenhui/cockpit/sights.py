"""What the address of a wall carries: the area, the indicator that colours the map, the period it is counted over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import urlencode

from django.urls import reverse

from wenhui.lake.indicators import Period

# Periods one may choose; TODAY and ALL are an indicator's own business.
PERIODS: Final = (Period.MONTH, Period.DAYS_30, Period.YEAR)


@dataclass(frozen=True, slots=True)
class Sight:
    """What someone looks at. `on` and `period` are empty where the wall's and the indicator's own hold."""

    path: str
    on: str = ""
    period: Period | None = None

    @classmethod
    def asked(cls, path: str, query: Mapping[str, str]) -> Self:
        """Return the sight of an address; a period nobody offers is passed over."""
        wanted = query.get("period", "")
        return cls(path, query.get("on", ""), Period(wanted) if wanted in PERIODS else None)

    def at(self, path: str) -> "Sight":
        """Return the same sight of another area."""
        return replace(self, path=path)

    def coloured_by(self, key: str) -> "Sight":
        """Return the same area coloured by another indicator, over that indicator's own period."""
        return replace(self, on=key, period=None)

    def over(self, period: Period | None) -> "Sight":
        """Return the same sight over another period."""
        return replace(self, period=period)

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
        return reverse("cockpit:map", args=[self.path, self.on]) + replace(self, on="")._query()

    def explanation(self, key: str) -> str:
        """Return the address that explains one of its figures."""
        query = {"area": self.path} | ({"period": self.period.value} if self.period and key == self.on else {})
        return reverse("cockpit:explanation", args=[key]) + f"?{urlencode(query)}"

    def _query(self, **more: str) -> str:
        carried = more | {"on": self.on, "period": self.period.value if self.period else ""}
        filled = {key: value for key, value in carried.items() if value}
        return f"?{urlencode(filled)}" if filled else ""
