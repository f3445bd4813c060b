"""The desk of the hotline: tickets by their clock, one ticket with both clocks, its steps, its exclusion."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.edge.hotline import access, actions, queries, shown
from wenhui.edge.hotline.actions import TicketError
from wenhui.edge.hotline.forms import SheetForm, WordsForm
from wenhui.edge.hotline.models import HotlineExclusion, HotlineTicket
from wenhui.edge.hotline.words import State, Step
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.work.cases import access as cases_access
from wenhui.work.cases import actions as cases
from wenhui.work.cases import queries as cases_queries
from wenhui.work.cases import shown as cases_shown
from wenhui.work.cases.actions import CaseError

A_PAGE = 30
CONFLICT = 409
DUE, EVERY = "due", "all"


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """List tickets: what is due today first, or those at one state."""
    at = clock.now()
    until = clock.day_ends_at(clock.local_day(at, request.zone), request.zone)
    due, by_state = queries.counts(until)
    asked = request.GET.get("which", "")
    state = next((one for one in State if one == asked), None)
    which = str(state) if state else EVERY if asked == EVERY or not due else DUE
    found = queries.due_by(until) if which == DUE else queries.tickets(state)
    leaf = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    chips = [(DUE, gettext("今天要办"), due), (EVERY, gettext("全部"), sum(by_state.values()))]
    context = {
        "rows": shown.rows(leaf.object_list, at=at), "leaf": leaf, "unit": gettext("张"), "which": which,
        "chips": chips + [(str(one), say(one.words), by_state.get(str(one), 0)) for one in State],
        "waiting": list(queries.waiting_exclusions()[:A_PAGE]) if request.may(access.DECIDE) else [],
        "own": str(request.actor), "may_handle": request.may(access.HANDLE), "form": SheetForm(),
        "unsent": queries.unsent() if request.may(access.HANDLE) else 0,
    }  # fmt: skip
    response = render(request, "hotline/home.html", context)
    add_never_cache_headers(response)
    return response


@guard.page(access.SEE)
def ticket(request: OfficeRequest, number: str) -> HttpResponse:
    """Show one ticket."""
    return _ticket(request, number)


@guard.page(cases_access.INFORM, methods=("POST",))
def reveal(request: OfficeRequest, number: str) -> HttpResponse:
    """Show the caller's name and number in clear, for a reason that is journalled."""
    one = _found(number)
    given = _given(request)
    try:
        contact = cases.reveal_reporter(
            report_id=one.report_id, reason=given["reason"], by=request.actor, at=clock.now()
        )
    except CaseError as error:
        return _ticket(request, number, refused=str(error), status=CONFLICT)
    return _ticket(request, number, contact=contact)


@guard.page(access.HANDLE, methods=("POST",))
def step(request: OfficeRequest, number: str, step: str) -> HttpResponse:
    """Take one step of ours with a ticket."""
    one, given, who = _found(number), _given(request), _who(request)
    if Step(step) is Step.EXTEND and given["until"] is None:
        return _ticket(request, number, refused=gettext("请填延期到什么时候。"), step=step, status=CONFLICT)
    steps: dict[Step, Callable[[], HotlineTicket]] = {
        Step.SIGN: lambda: actions.sign(ticket_id=one.pk, **who),
        Step.CONTACT: lambda: actions.contact(ticket_id=one.pk, words=given["words"], **who),
        Step.ANSWER: lambda: actions.answer(ticket_id=one.pk, words=given["words"], **who),
        Step.EXTEND: lambda: actions.extend(ticket_id=one.pk, until=given["until"], why=given["words"], **who),
        Step.GIVE_BACK: lambda: actions.give_back(ticket_id=one.pk, why=given["words"], **who),
    }
    return _done(request, number, steps[Step(step)], say(Step(step).words), step=step)


@guard.page(access.HANDLE, methods=("POST",))
def ask_exclusion(request: OfficeRequest, number: str) -> HttpResponse:
    """Ask that a ticket should not count."""
    one, given, who = _found(number), _given(request), _who(request)
    return _done(
        request, number, lambda: actions.ask_exclusion(ticket_id=one.pk, why=given["words"], **who),
        gettext("已申请剔除，由另一个人裁定"), step="exclude",
    )  # fmt: skip


@guard.page(access.DECIDE, methods=("POST",))
def decide_exclusion(request: OfficeRequest, pk: int) -> HttpResponse:
    """Decide whether a ticket counts."""
    row = HotlineExclusion.objects.select_related("ticket").filter(pk=pk).first()
    if row is None:
        raise Http404
    given, who = _given(request), _who(request)
    granted = given["granted"] == "yes"
    return _done(
        request, row.ticket.number,
        lambda: actions.decide_exclusion(exclusion_id=pk, is_granted=granted, verdict=given["words"], **who),
        gettext("已裁定"), step="decide",
    )  # fmt: skip


def _found(number: str) -> HotlineTicket:
    found = queries.ticket(number).first()
    if found is None:
        raise Http404
    return found


def _given(request: OfficeRequest) -> dict[str, Any]:
    """Return what was typed; a moment that cannot be read is none."""
    form = WordsForm(request.POST)
    form.is_valid()
    return {name: form.cleaned_data.get(name) or (None if name == "until" else "") for name in form.fields}


def _who(request: OfficeRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": clock.now()}


def _done(request: OfficeRequest, number: str, act: Callable[[], object], told: str, *, step: str = "") -> HttpResponse:
    try:
        act()
    except (TicketError, CaseError) as error:
        return _ticket(request, number, refused=str(error), step=step, status=CONFLICT)
    messages.success(request, told)
    return HttpResponseRedirect(reverse("hotline:ticket", args=[number]))


def _ticket(
    request: OfficeRequest, number: str, *, status: int = 200, refused: str = "", step: str = "", contact: object = None
) -> HttpResponse:
    at, one = clock.now(), _found(number)
    case = one.case
    exclusions = [shown.Excluded(row) for row in queries.exclusions_of(one)]
    name, phone = shown.caller(one)
    context = {
        "one": shown.Shown(one, at, timezone.get_current_timezone()), "name": name, "phone": phone, "contact": contact,
        "ours": next(cases_shown.rows([case], at=at, units=cases_queries.units())), "refused": refused, "step": step,
        "typed": request.POST.get("words", "") if status == CONFLICT else "",
        "offered": shown.offered(one, may=request.may), "suggestion": shown.suggestion(case),
        "not_yet": shown.why_not_yet(case), "steps": shown.history(one, queries.steps_of(one), at=at),
        "exclusions": exclusions, "own": str(request.actor), "may_decide": request.may(access.DECIDE),
        "may_exclude": request.may(access.HANDLE)
        and one.excluded_at is None
        and all(each.row.decided_at for each in exclusions),
        "may_reveal": request.may(cases_access.INFORM) and bool(name or phone) and contact is None,
    }  # fmt: skip
    response = render(request, "hotline/ticket.html", context, status=status)
    add_never_cache_headers(response)
    return response
