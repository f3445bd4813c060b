"""Walls, maps, figures and explanations as readers get them."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenhui.cockpit.models import IndicatorPolicy
from wenhui.cockpit.testing import EAST, GATE, TOWN, CountedOffice, Visit, move_in

HOUSE = f"{EAST}g04.b002."
WALL_QUERIES = 12  # session, account, posts, scope; tree 2, policies 2, figures 1, frozen 1, places 1, cases 1
DESK_QUERIES = 75  # what lies on days asks for its past, one question each


def questions(asked: CaptureQueriesContext) -> list[str]:
    """Return the questions of a page itself, without those by which the test logs in and takes the web role."""
    said = [one["sql"][:160] for one in asked.captured_queries if one["sql"].startswith("SELECT")]
    own = ("SELECT 1 AS", "SELECT current_user", "SELECT coalesce(current_setting")
    return [sql for sql in said if not sql.startswith(own)][:-1]  # the last gives the test its scope back


def value_on(html: str, key: str) -> str:
    """Return the figure that a wall shows for an indicator, without its unit."""
    tile = re.search(rf'id="f-{key.replace(".", "-")}".*?<b[^>]*>(.*?)<small>', html, re.DOTALL)
    assert tile is not None, key
    return tile[1]


def test_the_front_of_the_cockpit_is_the_wall_of_ones_own_area(visit: Visit) -> None:
    answer = visit("zhounc", "/cockpit/")

    assert answer.headers["Location"] == f"/cockpit/{EAST}/"


def test_a_wall_shows_its_figures_and_says_what_is_due(visit: Visit, counted_office: CountedOffice) -> None:
    late = counted_office.report(f"{GATE}g01.b001.")
    counted_office.report(HOUSE)
    counted_office.make_due(late, counted_office.at - timedelta(minutes=32))

    html = visit("luming", f"/cockpit/{TOWN}/").content.decode()

    assert value_on(html, "cases.open") == "2"
    assert value_on(html, "cases.overdue") == "1"
    assert "超 32 分" in html
    assert "打铁关 01" in html
    assert "文晖街道数字驾驶舱" in html


def test_no_name_and_no_title_stands_on_a_wall(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.report(HOUSE, title="孙丽娟家门口路面塌陷")
    move_in(counted_office, HOUSE, 1950)

    html = visit("luming", f"/cockpit/{TOWN}/").content.decode()

    assert "孙丽娟" not in html


@pytest.mark.parametrize("path", [TOWN, EAST, f"{EAST}g04.", HOUSE])
def test_every_level_has_a_wall(visit: Visit, counted_office: CountedOffice, path: str) -> None:
    counted_office.report(HOUSE)

    html = visit("luming", f"/cockpit/{path}/").content.decode()

    assert value_on(html, "cases.open") == "1"


def test_what_lies_below_a_building_leads_to_the_buildings_wall(visit: Visit) -> None:
    answer = visit("luming", f"/cockpit/{HOUSE}u1.r101./?on=cases.open")

    assert answer.headers["Location"] == f"/cockpit/{HOUSE}/?on=cases.open"


def test_a_post_elsewhere_is_refused_in_words(visit: Visit) -> None:
    answer = visit("hansg", f"/cockpit/{EAST}/")

    assert answer.status_code == 403
    assert "流水东苑社区的驾驶舱不在它的范围里" in answer.content.decode()


@pytest.mark.parametrize(
    "address", [f"/cockpit/{TOWN}/", f"/cockpit/figures/?area={EAST}", f"/cockpit/figures/cases.open/?area={EAST}"]
)
def test_no_page_shows_an_area_outside_the_post(visit: Visit, address: str) -> None:
    assert visit("hansg", address).status_code == 403


def test_someone_without_the_permission_is_refused(visit: Visit) -> None:
    assert visit("shenzy", "/cockpit/").status_code == 403


def test_an_area_that_is_not_there_is_not_found(visit: Visit) -> None:
    assert visit("luming", f"/cockpit/{TOWN}nowhere./").status_code == 404


def test_a_wall_asks_few_questions(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.report(HOUSE)
    visit("luming", f"/cockpit/{TOWN}/")

    with CaptureQueriesContext(connection) as asked:
        visit("luming", f"/cockpit/{TOWN}/")

    assert len(questions(asked)) <= WALL_QUERIES, "\n".join(questions(asked))


def test_the_map_is_coloured_by_what_the_address_says(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.report(HOUSE)

    answer = visit("luming", f"/cockpit/map/{TOWN}/cases.open.json")

    features = json.loads(answer.content)["features"]
    fills = {one["properties"]["id"]: one["properties"] for one in features if one["properties"]["role"] == "fill"}
    assert fills[f"{EAST}g04."]["step"] == 1
    assert fills[f"{EAST}g01."]["step"] == 0
    assert fills[f"{EAST}g04."]["address"] == f"/cockpit/{EAST}/?on=cases.open"
    assert {one["properties"]["role"] for one in features} == {"water", "rail", "fill", "outline"}


def test_a_grid_with_something_overdue_has_a_pin(visit: Visit, counted_office: CountedOffice) -> None:
    late = counted_office.report(HOUSE)
    counted_office.make_due(late, counted_office.at - timedelta(hours=1))

    features = json.loads(visit("luming", f"/cockpit/map/{EAST}/cases.open.json").content)["features"]

    pins = [one["properties"]["name"] for one in features if one["properties"]["role"] == "pin"]
    assert pins == ["流水东苑 04 网格 有超期"]


def test_a_grid_is_drawn_by_its_buildings_even_where_they_are_points(visit: Visit) -> None:
    features = json.loads(visit("gulan", f"/cockpit/map/{EAST}g04./cases.open.json").content)["features"]

    fills = [one for one in features if one["properties"]["role"] == "fill"]
    assert [one["properties"]["label"] for one in fills] == ["7幢", "8幢"]
    assert {one["geometry"]["type"] for one in fills} == {"Polygon"}


def test_an_unchanged_map_is_not_sent_again(visit: Visit) -> None:
    first = visit("luming", f"/cockpit/map/{TOWN}/cases.open.json")

    second = visit("luming", f"/cockpit/map/{TOWN}/cases.open.json", if_none_match=first.headers["ETag"])

    assert second.status_code == 304


def test_a_map_outside_the_post_is_not_found(visit: Visit) -> None:
    assert visit("hansg", f"/cockpit/map/{EAST}/cases.open.json").status_code == 404


def test_without_a_picture_the_map_is_a_table_of_links(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.report(HOUSE)

    html = visit("luming", f"/cockpit/{TOWN}/?on=cases.open").content.decode()

    assert re.search(
        r'href="/cockpit/hz\.gs\.wh\.lsdy\./\?on=cases\.open">流水东苑社区</a></th><td class="num">1 件', html
    )


def test_few_persons_are_covered_everywhere(visit: Visit, counted_office: CountedOffice) -> None:
    move_in(counted_office, HOUSE, 1950, 1951, 1990)

    wall = visit("luming", f"/cockpit/{EAST}g04./?on=registry.people_60").content.decode()
    drawn = visit("luming", f"/cockpit/map/{EAST}g04./registry.people_60.json").content.decode()
    explained = visit("luming", f"/cockpit/figures/registry.people_60/?area={HOUSE}").content.decode()

    assert value_on(wall, "registry.people_60") == "少于 5"
    assert '"words": "少于 5"' in drawn
    assert '"words": "2"' not in drawn
    assert "少于 5" in explained


def test_an_offices_own_threshold_covers_more(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.hide_below(10)
    move_in(counted_office, HOUSE, *range(1940, 1947))

    html = visit("luming", f"/cockpit/{EAST}g04./").content.decode()

    assert value_on(html, "registry.people_60") == "少于 10"


def test_an_offices_own_limit_decides_the_light(visit: Visit, counted_office: CountedOffice) -> None:
    IndicatorPolicy.objects.create(indicator="cases.open", path=TOWN, limit=1)
    counted_office.report(HOUSE)

    html = visit("luming", f"/cockpit/{TOWN}/").content.decode()

    assert "超上限" in html
    assert "上限 1" in html


def test_the_desk_page_shows_every_indicator(visit: Visit) -> None:
    html = visit("luming", "/cockpit/figures/").content.decode()

    assert len(re.findall(r'<th scope="row"><a href="/cockpit/figures/', html)) >= 24
    assert "综合信息指挥室" in html


def test_the_desk_page_asks_few_questions(visit: Visit) -> None:
    visit("luming", "/cockpit/figures/")

    with CaptureQueriesContext(connection) as asked:
        visit("luming", "/cockpit/figures/")

    assert len(questions(asked)) <= DESK_QUERIES, "\n".join(questions(asked))


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("?group=housing", "户数", "超期"),
        ("?q=超期", "超期", "户数"),
        ("?light=hands", "超期", "户数"),
        ("?sort=-name", "户数", "没有这样的指标"),
        ("?q=没有这种数", "没有这样的指标", "户数"),
    ],
)
def test_the_desk_page_filters_and_sorts(
    visit: Visit, counted_office: CountedOffice, query: str, seen: str, unseen: str
) -> None:
    late = counted_office.report(HOUSE)
    counted_office.make_due(late, counted_office.at - timedelta(hours=1))

    body = visit("luming", f"/cockpit/figures/{query}").content.decode()

    rows = body.partition("<main")[2]
    assert f">{seen}<" in rows
    assert f">{unseen}<" not in rows


def test_an_explanation_shows_operands_provider_and_rows(visit: Visit, counted_office: CountedOffice) -> None:
    case = counted_office.report(HOUSE, ago=timedelta(days=9))
    counted_office.settle(case, due_at=counted_office.at - timedelta(days=5), on_time=False)
    other = counted_office.report(HOUSE, ago=timedelta(days=8))
    counted_office.settle(other, due_at=counted_office.at - timedelta(days=4), on_time=True)

    html = visit("luming", "/cockpit/figures/cases.on_time_rate/").content.decode()

    assert "到期的按期结案 1 件" in html
    assert "应结案 2 件" in html
    assert "50.0" in html
    assert "综合信息指挥室" in html
    rows = html.partition('id="rows"')[2]
    assert case.number in rows
    assert other.number not in rows


def test_the_rows_behind_a_figure_are_as_many_as_it_says(visit: Visit, counted_office: CountedOffice) -> None:
    for _ in range(23):
        counted_office.report(HOUSE)

    first = visit("luming", "/cockpit/figures/cases.open/").content.decode()
    second = visit("luming", "/cockpit/figures/cases.open/?page=2").content.decode()

    assert "第 1–20 条，共 23 条" in first
    assert "第 21–23 条，共 23 条" in second
    assert "第 2 / 2 页" in second


def test_persons_behind_a_figure_are_masked(visit: Visit, counted_office: CountedOffice) -> None:
    move_in(counted_office, HOUSE, 1950)

    html = visit("luming", f"/cockpit/figures/registry.people_60/?area={HOUSE}").content.decode()

    assert "孙**" in html
    assert "孙丽娟" not in html


def test_rows_that_a_post_may_not_see_are_only_counted(visit: Visit, counted_office: CountedOffice) -> None:
    move_in(counted_office, HOUSE, *range(1940, 1948))

    html = visit("qinsn", f"/cockpit/figures/registry.people_60/?area={HOUSE}").content.decode()

    assert "8 条，不在权限内" in html
    assert "孙**" not in html


def test_an_explanation_counts_over_the_period_asked_for(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.report(HOUSE, ago=timedelta(days=20))

    today = visit("luming", "/cockpit/figures/cases.reported/").content.decode()
    month = visit("luming", "/cockpit/figures/cases.reported/?period=days_30").content.decode()

    assert "</span>0<small>件" in today
    assert "</span>1<small>件" in month
    assert "近 30 天" in month


def test_every_indicator_explains_itself(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.report(HOUSE)
    move_in(counted_office, HOUSE, 1950)
    keys = re.findall(r"/cockpit/figures/([a-z0-9_.]+)/\?area", visit("luming", "/cockpit/figures/").content.decode())

    answers = {key: visit("luming", f"/cockpit/figures/{key}/").status_code for key in keys}

    assert {key for key, status in answers.items() if status != 200} == set()
    assert len(answers) >= 24


def test_english_readers_get_english_names(visit: Visit) -> None:
    html = visit("luming", "/cockpit/figures/", language="en").content.decode()

    assert "On-time closure rate" in html
