"""What an explanation says where there is nothing to draw, and how a figure stood up to the last full recount."""

from datetime import timedelta

from django.db import connection

from wenhui.cockpit.testing import EAST, TOWN, CountedOffice, Visit
from wenhui.ground.tally import actions

HOUSE = f"{EAST}g04.b002."


def explained(visit: Visit, key: str, path: str) -> str:
    html: str = visit("luming", f"/cockpit/figures/{key}/?area={path}").content.decode()
    return html


def test_a_figure_without_rows_is_taken_apart_in_words_not_in_an_empty_chart(
    visit: Visit, counted_office: CountedOffice
) -> None:
    html = explained(visit, "cases.open", TOWN)

    assert "现在一条也没有，没有可以拆开看的。" in html
    assert 'data-wh-chart="rows"' not in html


def test_a_building_says_that_its_days_are_not_kept(visit: Visit, counted_office: CountedOffice) -> None:
    counted_office.report(HOUSE)

    building, grid = explained(visit, "cases.open", HOUSE), explained(visit, "cases.open", f"{EAST}g04.")

    assert "楼幢的数不逐日留存，只看此刻。" in building
    assert "<dd>此刻</dd>" in building
    assert "过去的数还不够画成线" in grid
    assert 'data-wh-chart="line"' not in building


def test_a_figure_says_when_it_was_last_recounted_and_with_what_result(
    visit: Visit, counted_office: CountedOffice
) -> None:
    counted_office.report(HOUSE)
    never = explained(visit, "cases.on_time_rate", TOWN)
    list(actions.check(at=counted_office.at - timedelta(hours=1)))
    alike = explained(visit, "cases.on_time_rate", TOWN)
    actions.fold()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tally.cases_case__now SET n_open = n_open + 1 WHERE area_path = %s", [TOWN])
    list(actions.check(at=counted_office.at))
    unlike = explained(visit, "cases.on_time_rate", TOWN)

    assert "还没有重算过" in never
    assert "从 1 条原始记录重算，一致" in alike
    assert "从 1 条原始记录重算，有 1 处对不上" in unlike


def test_a_wall_has_the_account_menu_and_the_way_to_other_places(visit: Visit) -> None:
    html = visit("luming", f"/cockpit/{TOWN}/").content.decode()

    assert "退出登录" in html
    assert 'href="/cases/"' in html
    assert 'name="language"' in html
    assert "大字" in html
