"""A small office for tests of every room: the catalogue's real areas and twelve invented buildings.

Import `little_office` into a test file or conftest to have the fixture; elsewhere call `plant_little_office()`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from shapely.geometry import shape

from wenhui.ground.areas import actions, catalogue
from wenhui.ground.areas.actions import NewArea
from wenhui.ground.areas.models import Area, Estate
from wenhui.kit.actor import job
from wenhui.kit.catalogue import load

CATALOGUE = Path(__file__).resolve().parents[3] / "catalogue"
PLANTED_AT = datetime(2026, 1, 1, tzinfo=UTC)
GARDENER = job("tests", "测试")

# Grid, building label, number, estate; two estates of 打铁关 have a building 5.
BUILDINGS = (
    ("lsxy.g01", "b001", 12, "wh-lsxy"),
    ("lsxy.g01", "b002", 13, "wh-lsxy"),
    ("lsxy.g02", "b003", 5, "wh-lsxyb"),
    ("lsdy.g01", "b001", 1, "wh-lsdy"),
    ("lsdy.g04", "b002", 7, "wh-lsdy"),
    ("lsdy.g04", "b003", 8, "wh-lsdy"),
    ("dtg.g01", "b001", 5, "wh-dtgxc"),
    ("dtg.g02", "b002", 5, "wh-dtgd"),
    ("dtg.g02", "b003", 6, "wh-dtgd"),
    ("shl.g01", "b001", 1, "wh-hxn38"),
    ("xdc.g01", "b001", 3, "wh-xdc"),
    ("hpy.g05", "b001", 2, "wh-hpy"),
)


@pytest.fixture
def little_office(db: None) -> dict[str, Area]:
    """The office with its communities, grids and a few buildings, as areas by path."""
    plant_little_office()
    return areas_by_path()


def areas_by_path() -> dict[str, Area]:
    """Return every area by its path."""
    return {area.path: area for area in Area.objects.all()}


def plant_little_office() -> None:
    """Apply the catalogue of 文晖街道 and plant twelve buildings of three stairwells and six storeys."""
    document = load(CATALOGUE / "wenhui" / catalogue.FILE, catalogue.Schema)
    catalogue.apply(document, by=GARDENER, at=PLANTED_AT)
    names = dict(Estate.objects.values_list("key", "name"))
    outlines = dict(Area.objects.filter(level="grid").values_list("path", "outline"))
    new: list[NewArea] = []
    for grid, label, number, estate in BUILDINGS:
        within = f"hz.gs.wh.{grid}."
        middle = shape(outlines[within]).representative_point()
        new += _building(f"{within}{label}.", f"{names[estate]}{number}幢", f"{number}幢", middle.x, middle.y)
    actions.plant(new=new, by=GARDENER, at=PLANTED_AT)
    estates = dict(Estate.objects.values_list("key", "id"))
    members = {f"hz.gs.wh.{grid}.{label}.": estates[key] for grid, label, _, key in BUILDINGS}
    actions.gather(buildings=members, on=date(2000, 1, 1), by=GARDENER, at=PLANTED_AT)


def _building(path: str, name: str, short_name: str, lng: float, lat: float) -> Iterator[NewArea]:
    yield NewArea(
        path=path, level="building", name=name, short_name=short_name, lng=lng, lat=lat, storeys=6, is_synthetic=True
    )
    for unit in range(1, 4):
        yield NewArea(path=f"{path}u{unit}.", level="unit", name=f"{unit}单元", is_synthetic=True)
        for storey in range(1, 7):
            for side in (1, 2):
                room = f"{storey}0{side}"
                yield NewArea(path=f"{path}u{unit}.r{room}.", level="dwelling", name=f"{room}室", is_synthetic=True)
