"""The office's ground comes from files; wrong files are refused before anything is written."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wenhui.ground.areas import actions, catalogue
from wenhui.ground.areas.models import Area, AreaCode, AreaSuccession, Estate, Landmark
from wenhui.ground.areas.testing import CATALOGUE
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import CatalogueError, Change, load

AT = datetime(2026, 1, 1, tzinfo=UTC)
BY = job("catalogue")
WENHUI = CATALOGUE / "wenhui" / "areas.yaml"
NYC = CATALOGUE / "nyc" / "areas.yaml"

pytestmark = pytest.mark.django_db


def apply(path: Path) -> list[Change]:
    document = load(path, catalogue.Schema)
    changes = catalogue.plan(document)
    catalogue.apply(document, by=BY, at=AT)
    return changes


@pytest.fixture
def wenhui(tmp_path: Path) -> Path:
    """A copy of the office's files that a test may spoil."""
    shutil.copytree(CATALOGUE / "wenhui", tmp_path / "wenhui")
    return tmp_path / "wenhui" / "areas.yaml"


def spoil(path: Path, old: str, new: str) -> int:
    """Write `new` for the first `old` and return its line."""
    before, _, after = path.read_text().partition(old)
    assert after
    path.write_text(before + new + after)
    return before.count("\n") + 1


def test_the_office_has_eight_communities_and_forty_grids() -> None:
    apply(WENHUI)

    assert Area.objects.filter(level="community", path__startswith="hz.gs.wh.").count() == 8
    assert Area.objects.filter(level="grid", path__startswith="hz.gs.wh.").count() == 40
    assert Area.objects.get(path="hz.gs.wh.lsdy.g04.").name == "流水东苑 04 网格"
    assert Estate.objects.count() == 45
    assert set(Landmark.objects.values_list("key", flat=True)) == {"canal", "river", "rail"}


def test_applying_twice_changes_nothing() -> None:
    apply(WENHUI)
    entries = Entry.objects.count()

    changes = apply(WENHUI)

    assert changes == []
    assert Entry.objects.count() == entries


def test_two_cities_stand_beside_each_other_with_zones_and_calendars_of_their_own() -> None:
    apply(WENHUI)
    apply(NYC)

    cities = Area.objects.filter(level="city").order_by("path").values_list("path", "time_zone", "calendar")
    assert list(cities) == [("hz.", "Asia/Shanghai", "china"), ("nyc.", "America/New_York", "plain")]
    assert Area.objects.filter(path__startswith="nyc.council.d").count() == 51
    assert apply(WENHUI) == []


def test_codes_are_attached_edition_by_edition() -> None:
    apply(WENHUI)

    codes = dict(AreaCode.objects.filter(area__path="hz.gs.wh.xdc.").values_list("edition", "code"))
    assert codes == {"2020-06-30": "330103007008", "2022-10-31": "330105017007", "2023-06-30": "330105017007"}


def test_the_new_district_has_two_predecessors() -> None:
    apply(WENHUI)

    origins = AreaSuccession.objects.filter(successor__path="hz.gs.").values_list("predecessor__name", "on")
    assert set(origins) == {("下城区", date(2021, 4, 9)), ("拱墅区（2021 年以前）", date(2021, 4, 9))}


def test_what_the_file_says_otherwise_is_amended(wenhui: Path) -> None:
    apply(WENHUI)
    spoil(wenhui, "name: 胜利社区", "name: 新胜利社区")

    changes = apply(wenhui)

    assert Change("change", "hz.gs.wh.shl.", "name 新胜利社区") in changes
    assert Area.objects.get(path="hz.gs.wh.shl.").name == "新胜利社区"


def test_a_grid_that_the_file_no_longer_names_is_ended_with_its_buildings(wenhui: Path) -> None:
    apply(WENHUI)
    actions.plant(new=[actions.NewArea(path="hz.gs.wh.shl.g05.b001.", level="building", name="1幢")], by=BY, at=AT)
    spoil(wenhui, "short_name: 胜利, grids: 5", "short_name: 胜利, grids: 4")
    geojson = wenhui.parent / "outlines.geojson"
    lines = [line for line in geojson.read_text().splitlines() if "hz.gs.wh.shl.g05." not in line]
    geojson.write_text("\n".join(lines))

    changes = apply(wenhui)

    assert changes == [Change("end", "hz.gs.wh.shl.g05.")]
    assert Area.objects.get(path="hz.gs.wh.shl.g05.b001.").valid_to == date(2026, 1, 1)
    assert apply(wenhui) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "level: subdistrict, name: 文晖街道",
            "level: grid, name: 文晖街道",
            "a grid cannot lie in hz.gs., a district",
        ),
        ("path: hz.gs.wh.lsdy.", "path: hz.gs.wh.shl.", "hz.gs.wh.shl. stands here a second time"),
        ("path: hz.gs.wh.lsdy.", "path: hz.gs.zh.lsdy.", "there is no area hz.gs.zh. in this file"),
        ("path: hz.gs.wh.lsdy.", "path: hz.gs.wh.LSDY.", "should match pattern"),
        ("file: outlines.geojson", "file: nowhere.geojson", "cannot be read (No such file or directory)"),
        ("calendar: china", "kalender: china", "is a key that this file does not know"),
        ("time_zone: Asia/Shanghai", "time_zone: Asia/Hangzhou", "is no time zone"),
        ("valid_to: 2021-04-09", "valid_to: 9 April", "not '9 April'"),
        ("name: 杭州市, ", "", "is missing"),
        ("successor: hz.gs.,", "successor: hz.gongshu.,", "there is no area hz.gongshu. in this file"),
        ("area: hz.gs.wh.lsdy.", "area: hz.gs.wh.ls.", "there is no area hz.gs.wh.ls. in this file"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason_before_anything_is_written(
    wenhui: Path, old: str, new: str, words: str
) -> None:
    line = spoil(wenhui, old, new)

    with pytest.raises(CatalogueError) as refusal:
        apply(wenhui)

    assert words in str(refusal.value)
    assert f"areas.yaml, line {line}" in str(refusal.value)
    assert not Area.objects.exists()


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        (
            '{"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}',
            "is no valid polygon (Self-intersection",
        ),
        ('{"type": "Polygon", "coordinates": [[[0,0],[1,1]]]}', "is no GeoJSON geometry"),
        ('{"type": "Point", "coordinates": [120, 30]}', "is a Point, not a polygon"),
        ('{"type": "Polygon", "coordinates": [[[30,120],[31,120],[31,121],[30,120]]]}', "outside the world"),
        ("null", "is no GeoJSON geometry"),
    ],
)
def test_an_outline_that_is_no_polygon_is_refused(wenhui: Path, feature: str, words: str) -> None:
    (wenhui.parent / "outlines.geojson").write_text(
        f'{{"features": [{{"properties": {{"path": "hz.gs.wh."}}, "geometry": {feature}}}]}}'
    )

    with pytest.raises(CatalogueError, match="feature 1: ") as refusal:
        apply(wenhui)

    assert words in str(refusal.value)
    assert not Area.objects.exists()


def test_an_outline_of_an_unknown_area_is_refused(wenhui: Path) -> None:
    spoil(wenhui.parent / "outlines.geojson", "hz.gs.wh.shl.g05.", "hz.gs.wh.shl.g77.")

    with pytest.raises(CatalogueError, match=r"names 'hz\.gs\.wh\.shl\.g77\.', which is no area"):
        apply(wenhui)


def test_a_file_that_is_not_geojson_is_refused(wenhui: Path) -> None:
    (wenhui.parent / "outlines.geojson").write_text("[1, 2")

    with pytest.raises(CatalogueError, match="is not a GeoJSON FeatureCollection"):
        apply(wenhui)
