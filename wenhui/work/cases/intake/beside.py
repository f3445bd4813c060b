"""What pages of cases show of intake beside everything else, and what the report form asks before it files."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit.actor import Actor
from wenhui.work.cases import access, actions, rules
from wenhui.work.cases.actions.reporters import mending_in_words
from wenhui.work.cases.forms import ReportForm
from wenhui.work.cases.intake import duplicates, reported
from wenhui.work.cases.intake.reported import Likely
from wenhui.work.cases.models import Case, CaseReport
from wenhui.work.cases.words import OPEN, Appeal, Stage, Verb


def alike_unasked(form: ReportForm, *, by: Actor, at: datetime) -> list[Likely]:
    """Return what may be the same matter, unless the reader has been shown it or the same form came before."""
    found = form.cleaned_data
    if found["asked"] or found["same_as"]:
        return []
    if CaseReport.objects.filter(source=str(by), source_key=found["key"]).exists():
        return []
    return alike(form, at=at)


def tell_received(request: OfficeRequest, case: Case, form: ReportForm) -> None:
    """Say that a report came in, whether it opened a case or joined one, and what was done to its words."""
    joined = bool(form.cleaned_data["same_as"])
    words = gettext("已并入 %(number)s，多了一位报告人") if joined else gettext("收到了，案件号 %(number)s")
    messages.success(request, words % {"number": case.number})
    last = case.reports.order_by("-pk").first()
    if last is not None and last.mended:
        messages.warning(request, mending_in_words(last.mended))


NOT_COUNTED = frozenset({Stage.REPORTED, Stage.MERGED, Stage.REDIRECTED})
"""Where a case counts against nobody, so that nothing could be excluded."""


def card(request: OfficeRequest, case: Case, *, policy: rules.Policy, at: datetime) -> dict[str, Any]:
    """Return what a card shows of intake: reports, duplicates, other ways, requests, family."""
    cases = reported.family_of(case)
    appeals = reported.appeals(case)
    waiting = {one.row.kind for one in appeals if one.row.granted is None}
    may_object = request.may(access.OBJECT)
    return {
        "told": reported.reports_of(cases),
        "joined": cases[1:],
        "alike": reported.likely(duplicates.of_case(case, at=at, policy=policy)) if case.stage in OPEN else [],
        "appeals": appeals,
        "kinship": reported.kinship(case),
        "may_attach": case.stage in rules.MOVES[Verb.ATTACH].sources and request.may(access.ATTACH),
        "may_part": request.may(access.ATTACH),
        "routes": reported.routes()
        if case.stage in rules.MOVES[Verb.REDIRECT].sources and request.may(access.TRIAGE)
        else [],
        "may_object": may_object and case.stage == Stage.REDIRECTED and Appeal.OBJECTION not in waiting,
        "may_exclude": may_object and case.stage not in NOT_COUNTED and Appeal.EXCLUSION not in waiting,
        "may_call_back": request.may(access.INFORM),
        "own": str(request.actor),
        "may_decide": request.may(access.DECIDE),
    }


def alike(form: ReportForm, *, at: datetime) -> list[Likely]:
    """Return what may be the same matter as what stands in a form, as far as it is filled in."""
    found = form.cleaned_data
    if not found.get("title") or form.area is None or (form.placed and form.placed.belongs_to):
        return []
    return reported.likely(
        duplicates.of_report(
            title=found["title"], words=found.get("description", ""), type_key=found.get("type_key") or actions.NOT_GIVEN,
            area=form.area, lng=None, lat=None, at=at,
        )
    )  # fmt: skip
