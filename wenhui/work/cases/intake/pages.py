"""Pages of intake beyond the report itself: duplicates, answers owed, other ways and objections, families."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.work.cases import access, actions, pages, queries
from wenhui.work.cases.forms import IntakeForm, ReportForm
from wenhui.work.cases.intake import beside, reported
from wenhui.work.cases.learning import showing
from wenhui.work.cases.words import Appeal, Standing

BETWEEN = re.compile(r"[\s,\u3001\uff0c]+")
"""What stands between numbers in a list: blanks, commas, and the Chinese comma and pause."""


@guard.page(access.REPORT, methods=("POST",))
def alike(request: OfficeRequest) -> HttpResponse:
    """Return what is known already of what somebody is about to report, while they type."""
    form = ReportForm(request.POST, within=request.sees.path)
    form.is_valid()
    shows = {"alike": beside.alike(form, at=clock.now()), "with_guess": True} | showing.report(request, form)
    return render(request, "cases/parts/alike.html", shows)


@guard.page(access.ATTACH, methods=("POST",))
def attach(request: OfficeRequest, number: str) -> HttpResponse:
    """Join a case to another."""
    found, case = _given(request), pages.case_of(number)
    return _taken(
        request,
        number,
        lambda: actions.attach(case_id=case.pk, into=found["into"].strip(), why=found["words"], **_who(request)),
    )


@guard.page(access.TRIAGE, methods=("POST",))
def redirect(request: OfficeRequest, number: str) -> HttpResponse:
    """Show the reporter another way."""
    found, case = _given(request), pages.case_of(number)
    return _taken(
        request, number,
        lambda: actions.redirect(case_id=case.pk, route_key=found["route_key"], why=found["words"], **_who(request)),
    )  # fmt: skip


@guard.page(access.OBJECT, methods=("POST",))
def appeal(request: OfficeRequest, number: str, kind: str) -> HttpResponse:
    """Ask a second person to decide about a case."""
    found, case = _given(request), pages.case_of(number)
    return _taken(
        request, number, lambda: actions.appeal(case_id=case.pk, kind=Appeal(kind), why=found["words"], **_who(request))
    )


@guard.page(access.DECIDE, methods=("POST",))
def decide(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """Decide what somebody asked about a case."""
    found = _given(request)
    is_granted = found["granted"] == "yes"
    return _taken(
        request,
        number,
        lambda: actions.decide(appeal_id=pk, is_granted=is_granted, verdict=found["words"], **_who(request)),
    )


@guard.page(access.ATTACH, methods=("POST",))
def part(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """Give a report that joined a case one of its own."""
    found = _given(request)
    return _taken(request, number, lambda: actions.part(report_id=pk, why=found["words"], **_who(request)))


@guard.page(access.INFORM)
def answers(request: OfficeRequest) -> HttpResponse:
    """Show who still waits to hear what came of their report."""
    return _answers(request)


@guard.page(access.INFORM, methods=("POST",))
def inform(request: OfficeRequest, pk: int) -> HttpResponse:
    """Write down what a reporter was told."""
    words = _given(request)["words"]
    try:
        report = actions.inform(report_id=pk, told=words, **_who(request))
    except actions.CaseError as error:
        return _answers(request, refused=str(error), refused_pk=pk, typed=words, status=409)
    messages.success(request, gettext("%(number)s 的报告人已答复") % {"number": report.case.number})
    return HttpResponseRedirect(reverse("cases:answers"))


@guard.page(access.INFORM, methods=("POST",))
def reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show one reporter's name and number in clear; that is on record."""
    try:
        contact = actions.reveal_reporter(report_id=pk, reason=gettext("答复报告人"), **_who(request))
    except actions.CaseError as error:
        return _answers(request, refused=str(error), refused_pk=pk, status=409)
    return _answers(request, contact=contact, contact_pk=pk)


@guard.page(access.SEE)
def families(request: OfficeRequest) -> HttpResponse:
    """Show matters that come back, with both counts and who owns their root."""
    return _families(request)


@guard.page(access.FAMILIES, methods=("POST",))
def gather(request: OfficeRequest) -> HttpResponse:
    """Propose that some cases are one matter coming back."""
    found = _given(request)
    numbers = [number for number in BETWEEN.split(found["numbers"]) if number]
    try:
        actions.gather(numbers=numbers, title=found["words"], **_who(request))
    except actions.CaseError as error:
        return _families(request, refused=str(error), typed=found, status=409)
    messages.success(request, gettext("已列入待确认"))
    return HttpResponseRedirect(reverse("cases:families"))


@guard.page(access.FAMILIES, methods=("POST",))
def change_family(request: OfficeRequest, pk: int, verb: str) -> HttpResponse:
    """Take a family on, decline it, or say that its root cause is gone."""
    found = _given(request)
    given = {"unit_key": found["unit_key"], "cause": found["words"]} if verb == "take_on" else {"why": found["words"]}
    try:
        getattr(actions, verb)(family_id=pk, **given, **_who(request))
    except actions.CaseError as error:
        return _families(request, refused=str(error), status=409)
    return HttpResponseRedirect(reverse("cases:families"))


@guard.page(access.FAMILIES, methods=("POST",))
def judge_kin(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say whether a case that was proposed is one of a family."""
    is_kin = _given(request)["granted"] == "yes"
    try:
        likely = actions.judge_kin(likely_id=pk, is_kin=is_kin, **_who(request))
    except actions.CaseError as error:
        return _families(request, refused=str(error), status=409)
    words = gettext("%(number)s 已列入这一组") if is_kin else gettext("%(number)s 不列入，以后不再提示")
    messages.success(request, words % {"number": likely.case.number})
    return HttpResponseRedirect(reverse("cases:families"))


def _taken(request: OfficeRequest, number: str, act: Callable[[], object]) -> HttpResponse:
    """Take a step and go back to the case; one that is refused says why there."""
    try:
        act()
    except actions.CaseError as error:
        shows = pages.opened_case(request, number) | {"refused": str(error)}
        return render(request, "cases/card.html", shows, status=409)
    messages.success(request, gettext("%(number)s 已办") % {"number": number})
    return HttpResponseRedirect(pages.way_back(request, number))


def _answers(request: OfficeRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "cases/answers.html", {"owed": reported.owed_as_told()} | more, status=status)


def _families(request: OfficeRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    shows = {
        "families": reported.counted(list(reported.families()[: reported.MOST_SHOWN])),
        "units": [unit for unit in queries.units().values() if not unit.ended],
        "may_change": request.may(access.FAMILIES),
        "proposed": Standing.PROPOSED,
        "taken_on": Standing.TAKEN_ON,
    }
    return render(request, "cases/families.html", shows | more, status=status)


def _given(request: OfficeRequest) -> dict[str, Any]:
    form = IntakeForm(request.POST)
    form.is_valid()
    return {"words": "", "into": "", "route_key": "", "unit_key": "", "numbers": "", "granted": ""} | form.cleaned_data


def _who(request: OfficeRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": clock.now()}
