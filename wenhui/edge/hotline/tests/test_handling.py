"""Our steps with a ticket, and the sheet on which they go back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.hotline import actions, queries, writing
from wenhui.edge.hotline.models import HotlineSheet, HotlineTicket
from wenhui.edge.hotline.peer import Peer
from wenhui.edge.hotline.tests.tickets import OFFICE, again, answered, state, take
from wenhui.edge.hotline.words import State
from wenhui.ground.journal.models import Entry
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Verb


def test_a_ticket_is_signed_contacted_and_answered_each_on_record(desk: Desk) -> None:
    ticket = answered(desk, last=Verb.CLOSE)

    assert (ticket.state, ticket.next_due_at) == (State.ANSWERED, None)
    assert again(ticket).report.is_owed is False
    verbs = list(Entry.objects.filter(verb__startswith="hotline.").order_by("id").values_list("verb", flat=True))
    assert verbs == ["hotline.take", "hotline.sign", "hotline.contact", "hotline.answer"]


def test_an_answer_before_the_caller_may_check_leaves_the_report_owed(desk: Desk) -> None:
    assert answered(desk).report.is_owed


def test_nobody_is_answered_before_the_unit_has_answered(desk: Desk) -> None:
    ticket, by = take(), desk.actor("luming")
    actions.sign(ticket_id=ticket.pk, by=by, at=TUESDAY)
    actions.contact(ticket_id=ticket.pk, words="没有留号码", by=by, at=TUESDAY)

    with pytest.raises(actions.WrongStateError, match="待受理"):
        actions.answer(ticket_id=ticket.pk, words="办好了", by=by, at=TUESDAY)

    assert state(ticket) is State.CONTACTED


def test_more_time_is_asked_for_once_and_in_time(desk: Desk) -> None:
    ticket, by = take(), desk.actor("luming")
    actions.sign(ticket_id=ticket.pk, by=by, at=TUESDAY)
    later, early = ticket.answer_due_at + timedelta(days=5), ticket.answer_due_at

    for until, why, at, expected in (
        (later, "等材料", later, "已经过了答复时限"),
        (early, "等材料", TUESDAY, "现在的答复时限之后"),
        (later, " ", TUESDAY, "为什么要延期"),
    ):
        with pytest.raises(actions.TicketError, match=expected):
            actions.extend(ticket_id=ticket.pk, until=until, why=why, by=by, at=at)
    actions.extend(ticket_id=ticket.pk, until=later, why="等材料", by=by, at=TUESDAY)

    assert state(ticket) is State.EXTENDING
    with pytest.raises(actions.WrongStateError):
        actions.extend(ticket_id=ticket.pk, until=later, why="再等等", by=by, at=TUESDAY)


def test_what_is_not_ours_goes_back_with_the_reason(desk: Desk) -> None:
    ticket, by = take(), desk.actor("luming")

    with pytest.raises(actions.NothingGivenError):
        actions.give_back(ticket_id=ticket.pk, why="", by=by, at=TUESDAY)
    given = actions.give_back(ticket_id=ticket.pk, why="属供电公司", by=by, at=TUESDAY)

    assert (given.state, given.returned_at) == (State.RETURNED, TUESDAY)
    with pytest.raises(actions.WrongStateError, match="已退回"):
        actions.sign(ticket_id=ticket.pk, by=by, at=TUESDAY)
    with pytest.raises(actions.NotAllowedError):
        actions.sign(ticket_id=ticket.pk, by=desk.actor("gulan"), at=TUESDAY)
    with pytest.raises(actions.UnknownTicketError):
        actions.sign(ticket_id=0, by=by, at=TUESDAY)


def test_a_sheet_holds_what_is_new_since_the_last_one_and_stays_as_it_was(desk: Desk) -> None:
    ticket, by = answered(desk), desk.actor("luming")

    sheet = actions.leave_sheet(path=OFFICE, by=by, at=desk.at)

    (line,) = writing.lines(queries.steps_on(sheet))
    assert line[:2] == [ticket.number, "已答复"]
    assert (line[4], line[6], line[-1]) == ("电话联系，约了下午到场。", "已责令停止夜间施工。", "陆明溪")
    with pytest.raises(actions.NothingGivenError, match="没有新的"):
        actions.leave_sheet(path=OFFICE, by=by, at=desk.at)
    assert (HotlineSheet.objects.count(), queries.unsent()) == (1, 0)


def test_a_step_is_a_letter_where_the_hotline_has_an_address(desk: Desk, hotline: Peer) -> None:
    actions.sign(ticket_id=take().pk, by=desk.actor("luming"), at=TUESDAY)

    letter = Outgoing.objects.get(party="hotline")
    assert (letter.subject, letter.body["step"], letter.body["state"]) == ("HZ2603170042", "sign", "signed")
    assert "12900001234" not in str(letter.body)


def test_one_person_asks_that_a_ticket_should_not_count_and_another_decides(desk: Desk) -> None:
    ticket, luming, leader = take(), desk.actor("luming"), desk.actor("chengws")
    row = actions.ask_exclusion(ticket_id=ticket.pk, why="要求恢复发型，不是政府的事", by=luming, at=TUESDAY)

    for by, expected in ((luming, "谁申请谁不裁定"), (desk.actor("gulan"), "岗位")):
        with pytest.raises(actions.NotAllowedError, match=expected):
            actions.decide_exclusion(exclusion_id=row.pk, is_granted=True, verdict="同意", by=by, at=TUESDAY)
    with pytest.raises(actions.DecidedAlreadyError, match="还在等人裁定"):
        actions.ask_exclusion(ticket_id=ticket.pk, why="再说一遍", by=luming, at=TUESDAY)
    actions.decide_exclusion(exclusion_id=row.pk, is_granted=True, verdict="确不合理", by=leader, at=TUESDAY)

    assert again(ticket).excluded_at == TUESDAY
    assert state(ticket) is State.TO_SIGN
    assert Entry.objects.filter(verb__in=["hotline.ask_exclusion", "hotline.decide_exclusion"]).count() == 2


def test_the_database_refuses_what_goes_round_the_actions(desk: Desk) -> None:
    ticket = take()

    for values, constraint in (
        ({"next_due_at": None}, "hotline_clock_runs_while_we_owe"),
        ({"state": "closed", "next_due_at": None}, "hotline_answered_says_what"),
        ({"state": "nowhere", "next_due_at": None}, "hotline_tickets_stand_somewhere"),
        ({"extension_granted": True}, "hotline_extension_was_asked"),
        ({"sign_due_at": TUESDAY + timedelta(days=90)}, "hotline_answer_is_due_last"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            HotlineTicket.objects.filter(pk=ticket.pk).update(**values)
