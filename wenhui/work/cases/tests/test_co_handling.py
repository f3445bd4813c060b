"""Lead and co-handling units: each with its own clock; the lead answers last; a case that holds several is split."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb, Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import WorkTime, WorkUnit
from wenhui.work.cases import actions
from wenhui.work.cases.models import Case, CasePart
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Stage, Verb

GREENING = job("greening", "绿化养护")
ASKS = "请先移走倒伏的树"


def invite(desk: Desk, case: Case, **given: Any) -> CasePart:
    defaults: dict[str, Any] = {"unit_key": "greening", "asks": ASKS, "by": desk.actor("luming"), "at": desk.at}
    return actions.invite(case_id=case.pk, **(defaults | given))


def test_a_co_handling_unit_has_its_own_limit_and_clock(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)

    part = invite(desk, case, limit=WorkTime(1, WorkUnit.WORKDAYS))

    assert part.due_at == desk.at + timedelta(days=1)
    assert case.due_at == datetime(2026, 3, 17, 10, 35, tzinfo=SHANGHAI)
    assert part.soon_at < part.due_at


def test_the_lead_unit_answers_once_all_others_have_or_were_released(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    trees = invite(desk, case)
    pipes = invite(desk, case, unit_key="utilities", asks="请关阀门")

    with pytest.raises(actions.WrongStageError, match="还有协办单位没有反馈"):
        desk.step(case, Verb.ANSWER)
    actions.accept_part(part_id=trees.pk, by=GREENING, at=desk.at)
    actions.answer_part(part_id=trees.pk, note="已移走", by=GREENING, at=desk.at)
    with pytest.raises(actions.WrongStageError, match="还有协办单位没有反馈"):
        desk.step(case, Verb.ANSWER)
    actions.release_part(part_id=pipes.pk, why="不是水管", by=desk.actor("luming"), at=desk.at)
    case = desk.step(case, Verb.ANSWER)

    assert case.stage == Stage.ANSWERED
    lines = Entry.objects.filter(subject=f"case:{case.pk}").order_by("id").values_list("verb", flat=True)
    assert [verb for verb in lines if "part" in verb or "invite" in verb] == [
        "cases.invite", "cases.invite", "cases.accept_part", "cases.answer_part", "cases.release_part",
    ]  # fmt: skip


def test_what_does_not_fit_is_refused_in_words(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.REGISTER)
    with pytest.raises(actions.WrongStageError, match="待派遣"):
        invite(desk, case)
    case = desk.step(case, Verb.DISPATCH)
    with pytest.raises(actions.WrongStageError, match="市政养护 已经在办"):
        invite(desk, case, unit_key="municipal")
    with pytest.raises(actions.UnknownUnitError):
        invite(desk, case, unit_key="nobody")
    with pytest.raises(actions.NothingGivenError, match="做什么"):
        invite(desk, case, asks=" ")
    with pytest.raises(actions.NotAllowedError, match="只有指挥室"):
        invite(desk, case, by=desk.actor("shenzy"))
    part = invite(desk, case)
    with pytest.raises(actions.WrongStageError, match="绿化养护 已经在办"):
        invite(desk, case)
    with pytest.raises(actions.NotAllowedError, match="只有被请的协办单位"):
        actions.answer_part(part_id=part.pk, note="好了", by=desk.actor("shenzy"), at=desk.at)
    with pytest.raises(actions.NothingGivenError):
        actions.answer_part(part_id=part.pk, note="", by=GREENING, at=desk.at)
    actions.answer_part(part_id=part.pk, note="好了", by=GREENING, at=desk.at)
    for again in (actions.accept_part, actions.answer_part):
        with pytest.raises(actions.WrongStageError, match="已经办完"):
            again(part_id=part.pk, by=GREENING, at=desk.at, **({"note": "x"} if again is actions.answer_part else {}))
    with pytest.raises(actions.UnknownCaseError):
        actions.accept_part(part_id=4711, by=GREENING, at=desk.at)


def test_a_void_case_lets_its_co_handling_units_go(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    part = invite(desk, case)

    desk.grant(case, Verb.VOID)

    part.refresh_from_db()
    assert (part.is_owed, part.answered_at) == (False, None)


def test_a_case_is_split_into_cases_that_begin_anew_and_stay_linked(desk: Desk) -> None:
    case = desk.take(desk.report(place="河西南路口"), Verb.REGISTER)

    others = actions.split(
        case_id=case.pk, titles=["路灯不亮", " ", "井盖松动"], why="三件事", by=desk.actor("luming"), at=desk.at
    )

    assert [(one.title, one.stage, one.place) for one in others] == [
        ("路灯不亮", "reported", "河西南路口"), ("井盖松动", "reported", "河西南路口"),
    ]  # fmt: skip
    assert [one.split.taken_from for one in others] == [case, case]
    assert Case.objects.get(pk=case.pk).stage == Stage.REGISTERED
    assert Entry.objects.get(verb="cases.split").refs["into"] == " ".join(one.number for one in others)


@pytest.mark.parametrize(
    ("titles", "why", "who", "last", "error"),
    [
        ([" "], "两件", "luming", Verb.REGISTER, actions.NothingGivenError),
        (["路灯"], " ", "luming", Verb.REGISTER, actions.NothingGivenError),
        (["路灯"], "两件", "shenzy", Verb.ACCEPT, actions.NotAllowedError),
        (["路灯"], "两件", "luming", Verb.ANSWER, actions.WrongStageError),
    ],
)
def test_a_split_that_does_not_fit_leaves_one_case(
    desk: Desk, titles: list[str], why: str, who: str, last: Verb, error: type[Exception]
) -> None:
    case = desk.take(desk.report(), last)

    with pytest.raises(error):
        actions.split(case_id=case.pk, titles=titles, why=why, by=desk.actor(who), at=desk.at)

    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("answered_at = now(), note = 'x'", "case_parts_are_accepted_then_answered"),
        ("released_at = now()", "case_parts_end_in_one_way"),
        ("soon_at = due_at + interval '1 minute'", "case_parts_turn_soon_before_late"),
        ("asks = ''", "case_parts_say_what_is_asked"),
    ],
)
def test_a_part_that_contradicts_itself_is_refused(desk: Desk, change: str, constraint: str) -> None:
    invite(desk, desk.take(desk.report(), Verb.ACCEPT))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_casepart SET {change}")


def test_parts_and_splits_are_seen_where_their_case_is_seen(desk: Desk, as_web: AsWeb) -> None:
    invite(desk, desk.take(desk.report(), Verb.ACCEPT))

    with as_web(desk.cast["hansg"].scope):
        assert CasePart.objects.count() == 0


def test_the_card_arranges_help_and_splits(desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    case = desk.take(desk.report(), Verb.ACCEPT)
    client, page = browse("luming"), f"/cases/{case.number}/"

    invited = client.post(f"{page}invite/", {"unit_key": "greening", "words": ASKS})
    split = client.post(f"{page}split/", {"titles": "路灯不亮\n井盖松动", "words": "三件事"})
    refused = client.post(f"{page}invite/", {"unit_key": "greening", "words": "再请一次"})
    shown = client.get(page)
    part = CasePart.objects.get()
    by_lead = browse("shenzy").post(f"{page}answer_part/", {"part": part.pk, "words": "好了"})
    stranger = browse("gulan").post(f"{page}accept_part/", {"part": part.pk})
    released = client.post(f"{page}release_part/", {"part": part.pk, "words": "树已移走"})

    assert [one.status_code for one in (invited, split, refused, by_lead, stranger, released)] == [
        302, 302, 409, 409, 409, 302,
    ]  # fmt: skip
    assert "再请一次" in refused.content.decode()
    for words in (ASKS, "绿化养护", "等协办单位接单", "WH-2026-0317-002", "WH-2026-0317-003"):
        assert words in shown.content.decode()
    assert "免去协办：树已移走" in client.get(page).content.decode()


def test_a_unit_finds_what_it_was_asked_to_help_with(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    case = desk.step(desk.take(desk.report(), Verb.REGISTER), Verb.DISPATCH, unit_key="greening")
    invite(desk, case, unit_key="municipal", asks="请围挡")
    desk.report()

    page = browse("shenzy").get("/cases/?helps=municipal")

    assert [row.case.pk for lane in page.context["lanes"] for row in lane.rows] == [case.pk]
    assert "协办 1" in page.content.decode()
    assert browse("shenzy").get(f"/cases/{case.number}/").context["shared"].lines[0].is_ours
