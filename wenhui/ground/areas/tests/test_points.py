"""A point lies in one grid, whatever the border says, and the map's outlines are GeoJSON."""

from datetime import UTC, date, datetime

import pytest
import shapely
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from wenhui.ground.areas import actions, queries
from wenhui.ground.areas.actions import NewArea
from wenhui.ground.areas.models import Area
from wenhui.ground.areas.testing import little_office  # noqa: F401
from wenhui.kit.actor import job

AT = datetime(2026, 1, 1, tzinfo=UTC)
BY = job("tests")
WH = "hz.gs.wh."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_office")]


def square(west: float, south: float, side: float = 1.0) -> dict[str, object]:
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def test_the_middle_of_every_grid_lies_in_it() -> None:
    for grid in Area.objects.filter(level="grid"):
        assert grid.lng is not None
        assert grid.lat is not None

        assert queries.at_point(grid.lng, grid.lat) == grid


def test_a_point_outside_lies_nowhere() -> None:
    assert queries.at_point(121.47, 31.23) is None
    assert queries.at_point(float("nan"), 31.23) is None


def test_a_point_on_a_border_lies_in_the_first_of_its_grids_every_time() -> None:
    grids = list(Area.objects.filter(path__startswith="hz.gs.wh.lsdy.", level="grid").order_by("path"))
    shared = shape(grids[0].outline).intersection(shape(grids[1].outline))
    lng, lat = shapely.get_coordinates(shared)[0]

    assert queries.at_point(lng, lat) == grids[0]


@pytest.fixture
def outlined(little_office: dict[str, Area]) -> dict[str, BaseGeometry]:  # noqa: F811
    """The outlines of all grids by path."""
    return {path: shape(area.outline) for path, area in little_office.items() if area.level == "grid"}


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lng=st.floats(120.15, 120.2), lat=st.floats(30.27, 30.31))
def test_the_grid_is_the_one_whose_outline_covers_the_point(
    outlined: dict[str, BaseGeometry], lng: float, lat: float
) -> None:
    found = queries.at_point(lng, lat)

    point = shapely.Point(lng, lat)
    covering = [path for path, outline in outlined.items() if outline.intersects(point)]
    assert (found.path if found else None) == min(covering, default=None)


def test_a_point_lies_in_the_grid_of_the_day() -> None:
    old = Area.objects.get(path="hz.gs.wh.lsdy.g04.")
    assert old.lng is not None
    assert old.lat is not None
    actions.end(path=old.path, on=date(2026, 3, 1), by=BY, at=AT)
    new = NewArea(path="hz.gs.wh.lsdy.g05.", level="grid", name="新", outline=old.outline, valid_from=date(2026, 3, 1))
    actions.plant(new=[new], by=BY, at=AT)

    now = queries.at_point(old.lng, old.lat)
    then = queries.at_point(old.lng, old.lat, on=date(2026, 2, 28))

    assert now is not None
    assert now.path == "hz.gs.wh.lsdy.g05."
    assert then == old


def test_what_a_transaction_took_back_is_not_remembered() -> None:
    far = NewArea(path="hz.gs.wh.lsdy.g09.", level="grid", name="远", outline=square(0, 0))
    assert queries.at_point(0.5, 0.5) is None

    with transaction.atomic():
        actions.plant(new=[far], by=BY, at=AT)
        seen = queries.at_point(0.5, 0.5)
        transaction.set_rollback(True)

    assert seen is not None
    assert queries.at_point(0.5, 0.5) is None


def test_plain_sql_is_noticed_too() -> None:
    assert queries.at_point(0.5, 0.5) is None

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE areas_area SET outline = %s WHERE path = 'hz.gs.wh.lsdy.g01.'",
            [str(square(0, 0)).replace("'", '"')],
        )

    found = queries.at_point(0.5, 0.5)
    assert found is not None
    assert found.path == "hz.gs.wh.lsdy.g01."


def test_asking_again_costs_one_small_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    queries.at_point(120.17, 30.29)

    with django_assert_num_queries(1):
        queries.at_point(120.171, 30.291)


def test_the_map_of_the_office_is_forty_grids_in_geojson() -> None:
    drawn = queries.outlines(WH, "grid")

    assert drawn["type"] == "FeatureCollection"
    assert len(drawn["features"]) == 40
    first = drawn["features"][0]
    assert first["id"] == "hz.gs.wh.dtg.g01."
    assert first["geometry"] is not None
    assert first["geometry"]["type"] == "Polygon"
    assert first["properties"]["synthetic"] is True


def test_buildings_without_an_outline_are_points_on_the_map() -> None:
    drawn = queries.outlines("hz.gs.wh.lsdy.", "building")

    assert {feature["geometry"]["type"] for feature in drawn["features"] if feature["geometry"]} == {"Point"}
    assert len(drawn["features"]) == 3


def test_landmarks_are_drawn_on_the_map_of_any_part_of_the_office() -> None:
    for path in ("hz.", WH, "hz.gs.wh.lsdy.g04."):
        kinds = {feature["properties"]["role"] for feature in queries.outlines(path, "landmarks")["features"]}

        assert kinds == {"water", "rail"}


def test_an_area_can_be_drawn_by_itself() -> None:
    drawn = queries.outlines("hz.gs.wh.lsdy.", "self")

    assert [feature["id"] for feature in drawn["features"]] == ["hz.gs.wh.lsdy."]
    assert queries.outlines("hz.nowhere.", "self")["features"] == []
