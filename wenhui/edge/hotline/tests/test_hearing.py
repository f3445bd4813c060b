"""What they say of a ticket since: once, in order, and a caller who is not satisfied has the case done again."""

from datetime import timedelta

import pytest

from wenhui.edge.hotline import actions, reading
from wenhui.edge.hotline.actions import Outcome
from wenhui.edge.hotline.models import HotlineImport, HotlineTicket
from wenhui.edge.hotline.tests.test_reading import GOOD, HEAD, book
from wenhui.edge.hotline.tests.tickets import OFFICE, again, answered, hear, state, take
from wenhui.edge.hotline.words import State, Step
from wenhui.ground.journal.models import Entry
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases.models import Case, CaseClosing
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Stage, Verb

LATER = timedelta(days=1)


def test_satisfied_is_not_solved_and_both_are_kept(desk: Desk) -> None:
    ticket = answered(desk, last=Verb.CLOSE)

    hear(Step.SATISFIED, desk.at + LATER, is_solved=False)

    found = again(ticket)
    assert (found.state, found.callback, found.is_solved) == (State.SATISFIED, "satisfied", False)
    assert found.case.stage == Stage.CLOSED


@pytest.mark.parametrize(
    ("last", "expected", "note"),
    [
        (Verb.ANSWER, Stage.ACCEPTED, ""),
        (Verb.VERIFY, Stage.VERIFIED, "请指挥室决定"),
        (Verb.CLOSE, Stage.REGISTERED, ""),
    ],
)
def test_a_caller_who_is_not_satisfied_has_the_case_done_again(
    desk: Desk, last: Verb, expected: Stage, note: str
) -> None:
    ticket = answered(desk, last=last)

    heard = hear(Step.DISSATISFIED, desk.at + LATER, words="半夜还在敲")

    found = again(ticket)
    assert (found.state, found.redo_count, found.answered_at) == (State.REDO, 1, None)
    assert found.next_due_at == found.answer_due_at
    assert found.answer_due_at > desk.at + LATER
    assert found.case.stage == expected
    assert note in heard.note
    assert CaseClosing.objects.filter(reopened_at__isnull=True).count() == 0
    assert found.case.upper_due_at == found.answer_due_at


def test_a_case_that_may_not_be_opened_again_stays_closed_and_a_note_says_why(desk: Desk) -> None:
    ticket = answered(desk, last=Verb.CLOSE)

    heard = hear(Step.DISSATISFIED, desk.at + timedelta(days=200))

    assert state(ticket) is State.REDO
    assert again(ticket).case.stage == Stage.CLOSED
    assert "没有重新打开" in heard.note


def test_what_comes_twice_or_late_moves_nothing(desk: Desk) -> None:
    ticket, said_at = answered(desk, last=Verb.CLOSE), desk.at + LATER
    hear(Step.SATISFIED, said_at)

    outcomes = [
        hear(Step.SATISFIED, said_at + LATER, said_at=said_at).outcome,
        hear(Step.DISSATISFIED, said_at + LATER, said_at=said_at - timedelta(hours=1)).outcome,
        hear(Step.DISSATISFIED, said_at + LATER, said_at=TUESDAY - LATER).outcome,
    ]

    assert outcomes == [Outcome.KNOWN, Outcome.STALE, Outcome.STALE]
    assert state(ticket) is State.SATISFIED


def test_what_cannot_be_or_has_not_been_is_refused(desk: Desk) -> None:
    ticket = take()

    with pytest.raises(actions.WrongStateError, match="待签收"):
        hear(Step.SATISFIED, TUESDAY)
    with pytest.raises(actions.AheadError):
        hear(Step.REISSUED, TUESDAY, said_at=TUESDAY + LATER)
    with pytest.raises(actions.UnknownTicketError):
        hear(Step.SATISFIED, TUESDAY, number="HZ9")

    assert state(ticket) is State.TO_SIGN


@pytest.mark.parametrize(("step", "expected"), [(Step.EXTENDED, State.EXTENDING), (Step.NOT_EXTENDED, State.SIGNED)])
def test_they_decide_on_more_time_and_both_clocks_follow(desk: Desk, step: Step, expected: State) -> None:
    ticket, by = take(), desk.actor("luming")
    before, until = ticket.answer_due_at, ticket.answer_due_at + timedelta(days=5)
    actions.sign(ticket_id=ticket.pk, by=by, at=TUESDAY)
    actions.extend(ticket_id=ticket.pk, until=until, why="等材料", by=by, at=TUESDAY)

    hear(step, TUESDAY + LATER)

    found = again(ticket)
    due = until if step is Step.EXTENDED else before
    assert (found.state, found.answer_due_at, found.case.upper_due_at) == (expected, due, due)
    assert Entry.objects.filter(verb="cases.follow_upper").count() == (step is Step.EXTENDED)


def test_what_we_gave_back_may_come_again(desk: Desk) -> None:
    ticket = take()
    actions.give_back(ticket_id=ticket.pk, why="不属本单位", by=desk.actor("luming"), at=TUESDAY)

    hear(Step.REISSUED, TUESDAY + LATER)

    assert state(ticket) is State.TO_SIGN
    assert again(ticket).sign_due_at > TUESDAY + LATER


def test_a_sheet_is_brought_in_row_by_row_and_again_changes_nothing(desk: Desk) -> None:
    rows = [GOOD, (*GOOD[:1], "HZ26031702", "井盖响", *GOOD[3:]), (*GOOD[:1], "HZ26031703", *GOOD[2:9], "已办结"), GOOD]
    rows.append((*GOOD[:2], "同号不同事", *GOOD[3:]))

    first, second = bring(desk, *rows), bring(desk, *rows)

    assert (first.taken, first.known, [one["row"] for one in first.refused]) == (2, 2, [4, 6])
    assert (second.taken, second.known, second.heard) == (0, 4, 0)
    assert (HotlineTicket.objects.count(), Case.objects.count()) == (2, 2)
    assert Entry.objects.filter(verb="hotline.bring").count() == 2


def test_call_backs_come_by_sheet_too_once(desk: Desk) -> None:
    ticket = answered(desk, last=Verb.CLOSE, number="HZ26031701", title="路灯不亮")
    head = (*HEAD, "回访结果", "回访时间", "是否解决", "不满意原因")
    row = (*GOOD, "不满意", "2026-03-18 10:00", "否", "还是不亮")
    desk.at += LATER

    first, second = bring(desk, row, head=head), bring(desk, row, head=head)

    assert (first.heard, second.heard) == (1, 0)
    assert (state(ticket), again(ticket).redo_count) == (State.REDO, 1)


def bring(desk: Desk, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> HotlineImport:
    page = reading.read(book(*rows, head=head), zone=SHANGHAI)
    return actions.bring(
        lines=page.lines, refused=page.refused, file="工单.xlsx", path=OFFICE, by=desk.actor("luming"),
        at=desk.at + timedelta(hours=1),
    )  # fmt: skip
