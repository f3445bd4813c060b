"""Asking and deciding as the cast does it: on the card, and in the approver's queue on the board."""

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases.models import Case, CaseRequest
from wenhui.work.cases.testing import REASON, Desk
from wenhui.work.cases.words import Stage, Verb


@pytest.fixture(autouse=True)
def nine_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock; here it stands at nine."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 17, 9, 0, tzinfo=SHANGHAI))


def test_a_unit_asks_and_the_command_room_decides_from_its_queue(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    desk.report()

    asked = browse("shenzy").post(f"/cases/{case.number}/ask/", {"kind": "hold", "amount": "2", "words": REASON})
    queue = browse("luming").get("/cases/?asked=1")
    request = CaseRequest.objects.get()
    decided = browse("luming").post(
        f"/cases/{case.number}/approve/", {"request": request.pk, "words": "同意", "next": "/cases/?asked=1"}
    )
    card = browse("shenzy").get(f"/cases/{case.number}/").content.decode()

    assert (asked.status_code, decided.headers["Location"]) == (302, "/cases/?asked=1")
    assert [row.case.pk for lane in queue.context["lanes"] for row in lane.rows] == [case.pk]
    assert "待审批 1" in queue.content.decode()
    assert "待审批：暂停计时" in queue.content.decode()
    for words in ("暂停计时 2 工作日", "停到 3-19 09:00", "陆明溪 今日 09:00 批准，同意", REASON):
        assert words in card
    assert Case.objects.get(pk=case.pk).paused_until is not None


def test_the_card_offers_what_the_caps_leave(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)

    page = browse("shenzy").get(f"/cases/{case.number}/")

    assert [choice.word for choice in page.context["asked"].choices] == [
        "延期（1 到 2 工作时）", "缓办（1 到 15 工作日）", "暂停计时（1 到 10 工作日）",
        "挂账（至少写 20 个字的说明）", "作废",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "decides", "withdraws", "asks"),
    [
        ("luming", True, True, False),
        ("chengws", True, False, False),
        ("shenzy", False, True, False),
        ("gulan", False, False, False),
    ],
)
def test_who_may_decide_sees_the_buttons(
    desk: Desk, browse: Browse, who: str, *, decides: bool, withdraws: bool, asks: bool
) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    desk.ask(case, Verb.EXTEND)

    asked = browse(who).get(f"/cases/{case.number}/").context["asked"]

    assert (asked.may_decide, asked.may_withdraw, bool(asked.choices)) == (decides, withdraws, asks)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "hold", "amount": "99", "words": REASON}, "1 到 10 工作日"),
        ({"kind": "hold", "amount": "x", "words": REASON}, "请选要申请什么，写明理由。"),
        ({"kind": "close", "words": REASON}, "请选要申请什么，写明理由。"),
        ({"kind": "hang", "words": "太难"}, "至少 20 个字"),
    ],
)
def test_a_refused_request_keeps_what_was_typed(desk: Desk, browse: Browse, given: dict[str, str], said: str) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)

    page = browse("shenzy").post(f"/cases/{case.number}/ask/", given)

    assert page.status_code == 409
    assert said in page.content.decode()
    assert given["words"] in page.content.decode()
    assert CaseRequest.objects.count() == 0


def test_a_request_of_another_case_is_not_decided_here(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    request = desk.ask(desk.take(desk.report(), Verb.ACCEPT), Verb.HANG)

    elsewhere = browse("luming").post(f"/cases/{case.number}/approve/", {"request": request.pk})
    without = browse("luming").post(f"/cases/{request.case.number}/decline/", {"request": request.pk, "words": ""})
    stranger = browse("gulan").post(f"/cases/{request.case.number}/approve/", {"request": request.pk})

    assert (elsewhere.status_code, without.status_code, stranger.status_code) == (409, 409, 409)
    assert "没有这项申请" in elsewhere.content.decode()
    assert "请写明为什么不批准。" in without.content.decode()
    assert "您现在的岗位不能审批。" in stranger.content.decode()
    assert Case.objects.get(pk=request.case_id).stage == Stage.ACCEPTED


def test_the_queue_asks_little(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        desk.ask(desk.take(desk.report(), Verb.ACCEPT), Verb.EXTEND)
    client = browse("luming")

    with django_assert_max_num_queries(24):
        client.get("/cases/?asked=1")
