"""A ticket becomes a case once, whatever comes with it."""

from datetime import timedelta

import pytest

from wenhui.edge.hotline import actions
from wenhui.edge.hotline.models import HotlineStep, HotlineTicket
from wenhui.edge.hotline.party import ACTOR
from wenhui.edge.hotline.tests.tickets import OFFICE, take, told
from wenhui.edge.hotline.words import State, Step
from wenhui.ground.journal.models import Entry
from wenhui.work.cases import actions as cases
from wenhui.work.cases.intake import sealing
from wenhui.work.cases.models import Case, CaseReport
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Channel


def test_a_ticket_becomes_a_case_whose_reporter_is_owed_an_answer(desk: Desk) -> None:
    due = TUESDAY + timedelta(days=3)

    ticket = take(answer_due_at=due, kind="市政设施/路面塌陷")

    report, case = ticket.report, ticket.case
    assert (case.channel, case.title, case.area) == (Channel.HOTLINE, "楼下夜间施工扰民", desk.office.building)
    assert (case.upper_due_at, ticket.answer_due_at) == (due, due)
    assert report.is_owed
    assert sealing.phone_of(report.reporter) == "12900001234"
    assert (ticket.state, ticket.area_path) == (State.TO_SIGN, desk.office.building.path)
    assert HotlineStep.objects.get(ticket=ticket).step == Step.TAKE
    assert Entry.objects.filter(verb="hotline.take").count() == 1


def test_the_same_number_is_one_ticket_and_one_case(desk: Desk) -> None:
    first = take()

    second = actions.take(told=told(), path=OFFICE, by=ACTOR, at=TUESDAY)
    other = actions.take(told=told(title="换了个说法"), path=OFFICE, by=ACTOR, at=TUESDAY)

    assert (second.ticket, second.is_new, second.differs) == (first, False, False)
    assert other.differs
    assert (HotlineTicket.objects.count(), Case.objects.count()) == (1, 1)


def test_a_ticket_joined_to_another_case_follows_it(desk: Desk) -> None:
    other, ticket = desk.report(), take()

    cases.attach(case_id=ticket.report.case_id, into=other.number, by=desk.actor("luming"), at=desk.at)

    assert HotlineTicket.objects.get().case == other


def test_what_is_odd_is_taken_all_the_same_and_marked(desk: Desk) -> None:
    for number, given, odd in (
        ("A1", {"phone": "看不清", "kind": "百事通"}, ["phone", "type"]),
        ("A2", {"place": "上海市黄浦区"}, ["no_place"]),
        ("A3", {"received_at": TUESDAY - timedelta(days=3)}, ["late"]),
        ("A4", {"text": "很吵\x00\u202e" + "吵" * 100_000}, ["mended"]),
        ("A5", {"title": "吵" * 100_000}, ["mended"]),
        ("A6", {"name": "", "phone": "", "kind": "", "place": ""}, []),
    ):
        ticket = take(number=number, **given)

        assert (number, sorted(ticket.odd)) == (number, odd)
        assert len(ticket.report.title) <= 200
        assert not {"\x00", "\u202e"} & set(ticket.report.words)


def test_what_is_no_ticket_of_ours_is_refused_in_words(desk: Desk) -> None:
    for given, expected, why in (
        ({"state": State.CLOSED}, actions.WrongStateError, "不再立案"),
        ({"received_at": TUESDAY + timedelta(days=2)}, actions.AheadError, "在将来"),
        ({"number": "1/2"}, actions.NothingGivenError, "读不懂"),
    ):
        with pytest.raises(expected, match=why):
            take(**given)

    assert (HotlineTicket.objects.count(), CaseReport.objects.count()) == (0, 0)


def test_who_does_not_handle_tickets_takes_none_in(desk: Desk) -> None:
    with pytest.raises(actions.NotAllowedError, match="办热线工单"):
        actions.take(told=told(), path=OFFICE, by=desk.actor("gulan"), at=TUESDAY)
