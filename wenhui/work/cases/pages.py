"""Pages of cases: the board, one case and its steps, reporting, taking a sheet out. Complete without JavaScript."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, actions, board, co_handling, exporting, forms, queries, rules, shown
from wenhui.work.cases.asking import asked
from wenhui.work.cases.desk import dispatch_pages
from wenhui.work.cases.forms import AskForm, MoveForm, PartForm, ReportForm
from wenhui.work.cases.intake import beside
from wenhui.work.cases.learning import guessing, showing
from wenhui.work.cases.models import Case
from wenhui.work.cases.paper import offering
from wenhui.work.cases.photos import photographing
from wenhui.work.cases.rules import MOVES, Given
from wenhui.work.cases.words import Channel, Outcome, Verb


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """Show the board; with `case` in the address, that case beside it. htmx asks for the opened case alone."""
    at, number, known = clock.now(), request.GET.get("case", ""), board.Known()
    opened = opened_case(request, number, known) if number else {"opened": None}
    if request.htmx.target == "opened":
        return render(request, "cases/parts/opened.html", opened | {"back": request.get_full_path()})
    shows = board.context(request.GET, path=request.sees.path, at=at, unit_key=request.post.unit_key, known=known)
    may = {
        "may_rule": request.may(access.RULES),
        "may_report": request.may(access.REPORT),
        "may_export": request.may(access.EXPORT),
        "may_inform": request.may(access.INFORM),
        "may_papers": request.may(access.PAPERS),
        "may_evaluate": request.may(access.EVALUATION),
        "may_handle": request.may(access.HANDLE),
        "may_choose": bool(shows["waiting_here"]) and request.may(access.DISPATCH),
        **dispatch_pages.undo(request, at=at),
    }
    return render(request, "cases/board.html", shows | opened | may | {"back": request.get_full_path()})


@guard.page(access.SEE)
def card(request: OfficeRequest, number: str) -> HttpResponse:
    """Show one case on a page of its own."""
    return render(request, "cases/card.html", opened_case(request, number))


@guard.page(access.SEE, methods=("POST",))
def move(request: OfficeRequest, number: str, verb: str) -> HttpResponse:
    """Take one step with a case and go back; a step that is refused says why and keeps what was typed."""
    case, step, form = case_of(number), _verb(verb), MoveForm(request.POST)
    form.is_valid()
    try:
        if not request.may(MOVES[step].permission):
            raise actions.NotAllowedError(gettext("您现在的岗位不能%(verb)s。") % {"verb": say(step.words)})
        at, guesses = clock.now(), guessing.of_case(case, step)
        moved = getattr(actions, step)(case_id=case.pk, by=request.actor, at=at, **_given(step, form))
        guessing.keep_choices(guesses, step, moved, by=request.actor, at=at)
    except actions.CaseError as error:
        return _refused(request, number, str(error), verb=step, form=form)
    messages.success(request, gettext("%(number)s 已%(verb)s") % {"number": number, "verb": say(step.words)})
    photographing.take(request, case, step, at=at)
    return photographing.led_to(request, way_back(request, number))


@guard.page(access.SEE, methods=("POST",))
def ask(request: OfficeRequest, number: str) -> HttpResponse:
    """Ask for what needs an approver, and go back; a request that is refused says why and keeps what was typed."""
    case, form = case_of(number), AskForm(request.POST)
    if not form.is_valid():
        return _refused(request, number, gettext("请选要申请什么，写明理由。"), verb="ask", form=form)
    given = form.cleaned_data
    try:
        actions.ask(
            case_id=case.pk, kind=Verb(given["kind"]), why=given["words"], amount=given["amount"] or 0,
            by=request.actor, at=clock.now(),
        )  # fmt: skip
    except actions.CaseError as error:
        return _refused(request, number, str(error), verb="ask", form=form)
    messages.success(request, gettext("%(number)s 已申请，等审批") % {"number": number})
    return HttpResponseRedirect(way_back(request, number))


@guard.page(access.SEE, methods=("POST",))
def decide(request: OfficeRequest, number: str, decision: str) -> HttpResponse:
    """Approve, decline or withdraw the request named in the form, and go back."""
    case, form = case_of(number), MoveForm(request.POST)
    form.is_valid()
    words = form.cleaned_data.get("words", "")
    asks = case.requests.filter(pk=form.cleaned_data.get("request") or 0).first()
    given = {"approve": {"note": words}, "decline": {"why": words}, "withdraw": {}}[decision]
    try:
        if asks is None:
            raise actions.UnknownCaseError(gettext("没有这项申请，或不在您的权限内。"))
        if decision != "withdraw" and not request.may(access.APPROVE):
            raise actions.NotAllowedError(gettext("您现在的岗位不能审批。"))
        getattr(actions, decision)(request_id=asks.pk, by=request.actor, at=clock.now(), **given)
    except actions.CaseError as error:
        return _refused(request, number, str(error), verb="decide", form=form)
    done = {"approve": gettext("已批准"), "decline": gettext("没有批准"), "withdraw": gettext("已撤回申请")}[decision]
    messages.success(request, f"{number} {done}")
    return HttpResponseRedirect(way_back(request, number))


@guard.page(access.SEE, methods=("POST",))
def share(request: OfficeRequest, number: str, deed: str) -> HttpResponse:
    """Ask another unit to help, do or release a co-handling unit's part, or split the case; then go back."""
    case, form = case_of(number), PartForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    words, by, at = given.get("words", ""), request.actor, clock.now()
    part = case.parts.filter(pk=given.get("part") or 0).values_list("pk", flat=True).first() or 0
    needs = access.HANDLE if deed in {"accept_part", "answer_part"} else access.DISPATCH
    try:
        if not request.may(needs):
            raise actions.NotAllowedError(gettext("您现在的岗位不能这样办。"))
        match deed:
            case "invite":
                actions.invite(case_id=case.pk, unit_key=given.get("unit_key", ""), asks=words, by=by, at=at)
            case "split":
                titles = given.get("titles", "").splitlines()
                actions.split(case_id=case.pk, titles=titles, why=words, by=by, at=at)
            case "accept_part":
                actions.accept_part(part_id=part, by=by, at=at)
            case "answer_part":
                actions.answer_part(part_id=part, note=words, by=by, at=at)
            case "release_part":
                actions.release_part(part_id=part, why=words, by=by, at=at)
    except actions.CaseError as error:
        return _refused(request, number, str(error), verb=deed, form=form)
    messages.success(request, gettext("%(number)s 已办") % {"number": number})
    return HttpResponseRedirect(way_back(request, number))


@guard.page(access.REPORT, methods=("GET", "POST"))
def report(request: OfficeRequest) -> HttpResponse:
    """Take a report; the same form sent twice leads to the same case."""
    within = request.sees.path
    if request.method != "POST":
        form = ReportForm.fresh(within=within, channel=_usual_channel(request))
        return render(request, "cases/report.html", {"form": form} | photographing.asked(Verb.REPORT))
    form, alike, case, at = ReportForm(request.POST, within=within), [], None, clock.now()
    if form.is_valid():
        alike = beside.alike_unasked(form, by=request.actor, at=at)
        try:
            case = None if alike else actions.report(by=request.actor, at=at, **form.report)
        except actions.CaseError as error:
            form.add_error(None, str(error))
    if case is not None:
        beside.tell_received(request, case, form)
        showing.keep_type(request, case, form, at=at)
        photographing.take(request, case, Verb.REPORT, at=at)
        return photographing.led_to(request, reverse("cases:card", args=[case.number]))
    shows = {
        "form": form,
        "alike": alike,
        "asks_first": bool(alike),
        "had_files": bool(request.FILES) and not request.htmx,
    }
    return render(request, "cases/report.html", shows | photographing.asked(Verb.REPORT), status=200 if alike else 422)


@guard.page(access.SEE, methods=("POST",))
def add_photos(request: OfficeRequest, number: str) -> HttpResponse:
    """Add photos to an open case and go back to it."""
    photographing.add(request, case_of(number), at=clock.now())
    return photographing.led_to(request, way_back(request, number))


@guard.page(access.EXPORT)
def export(request: OfficeRequest, kind: str) -> FileResponse:
    """Take the cases of the board's filters out as a sheet; that is journalled."""
    at = clock.now()
    filters = forms.filters(request.GET, today_began_at=forms.began_today(at))
    cases = queries.to_export(filters, at=at)
    file, count = exporting.sheet(kind, shown.rows(cases, at=at, units=queries.units()))
    asked = board.address(request.GET, q=None)
    actions.export(kind=kind, rows=count, asked=asked, path=request.sees.path, by=request.actor, at=at)
    name = gettext("案件") + f"-{timezone.localtime(at):%Y%m%d}.{kind}"
    return FileResponse(
        file,
        content_type=exporting.KINDS[kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


def _refused(request: OfficeRequest, number: str, why: str, *, verb: str, form: Form) -> HttpResponse:
    """Show the case again with what was refused, why, and what was typed."""
    typed = {key: form.data.get(key, "") for key in ("words", "kind", "amount", "titles")}
    refused = {"refused": why, "refused_verb": verb, "typed": typed["words"], "given": typed}
    return render(request, "cases/card.html", opened_case(request, number) | refused, status=409)


def case_of(number: str) -> Case:
    """Return the case of a number, or answer that there is none."""
    case = queries.card(number)
    if case is None:
        raise Http404(gettext("没有这件案件，或不在您的权限内。"))
    return case


def opened_case(request: OfficeRequest, number: str, known: board.Known | None = None) -> dict[str, Any]:
    """Return what an opened case shows: itself, its history, and the steps this reader may take."""
    known = known or board.Known()
    case, at, units = case_of(number), clock.now(), known.units
    offers = shown.offers(case, by=request.actor, may=request.may, unit_key=request.post.unit_key)
    opened = next(shown.rows([case], at=at, units=units, offices=known.offices))
    requests = asked.asked(
        case, list(case.requests.order_by("-id")), policy=opened.office.policy, by=request.actor, may=request.may,
        unit_key=request.post.unit_key, at=at,
    )  # fmt: skip
    return photographing.context(request, case) | {
        "opened": opened,
        "asked": requests,
        "shared": co_handling.shared(
            case, office=opened.office, units=units, may=request.may, unit_key=request.post.unit_key, at=at
        ),
        "steps": shown.history(case, case.moves.all(), units=units, at=at),
        "moves": case.moves.all(),
        "offers": offers,
        "outcomes": list(Outcome),
        "power": queries.power_over(case.type_id, case.area_path, on=clock.local_day(at)),
        "units": [unit for unit in units.values() if not unit.ended],
        **offering.context(request, case),
        **beside.card(request, case, policy=opened.office.policy, at=at),
        **showing.card(request, case, offers),
    }


def _verb(text: str) -> Verb:
    if text not in set(Verb) - {*rules.APART, *rules.ASKED}:
        raise Http404(gettext("没有这个步骤。"))
    return Verb(text)


def _given(step: Verb, form: MoveForm) -> dict[str, Any]:
    """Return what the form gives this step, under the names that its action takes."""
    found = form.cleaned_data
    words = found.get("words", "")
    match MOVES[step].given:
        case Given.NOTE:
            return {"note": words}
        case Given.UNIT:
            return {"unit_key": found.get("unit_key", ""), "why": words}
        case Given.OUTCOME:
            if not found.get("outcome"):
                raise actions.NothingGivenError(gettext("请选办理结果：结案不等于解决。"))
            return {"outcome": Outcome(found["outcome"]), "why": words}
        case Given.REASON:
            return {"why": words}
        case _ if step is Verb.REGISTER:
            return {"why": words, "type_key": found.get("type_key", "")}
        case _:
            return {} if step is Verb.ACCEPT else {"why": words}


def _usual_channel(request: OfficeRequest) -> Channel:
    """Return how cases mostly reach someone in this post: a grid worker finds them, a desk is told."""
    return Channel.RESIDENT if request.may(access.REGISTER) else Channel.GRID_PATROL


def way_back(request: OfficeRequest, number: str) -> str:
    """Return where the reader came from, if that is one of our own pages; else the case."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return wanted
    return reverse("cases:card", args=[number])
