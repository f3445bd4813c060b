"""What is due, what was filed: the list by deadline, one filing with its receipt and what changed since, the print."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html import wording
from wenhui.record.forms import access, actions, filed, queries, sheet, shown
from wenhui.record.forms.forms import FileForm
from wenhui.record.forms.models import Filing
from wenhui.record.forms.queries import Due
from wenhui.record.forms.refusals import FormsError
from wenhui.record.forms.words import Lateness
from wenhui.record.registry.words import Subject

REFUSED = 409
LIGHTS = {Lateness.LATE: "late", Lateness.DUE: "soon", Lateness.COMING: "hold", Lateness.FILED: "ok"}
SHOWN = 200


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """List periods by deadline: late, due, still running, filed."""
    return render(request, "forms/filings.html", _context(request))


@guard.page(access.FILE, methods=("POST",))
def file(request: OfficeRequest, form_id: int) -> HttpResponse:
    """File a period of a form for an area."""
    form = FileForm(request.POST)
    if not form.is_valid():
        raise Http404(gettext("这张表没有这一期。"))
    given = form.cleaned_data
    try:
        done = actions.file(
            form_id=form_id, area_id=given["area"], period_on=given["period_on"],
            clearance=request.sees.clearance, by=request.actor, at=clock.now(),
        )  # fmt: skip
    except FormsError as refused:
        context = _context(request) | {"refused": wording.say(refused.words)}
        return render(request, "forms/filings.html", context, status=REFUSED)
    messages.success(request, gettext("报送了，回执 %(receipt)s") % {"receipt": done.receipt})
    return HttpResponseRedirect(reverse("forms:filing", args=[done.pk]))


@guard.page(access.SEE)
def filing(request: OfficeRequest, filing_id: int) -> HttpResponse:
    """Show a filing: its receipt, the frozen rows masked, and what is known otherwise since."""
    return _private(render(request, "forms/filing.html", _filing(filing_id)))


@guard.page(access.SEE)
def receipt(request: OfficeRequest, filing_id: int) -> HttpResponse:
    """Show the receipt made for paper."""
    return _private(render(request, "forms/receipt.html", _filing(filing_id) | {"printed_by": request.actor.name}))


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def _context(request: OfficeRequest) -> dict[str, Any]:
    found = queries.due(request.sees.path, today=clock.local_day(clock.now()))
    wanted = request.GET.get("which", "")
    wanted = wanted if wanted in Lateness.values else ""
    counts = {one: sum(due.lateness == one for due in found) for one in Lateness}
    chosen = [due for due in found if due.lateness == wanted or (not wanted and due.lateness != Lateness.FILED)]
    may, names = request.may(access.FILE), shown.asker_names()
    return {
        "rows": [_row(due, names, may_file=may) for due in chosen[:SHOWN]],
        "is_cut": len(chosen) > SHOWN,
        "which": wanted,
        "counts": [(one, counts[one], LIGHTS[one]) for one in Lateness],
        "open": sum(count for one, count in counts.items() if one != Lateness.FILED),
    }


def _row(due: Due, names: Mapping[str, str], *, may_file: bool) -> dict[str, Any]:
    return {
        "due": due,
        "asker": names.get(due.form.asker, due.form.asker),
        "period": shown.period(due.period),
        "light": LIGHTS[due.lateness],
        "word": due.lateness.label,
        "may_file": may_file and due.filing is None,
    }


def _filing(filing_id: int) -> dict[str, Any]:
    one = Filing.objects.select_related("form__area", "area").filter(pk=filing_id).first()
    if one is None:
        raise Http404(gettext("没有这份回执，或不在您的权限内。"))
    columns = queries.columns_of(one.form)
    changes = filed.since(one)
    period = next((each for each in one.form.periods_until(one.period_on) if each.begin == one.period_on), None)
    corrections = [
        {"row": each, "who": sheet.who(each.said) if each.said else ""} for each in changes.corrections[:SHOWN]
    ]
    return {
        "one": one,
        "asker": shown.asker(one.form.asker),
        "period": shown.period(period or one.form.period_at(one.period_on)),
        "columns": columns,
        "rows": filed.shown_rows(one, columns),
        "changes": changes,
        "corrections": corrections,
        "subjects": shown.counted(Subject(one.form.subject).value, one.rows),
        "served": one.cells - one.lacking,
        "is_late": clock.local_day(one.at) > one.due_on,
    }
