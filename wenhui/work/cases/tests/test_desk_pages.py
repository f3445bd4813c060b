"""The desk beside the board: many dispatched at once, a unit's own list, the map, as the cast opens them."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Stage, Verb

FRAME = 9  # what a test's own frame asks: savepoints, the role and the scope, there and back
NOON = datetime(2026, 3, 17, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def ten_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock; here it stands at ten."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_chosen_cases_are_shown_with_their_units_sent_and_taken_back(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (desk.step(desk.report(), Verb.REGISTER) for _ in range(3))
    client = browse("luming")

    shown = client.get("/cases/dispatch/", {"n": [first.number, second.number]})
    board = client.post(
        "/cases/dispatch/",
        {"case": [first.pk, second.pk], f"unit-{first.pk}": "municipal", f"unit-{second.pk}": "greening"},
        follow=True,
    )
    went = list(Case.objects.order_by("pk").values_list("stage", "unit_key"))
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(minutes=5))
    back = client.post("/cases/dispatch/recall/", follow=True)

    assert [line.unit_key for line in shown.context["lines"]] == ["municipal", "municipal"]
    assert third.number not in shown.content.decode()
    assert went == [("dispatched", "municipal"), ("dispatched", "greening"), ("registered", "")]
    assert "已派遣 2 件" in board.content.decode()
    assert "撤回了 2 件派遣" in back.content.decode()
    assert set(Case.objects.values_list("stage", flat=True)) == {Stage.REGISTERED}


def test_what_is_not_ready_to_go_is_said_and_nothing_typed_is_lost(desk: Desk, browse: Browse) -> None:
    case = desk.step(desk.report(), Verb.REGISTER)
    client = browse("luming")

    none = client.post("/cases/dispatch/", {"to": "municipal"})
    without = client.post("/cases/dispatch/", {"case": [case.pk], f"unit-{case.pk}": ""})
    nobody = client.post("/cases/dispatch/", {"case": [case.pk], f"unit-{case.pk}": "nobody"})

    assert [page.status_code for page in (none, without, nobody)] == [422] * 3
    assert "一件也没有选" in none.content.decode()
    assert "还有 1 件没有选处置单位" in without.content.decode()
    assert Case.objects.get().stage == Stage.REGISTERED


def test_what_another_clerk_sent_first_is_named_and_left(desk: Desk, browse: Browse) -> None:
    first, second = (desk.step(desk.report(), Verb.REGISTER) for _ in range(2))
    desk.step(second, Verb.DISPATCH, unit_key="greening")

    board = browse("luming").post("/cases/dispatch/", {"case": [first.pk, second.pk], "to": "municipal"}, follow=True)

    assert "已派遣 1 件" in board.content.decode()
    assert f"别人先办了，没有再派：{second.number}" in board.content.decode()
    assert Case.objects.get(pk=second.pk).unit_key == "greening"


def test_all_within_the_filters_go_together(desk: Desk, browse: Browse) -> None:
    here = desk.step(desk.report(), Verb.REGISTER)
    elsewhere = desk.step(desk.report(area=desk.office.building_elsewhere, by=desk.actor("luming")), Verb.REGISTER)
    desk.report()

    page = browse("luming").get("/cases/dispatch/?all=1&area=hz.gs.wh.lsdy.&stage=intake")

    assert [line.row.case.number for line in page.context["lines"]] == [here.number]
    assert elsewhere.number not in page.content.decode()


@pytest.mark.parametrize(
    ("who", "path", "method"),
    [("shenzy", "dispatch/", "get"), ("gulan", "dispatch/recall/", "post"), ("zhounc", "mine/", "get")],
)
def test_the_desk_is_for_whose_work_it_is(desk: Desk, browse: Browse, who: str, path: str, method: str) -> None:
    assert getattr(browse(who), method)(f"/cases/{path}").status_code == 403


def test_nothing_to_take_back_is_said(desk: Desk, browse: Browse) -> None:
    page = browse("luming").post("/cases/dispatch/recall/", follow=True)

    assert "没有可以撤回的派遣。" in page.content.decode()


def test_a_units_list_is_in_four_parts_and_takes_the_next_step(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    waiting = desk.take(desk.report(), Verb.DISPATCH)
    in_hand = desk.take(desk.report(), Verb.ACCEPT)
    returned = desk.step(desk.take(desk.report(), Verb.ANSWER), Verb.REWORK)
    helped = desk.report()
    desk.step(helped, Verb.REGISTER)
    desk.step(helped, Verb.DISPATCH, unit_key="greening")
    actions.invite(
        case_id=helped.pk, unit_key="municipal", asks="请清运树枝", by=desk.actor("luming"), at=desk.at
    )  # fmt: skip
    client = browse("shenzy")
    client.get("/cases/mine/")

    with django_assert_max_num_queries(14 + FRAME):
        page = client.get("/cases/mine/")
    client.post(f"/cases/{waiting.number}/accept/", {"next": "/cases/mine/"})

    mine = page.context["mine"]
    assert [[one.row.case.number for one in part] for part in (mine.waiting, mine.returned, mine.in_hand)] == [
        [waiting.number], [returned.number], [in_hand.number],
    ]  # fmt: skip
    assert [one.row.case.number for one in mine.helping] == [helped.number]
    assert (mine.lamps.total, mine.rest) == (4, 0)
    assert "请清运树枝" in page.content.decode()
    assert [one.row.case.number for one in client.get("/cases/mine/").context["mine"].waiting] == []


def test_the_board_keeps_to_fifteen_questions_in_every_view(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for verb in (Verb.REGISTER, Verb.DISPATCH, Verb.ACCEPT, Verb.ANSWER, Verb.VERIFY):
        desk.take(desk.report(), verb)
    desk.report()
    client = browse("luming")
    client.get("/cases/")

    for path in ("", "?view=list", "?stage=dispatch", "?light=late"):
        with django_assert_max_num_queries(14 + FRAME):
            client.get(f"/cases/{path}")
