"""Tickets of the tests: all invented, their phones of a range that belongs to nobody."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from wenhui.edge.hotline import actions
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.party import ACTOR
from wenhui.edge.hotline.translate import Said, Told
from wenhui.edge.hotline.words import State, Step
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Verb

OFFICE = "hz.gs.wh."
TOLD = Told(
    number="HZ2603170042", title="楼下夜间施工扰民", text="晚上十点以后还在打桩，孩子睡不着。", name="苏半夏",
    phone="12900001234", kind="城市管理/施工扰民", place="流水东苑社区1幢", received_at=TUESDAY,
)  # fmt: skip


def told(**given: Any) -> Told:
    """Return a ticket as the hotline tells it."""
    return replace(TOLD, **given)


def take(at: datetime = TUESDAY, **given: Any) -> HotlineTicket:
    """Take a ticket in as it comes over HTTP."""
    return actions.take(told=told(**given), path=OFFICE, by=ACTOR, at=at).ticket


def hear(step: Step, at: datetime, **given: Any) -> actions.Heard:
    """Hear something of the ticket at the moment it was said."""
    number = given.pop("number", TOLD.number)
    return actions.hear(said=Said(number, step, given.pop("said_at", at), **given), by=ACTOR, at=at)


def answered(desk: Desk, *, last: Verb = Verb.ANSWER, **given: Any) -> HotlineTicket:
    """Return a ticket whose case was taken as far as `last`, and which was answered then."""
    ticket = take(desk.at, **given)
    luming = desk.actor("luming")
    actions.sign(ticket_id=ticket.pk, by=luming, at=desk.at)
    actions.contact(ticket_id=ticket.pk, words="电话联系，约了下午到场。", by=luming, at=desk.at)
    desk.take(Case.objects.get(pk=ticket.report.case_id), last)
    desk.at += timedelta(minutes=5)
    return actions.answer(ticket_id=ticket.pk, words="已责令停止夜间施工。", by=luming, at=desk.at)


def again(ticket: HotlineTicket) -> HotlineTicket:
    """Return a ticket as it stands now."""
    return HotlineTicket.objects.get(pk=ticket.pk)


def state(ticket: HotlineTicket) -> State:
    """Return where a ticket stands now."""
    return again(ticket).at_state
