"""A free-text address leads to a dwelling, or to the nearest level that is certain."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenhui.ground.areas import actions, queries
from wenhui.ground.areas.actions import NewArea, NewEstate
from wenhui.ground.areas.models import Estate
from wenhui.ground.areas.testing import little_office  # noqa: F401
from wenhui.ground.areas.understanding import Understanding
from wenhui.kit.actor import job

AT = datetime(2026, 1, 1, tzinfo=UTC)
BY = job("tests")
WH = "hz.gs.wh."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_office")]


def read(text: str) -> Understanding:
    return queries.understand(text, within=WH)


def path(understanding: Understanding) -> str | None:
    return understanding.area.path.removeprefix(WH) if understanding.area else None


FLAT = "lsxy.g01.b001.u3.r501."


WRITTEN: dict[str, tuple[str | None, str]] = {
    "流水西苑12幢3单元501室": (FLAT, ""),
    "流水西苑１２号楼３单元５０１": (FLAT, ""),
    "流水西苑12栋3-501": (FLAT, ""),
    "流水西苑社区流水西苑12幢3单元501室": (FLAT, ""),
    "流水西苑小区12号3单元501室": (FLAT, ""),
    "浙江省杭州市拱墅区文晖街道流水西苑12幢3单元501室": (FLAT, ""),
    "杭州市下城区文晖街道流水西苑12幢3单元501室": (FLAT, ""),
    "杭州文晖街道流水西苑十二幢三单元501": (FLAT, ""),
    "住在流水西苑12幢3单元501室": (FLAT, "住在"),
    "流水西苑12幢3单元501室王家": (FLAT, "王家"),
    "流水西苑12幢3单元": ("lsxy.g01.b001.u3.", ""),
    "流水西苑12幢3单元909室": ("lsxy.g01.b001.u3.", "909室"),
    "流水西苑12幢9单元501室": ("lsxy.g01.b001.", "9单元501室"),
    "流水西苑12幢501室": ("lsxy.g01.b001.", "501室"),
    "流水西苑12幢3单元5楼": ("lsxy.g01.b001.u3.", ""),
    "流水西苑12幢（北门旁）": ("lsxy.g01.b001.", "(北门旁)"),
    "流水西苑12幢旁边": ("lsxy.", "旁边"),
    "流水西苑对面的工地": ("", "对面的工地"),
    "流水西苑99幢": ("lsxy.g01.", "99幢"),
    "流水西苑5幢": ("lsxy.g01.", "5幢"),
    "流水西苑社区5幢": ("lsxy.g02.b003.", ""),
    "流水西苑北区5幢1-101": ("lsxy.g02.b003.u1.r101.", ""),
    "流水西苑社区": ("lsxy.", ""),
    "流水西苑": ("lsxy.g01.", ""),
    "流水东苑04网格": ("lsdy.", "04网格"),
    "流水东苑社区04网格": ("lsdy.g04.", ""),
    "流水东苑社区04网格7幢": ("lsdy.g04.b002.", ""),
    "打铁关社区 5幢": ("dtg.", ""),
    "打铁关5幢2单元201": ("dtg.", "2单元201室"),
    "打铁关新村5幢2单元201": ("dtg.g01.b001.u2.r201.", ""),
    "打铁关社区02网格5幢": ("dtg.g02.b002.", ""),
    "打铁关社区6幢": ("dtg.g02.b003.", ""),
    "打铁关社区流水西苑12幢": ("", "流水西苑12幢"),
    "6幢": ("dtg.g02.b003.", ""),
    "12幢3单元501室": (FLAT, ""),
    "河西南路38号1幢": ("shl.g01.b001.", ""),
    "河西南路38号": ("shl.g01.b001.", ""),
    "河西南路38号2-401": ("shl.g01.b001.u2.r401.", ""),
    "河西南38号": ("shl.g01.b001.", ""),
    "河西南38号1幢2单元401室": ("shl.g01.b001.u2.r401.", ""),
    "东新路7号流水西苑12幢": ("lsxy.g01.b001.", "东新路7号"),
    "东新路777号": ("", "东新路777号"),
    "文晖街道": ("", ""),
    "文晖街道什么地方": ("", "什么地方"),
    "朝晖街道流水西苑12幢": (None, "朝晖街道流水西苑12"),
    "西湖区流水西苑12幢": (None, "西湖区流水西苑12"),
    "上海市流水西苑12幢": (None, "上海市流水西苑12"),
    "": ("", ""),
    "🙂": ("", "🙂"),
}


def test_an_address_leads_to_the_nearest_certain_level() -> None:
    found = {text: read(text) for text in WRITTEN}

    assert {text: (path(each), each.leftover) for text, each in found.items()} == WRITTEN


def test_what_was_understood_is_said_piece_by_piece() -> None:
    found = read("文晖街道流水西苑12幢3单元501室王家")

    assert found.understood == (
        ("subdistrict", "文晖街道"), ("estate", "流水西苑"), ("building", "12"), ("unit", "3"), ("dwelling", "501"),
    )  # fmt: skip
    assert found.level == "dwelling"
    assert found.candidates == ()


def test_two_buildings_that_answer_are_candidates_and_only_what_holds_both_is_certain() -> None:
    found = read("打铁关社区5幢")

    assert found.level == "community"
    assert [area.name for area in found.candidates] == ["打铁关新村5幢", "打铁关东区5幢"]


def test_a_room_in_three_stairwells_gives_three_candidates() -> None:
    found = read("流水西苑12幢501室")

    assert found.level == "building"
    assert [area.path[-8:] for area in found.candidates] == ["u1.r501.", "u2.r501.", "u3.r501."]


def test_a_contradiction_keeps_the_building_as_a_candidate() -> None:
    found = read("打铁关社区流水西苑12幢")

    assert found.level == "subdistrict"
    assert [area.name for area in found.candidates] == ["流水西苑12幢"]


def test_an_address_outside_the_area_asked_for_is_nowhere_but_a_candidate() -> None:
    found = queries.understand("流水西苑12幢", within="hz.gs.wh.dtg.")

    assert found.area is None
    assert [area.name for area in found.candidates] == ["流水西苑12幢"]


@pytest.mark.parametrize(
    "text", ["流水东苑社区1幢", "流水东苑社区 1 幢 2 单元", "杭州市拱墅区文晖街道流水东苑社区1幢", "无名社区5幢"]
)
def test_a_building_of_another_community_is_never_taken_for_ours(text: str) -> None:
    found = queries.understand(text, within="hz.gs.wh.dtg.")

    assert (found.area, found.candidates) == (None, ())
    assert "社区" in found.leftover


def test_an_address_is_read_as_the_tree_stood_on_a_day() -> None:
    actions.end(path="hz.gs.wh.lsxy.g01.b001.", on=date(2026, 3, 1), by=BY, at=AT)

    now = read("流水西苑12幢3单元501室")
    then = queries.understand("流水西苑12幢3单元501室", within=WH, on=date(2026, 2, 28))

    assert path(now) != FLAT
    assert path(then) == FLAT


def test_a_building_that_changed_its_estate_is_found_by_the_estate_of_the_day() -> None:
    estates = actions.found_estates(new=[NewEstate(key="new", name="新流水苑", area="hz.gs.wh.lsxy.")], by=BY, at=AT)
    actions.gather(buildings={"hz.gs.wh.lsxy.g01.b001.": estates["new"]}, on=date(2026, 3, 1), by=BY, at=AT)

    assert path(read("新流水苑12幢")) == "lsxy.g01.b001."
    assert path(queries.understand("流水西苑12幢", within=WH, on=date(2026, 2, 28))) == "lsxy.g01.b001."
    assert path(queries.understand("新流水苑12幢", within=WH, on=date(2026, 2, 28))) == "lsxy."


def test_a_building_with_a_name_of_its_own_is_found_by_it() -> None:
    named = NewArea(path="hz.gs.wh.xdc.g02.b009.", level="building", name="文晖路108号", short_name="文晖路108号")
    actions.plant(new=[named], by=BY, at=AT)

    assert path(read("文晖路108号")) == "xdc.g02.b009."
    assert path(read("文晖路１０８号1201室")) == "xdc.g02.b009."


def test_a_new_name_is_known_at_once() -> None:
    assert path(read("金色家园12幢")) == ""
    Estate.objects.filter(key="wh-lsxy").update(name="金色家园")

    assert path(read("金色家园12幢")) == "lsxy.g01.b001."


def test_a_whole_city_can_be_the_place_asked_for() -> None:
    found = queries.understand("杭州市拱墅区文晖街道流水西苑12幢", within="hz.")

    assert path(found) == "lsxy.g01.b001."


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(alphabet="流水西苑打铁关社区街道网格文晖河南路对面附近0123458幢号楼单元室-（） AＢ", max_size=30))
def test_no_text_is_too_odd_and_what_is_certain_lies_within(text: str) -> None:
    found = read(text)

    assert found.area is None or found.area.path.startswith(WH)
    assert all(candidate.level in {"building", "dwelling"} for candidate in found.candidates)
