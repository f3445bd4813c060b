"""Closed is not solved: what a closing says, what a reopening makes of it, and who may look whether it is done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.accounts.testing import OFFICE, AsWeb, Browse
from wenhui.kit import clock
from wenhui.work.cases import actions
from wenhui.work.cases.invented import seed
from wenhui.work.cases.models import Case, CaseClosing
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Outcome, Stage, Verb


def test_a_closing_says_whether_the_problem_is_solved(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.VERIFY)

    desk.step(case, Verb.CLOSE, outcome=Outcome.PARTLY, why="围挡还要等一周")

    closing = CaseClosing.objects.get()
    assert (closing.outcome, closing.verdict, closing.is_on_time, closing.unit_key) == (
        "partly",
        "partly",
        True,
        "municipal",
    )


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.SOLVED])
def test_what_is_not_solved_says_why(desk: Desk, outcome: Outcome) -> None:
    case = desk.take(desk.report(), Verb.VERIFY)

    with pytest.raises(actions.NothingGivenError, match="请写明理由"):
        desk.step(case, Verb.CLOSE, outcome=outcome)

    assert Case.objects.get().stage == Stage.VERIFIED


def test_a_reopening_makes_the_closing_before_it_not_solved(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    case = desk.step(case, Verb.REOPEN, at=desk.at + timedelta(days=3))

    closing = CaseClosing.objects.get()
    assert (closing.outcome, closing.verdict) == ("solved", "not_solved")


def test_a_verdict_cannot_be_written_and_one_closing_stands(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    with pytest.raises(IntegrityError, match="case_closings_stand_one_a_case"), transaction.atomic():
        CaseClosing.objects.create(case=case, closed_at=desk.at, outcome="solved", is_on_time=True)
    with pytest.raises(IntegrityError, match="case_closings_say_a_known_outcome"), transaction.atomic():
        CaseClosing.objects.update(outcome="fine")


def test_nobody_of_a_unit_that_handled_the_case_checks_it(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ANSWER)
    post = desk.cast["zhounc"].post
    type(post).objects.filter(pk=post.pk).update(unit_key="municipal")

    for verb in (Verb.VERIFY, Verb.REWORK):
        with pytest.raises(actions.NotAllowedError, match="处置单位的人不核查"):
            desk.step(case, verb)


def test_closings_are_seen_where_their_case_is_seen(desk: Desk, as_web: AsWeb) -> None:
    desk.take(desk.report(), Verb.CLOSE)

    with as_web(desk.cast["hansg"].scope):
        assert CaseClosing.objects.count() == 0


def test_the_card_asks_for_the_outcome(desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    case = desk.take(desk.report(), Verb.VERIFY)
    client = browse("luming")

    without = client.post(f"/cases/{case.number}/close/", {})
    given = client.post(f"/cases/{case.number}/close/", {"outcome": "no_action", "words": "已自行恢复"})

    assert (without.status_code, given.status_code) == (409, 302)
    assert "请选办理结果：结案不等于解决。" in without.content.decode()
    assert "办理结果：无需处置" in client.get(f"/cases/{case.number}/").content.decode()


def test_every_closed_case_of_an_invented_month_has_its_closing(desk: Desk) -> None:
    seed.seed(number=1, now=TUESDAY, by=OFFICE, at=TUESDAY, progress=lambda *_: None, days=10)

    closed = Case.objects.filter(stage=Stage.CLOSED)
    assert closed.count() > 50
    assert set(CaseClosing.objects.values_list("case", flat=True)) == set(closed.values_list("pk", flat=True))
    assert set(CaseClosing.objects.values_list("verdict", flat=True)) <= {"solved", "partly"}
