"""What every step of a ticket does the same way: lock, ask access, ask the rules; then write, record, tell them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wenhui.edge.hotline import access, rules, telling
from wenhui.edge.hotline.actions import errors
from wenhui.edge.hotline.models import HotlineStep, HotlineTicket
from wenhui.edge.hotline.words import State, Step
from wenhui.ground.accounts import queries as accounts
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.html.wording import say
from wenhui.kit.tidy import tidy
from wenhui.kit.worktime import WorkCalendar
from wenhui.work.cases import actions as cases
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.words import OPEN, Channel

MOST_WORDS = 2_000
CHANGED = (
    "state", "sign_due_at", "contact_due_at", "answer_due_at", "next_due_at", "signed_at", "contacted_at",
    "answered_at", "answer", "extension_asked_at", "extension_until", "extension_granted", "returned_at", "closed_at",
    "callback", "callback_at", "is_solved", "redo_count", "heard_at",
)  # fmt: skip


@dataclass(slots=True)
class Move:
    """One step being taken: the locked ticket, where it leads, by whom, when, in which words."""

    ticket: HotlineTicket
    step: Step
    to: State
    by: Actor
    at: datetime
    words: str = ""
    until: datetime | None = None
    note: str = ""
    source_key: str = ""


def locked(**known: object) -> HotlineTicket:
    """Return a ticket, locked until the transaction ends, or raise UnknownTicketError."""
    rows = HotlineTicket.objects.select_for_update(of=("self",)).select_related("report__case__into__into")
    found = rows.filter(**known).first()
    if found is None:
        raise errors.UnknownTicketError(gettext("没有这张工单，或不在您的权限内。"))
    return found


def begin(step: Step, ticket: HotlineTicket, *, by: Actor, at: datetime, words: str = "") -> Move:
    """Return the step of a locked ticket, or raise the TicketError that says why it cannot be taken."""
    refuse_unless_allowed(access.HANDLE, path=ticket.area_path, by=by, at=at)
    to = rules.after(step, ticket.at_state, is_contacted=ticket.contacted_at is not None)
    if to is None:
        told = {"state": say(ticket.at_state.words), "step": say(step.words)}
        raise errors.WrongStateError(gettext("工单现在是“%(state)s”，不能%(step)s。") % told)
    return Move(ticket, step, to, by, at, tidy(words, most=MOST_WORDS).words)


def stated(words: str, otherwise: str) -> str:
    """Return words that must be given, fit to keep; raise NothingGivenError with `otherwise`."""
    found = tidy(words, most=MOST_WORDS).words
    if not found:
        raise errors.NothingGivenError(otherwise)
    return found


def finish(move: Move) -> HotlineTicket:
    """Put the ticket where the step leads, write the step and one journal line, and tell them where it is ours."""
    ticket, came_from = move.ticket, move.ticket.state
    ticket.state = str(move.to)
    ticket.next_due_at = rules.next_due_at(move.to, ticket.due, is_contacted=ticket.contacted_at is not None)
    ticket.save(update_fields=CHANGED)
    record(move, came_from)
    return ticket


def record(move: Move, came_from: str) -> HotlineStep:
    """Write the step and its journal line; what we did ourselves goes back to them."""
    ticket, by = move.ticket, move.by
    row = HotlineStep.objects.create(
        ticket=ticket, area_id=ticket.area_id, step=move.step, from_state=came_from, to_state=ticket.state,
        by_kind=by.kind, by_key=by.key, by_name=by.name, at=move.at, words=move.words, until=move.until,
        note=move.note[:400], source_key=move.source_key,
    )  # fmt: skip
    refs: dict[str, str | int] = {"number": ticket.number, "step": row.pk}
    journal.write(by=by, at=move.at, verb=f"hotline.{move.step}", subject=f"ticket:{ticket.pk}", refs=refs)
    if move.step in rules.OURS:
        telling.tell(ticket, row)
    return row


def refuse_unless_allowed(permission: str, *, path: str, by: Actor, at: datetime) -> None:
    """Raise unless `by` is the hotline itself, a job of ours, or holds the permission over a ticket at `path`."""
    if by.kind in {ActorKind.PARTY, ActorKind.JOB}:
        return
    posts = accounts.posts_of(by, day=clock.local_day(at))
    if not any(one.may(permission) and one.scope.covers(path) for one in posts):
        what = say(access.PERMISSIONS[permission])
        raise errors.NotAllowedError(gettext("您的岗位不能%(what)s。") % {"what": what})


def calendar_of(ticket: HotlineTicket) -> WorkCalendar:
    """Return the work calendar that holds where a ticket lies."""
    return office_at(ticket.area_path).calendar


def move_answer(ticket: HotlineTicket, until: datetime, *, by: Actor, at: datetime) -> None:
    """Let the answer be due at another moment of theirs; the upper clock of an open case follows."""
    before, ticket.answer_due_at = ticket.answer_due_at, until
    ticket.sign_due_at, ticket.contact_due_at = min(ticket.sign_due_at, until), min(ticket.contact_due_at, until)
    case = ticket.case
    if case.stage in OPEN:
        cases.follow_upper(case_id=case.pk, before=before, until=until, by=by, at=at)


def usual_answer(ticket_path: str, at: datetime) -> datetime:
    """Return when an answer is due by what the office's catalogue gives the hotline, else in five workdays."""
    office = office_at(ticket_path)
    upper = office.policy.upper.get(Channel.HOTLINE)
    return upper.due_at(at, office.calendar) if upper else office.calendar.add(at, rules.FIVE_WORKDAYS).at
