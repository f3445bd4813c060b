"""What each step does, refuses and writes down."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from wenhui.ground.accounts.seed import SENSOR
from wenhui.ground.journal.models import Entry
from wenhui.kit import facts
from wenhui.kit.actor import job
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions, rules
from wenhui.work.cases.asking import caps
from wenhui.work.cases.events import CaseClosed, CaseDispatched, CaseMoved, CaseReported, CaseReturned
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.testing import STEPS, TUESDAY, WAY, Desk
from wenhui.work.cases.words import Channel, Stage, Urgency, Verb


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_report_becomes_a_case_with_number_place_and_clock(desk: Desk) -> None:
    case = desk.report(place="河西南路口向北 30 米", key="form-1")

    case.refresh_from_db()
    assert case.number == "WH-2026-0317-001"
    assert case.area_path == "hz.gs.wh.lsdy.g04.b001."
    assert (case.stage, case.platform, case.urgency) == (Stage.REPORTED, "service", Urgency.EMERGENCY)
    assert (case.soon_at, case.due_at) == (local("2026-03-17 15:15"), local("2026-03-17 17:30"))


def test_numbers_of_one_office_and_day_have_no_gap(desk: Desk) -> None:
    numbers = [desk.report().number for _ in range(3)]
    next_day = desk.report(at=TUESDAY + timedelta(days=1)).number

    assert numbers == ["WH-2026-0317-001", "WH-2026-0317-002", "WH-2026-0317-003"]
    assert next_day == "WH-2026-0318-001"


def test_a_report_sent_twice_is_one_case(desk: Desk) -> None:
    first = desk.report(key="form-1")
    second = desk.report(key="form-1", title="又点了一次")

    assert second == first
    assert Case.objects.count() == CaseMove.objects.count() == 1


def test_the_same_key_from_someone_else_is_another_case(desk: Desk) -> None:
    desk.report(key="form-1")
    desk.report(key="form-1", by=SENSOR, channel=Channel.SENSING)

    assert Case.objects.count() == 2


def test_a_report_from_someones_flat_lies_at_the_building(desk: Desk) -> None:
    case = desk.report(area=desk.office.dwelling, place="1 单元 501 室")

    assert case.area == desk.office.building


def test_a_report_without_a_type_waits_for_one(desk: Desk) -> None:
    case = desk.report(type_key=actions.NOT_GIVEN)

    case = desk.step(case, Verb.REGISTER, type_key="event-2101", urgency=Urgency.URGENT)

    assert (case.type_id, case.platform, case.urgency) == ("event-2101", "public_order", Urgency.URGENT)


def test_registering_starts_the_handling_clock(desk: Desk) -> None:
    case = desk.step(desk.report(), Verb.REGISTER)

    assert case.registered_at == TUESDAY
    assert (case.soon_at, case.due_at) == (local("2026-03-17 09:54"), local("2026-03-17 10:30"))


def test_a_case_goes_from_report_to_closure(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.is_on_time, case.unit_key) == (Stage.CLOSED, True, "municipal")
    assert case.closed_at == TUESDAY + timedelta(minutes=30)
    assert [move.verb for move in case.moves.order_by("id")] == [Verb.REPORT, *WAY]


def test_each_step_leaves_one_move_and_one_line_in_the_journal(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    moves = list(case.moves.order_by("id").values_list("verb", "from_stage", "to_stage", "by_name", "why"))
    lines = list(Entry.objects.filter(subject=f"case:{case.pk}").order_by("id").values_list("verb", "reason"))
    assert moves == [
        ("report", "", "reported", "顾晓岚", ""),
        ("register", "reported", "registered", "陆明溪", ""),
        ("dispatch", "registered", "dispatched", "陆明溪", ""),
        ("accept", "dispatched", "accepted", "沈知远", ""),
        ("answer", "accepted", "answered", "沈知远", "已回填压实，恢复通行"),
        ("verify", "answered", "verified", "周念慈", "现场查看，路面平整"),
        ("close", "verified", "closed", "陆明溪", "办理结果：已解决"),
    ]
    assert lines == [(f"cases.{verb}", "") for verb, *_ in moves]


def test_the_journal_holds_no_words_of_people(desk: Desk) -> None:
    desk.take(desk.report(description="顾女士来电"), Verb.ANSWER)

    lines = Entry.objects.filter(verb__startswith="cases.", subject__startswith="case:")

    assert {key for line in lines for key in line.refs} == {"number", "unit"}


def test_a_case_closed_after_its_due_moment_was_not_on_time(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.VERIFY)

    case = desk.step(case, Verb.CLOSE, at=case.due_at + timedelta(minutes=1))

    assert case.is_on_time is False


def test_a_returned_case_waits_for_dispatch_again_and_its_clock_runs_on(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    due_at = case.due_at

    case = desk.step(case, Verb.RETURN_WITH_REASON)

    assert (case.stage, case.unit_key, case.returned_count) == (Stage.REGISTERED, "", 1)
    assert (case.dispatched_at, case.accepted_at, case.due_at) == (None, None, due_at)
    assert case.moves.get(verb=Verb.RETURN_WITH_REASON).why == "产权属供电公司"


def test_rework_puts_a_case_back_into_handling_with_the_same_unit(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ANSWER)

    case = desk.step(case, Verb.REWORK)

    assert (case.stage, case.unit_key, case.rework_count, case.answered_at) == (Stage.ACCEPTED, "municipal", 1, None)


def test_a_rejected_case_is_over(desk: Desk) -> None:
    case = desk.step(desk.report(), Verb.REJECT)

    assert case.stage == Stage.REJECTED
    assert rules.moves_from(case.at_stage) == ()


def test_a_reopened_case_gets_a_fresh_clock_and_is_no_longer_closed(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    case = desk.step(case, Verb.REOPEN, at=TUESDAY + timedelta(days=2))

    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.reopened_count, case.closed_at, case.is_on_time) == (Stage.REGISTERED, 1, None, None)
    assert case.due_at == local("2026-03-19 10:30")


def test_a_case_is_reopened_only_for_a_while(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    with pytest.raises(actions.TooLateError, match="15 天"):
        desk.step(case, Verb.REOPEN, at=desk.at + timedelta(days=15, minutes=1))


def test_a_case_is_reopened_only_once(desk: Desk) -> None:
    case = desk.step(desk.take(desk.report(), Verb.CLOSE), Verb.REOPEN)
    case = _again(desk, case)

    with pytest.raises(actions.TooLateError, match="一次"):
        desk.step(case, Verb.REOPEN)


def _again(desk: Desk, case: Case) -> Case:
    for verb in WAY[1:]:
        case = desk.step(case, verb)
    return case


@pytest.mark.parametrize("verb", [Verb.DISPATCH, Verb.ACCEPT, Verb.ANSWER, Verb.VERIFY, Verb.CLOSE, Verb.REOPEN])
def test_a_step_out_of_turn_is_refused_in_words_and_changes_nothing(desk: Desk, verb: Verb) -> None:
    case = desk.report()

    with pytest.raises(actions.WrongStageError, match="WH-2026-0317-001 现在是“待受理”"):
        desk.step(case, verb)

    assert Case.objects.get(pk=case.pk).stage == Stage.REPORTED
    assert CaseMove.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "verb", "given"),
    [
        (None, Verb.REJECT, {"why": "  "}),
        (Verb.ACCEPT, Verb.RETURN_WITH_REASON, {"why": ""}),
        (Verb.ACCEPT, Verb.ANSWER, {"note": ""}),
        (Verb.ANSWER, Verb.VERIFY, {"note": ""}),
        (Verb.ANSWER, Verb.REWORK, {"why": ""}),
        (Verb.CLOSE, Verb.REOPEN, {"why": ""}),
    ],
)
def test_a_step_that_needs_words_is_refused_without_them(
    desk: Desk, before: Verb | None, verb: Verb, given: dict[str, Any]
) -> None:
    case = desk.report() if before is None else desk.take(desk.report(), before)

    with pytest.raises(actions.NothingGivenError, match="请写明"):
        desk.step(case, verb, **given)


def test_a_case_goes_only_to_a_unit_that_exists(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.REGISTER)

    with pytest.raises(actions.UnknownUnitError):
        desk.step(case, Verb.DISPATCH, unit_key="nobody")


def test_a_case_is_of_a_type_that_exists(desk: Desk) -> None:
    with pytest.raises(actions.UnknownTypeError, match="event-9999"):
        desk.report(type_key="event-9999")


def test_a_case_that_is_not_there_is_said_to_be_out_of_sight(desk: Desk) -> None:
    with pytest.raises(actions.UnknownCaseError, match="不在您的权限内"):
        actions.accept(case_id=4711, by=desk.actor("shenzy"), at=desk.at)


@pytest.mark.parametrize(
    ("verb", "before", "who"),
    [
        (Verb.REGISTER, None, "gulan"),
        (Verb.DISPATCH, Verb.REGISTER, "zhounc"),
        (Verb.ACCEPT, Verb.DISPATCH, "luming"),
        (Verb.VERIFY, Verb.ANSWER, "shenzy"),
        (Verb.CLOSE, Verb.VERIFY, "chengws"),
        (Verb.VERIFY, Verb.ANSWER, "hansg"),
    ],
)
def test_a_step_is_for_those_whose_post_allows_it_there(desk: Desk, verb: Verb, before: Verb | None, who: str) -> None:
    case = desk.report() if before is None else desk.take(desk.report(), before)

    with pytest.raises(actions.NotAllowedError):
        desk.step(case, verb, by=desk.actor(who))


def test_a_unit_handles_only_its_own_cases(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.REGISTER)
    case = desk.step(case, Verb.DISPATCH, unit_key="greening")

    with pytest.raises(actions.NotAllowedError):
        desk.step(case, Verb.ACCEPT)


def test_someone_of_another_community_cannot_report_here(desk: Desk) -> None:
    with pytest.raises(actions.NotAllowedError):
        desk.report(by=desk.actor("hansg"))


def test_a_post_that_has_ended_allows_nothing(desk: Desk) -> None:
    post = desk.cast["gulan"].post
    post.valid_to = TUESDAY.date()
    post.save()

    with pytest.raises(actions.NotAllowedError):
        desk.report()


def test_a_device_reports_and_does_nothing_else(desk: Desk) -> None:
    case = desk.report(by=SENSOR, channel=Channel.SENSING)

    with pytest.raises(actions.NotAllowedError):
        desk.step(case, Verb.REGISTER, by=SENSOR)


def test_nobody_checks_their_own_work(desk: Desk) -> None:
    seeder = job("seed")
    case = desk.take(desk.report(), Verb.ACCEPT)
    case = desk.step(case, Verb.ANSWER, by=seeder)

    for verb in (Verb.VERIFY, Verb.REWORK):
        with pytest.raises(actions.NotAllowedError, match="谁处置谁不核查"):
            desk.step(case, verb, by=seeder)


def test_facts_are_told_after_commit(
    desk: Desk, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[CaseMoved] = []
    facts.listen(CaseMoved, heard.append)

    with django_capture_on_commit_callbacks(execute=True):
        case = desk.take(desk.report(), Verb.DISPATCH)
        heard_before_commit = list(heard)
        case = desk.step(case, Verb.RETURN_WITH_REASON)
    with django_capture_on_commit_callbacks(execute=True):
        _again(desk, case)
    facts.forget(CaseMoved, heard.append)

    assert heard_before_commit == []
    assert {type(fact) for fact in heard} == {CaseReported, CaseMoved, CaseDispatched, CaseReturned, CaseClosed}
    assert [fact.verb for fact in heard][:4] == [Verb.REPORT, Verb.REGISTER, Verb.DISPATCH, Verb.RETURN_WITH_REASON]
    assert isinstance(heard[-1], CaseClosed)
    assert heard[-1].is_on_time


def test_every_verb_of_the_table_has_its_action_and_its_player() -> None:
    assert set(STEPS) == set(Verb) - {*rules.APART, *rules.ASKED}
    taken_by_others = {Verb.RECONSIDER, Verb.RECALL, *rules.ASKED}  # by `decide`, `recall_many`, `approve`
    assert all(callable(getattr(actions, verb)) for verb in set(Verb) - taken_by_others)
    assert set(rules.ASKED) == set(caps.CAPS)
