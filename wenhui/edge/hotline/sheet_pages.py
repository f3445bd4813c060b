"""Sheets in and out: tickets are brought in, what we did is taken out; both stay listed."""

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.edge.hotline import access, actions, queries, reading, writing
from wenhui.edge.hotline.actions import TicketError
from wenhui.edge.hotline.forms import SheetForm
from wenhui.edge.hotline.models import HotlineImport, HotlineSheet
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.kit.sheets.refusals import RefusedFileError

MOST_LISTED = 20
A_PAGE = 50
UNPROCESSABLE = 422


@guard.page(access.HANDLE, methods=("GET", "POST"))
def sheets(request: OfficeRequest) -> HttpResponse:
    """Take a sheet of theirs in; list the sheets that went either way."""
    form = SheetForm()
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                page = reading.read(file.read(), zone=request.zone)
            except RefusedFileError as error:
                form.add_error("file", say(error.words))
            else:
                row = actions.bring(
                    lines=page.lines, refused=page.refused, file=file.name, path=request.sees.path, by=request.actor,
                    at=clock.now(),
                )  # fmt: skip
                return HttpResponseRedirect(reverse("hotline:import", args=[row.pk]))
    context = {
        "form": form, "unsent": queries.unsent(), "sheets": queries.sheets()[:MOST_LISTED],
        "imports": queries.imports()[:MOST_LISTED],
    }  # fmt: skip
    response = render(request, "hotline/sheets.html", context, status=UNPROCESSABLE if form.errors else 200)
    add_never_cache_headers(response)
    return response


@guard.page(access.HANDLE, methods=("POST",))
def take_sheet(request: OfficeRequest) -> HttpResponse:
    """Put what is new on a sheet of ours; it is taken from the list, as often as needed."""
    try:
        sheet = actions.leave_sheet(path=request.sees.path, by=request.actor, at=clock.now())
    except TicketError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, gettext("回填表做好了，有 %(n)s 张工单。点表名下载。") % {"n": sheet.tickets})
    return HttpResponseRedirect(reverse("hotline:sheets"))


@guard.page(access.HANDLE)
def sheet(request: OfficeRequest, pk: int) -> HttpResponse:
    """Hand out one sheet of ours, the same each time."""
    row = get_object_or_404(HotlineSheet, pk=pk)
    name = f"{gettext('热线回填表')}-{timezone.localtime(row.left_at):%Y%m%d-%H%M}.xlsx"
    return HttpResponse(
        writing.workbook(queries.steps_on(row)), content_type=writing.KIND,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )  # fmt: skip


@guard.page(access.HANDLE)
def brought(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show what became of a sheet of theirs, row by row where something is to be done."""
    row = get_object_or_404(HotlineImport, pk=pk)
    leaf = Paginator(row.refused, A_PAGE).get_page(request.GET.get("page"))
    response = render(request, "hotline/import.html", {"row": row, "leaf": leaf, "unit": gettext("行")})
    add_never_cache_headers(response)
    return response
