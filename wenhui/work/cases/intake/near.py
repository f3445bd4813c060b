"""Which cases can lie near a point: hexagons (H3) as keys of an index, and metres between two points. Pure.

Cells of resolution 10 are about 130 m across. A case keeps the cell of its point, else of its building's; whoever looks
within so many metres asks for the ring of cells around its own, and then measures.
"""

from math import asin, cos, radians, sin, sqrt

from h3.api import basic_int as h3

RESOLUTION = 10
SURE_STEP, SHORT_STEP = 85.0, 25.0
"""Each ring of cells reaches so many metres further at least; the first one falls short by so many."""

EARTH = 6_371_008.8
FARTHEST = 1000
"""No radius is wider; beyond it two reports are about two places."""


def cell_of(lng: float | None, lat: float | None) -> int | None:
    """Return the cell a point lies in; None without a point."""
    if lng is None or lat is None:
        return None
    return int(h3.latlng_to_cell(lat, lng, RESOLUTION))


def ring(cell: int, *, metres: float) -> list[int]:
    """Return the cells that hold every point within so many metres of any point of `cell`."""
    return sorted(h3.grid_disk(cell, 1 + int((min(metres, FARTHEST) + SHORT_STEP) / SURE_STEP)))


def metres_between(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    """Return the distance of two points on the ground."""
    wide, high = radians(other_lng - lng), radians(other_lat - lat)
    half = sin(high / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(wide / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
