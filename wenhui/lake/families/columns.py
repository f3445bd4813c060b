"""Moments and points as people write them in tables; refuses in words a column that holds neither."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np

from wenhui.lake.texts.errors import TextsError

READABLE: Final = 0.5  # of the filled cells, or the column is taken for another one
_MOMENT: Final = re.compile(
    r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?[T\s]*(?:(\d{1,2})\s*[:：时点]\s*(\d{1,2})?)?"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS_PER_DAY: Final = 86_400.0


def days(file: str, column: str, cells: Sequence[str]) -> list[float]:
    """Return moments as days; rows without one stand in the middle. Raise TextsError when most cannot be read."""
    read = [_day(cell) for cell in cells]
    filled = [cell for cell in cells if cell.strip()]
    known = [day for day in read if day is not None]
    if not known or len(known) < READABLE * len(filled):
        such = next((cell for cell, day in zip(cells, read, strict=True) if cell.strip() and day is None), "")
        raise TextsError(
            f"{file}: only {len(known)} of {len(cells)} cells of {column} are dates or moments"
            f"{f' (not {such[:40]!r})' if such else ''}; write such as 2026-03-17 08:30. Nothing was written."
        )
    middle = float(np.median(known))
    return [middle if day is None else day for day in read]


def places(
    file: str, lat: str, latitudes: Sequence[str], lon: str, longitudes: Sequence[str]
) -> list[tuple[float, float] | None]:
    """Return points, None where a row has none. Raise TextsError when most that are filled are no degrees."""
    read = [_point(one, two) for one, two in zip(latitudes, longitudes, strict=True)]
    filled = [one for one, two in zip(latitudes, longitudes, strict=True) if one.strip() and two.strip()]
    if sum(point is not None for point in read) < READABLE * len(filled):
        raise TextsError(
            f"{file}: most cells of {lat} and {lon} are no latitude and longitude in degrees, such as 30.29 and 120.17. "
            "Nothing was written."
        )
    return read


def _day(cell: str) -> float | None:
    text = cell.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = _MOMENT.match(text)
        if not found:
            return None
        year, month, day, hour, minute = (int(part) if part else 0 for part in found.groups())
        try:
            moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
        except ValueError:
            return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH).total_seconds() / _SECONDS_PER_DAY


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return None
    is_place = abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0.0, 0.0)
    return (lat, lon) if is_place else None
