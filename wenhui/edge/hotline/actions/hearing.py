"""What the hotline says of a ticket since: extensions decided, callers called back, tickets closed or issued again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext

from wenhui.edge.hotline import rules
from wenhui.edge.hotline.actions import errors, steps
from wenhui.edge.hotline.actions.steps import Move
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.party import RULE
from wenhui.edge.hotline.translate import Said
from wenhui.edge.hotline.words import Step
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import actions as cases
from wenhui.work.cases.models import Case
from wenhui.work.cases.words import Stage


class Outcome(StrEnum):
    """What became of something they said."""

    DONE = "done"
    KNOWN = "known"  # heard before, by this road or the other
    STALE = "stale"  # something later was heard already


@dataclass(frozen=True, slots=True)
class Heard:
    """A ticket after they said something of it."""

    ticket: HotlineTicket
    outcome: Outcome
    note: str = ""


@transaction.atomic
def hear(*, said: Said, by: Actor, at: datetime) -> Heard:
    """Do what the hotline says of a ticket, once; what comes after something later moves nothing back.

    A caller who is not satisfied has the case done again where its rules allow that; otherwise a note says why not.
    """
    ticket = steps.locked(number=said.number)
    if rules.is_ahead(said.at, at):
        raise errors.AheadError(gettext("“%(step)s”的时间在将来，请核对。") % {"step": say(said.step.words)})
    key = rules.key_of(said.step, said.at)
    if ticket.steps.filter(source_key=key).exists():
        return Heard(ticket, Outcome.KNOWN)
    if rules.is_stale(said.step, said.at, heard_at=ticket.heard_at, answered_at=ticket.answered_at):
        return Heard(ticket, Outcome.STALE)
    move = steps.begin(said.step, ticket, by=by, at=at, words=said.words)
    move.source_key, move.until = key, said.until
    ticket.heard_at = said.at
    _write(move, said, by, at)
    return Heard(steps.finish(move), Outcome.DONE, move.note)


def _write(move: Move, said: Said, by: Actor, at: datetime) -> None:
    """Write what was said on the ticket, and do to its case what follows."""
    ticket = move.ticket
    match said.step:
        case Step.EXTENDED:
            until = said.until or ticket.extension_until
            ticket.extension_granted = True
            if until is not None and until > ticket.answer_due_at:
                steps.move_answer(ticket, until, by=by, at=at)
        case Step.NOT_EXTENDED:
            ticket.extension_granted = False
        case Step.SATISFIED | Step.DISSATISFIED:
            ticket.callback, ticket.callback_at, ticket.is_solved = str(said.step), said.at, said.is_solved
            if said.step is Step.DISSATISFIED:
                _do_again(move, said, by, at)
        case Step.CLOSED:
            ticket.closed_at = said.at
        case Step.REISSUED:
            ticket.returned_at = ticket.signed_at = ticket.contacted_at = None
            usual = rules.due(at=at, calendar=steps.calendar_of(ticket), answer_at=said.until or _answer(ticket, at))
            steps.move_answer(ticket, usual.answer_at, by=by, at=at)
            ticket.sign_due_at, ticket.contact_due_at = usual.sign_at, usual.contact_at


def _do_again(move: Move, said: Said, by: Actor, at: datetime) -> None:
    ticket, case = move.ticket, move.ticket.case
    ticket.redo_count += 1
    ticket.answered_at = None
    move.note = _send_back(case, said.words or gettext("热线回访，市民不满意。"), at)
    case.refresh_from_db(fields=["stage"])
    steps.move_answer(ticket, said.until or _answer(ticket, at), by=by, at=at)


def _answer(ticket: HotlineTicket, at: datetime) -> datetime:
    return steps.usual_answer(ticket.area_path, at)


def _send_back(case: Case, why: str, at: datetime) -> str:
    """Have the case done again by the office's own rule; return why not, where that is not to be."""
    try:
        with transaction.atomic():
            match case.at_stage:
                case Stage.ANSWERED:
                    cases.rework(case_id=case.pk, why=why, by=RULE, at=at)
                case Stage.CLOSED:
                    cases.reopen(case_id=case.pk, why=why, by=RULE, at=at)
                case Stage.VERIFIED | Stage.REJECTED | Stage.REDIRECTED | Stage.VOID:
                    told = {"number": case.number, "stage": say(case.at_stage.words)}
                    return gettext("案件 %(number)s 现在是“%(stage)s”，请指挥室决定怎么重办。") % told
    except cases.CaseError as error:
        return gettext("案件 %(number)s 没有重新打开：%(why)s") % {"number": case.number, "why": error}
    return ""
