"""The office's drawn ground: 5.48 square kilometres, forty grids that share their borders without gap or overlap."""

import json
import math

import numpy as np
import shapely
from shapely.geometry import shape

from wenhui.ground.areas.testing import CATALOGUE

FILE = CATALOGUE / "wenhui" / "outlines.geojson"
FEATURES = json.loads(FILE.read_text(encoding="utf-8"))["features"]
OUTLINES = {
    each["properties"]["path"]: shape(each["geometry"]) for each in FEATURES if "landmark" not in each["properties"]
}
GRIDS = [outline for path, outline in OUTLINES.items() if path.count(".") == 5]

# GRS 80, the ellipsoid of CGCS2000.
RADIUS_METRES = 6_378_137.0
FLATTENING = 1 / 298.257222101


def equal_area(degrees: np.ndarray) -> np.ndarray:
    """Project longitude and latitude onto the equal-area cylinder that touches the equator, in metres."""
    squared = FLATTENING * (2 - FLATTENING)
    eccentricity = math.sqrt(squared)
    sine = np.sin(np.radians(degrees[:, 1]))
    part = sine / (1 - squared * sine**2) + np.arctanh(eccentricity * sine) / eccentricity
    return np.column_stack([RADIUS_METRES * np.radians(degrees[:, 0]), RADIUS_METRES * (1 - squared) * part / 2])


def square_kilometres(outline: shapely.Geometry) -> float:
    return float(shapely.transform(outline, equal_area).area) / 1e6


def test_the_office_measures_what_it_measures() -> None:
    assert round(square_kilometres(OUTLINES["hz.gs.wh."]), 2) == 5.48


def test_the_projection_gives_the_surface_of_the_earth() -> None:
    whole = shapely.transform(shapely.box(-180, -90, 180, 90), equal_area).area / 1e12

    assert round(whole, 3) == 510.066


def test_grids_share_their_borders_without_gap_or_overlap() -> None:
    assert len(GRIDS) == 40
    assert shapely.coverage_is_valid(GRIDS)
    assert shapely.union_all(GRIDS).equals(OUTLINES["hz.gs.wh."])


def test_a_community_is_its_grids() -> None:
    for path, outline in OUTLINES.items():
        if path.count(".") == 4:
            mine = [grid for each, grid in OUTLINES.items() if each.startswith(path) and each != path]
            assert shapely.union_all(mine).equals(outline)


def test_the_file_stays_small_and_says_that_it_is_invented() -> None:
    assert FILE.stat().st_size < 120_000
    assert "Synthetic outlines" in FILE.read_text(encoding="utf-8")
