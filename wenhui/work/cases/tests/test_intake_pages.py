"""Duplicates before and after filing, answers owed, other ways and families, as the cast meets them under the web role."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.models import Case, CaseAppeal, CaseFamily, CaseReport
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Behalf, Route, Stage, Standing, Verb

NOON = datetime(2026, 3, 17, 10, 0, tzinfo=SHANGHAI)
FORM = {
    "key": "form-1", "title": "路面塌陷", "address": "流水东苑社区 1 幢", "channel": "resident", "type_key": "event-0401",
    "grid": "", "description": "", "behalf": "resident", "reporter_name": "顾晚晴", "reporter_phone": "12000001234",
    "route": "phone",
}  # fmt: skip


@pytest.fixture(autouse=True)
def ten_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock; here it stands at ten."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def send(client: Client, **changes: str) -> Any:
    return client.post("/cases/report/", FORM | changes)


def test_what_may_be_the_same_is_shown_before_filing_and_chosen_or_not(desk: Desk, browse: Browse) -> None:
    case = desk.report()
    client = browse("luming")

    asked = send(client)
    joined = send(client, same_as=case.number)
    again = send(client)
    other = send(client, key="form-2", asked="1")

    text = asked.content.decode()
    first_button = text[text.index("<button", text.index("data-wh-leave")) :].partition(">")[0]
    assert "name=" not in first_button  # what Enter presses never joins
    assert asked.status_code == 200
    for words in ("可能已经有人报过", case.number, "同一地点", "就是这件", "都不是，另报一件", 'value="顾晚晴"'):
        assert words in text
    assert joined.headers["Location"] == again.headers["Location"] == f"/cases/{case.number}/"
    assert other.headers["Location"] != joined.headers["Location"]
    assert (Case.objects.count(), CaseReport.objects.count()) == (2, 3)


def test_while_typing_the_same_is_shown_beside_the_form(desk: Desk, browse: Browse) -> None:
    case = desk.report()
    client = browse("gulan")

    known = client.post("/cases/report/alike/", FORM).content.decode()
    unknown = client.post("/cases/report/alike/", FORM | {"title": "路灯不亮"}).content.decode()
    unfinished = client.post("/cases/report/alike/", {"title": "路面"})

    assert case.number in known
    assert case.number not in unknown
    assert unfinished.status_code == 200


def test_a_wrong_number_is_refused_in_words_and_nothing_typed_is_lost(desk: Desk, browse: Browse) -> None:
    page = send(browse("luming"), reporter_phone="123")

    assert page.status_code == 422
    assert "报告人电话：" in page.content.decode()
    assert "顾晚晴" in page.content.decode()


def test_words_that_were_mended_are_told(desk: Desk, browse: Browse) -> None:
    client = browse("luming")

    page = client.post(
        "/cases/report/", FORM | {"title": "路面\u202e塌陷\x00", "description": "长" * 30_000}, follow=True
    )

    assert "保留了前 10000 个字" in page.content.decode()
    assert Case.objects.get().title == "路面塌陷"


def test_a_place_outside_is_kept_to_be_referred(desk: Desk, browse: Browse) -> None:
    send(browse("luming"), address="上塘路 999 号", grid="outside")

    case = Case.objects.get()
    assert (case.area_path, case.belongs_to) == ("hz.gs.wh.", "上塘路 999 号")
    assert "需转交" in browse("luming").get(f"/cases/{case.number}/").content.decode()


def test_the_card_shows_reporters_and_duplicates_and_joins(desk: Desk, browse: Browse) -> None:
    first = desk.report()
    second = desk.report(
        reporter=Reporter(Behalf.RESIDENT, "顾晚晴", "12000001234", Route.PHONE), by=desk.actor("luming")
    )
    client = browse("luming")

    card = client.get(f"/cases/{second.number}/").content.decode()
    refused = client.post(f"/cases/{second.number}/attach/", {"into": "WH-0"})
    joined = client.post(f"/cases/{second.number}/attach/", {"into": first.number})
    parted = client.post(f"/cases/{second.number}/detach/", {"words": "不是同一处"})

    for words in ("可能重复", first.number, "并入它", "顾**", "12*****1234"):
        assert words in card
    assert "顾晚晴" not in card
    assert (refused.status_code, joined.status_code, parted.status_code) == (409, 302, 302)
    assert "没有编号为 WH-0 的案件" in refused.content.decode()
    assert Case.objects.get(pk=second.pk).stage == Stage.REPORTED


def test_a_report_is_parted_on_the_card(desk: Desk, browse: Browse) -> None:
    case = desk.report()
    desk.report(same_as=case.number, title="路灯不亮")
    joined = case.reports.order_by("-pk")[0]

    page = browse("luming").post(f"/cases/{case.number}/reports/{joined.pk}/part/", {"words": "两回事"})

    assert page.status_code == 302
    assert Case.objects.count() == 2


def test_who_waits_for_an_answer_is_listed_uncovered_and_answered(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    who = Reporter(Behalf.RESIDENT, "顾晚晴", "12000001234", Route.PHONE)
    for _ in range(3):
        desk.take(desk.report(reporter=who, by=desk.actor("luming")), Verb.CLOSE)
    report = CaseReport.objects.order_by("pk")[0]
    client = browse("luming")

    with django_assert_max_num_queries(15):
        listed = client.get("/cases/answers/").content.decode()
    clear = client.post(f"/cases/answers/{report.pk}/reveal/").content.decode()
    refused = client.post(f"/cases/answers/{report.pk}/", {"words": " "})
    answered = client.post(f"/cases/answers/{report.pk}/", {"words": "已经修好"})
    twice = client.post(f"/cases/answers/{report.pk}/", {"words": "已经修好"})

    assert listed.count("告诉了报告人什么") == 3
    assert "顾晚晴" not in listed
    assert "12000001234" in clear
    assert (refused.status_code, answered.status_code, twice.status_code) == (409, 302, 409)
    assert browse("gulan").get("/cases/answers/").status_code == 403


def test_a_case_is_redirected_objected_to_and_taken_up_again(desk: Desk, browse: Browse) -> None:
    case = desk.report(title="老板拖欠工资")
    clerk = browse("luming")

    assert clerk.post(f"/cases/{case.number}/redirect/", {"route_key": "labour"}).status_code == 302
    assert browse("gulan").post(f"/cases/{case.number}/appeal/objection/", {"words": "是街道工程"}).status_code == 302
    row = CaseAppeal.objects.get()
    own = clerk.post(f"/cases/{case.number}/appeal/{row.pk}/", {"words": "维持", "granted": "no"})
    second = browse("chengws").post(f"/cases/{case.number}/appeal/{row.pk}/", {"words": "成立", "granted": "yes"})

    assert own.status_code == 409
    assert second.status_code == 302
    assert Case.objects.get().stage == Stage.REPORTED
    text = clerk.get(f"/cases/{case.number}/").content.decode()
    assert "劳动人事争议仲裁委员会" in text
    assert "异议" in text


def test_families_are_listed_gathered_and_taken_on(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    numbers = " ".join(desk.report().number for _ in range(2))
    client = browse("luming")

    refused = client.post("/cases/families/gather/", {"numbers": "WH-0、WH-1", "words": "油烟"})
    client.post("/cases/families/gather/", {"numbers": numbers, "words": "油烟"})
    family = CaseFamily.objects.get()
    client.post(f"/cases/families/{family.pk}/take_on/", {"unit_key": "enforcement", "words": "烟道"})
    with django_assert_max_num_queries(19):
        text = client.get("/cases/families/").content.decode()

    assert refused.status_code == 409
    assert "WH-0、WH-1" in refused.content.decode()
    assert CaseFamily.objects.get().standing == Standing.TAKEN_ON
    for words in ("2 次反映，2 件事", "由综合执法牵头", "根源已消除"):
        assert words in text
    assert browse("gulan").post("/cases/families/gather/", {"numbers": numbers}).status_code == 403
    assert "重复诉求" in client.get(f"/cases/{numbers.split()[0]}/").content.decode()


def test_a_card_with_all_of_it_asks_little(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = desk.report()
    for _ in range(4):
        desk.report(same_as=case.number)
    for _ in range(3):
        twin = desk.report()
        actions.attach(case_id=twin.pk, into=case.number, by=desk.actor("luming"), at=desk.at)
    client = browse("luming")

    with django_assert_max_num_queries(38):
        text = client.get(f"/cases/{case.number}/").content.decode()

    assert "8 条报告，含并入的 3 件" in text
