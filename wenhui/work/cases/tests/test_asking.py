"""What needs an approver: asked with a reason, decided by somebody else, capped; the clock follows in work time only."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.scope import Scope
from wenhui.kit.worktime import WorkTime, WorkUnit
from wenhui.work.cases import actions, rules
from wenhui.work.cases.asking import caps
from wenhui.work.cases.models import Case, CaseRequest
from wenhui.work.cases.testing import REASON, Desk
from wenhui.work.cases.words import Light, Stage, Verb


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _seven_days(desk: Desk, at: datetime) -> Case:
    """Return a case in handling whose seven workdays begin at `at`."""
    case = desk.report(type_key="event-2103", at=at)
    for verb in (Verb.REGISTER, Verb.DISPATCH, Verb.ACCEPT):
        given = {"unit_key": "municipal"} if verb is Verb.DISPATCH else {}
        case = desk.step(case, verb, at=at, **given)
    return case


def test_nothing_happens_until_somebody_else_approves(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    before = case.due_at

    request = desk.ask(case, Verb.HOLD)

    case.refresh_from_db()
    assert (case.stage, case.due_at, case.paused_until, case.asked) == (Stage.ACCEPTED, before, None, "hold")
    assert (request.decision, request.unit_key, request.amount) == ("", "municipal", 2)


@pytest.mark.parametrize(
    ("kind", "stage", "later"),
    [
        (Verb.EXTEND, Stage.ACCEPTED, True),
        (Verb.DEFER, Stage.ACCEPTED, True),
        (Verb.HOLD, Stage.ACCEPTED, True),
        (Verb.HANG, Stage.HUNG, False),
        (Verb.VOID, Stage.VOID, False),
    ],
)
def test_an_approval_does_what_was_asked_and_leaves_its_trace(
    desk: Desk, kind: Verb, stage: Stage, later: bool
) -> None:
    before = desk.take(desk.report(), Verb.ACCEPT)

    case = desk.grant(before, kind)

    request = case.requests.get()
    move = case.moves.latest("id")
    assert (case.stage, case.asked, case.due_at > before.due_at) == (stage, "", later)
    assert (request.decision, request.decided_by_name, request.due_after) == ("approved", "陆明溪", case.due_at)
    assert (move.verb, move.by_name, move.why, move.unit_key) == (kind, "陆明溪", REASON, "municipal")
    assert [line.verb for line in Entry.objects.filter(subject=f"case:{case.pk}").order_by("-id")[:2]] == [
        f"cases.{kind}", "cases.ask",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("begun", "held", "resumed", "due"),
    [
        # seven workdays from Monday 16 March 10:00 end on Wednesday 25 March 10:00
        ("2026-03-16 10:00", "2026-03-17 10:00", "2026-03-17 15:00", "2026-03-25 15:00"),  # 3.5 h without lunch
        ("2026-03-16 10:00", "2026-03-20 16:30", "2026-03-23 09:30", "2026-03-25 12:00"),  # a weekend counts nothing
        ("2026-03-16 10:00", "2026-03-21 11:00", "2026-03-22 20:00", "2026-03-25 10:00"),  # none of it is work time
        ("2026-03-16 10:00", "2026-03-17 10:00", None, "2026-03-27 10:00"),  # ends by itself after two workdays
        # over Spring Festival: the make-up Saturdays of 14 and 28 February are worked, 15-23 February are not
        ("2026-02-12 10:00", "2026-02-13 10:00", None, "2026-03-03 10:00"),
        ("2026-02-12 10:00", "2026-02-14 16:30", "2026-02-24 09:30", "2026-02-28 12:00"),
    ],
)
def test_only_work_time_within_a_hold_moves_the_due_moment(
    desk: Desk, begun: str, held: str, resumed: str | None, due: str
) -> None:
    case = desk.grant(_seven_days(desk, local(begun)), Verb.HOLD, at=local(held))

    if resumed:
        case = desk.grant(case, Verb.RESUME, at=local(resumed))

    assert case.due_at == local(due)


def test_the_light_is_on_hold_while_paused_and_returns_by_itself(desk: Desk) -> None:
    case = desk.grant(_seven_days(desk, local("2026-03-16 10:00")), Verb.HOLD, at=local("2026-03-17 10:00"))

    def light(at: str) -> Light:
        return rules.light(
            local(at), stage=case.at_stage, soon_at=case.soon_at, due_at=case.due_at, paused_until=case.paused_until
        )

    assert case.paused_until == local("2026-03-19 10:00")
    assert [light(at) for at in ("2026-03-18 20:00", "2026-03-19 10:00", "2026-03-27 10:01")] == [
        Light.HOLD, Light.OK, Light.LATE,
    ]  # fmt: skip


def test_what_hung_runs_again_with_the_time_it_had_left(desk: Desk) -> None:
    hung = desk.grant(_seven_days(desk, local("2026-03-16 10:00")), Verb.HANG, at=local("2026-03-17 10:00"))

    case = desk.grant(hung, Verb.RESUME, at=local("2026-04-01 10:00"))

    assert (hung.stage, hung.due_at) == (Stage.HUNG, local("2026-03-25 10:00"))
    assert (case.stage, case.due_at) == (Stage.ACCEPTED, local("2026-04-10 10:00"))  # 6 April is a holiday


def test_an_extension_after_a_pause_that_ran_out_is_kept_when_the_unit_answers(desk: Desk) -> None:
    case = desk.grant(_seven_days(desk, local("2026-03-16 10:00")), Verb.HOLD, at=local("2026-03-17 10:00"))
    case = desk.grant(case, Verb.EXTEND, at=local("2026-03-20 10:00"))

    case = desk.step(case, Verb.ANSWER, at=local("2026-03-23 10:00"))

    assert (case.due_at, case.paused_until) == (local("2026-03-31 10:00"), None)


def test_an_answer_ends_a_pause_early_and_takes_back_what_still_waits(desk: Desk) -> None:
    case = desk.grant(_seven_days(desk, local("2026-03-16 10:00")), Verb.HOLD, at=local("2026-03-17 10:00"))
    request = desk.ask(case, Verb.RESUME, at=local("2026-03-17 14:00"))

    case = desk.step(case, Verb.ANSWER, at=local("2026-03-17 15:00"))

    assert (case.due_at, case.paused_until, case.asked) == (local("2026-03-25 15:00"), None, "")
    with pytest.raises(actions.DecidedAlreadyError, match="沈知远 已经处理过这项申请：撤回"):
        actions.approve(request_id=request.pk, by=desk.actor("luming"), at=desk.at)


@pytest.mark.parametrize("decide", ["approve", "decline"])
def test_whoever_asked_does_not_decide_and_nobody_decides_twice(desk: Desk, decide: str) -> None:
    case = desk.take(desk.report(), Verb.REGISTER)
    request = desk.ask(case, Verb.VOID, by=desk.actor("luming"))
    act: Any = getattr(actions, decide)
    given: dict[str, Any] = {"request_id": request.pk, "at": desk.at} | (
        {"why": "证据不足"} if decide == "decline" else {}
    )

    with pytest.raises(actions.NotAllowedError, match="谁申请谁不审批"):
        act(by=desk.actor("luming"), **given)
    with pytest.raises(actions.NotAllowedError):
        act(by=desk.actor("shenzy"), **given)
    act(by=desk.actor("chengws"), **given)
    with pytest.raises(actions.DecidedAlreadyError, match="程望舒 已经处理过"):
        act(by=desk.actor("chengws"), **given)

    assert Case.objects.get().stage == (Stage.VOID if decide == "approve" else Stage.REGISTERED)


def test_a_request_is_declined_with_a_reason_and_may_be_withdrawn(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    request = desk.ask(case, Verb.EXTEND)

    with pytest.raises(actions.NothingGivenError, match="为什么不批准"):
        actions.decline(request_id=request.pk, why=" ", by=desk.actor("luming"), at=desk.at)
    actions.decline(request_id=request.pk, why="今天能做完", by=desk.actor("luming"), at=desk.at)
    again = desk.ask(Case.objects.get(), Verb.EXTEND)
    actions.withdraw(request_id=again.pk, by=desk.actor("shenzy"), at=desk.at)

    assert list(CaseRequest.objects.order_by("id").values_list("decision", flat=True)) == ["declined", "withdrawn"]
    assert Case.objects.get().asked == ""
    assert Entry.objects.filter(verb__in=["cases.decline", "cases.withdraw"]).count() == 2


@pytest.mark.parametrize(
    ("kind", "given", "error", "said"),
    [
        (Verb.EXTEND, {"amount": 3}, actions.CapReachedError, "1 到 2 工作时"),
        (Verb.EXTEND, {"amount": 0}, actions.CapReachedError, "1 到 2 工作时"),
        (Verb.HOLD, {"amount": 11}, actions.CapReachedError, "1 到 10 工作日"),
        (Verb.HANG, {"why": "没办法"}, actions.NothingGivenError, "至少 20 个字"),
        (Verb.EXTEND, {"why": " "}, actions.NothingGivenError, "至少 1 个字"),
        (Verb.EXTEND, {"at": local("2026-03-17 12:00")}, actions.CapReachedError, "已经超期"),
        (Verb.RESUME, {}, actions.WrongStageError, "正在计时"),
        (Verb.CLOSE, {}, actions.WrongStageError, "不需要申请"),
        (Verb.EXTEND, {"by": "gulan"}, actions.NotAllowedError, "只有处置单位和指挥室"),
        (Verb.EXTEND, {"by": "hansg"}, actions.NotAllowedError, "只有处置单位和指挥室"),
    ],
)
def test_what_goes_beyond_is_refused_in_words(
    desk: Desk, kind: Verb, given: dict[str, Any], error: type[Exception], said: str
) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    if "by" in given:
        given = given | {"by": desk.actor(given["by"])}

    with pytest.raises(error, match=said):
        desk.ask(case, kind, **given)

    assert CaseRequest.objects.count() == 0


def test_caps_hold_for_all_that_was_granted_together(desk: Desk) -> None:
    case = desk.grant(_seven_days(desk, local("2026-03-16 10:00")), Verb.HOLD, at=local("2026-03-16 11:00"), amount=6)
    case = desk.grant(case, Verb.RESUME, at=local("2026-03-16 12:00"))
    case = desk.grant(case, Verb.EXTEND, at=local("2026-03-16 14:00"), amount=7)

    with pytest.raises(actions.CapReachedError, match="最多延期 1 次"):
        desk.ask(case, Verb.EXTEND, amount=1)
    with pytest.raises(actions.CapReachedError, match="1 到 4 工作日"):
        desk.ask(case, Verb.HOLD, amount=5)


@pytest.mark.parametrize("stage", [Verb.REGISTER, Verb.ANSWER, Verb.VERIFY, Verb.CLOSE])
def test_an_extension_is_for_a_case_in_handling(desk: Desk, stage: Verb) -> None:
    case = desk.take(desk.report(), stage)

    with pytest.raises(actions.WrongStageError, match="不能延期"):
        desk.ask(case, Verb.EXTEND, by=desk.actor("luming"))


def test_one_request_waits_at_a_time_and_no_second_pause_begins(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    request = desk.ask(case, Verb.HOLD)

    with pytest.raises(actions.WaitsAlreadyError, match="在等审批"):
        desk.ask(case, Verb.EXTEND)
    actions.approve(request_id=request.pk, by=desk.actor("luming"), at=desk.at)
    with pytest.raises(actions.WrongStageError, match="恢复之后再申请延期"):
        desk.ask(case, Verb.EXTEND)


def test_after_two_returns_the_dispatch_binds(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.DISPATCH)
    for _ in range(2):
        case = desk.step(case, Verb.RETURN_WITH_REASON)
        case = desk.step(case, Verb.DISPATCH)

    with pytest.raises(actions.CapReachedError, match="已经退单 2 次，指挥室已定由贵单位处置"):
        desk.step(case, Verb.RETURN_WITH_REASON)

    assert Case.objects.get().stage == Stage.DISPATCHED


@pytest.mark.parametrize(
    ("kind", "percent", "granted", "left"),
    [
        (Verb.EXTEND, 100, 0, 5),
        (Verb.EXTEND, 50, 0, 2),
        (Verb.EXTEND, 100, 4, 1),
        (Verb.HOLD, 0, 3, 7),
        (Verb.HOLD, 0, 30, 0),
    ],
)
def test_a_cap_leaves_what_was_not_granted_yet(kind: Verb, percent: int, granted: int, left: int) -> None:
    cap = caps.Cap(percent=percent, workdays=10)

    assert caps.most(kind, cap, limit=WorkTime(5, WorkUnit.WORKHOURS), granted=granted) == left


def run(statement: str, *parameters: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    "change",
    [
        "stage = 'hung'",
        "stage = 'void'",
        "paused_until = due_at",
        "due_at = due_at + interval '1 minute'",
        "due_at = due_at + interval '1 day', soon_at = soon_at + interval '1 day', stage = 'registered'",
    ],
)
@pytest.mark.parametrize("as_owner", [True, False])
def test_no_clock_stands_still_or_moves_without_an_approver_by_plain_sql(
    desk: Desk, as_web: AsWeb, change: str, *, as_owner: bool
) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    desk.ask(case, Verb.HOLD)  # asked for is not approved

    def write() -> None:
        with pytest.raises(IntegrityError, match="without an approver"):
            run(f"UPDATE cases_case SET {change} WHERE id = %s", case.pk)

    if as_owner:
        write()
    else:
        with as_web(Scope("hz.")):
            write()


@pytest.mark.parametrize(
    ("statement", "refused"),
    [
        ("UPDATE cases_caserequest SET decision = 'approved', decided_at = asked_at, decided_by_kind = asked_by_kind, "
         "decided_by_key = asked_by_key", "case_requests_are_decided_by_somebody_else"),
        ("UPDATE cases_caserequest SET decision = 'approved'", "case_requests_are_decided_in_full"),
        ("UPDATE cases_caserequest SET until = now()", "case_requests_pause_once_approved"),
        ("UPDATE cases_caserequest SET due_after = now()", "case_requests_move_a_clock_once_approved"),
        ("UPDATE cases_caserequest SET why = ''", "never changed"),
        ("UPDATE cases_caserequest SET amount = 9", "never changed"),
        ("DELETE FROM cases_caserequest", "never changed"),
        ("INSERT INTO cases_caserequest (case_id, area_path, kind, unit_key, why, asked_at, asked_by_kind, asked_by_key, "
         "asked_by_name, decision, decided_at, decided_by_kind, decided_by_key, decided_by_name, decided_why) SELECT "
         "case_id, '', 'hang', '', 'x', now(), 'job', 'a', 'a', 'approved', now(), 'job', 'b', 'b', '' "
         "FROM cases_caserequest", "never changed"),
        ("INSERT INTO cases_caserequest (case_id, area_path, kind, unit_key, why, asked_at, asked_by_kind, asked_by_key, "
         "asked_by_name, decision, decided_by_kind, decided_by_key, decided_by_name, decided_why) SELECT case_id, '', "
         "'void', '', 'x', now(), 'job', 'a', 'a', '', '', '', '', '' FROM cases_caserequest", "wait_one_a_case"),
    ],
)  # fmt: skip
def test_requests_are_asked_then_decided_by_somebody_else_and_stand(desk: Desk, statement: str, refused: str) -> None:
    desk.ask(desk.take(desk.report(), Verb.ACCEPT), Verb.HOLD)

    with pytest.raises(DatabaseError, match=refused):
        run(statement)


def test_what_was_decided_is_not_decided_otherwise(desk: Desk) -> None:
    desk.grant(desk.take(desk.report(), Verb.ACCEPT), Verb.HOLD)

    for change in (
        "decision = 'declined', decided_why = 'x'",
        "until = until + interval '1 day'",
        "decided_at = now()",
    ):
        with pytest.raises(IntegrityError, match="never changed"):
            run(f"UPDATE cases_caserequest SET {change}")


def test_a_hung_case_does_not_come_in_from_nowhere(desk: Desk) -> None:
    case = desk.report()
    case.pk, case.number, case.stage = None, "WH-2026-0317-999", Stage.HUNG

    with pytest.raises(IntegrityError, match="without an approver"):
        case.save(force_insert=True)


def test_requests_are_seen_where_their_case_is_seen(desk: Desk, as_web: AsWeb) -> None:
    desk.ask(desk.take(desk.report(), Verb.ACCEPT), Verb.HOLD)

    with as_web(desk.cast["hansg"].scope):
        assert CaseRequest.objects.count() == 0
    with as_web(desk.cast["luming"].scope):
        request = CaseRequest.objects.get()
        actions.approve(request_id=request.pk, by=desk.actor("luming"), at=desk.at)

    assert Case.objects.get().paused_until is not None
