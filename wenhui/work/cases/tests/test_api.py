"""Other programs report, list and read cases, within the scope of the post that asks."""

from typing import Any

import pytest
from django.test import Client
from django.urls import path
from ninja import NinjaAPI

from wenhui.ground.accounts.testing import Browse, MakeToken, WebClient
from wenhui.work.cases import api
from wenhui.work.cases.models import Case, CaseReport, CaseReporter
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Verb

office_api = NinjaAPI(urls_namespace="cases-test", docs_url=None)
office_api.add_router("/cases", api.router)
urlpatterns = [path("api/v1/", office_api.urls)]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
CASES = "/api/v1/cases"
REPORT = {"title": "水位过高", "channel": "sensing", "type_key": "event-0406", "area": "hz.gs.wh.lsdy.g04.b001."}


def post(client: Client, key: str = "reading-0001", **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(CASES, REPORT | changes, content_type="application/json", headers=headers)


def test_a_report_becomes_a_case(desk: Desk, browse: Browse) -> None:
    answer = post(browse("gulan"))

    assert answer.status_code == 201
    case = Case.objects.get()
    assert answer.json()["number"] == case.number
    assert (answer.json()["stage"], answer.json()["light"], answer.json()["area"]) == ("reported", "ok", case.area_path)


def test_the_same_key_gives_the_same_case(desk: Desk, browse: Browse) -> None:
    client = browse("gulan")

    first, second, third = post(client), post(client, title="又报一次"), post(client, key="reading-0002")

    assert first.json()["number"] == second.json()["number"] != third.json()["number"]
    assert Case.objects.count() == 2


def test_a_report_may_name_an_address(desk: Desk, browse: Browse) -> None:
    answer = post(browse("gulan"), area="", address="流水东苑社区 1 幢")

    assert answer.json()["area"] == "hz.gs.wh.lsdy.g04.b001."


@pytest.mark.parametrize(
    ("key", "changes", "status"),
    [
        ("", {}, 422),
        ("short", {}, 422),
        ("reading-0001", {"title": ""}, 422),
        ("reading-0001", {"channel": "pigeon"}, 422),
        ("reading-0001", {"area": "hz.gs.wh.nowhere."}, 422),
        ("reading-0001", {"area": "", "address": "某处"}, 422),
        ("reading-0001", {"area": ""}, 422),
        ("reading-0001", {"type_key": "event-9999"}, 422),
        ("reading-0001", {"area": "hz.gs.wh.dtg.g01.b001."}, 403),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    desk: Desk, browse: Browse, key: str, changes: dict[str, Any], status: int
) -> None:
    answer = post(browse("gulan"), key=key, **changes)

    assert answer.status_code == status
    assert answer.json()
    assert Case.objects.count() == 0


def test_a_report_brings_its_reporter_and_learns_what_may_be_the_same(desk: Desk, browse: Browse) -> None:
    client = browse("gulan")
    first = post(client, reporter={"behalf": "resident", "name": "顾晚晴", "phone": "12000001234", "route": "phone"})

    second = post(client, key="reading-0002", title="水位过高\u202e了", said_at="2199-01-01T00:00:00Z").json()
    third = post(client, key="reading-0003", same_as=first.json()["number"]).json()

    assert [one["number"] for one in second["likely"]] == [first.json()["number"]]
    assert second["likely"][0]["score"] > 0.5
    assert "颠倒文字方向" in second["told"]
    assert "来文时间在将来" in second["told"]
    assert third["number"] == first.json()["number"]
    assert [one.route for one in CaseReport.objects.filter(case__number=third["number"]).order_by("pk")] == [
        "phone",
        "none",
    ]
    assert "顾晚晴" not in str(first.json())
    wrong = post(client, key="reading-0004", reporter={"behalf": "resident", "phone": "123"})
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (422, "application/problem+json")


def test_a_program_names_a_reporter_whom_it_may_not_read(desk: Desk, make_token: MakeToken) -> None:
    token, key = make_token("cases.report")
    program = WebClient(headers={"Authorization": f"Bearer {key}"})

    answer = post(program, reporter={"behalf": "resident", "name": "顾晚晴", "phone": "12000001234", "route": "phone"})

    assert (token.clearance, answer.status_code) == ("inside", 201)
    assert CaseReporter.objects.get().name == "顾晚晴"
    wrong = post(program, key="reading-0002", reporter={"behalf": "anonymous", "name": "顾晚晴"})
    assert (wrong.status_code, Case.objects.count()) == (422, 1)


def test_a_point_outside_is_taken_in_to_be_referred(desk: Desk, browse: Browse) -> None:
    answer = post(browse("gulan"), area="", lng=116.4, lat=39.9)

    assert answer.status_code == 201
    assert (answer.json()["area"], answer.json()["belongs_to"]) == ("hz.gs.wh.lsdy.g04.", "归属待查")


def test_a_list_goes_on_by_its_cursor(desk: Desk, browse: Browse) -> None:
    numbers = [desk.report().number for _ in range(3)]
    client = browse("luming")

    first = client.get(CASES, {"limit": 2}).json()
    second = client.get(CASES, {"limit": 2, "cursor": first["next"]}).json()

    assert [one["number"] for one in first["cases"] + second["cases"]] == numbers
    assert second["next"] is None


def test_a_list_holds_open_cases_unless_any_are_asked_for(desk: Desk, browse: Browse) -> None:
    desk.take(desk.report(), Verb.CLOSE)
    client = browse("luming")

    assert client.get(CASES).json()["cases"] == []
    assert [one["is_on_time"] for one in client.get(CASES, {"stage": "any", "q": "塌陷"}).json()["cases"]] == [True]


def test_one_case_comes_with_its_history(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.DISPATCH)

    card = browse("luming").get(f"{CASES}/{case.number}").json()

    assert [move["verb"] for move in card["history"]] == ["dispatch", "register", "report"]


def test_someone_of_another_community_gets_nothing(desk: Desk, browse: Browse) -> None:
    case = desk.report()
    client = browse("hansg")

    assert client.get(CASES).json()["cases"] == []
    missing = client.get(f"{CASES}/{case.number}")
    assert (missing.status_code, missing.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_stranger_gets_401_and_who_may_not_gets_403_as_problems(desk: Desk, browse: Browse) -> None:
    answers = [browse().get(CASES), post(browse()), post(browse("shenzy"))]

    assert [answer.status_code for answer in answers] == [401, 401, 403]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/problem+json"}
