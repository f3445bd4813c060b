"""The demonstration's buildings are plausible, apart from each other, and the same for the same number."""

import time
from datetime import UTC, datetime

import pytest
from django.db.models import Count
from shapely import STRtree
from shapely.geometry import shape

from wenhui.ground.areas import catalogue, queries, seed
from wenhui.ground.areas.models import Area, Estate, EstateBuilding
from wenhui.ground.areas.testing import CATALOGUE
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import load

AT = datetime(2026, 1, 1, tzinfo=UTC)
BY = job("seed")
WH = "hz.gs.wh."

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground(db: None) -> None:
    """The office's communities and grids, nothing built."""
    document = load(CATALOGUE / "wenhui" / "areas.yaml", catalogue.Schema)
    catalogue.apply(document, by=BY, at=AT)


@pytest.fixture
def seeded(ground: None) -> float:
    """The seeded office; the seconds that seeding took."""
    began = time.perf_counter()
    seed.seed(number=1, by=BY, at=AT)
    return time.perf_counter() - began


def buildings() -> list[Area]:
    return list(Area.objects.filter(level="building").select_related("parent").order_by("path"))


def test_the_office_is_built_in_seconds_and_looks_like_one(seeded: float) -> None:
    assert seeded < 10
    assert 680 <= Area.objects.filter(level="building").count() <= 720
    assert 22_000 <= Area.objects.filter(level="dwelling").count() <= 25_000
    assert not Area.objects.filter(level__in=["building", "unit", "dwelling"], is_synthetic=False).exists()
    assert Estate.objects.annotate(size=Count("memberships")).filter(size__lt=3).count() == 0
    shops = [area for area in buildings() if not Area.objects.filter(parent=area).exists()]
    assert 40 <= len(shops) <= 80
    heights = {area.storeys for area in buildings()}
    assert {6, 11, 18} <= heights
    _stand_apart_and_inside()
    _are_numbered_from_one()
    _are_found_by_address()
    assert set(Entry.objects.filter(actor_key="seed").values_list("verb", flat=True)) >= {"areas.plant", "areas.gather"}


def _stand_apart_and_inside() -> None:
    drawn = [(area, shape(area.outline)) for area in buildings()]
    tree = STRtree([outline for _, outline in drawn])
    for position, (area, outline) in enumerate(drawn):
        assert list(tree.query(outline, predicate="intersects")) == [position]
        assert area.parent is not None
        assert shape(area.parent.outline).contains(outline)
        assert area.lng is not None
        assert area.lat is not None
        assert queries.at_point(area.lng, area.lat) == area.parent


def _are_numbered_from_one() -> None:
    for estate in Estate.objects.all():
        names = {
            row.building.short_name for row in EstateBuilding.objects.filter(estate=estate).select_related("building")
        }
        assert names == {f"{number}幢" for number in range(1, len(names) + 1)}
    for community in Area.objects.filter(level="community"):
        labels = [area.label for area in buildings() if area.path.startswith(community.path)]
        assert len(set(labels)) == len(labels)


def _are_found_by_address() -> None:
    for text in ("流水西苑12幢3单元501室", "打铁关社区打铁关新村3幢1单元201", "和平苑１号楼２单元１０１"):
        found = queries.understand(text, within=WH)
        assert (found.level, found.leftover) == ("dwelling", "")


@pytest.mark.usefixtures("ground")
def test_the_same_number_draws_the_same_office_and_another_number_another() -> None:
    first, again, other = (seed.drawing(number=number) for number in (7, 7, 8))

    assert first == again
    assert first != other


@pytest.mark.usefixtures("seeded")
def test_an_office_that_has_buildings_is_left_alone() -> None:
    before = Area.objects.count()

    seed.seed(number=2, by=BY, at=AT)

    assert Area.objects.count() == before
