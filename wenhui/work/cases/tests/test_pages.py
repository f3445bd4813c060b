"""The board, the card, reporting and taking a sheet out, as the cast opens them under the web role."""

import csv
import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import OFFICE, Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Stage, Verb

NOON = datetime(2026, 3, 17, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def ten_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock; here it stands at ten."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_the_board_shows_what_is_due_first_with_light_and_words(desk: Desk, browse: Browse) -> None:
    desk.take(desk.report(place="河西南路口"), Verb.ACCEPT)

    page = browse("luming").get("/cases/?view=list")

    assert page.status_code == 200
    text = page.content.decode()
    for words in (
        "路面塌陷，围挡松动",
        "WH-2026-0317-001",
        "剩 35 分",
        "今日 10:35",
        "处置中",
        "河西南路口",
        "市政养护",
    ):
        assert words in text
    assert "流水东苑社区 04" in text


def test_the_board_asks_little_however_many_cases_there_are(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        desk.report()
    client = browse("luming")

    with django_assert_max_num_queries(24):
        page = client.get("/cases/")

    assert page.content.decode().count("WH-2026-0317-") >= 8


def test_filters_stay_in_the_address(desk: Desk, browse: Browse) -> None:
    desk.report()

    text = browse("luming").get("/cases/", {"stage": "intake", "area": "hz.gs.wh.lsdy.", "q": "塌陷"}).content.decode()

    assert "?stage=intake&amp;area=hz.gs.wh.lsdy.&amp;q=%E5%A1%8C%E9%99%B7&amp;case=WH-2026-0317-001" in text
    assert "?stage=handling&amp;area=hz.gs.wh.lsdy.&amp;q=%E5%A1%8C%E9%99%B7" in text


@pytest.mark.parametrize(
    "query", ["stage=nonsense", "area=nonsense", "light=nonsense", "after=nonsense", "channel=nonsense&type=x&unit=x"]
)
def test_an_address_with_nonsense_still_opens(desk: Desk, browse: Browse, query: str) -> None:
    assert browse("luming").get(f"/cases/?{query}").status_code == 200


def test_an_empty_list_says_what_to_do(desk: Desk, browse: Browse) -> None:
    client = browse("luming")

    assert "眼下没有在办的案件" in client.get("/cases/").content.decode()
    assert "没有找到“水管”" in client.get("/cases/?q=水管").content.decode()
    assert "这些条件下没有案件" in client.get("/cases/?stage=held").content.decode()


def test_the_board_shows_each_stage_with_its_most_pressing_cases_first(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wenhui.work.cases.board.LANE", 2)
    for _ in range(3):
        desk.report()
    desk.take(desk.report(), Verb.ACCEPT)

    page = browse("luming").get("/cases/?channel=grid_patrol")

    lanes = {lane.key: lane for lane in page.context["lanes"]}
    assert [(key, len(lane.rows), lane.rest) for key, lane in lanes.items()] == [
        ("intake", 2, 1), ("dispatch", 0, 0), ("handling", 1, 0), ("check", 0, 0), ("held", 0, 0),
    ]  # fmt: skip
    assert "?channel=grid_patrol&amp;stage=intake" in page.content.decode()
    assert "还有 1 件" in page.content.decode()


@pytest.mark.parametrize("query", ["view=list", "stage=intake", "stage=any", "stage=closed_today"])
def test_a_list_is_one_address_away(desk: Desk, browse: Browse, query: str) -> None:
    case = desk.report()

    page = browse("luming").get(f"/cases/?{query}")

    assert page.context["lanes"] == []
    assert (case.number in page.content.decode()) is (query != "stage=closed_today")


def test_a_search_that_finds_too_many_says_that_it_brings_the_newest(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        desk.report()
    client = browse("luming")
    all_of_them = client.get("/cases/?q=塌陷&stage=any").content.decode()
    monkeypatch.setattr("wenhui.work.cases.queries.MOST_FOUND", 2)

    cut = client.get("/cases/?q=塌陷&stage=any").content.decode()

    assert "只找最新的" not in all_of_them
    assert "符合“塌陷”的太多，只找最新的 2 件；多写几个字就能找全。" in cut


def test_a_long_list_has_an_address_for_what_follows(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wenhui.work.cases.board.LEAF", 2)
    for _ in range(3):
        desk.report()
    client = browse("luming")

    first = client.get("/cases/?view=list")
    second = client.get("/cases/" + first.context["more"])

    assert [row.case.number[-3:] for row in first.context["rows"]] == ["001", "002"]
    assert [row.case.number[-3:] for row in second.context["rows"]] == ["003"]
    assert second.context["more"] == ""


def test_a_case_opens_beside_the_list_with_its_history_and_steps(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.REGISTER)

    text = browse("luming").get(f"/cases/?case={case.number}").content.decode()

    for words in ("经过", "08:35 立案", "08:30 上报", "待：派遣", "限 2 工作时", f"/cases/{case.number}/dispatch/"):
        assert words in text


def test_htmx_gets_the_opened_case_alone(desk: Desk, browse: Browse) -> None:
    case = desk.report()

    page = browse("luming").get(f"/cases/?case={case.number}", headers={"HX-Request": "true", "HX-Target": "opened"})

    assert page.content.decode().lstrip().startswith("<section")
    assert "案件指挥台" not in page.content.decode()


def test_someone_of_another_community_finds_no_trace(desk: Desk, browse: Browse) -> None:
    case = desk.report()
    client = browse("hansg")

    board, found = client.get("/cases/"), client.get("/cases/?stage=any&q=塌陷")

    assert case.number not in board.content.decode() + found.content.decode()
    assert board.context["standing"].open.total == 0
    assert client.get(f"/cases/{case.number}/").status_code == 404
    assert client.get(f"/cases/?case={case.number}").status_code == 404


@pytest.mark.parametrize("path", ["/cases/", "/cases/report/", "/cases/WH-2026-0317-001/", "/cases/export.csv"])
def test_a_stranger_is_sent_to_log_in(desk: Desk, browse: Browse, path: str) -> None:
    page = browse().get(path)

    assert page.status_code == 302
    assert page.headers["Location"].startswith("/login/")


def test_a_step_is_taken_and_leads_back_to_the_list(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.REGISTER)

    page = browse("luming").post(
        f"/cases/{case.number}/dispatch/", {"unit_key": "municipal", "next": "/cases/?stage=dispatch"}
    )

    assert page.status_code == 302
    assert page.headers["Location"] == "/cases/?stage=dispatch"
    assert Case.objects.get(pk=case.pk).stage == Stage.DISPATCHED


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_step_never_leads_to_another_house(desk: Desk, browse: Browse, elsewhere: str) -> None:
    case = desk.report()

    page = browse("luming").post(f"/cases/{case.number}/register/", {"next": elsewhere})

    assert page.headers["Location"] == f"/cases/{case.number}/"


def test_a_refused_step_says_why_and_keeps_what_was_typed(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.ANSWER)
    desk.step(case, Verb.REWORK)

    page = browse("zhounc").post(f"/cases/{case.number}/verify/", {"words": "看过了，平整"})

    assert page.status_code == 409
    assert "现在是“处置中”，不能核查通过" in page.content.decode()


def test_a_step_without_its_words_is_refused_and_nothing_moves(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)

    page = browse("shenzy").post(f"/cases/{case.number}/answer/", {"words": " "})

    assert page.status_code == 409
    assert "请写明做了什么、看到了什么。" in page.content.decode()
    assert Case.objects.get(pk=case.pk).stage == Stage.ACCEPTED


def test_a_step_needs_its_permission_in_the_post_one_acts_in(desk: Desk, browse: Browse) -> None:
    case = desk.report()

    page = browse("gulan").post(f"/cases/{case.number}/register/")

    assert page.status_code == 409
    assert "您现在的岗位不能立案。" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "last", "offered"),
    [
        ("luming", None, ["register", "reject"]),
        ("gulan", None, []),
        ("shenzy", Verb.DISPATCH, ["accept", "return_with_reason"]),
        ("luming", Verb.DISPATCH, ["urge"]),
        ("zhounc", Verb.ANSWER, ["verify", "rework"]),
        ("luming", Verb.CLOSE, ["reopen"]),
        ("chengws", Verb.CLOSE, []),
    ],
)
def test_the_card_offers_only_what_one_may_do(
    desk: Desk, browse: Browse, who: str, last: Verb | None, offered: list[str]
) -> None:
    case = desk.report() if last is None else desk.take(desk.report(), last)

    page = browse(who).get(f"/cases/{case.number}/")

    assert [offer.verb for offer in page.context["offers"]] == offered


def test_an_unknown_step_is_not_there(desk: Desk, browse: Browse) -> None:
    case = desk.report()

    assert browse("luming").post(f"/cases/{case.number}/lose/").status_code == 404
    assert browse("luming").post(f"/cases/{case.number}/report/").status_code == 404
    assert browse("luming").get(f"/cases/{case.number}/register/").status_code == 405


def test_the_card_asks_little(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)
    client = browse("luming")

    with django_assert_max_num_queries(35):
        client.get(f"/cases/{case.number}/")


REPORT = {
    "key": "form-1",
    "title": "楼道堆放旧沙发",
    "address": "流水东苑社区 1 幢 1 单元",
    "channel": "resident",
    "type_key": "event-2107",
    "grid": "",
    "description": "",
}


def _report(client: Client, **changes: str) -> Any:
    return client.post("/cases/report/", REPORT | changes)


def test_a_report_finds_its_building_by_the_address(desk: Desk, browse: Browse) -> None:
    client = browse("luming")
    key = client.get("/cases/report/").context["form"]["key"].value()

    page = _report(client, key=key)

    case = Case.objects.get()
    assert page.status_code == 302
    assert page.headers["Location"] == f"/cases/{case.number}/"
    assert (case.area_path, case.place) == ("hz.gs.wh.lsdy.g04.b001.", "流水东苑社区 1 幢 1 单元")
    assert (case.type_id, case.channel) == ("event-2107", "resident")


def test_a_report_sent_twice_leads_to_the_same_case(desk: Desk, browse: Browse) -> None:
    client = browse("luming")

    first, second = _report(client), _report(client)

    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_an_address_nobody_knows_is_asked_again_and_nothing_typed_is_lost(desk: Desk, browse: Browse) -> None:
    page = _report(browse("luming"), address="某处 999 幢")

    assert page.status_code == 422
    assert "认不出是哪一幢" in page.content.decode()
    assert "楼道堆放旧沙发" in page.content.decode()
    assert Case.objects.count() == 0


def test_a_grid_may_be_chosen_in_place_of_an_address_that_is_known(desk: Desk, browse: Browse) -> None:
    _report(browse("luming"), address="菜场东门", grid="hz.gs.wh.lsdy.g05.")

    assert Case.objects.get().area_path == "hz.gs.wh.lsdy.g05."


def test_a_report_outside_ones_own_area_is_kept_to_be_referred(desk: Desk, browse: Browse) -> None:
    page = _report(browse("hansg"))

    case = Case.objects.get()
    assert page.status_code == 302
    assert (case.area_path, case.belongs_to) == ("hz.gs.wh.dtg.", "流水东苑 1 幢")
    assert "需转交" in browse("luming").get(f"/cases/{case.number}/").content.decode()


def test_a_handling_unit_does_not_report(desk: Desk, browse: Browse) -> None:
    assert browse("shenzy").get("/cases/report/").status_code == 403


def test_a_sheet_holds_what_the_board_holds_and_is_journalled(desk: Desk, browse: Browse) -> None:
    desk.report(title="=1+1")
    desk.take(desk.report(), Verb.ACCEPT)

    page = browse("luming").get("/cases/export.csv", {"stage": "intake", "q": ""})

    lines = list(csv.reader(io.StringIO(page.getvalue().decode("utf-8-sig"))))
    assert [line[:3] for line in lines] == [["案件号", "事项", "阶段"], ["WH-2026-0317-001", "'=1+1", "待受理"]]
    entry = Entry.objects.get(verb="cases.export")
    assert entry.refs == {"kind": "csv", "rows": 1, "asked": "?stage=intake"}


def test_a_sheet_may_be_a_workbook(desk: Desk, browse: Browse) -> None:
    desk.take(desk.report(title="=1+1"), Verb.CLOSE)

    page = browse("luming").get("/cases/export.xlsx", {"stage": "any"})

    rows = list(openpyxl.load_workbook(io.BytesIO(page.getvalue())).active.values)
    assert rows[1][:4] == ("WH-2026-0317-001", "=1+1", "已结案", "按期")
    assert rows[1][11:15] == ("2026-03-17 08:30", "2026-03-17 08:35", "2026-03-17 10:35", "2026-03-17 09:00")


def test_whoever_may_not_take_sheets_gets_none(desk: Desk, browse: Browse) -> None:
    client = browse("gulan")

    assert client.get("/cases/export.csv").status_code == 403
    assert "export.csv" not in client.get("/cases/").content.decode()


def test_a_year_without_announced_holidays_is_said_on_the_card(desk: Desk, browse: Browse) -> None:
    at = datetime(2026, 12, 30, 9, 0, tzinfo=SHANGHAI)
    case = desk.step(desk.report(at=at, type_key="event-2101"), Verb.REGISTER, at=at)

    assert "2027 年的放假安排还没有公布" in browse("luming").get(f"/cases/{case.number}/").content.decode()


def test_the_english_reader_reads_english_words_of_enumerations(desk: Desk, browse: Browse) -> None:
    desk.report(by=OFFICE)

    client = browse("luming")
    client.cookies["django_language"] = "en"

    page = client.get("/cases/?view=list")

    assert "Awaiting intake" in page.content.decode()
