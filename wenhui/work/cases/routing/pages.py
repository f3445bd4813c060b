"""The page of the decision table: what holds, its editions, a changed sheet brought, tried and switched on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.work.cases import access, actions, rules
from wenhui.work.cases.exporting import KINDS
from wenhui.work.cases.forms import RulesForm
from wenhui.work.cases.learning import showing
from wenhui.work.cases.models import RouteEdition
from wenhui.work.cases.routing import decision_table, spreadsheet, trying


@guard.page(access.RULES, methods=("GET", "POST"))
def home(request: OfficeRequest) -> HttpResponse:
    """Show the table that holds, or an edition that might; take a changed sheet, or switch an edition on."""
    path = rules.office_of(request.sees.path)
    if request.method != "POST":
        return render(request, "cases/rules.html", _shown(request, path, request.GET.get("edition", "")))
    form = RulesForm(request.POST, request.FILES)
    form.is_valid()
    by, at = request.actor, clock.now()
    try:
        if form.cleaned_data.get("digest"):
            edition = actions.switch_on_rules(path=path, digest=form.cleaned_data["digest"], by=by, at=at)
            messages.success(request, gettext("已启用 %(edition)s 版规则") % {"edition": edition.digest[:6]})
            return HttpResponseRedirect(reverse("cases:rules"))
        file = form.cleaned_data.get("file")
        rows = spreadsheet.read(file.read() if file else b"", spreadsheet.names(path))
        edition = actions.bring_rules(path=path, rows=rows, by=by, at=at)
    except spreadsheet.RefusedSheetError as error:
        return _refused(request, path, error.problems)
    except RefusedFileError as error:
        return _refused(request, path, [say(error.words)])
    except actions.CaseError as error:
        return _refused(request, path, [str(error)])
    return HttpResponseRedirect(f"{reverse('cases:rules')}?edition={edition.digest}")


@guard.page(access.RULES)
def sheet(request: OfficeRequest) -> HttpResponse:
    """Take the table that holds, or another edition, out as a spreadsheet to change."""
    path = rules.office_of(request.sees.path)
    edition = _edition(path, request.GET.get("edition", ""))
    content = spreadsheet.write(edition.table if edition else [], spreadsheet.names(path))
    headers = {"Content-Disposition": "attachment; filename=routes.xlsx"}
    return HttpResponse(content, content_type=KINDS["xlsx"], headers=headers)


def _refused(request: OfficeRequest, path: str, problems: list[str]) -> HttpResponse:
    return render(request, "cases/rules.html", _shown(request, path, "") | {"problems": problems}, status=422)


def _edition(path: str, digest: str) -> RouteEdition | None:
    editions = RouteEdition.objects.filter(path=path)
    return editions.filter(digest=digest).first() if digest else editions.filter(**HOLDS).first()


HOLDS: dict[str, Any] = {"switched_on_at__isnull": False, "ended_at": None}


def _shown(request: OfficeRequest, path: str, digest: str) -> dict[str, Any]:
    """Return what the page shows: the edition looked at, its rows in words, what it would change."""
    holds, looked_at = _edition(path, ""), _edition(path, digest)
    known = spreadsheet.names(path)
    shown: dict[str, Any] = {
        "edition": looked_at,
        "holds": looked_at is not None and looked_at == holds,
        "heads": [say(word) for _, word in decision_table.COLUMNS],
        "rows": [decision_table.written(row, known) for row in looked_at.table] if looked_at else [],
        "editions": RouteEdition.objects.filter(path=path).order_by("-id")[:20],
        "now": clock.now(),
        **showing.worth(path, at=clock.now()),
    }
    if looked_at is not None and looked_at != holds:
        shown["changes"] = list(trying.changes(holds.table if holds else [], looked_at.table, known))
        shown["tried"] = trying.tried(looked_at, known=known, at=clock.now())
    return shown
