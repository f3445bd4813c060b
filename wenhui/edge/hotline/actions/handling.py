"""What our side does to a ticket: signs for it, contacts the caller, answers, asks for more time, gives it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.edge.hotline import rules
from wenhui.edge.hotline.actions import errors, steps
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.words import Step
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import actions as cases
from wenhui.work.cases.words import ENDED


@transaction.atomic
def sign(*, ticket_id: int, by: Actor, at: datetime) -> HotlineTicket:
    """Sign for a ticket (签收): it is ours."""
    move = steps.begin(Step.SIGN, steps.locked(pk=ticket_id), by=by, at=at)
    move.ticket.signed_at = at
    return steps.finish(move)


@transaction.atomic
def contact(*, ticket_id: int, words: str, by: Actor, at: datetime) -> HotlineTicket:
    """Write down that the caller was spoken to, or could not be reached, and what was said (联系市民)."""
    move = steps.begin(Step.CONTACT, steps.locked(pk=ticket_id), by=by, at=at)
    move.words = steps.stated(words, gettext("请写明怎么联系的、说了什么；没有留号码的也写明。"))
    move.ticket.contacted_at = move.ticket.contacted_at or at
    return steps.finish(move)


@transaction.atomic
def answer(*, ticket_id: int, words: str, by: Actor, at: datetime) -> HotlineTicket:
    """Answer the hotline (答复), once the case itself is answered or has ended.

    Where it has ended, the caller has thereby heard of it: the report is no longer owed an answer.
    """
    move = steps.begin(Step.ANSWER, steps.locked(pk=ticket_id), by=by, at=at)
    ticket, case = move.ticket, move.ticket.case
    if case.at_stage not in rules.ANSWERABLE:
        told = {"number": case.number, "stage": say(case.at_stage.words)}
        raise errors.WrongStateError(gettext("案件 %(number)s 还在“%(stage)s”，处置反馈以后才能答复。") % told)
    move.words = steps.stated(words, gettext("请写明答复市民的话。"))
    ticket.answered_at, ticket.answer = at, move.words
    if case.stage in ENDED and ticket.report.is_owed:
        cases.inform(report_id=ticket.report_id, told=move.words, by=by, at=at)
    return steps.finish(move)


@transaction.atomic
def extend(*, ticket_id: int, until: datetime, why: str, by: Actor, at: datetime) -> HotlineTicket:
    """Ask the hotline for more time (申请延期): once for a ticket, before the answer is due; they decide."""
    move = steps.begin(Step.EXTEND, steps.locked(pk=ticket_id), by=by, at=at)
    ticket = move.ticket
    if ticket.extension_asked_at is not None:
        raise errors.WrongStateError(gettext("一张工单只能申请一次延期，已经用过。"))
    if not rules.may_extend(at, asked_at=None, answer_due_at=ticket.answer_due_at):
        raise errors.WrongStateError(gettext("已经过了答复时限，不能再申请延期。"))
    if until <= ticket.answer_due_at:
        raise errors.NothingGivenError(gettext("延期要到现在的答复时限之后。"))
    move.words = steps.stated(why, gettext("请写明为什么要延期。"))
    move.until = until
    ticket.extension_asked_at, ticket.extension_until = at, until
    return steps.finish(move)


@transaction.atomic
def give_back(*, ticket_id: int, why: str, by: Actor, at: datetime) -> HotlineTicket:
    """Give a ticket back as not ours (退回), with the reason. What becomes of its case is decided on the case."""
    move = steps.begin(Step.GIVE_BACK, steps.locked(pk=ticket_id), by=by, at=at)
    move.words = steps.stated(why, gettext("请写明为什么不属于本单位、应由谁办。"))
    move.ticket.returned_at = at
    return steps.finish(move)
