"""Pages about areas, behind the guard: the tree, an address, outlines that are sent once."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Office
from wenhui.ground.areas import actions, catalogue
from wenhui.ground.areas.models import Estate
from wenhui.ground.areas.testing import CATALOGUE, GARDENER, PLANTED_AT
from wenhui.kit.catalogue import load

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[120.1, 30.1], [120.2, 30.1], [120.2, 30.2], [120.1, 30.1]]]}


def test_a_stranger_is_sent_to_log_in(browse: Browse) -> None:
    answer = browse(None).get("/areas/hz.gs.wh./")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_the_way_in_leads_to_the_area_of_ones_post(browse: Browse) -> None:
    answer = browse("zhounc").get("/areas/")

    assert answer.status_code == 302
    assert answer["Location"] == "/areas/hz.gs.wh.lsdy./"


def test_an_area_shows_what_lies_in_it_with_counts(
    browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browse("luming")

    with django_assert_max_num_queries(30):
        page = client.get("/areas/hz.gs.wh./").content.decode()

    assert '<a href="/areas/hz.gs.wh.lsdy./">流水东苑社区</a></th><td class="num">4</td><td class="num">1</td>' in page
    assert '<a href="/areas/hz.gs./">拱墅区</a>' in page


@pytest.mark.parametrize("path", ["hz.gs.wh.nowhere.", "HZ.", "hz", "hz.gs.wh.lsdy"])
def test_an_area_that_is_not_there_is_not_found(browse: Browse, path: str) -> None:
    client = browse("luming")

    assert client.get(f"/areas/{path}/").status_code == 404
    assert client.get(f"/areas/geo/{path}/grid.json").status_code == 404


def test_a_written_address_is_found_from_the_page(browse: Browse, office: Office) -> None:
    page = (
        browse("luming").get("/areas/hz.gs.wh./", {"address": "流水东苑社区04网格1幢1单元501室门口"}).content.decode()
    )

    assert f'<a href="/areas/{office.dwelling.path}/">501 室</a>' in page
    assert "门口" in page


def test_an_address_is_shown_as_words_never_as_markup(browse: Browse) -> None:
    page = browse("luming").get("/areas/hz.gs.wh./", {"address": "<script>alert(1)</script>"}).content.decode()

    assert "<SCRIPT>" not in page
    assert "<script>alert" not in page


def test_outlines_are_geojson_and_not_sent_twice(browse: Browse, office: Office) -> None:
    actions.amend(path=office.grid.path, fields={"outline": SQUARE}, by=GARDENER, at=PLANTED_AT)
    client = browse("luming")

    first = client.get("/areas/geo/hz.gs.wh./grid.json")
    again = client.get("/areas/geo/hz.gs.wh./grid.json", headers={"If-None-Match": first["ETag"]})
    actions.rename(path=office.grid.path, name="新名", by=GARDENER, at=PLANTED_AT)
    changed = client.get("/areas/geo/hz.gs.wh./grid.json", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "application/geo+json"
    drawn = next(feature for feature in first.json()["features"] if feature["id"] == office.grid.path)
    assert drawn["geometry"] == SQUARE
    assert drawn["properties"]["address"] == f"/areas/{office.grid.path}/"
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_a_level_that_does_not_exist_is_not_found(browse: Browse) -> None:
    assert browse("luming").get("/areas/geo/hz.gs.wh./street.json").status_code == 404


def test_the_pages_of_the_real_office_show_codes_forebears_estates_and_a_map(browse: Browse, office: Office) -> None:
    document = load(CATALOGUE / "wenhui" / catalogue.FILE, catalogue.Schema)
    catalogue.apply(document, by=GARDENER, at=PLANTED_AT)
    estate = Estate.objects.get(key="wh-lsdy")
    actions.gather(buildings={office.building.path: estate.pk}, on=date(2000, 1, 1), by=GARDENER, at=PLANTED_AT)
    client = browse("luming")

    street = client.get("/areas/hz.gs.wh./").content.decode()
    district = client.get("/areas/hz.gs./").content.decode()
    building = client.get(f"/areas/{office.building.path}/").content.decode()

    assert "330103007" in street
    assert "330105017" in street
    assert 'data-wh-src="/areas/geo/hz.gs.wh./community.json"' in street
    assert '<th scope="row">流水东苑</th>' in street
    assert '<a href="/areas/hz.xc./">下城区</a>' in district
    assert "流水东苑 <span" in building
