"""Which grid holds a point: an R-tree over the grids' outlines, kept in memory until the tree changes."""

from dataclasses import dataclass
from datetime import date

from shapely import STRtree
from shapely.geometry import Point, shape

from wenhui.ground.areas.gazetteer import stands
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.revision import Kept


@dataclass(frozen=True, slots=True)
class Grids:
    """Grids in order of path beside the tree of their outlines."""

    areas: list[Area]
    outlines: STRtree

    def at(self, lng: float, lat: float, on: date | None = None) -> Area | None:
        """Return the grid that holds the point; of two that share the border it lies on, the first by path."""
        hits = self.outlines.query(Point(lng, lat), predicate="intersects")
        standing = (self.areas[hit] for hit in sorted(hits) if stands(self.areas[hit], on))
        return next(standing, None)


def _build() -> Grids:
    areas = list(Area.objects.filter(level=Level.GRID, outline__isnull=False).order_by("path"))
    return Grids(areas, STRtree([shape(area.outline) for area in areas]))


grids = Kept(_build)
