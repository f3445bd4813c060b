"""Pages of emergency mode: opening it, what it gathers, the list to take along. Complete without JavaScript.

No cache may keep what they show.
"""

import json
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.kit.paper.fonts import NoFontError
from wenhui.work.emergency import access, actions, gathering, making, rules
from wenhui.work.emergency.forms import BeginForm
from wenhui.work.emergency.models import Emergency
from wenhui.work.visits import access as visits_access
from wenhui.work.visits import actions as visits

UNPROCESSABLE = 422
REFUSED = 409
KINDS = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}
LATEST = 20


@guard.page(access.OPEN, methods=("GET", "POST"))
def home(request: OfficeRequest) -> HttpResponse:
    """Show what is open and was open, and the form that opens another."""
    within, at = request.sees.path, clock.now()
    form = BeginForm(request.POST or None, within=within)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            begun = actions.begin(
                key=given["key"], within=within, polygon=given["polygon"], places=given["places"],
                reason=given["reason"], by=request.actor, at=at,
            )  # fmt: skip
        except actions.EmergencyError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("emergency:one", args=[begun.pk]))
    held = list(Emergency.objects.select_related("area").order_by("-began_at")[:LATEST])
    context = {
        "form": form,
        "map": {"source": reverse("areas:geo", args=[within, "building"])},
        "open": [one for one in held if one.is_on(at)],
        "past": [one for one in held if not one.is_on(at)],
    }
    return _private(render(request, "emergency/home.html", context, status=UNPROCESSABLE if form.errors else 200))


@guard.page(access.OPEN)
def one(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show what an emergency gathers now; each look is on record. Once it has ended, only that it was."""
    at = clock.now()
    try:
        held, gathered = actions.look(emergency_id=pk, within=request.sees.path, by=request.actor, at=at)
    except actions.EmergencyError as error:
        return _refused(request, pk, error)
    context = {
        "one": held,
        "gathered": gathered,
        "may_clear": request.may(visits_access.EMERGENCY),
        "may_visit": request.may(visits_access.SEE),
        "source": reverse("areas:geo", args=[rules.grid_of(held.area_path), "building"]),
        "polygon": json.dumps(held.polygon),
        "points": json.dumps([[row.case.lng, row.case.lat] for row in gathered.cases if row.case.lng is not None]),
    }
    return _private(render(request, "emergency/one.html", context))


@guard.page(access.OPEN, methods=("POST",))
def take_out(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the list as PDF, or as one file for a phone; with names and phones where the post may, by their own record."""
    kind, at, within = request.POST.get("kind", ""), clock.now(), request.sees.path
    if kind not in KINDS:
        raise Http404(gettext("没有这种格式。"))
    is_clear = "clear" in request.POST and request.may(visits_access.EMERGENCY)
    try:
        with transaction.atomic():
            held, gathered = actions.take_out(emergency_id=pk, within=within, kind=kind, by=request.actor, at=at)
            blocks = gathered.blocks
            if is_clear and blocks:
                grid = request.POST.get("grid", "")
                buildings = gathering.buildings_of(held.polygon, held.places, within=within)
                paths = [area.path for area in buildings if area.path.startswith(grid)]
                blocks = visits.print_emergency(paths=paths, reason=held.reason, by=request.actor, at=at)
            make = making.pdf if kind == "pdf" else making.page
            content = make(held, gathered, blocks, by=request.actor.name, is_clear=is_clear, at=at)
    except (actions.EmergencyError, visits.VisitsError, NoFontError) as error:
        return _refused(request, pk, error)
    response = HttpResponse(content, content_type=KINDS[kind])
    name = quote(f"{gettext('应急名单')}-{timezone.localtime(at):%Y%m%d-%H%M}.{kind}")
    way = "inline" if kind == "pdf" else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{name}"
    return _private(response)


@guard.page(access.OPEN, methods=("POST",))
def end(request: OfficeRequest, pk: int) -> HttpResponse:
    """End it before its day is over."""
    try:
        actions.end(emergency_id=pk, by=request.actor, at=clock.now())
    except actions.EmergencyError as error:
        return _refused(request, pk, error)
    messages.success(request, gettext("应急已结束"))
    return HttpResponseRedirect(reverse("emergency:home"))


def _refused(request: OfficeRequest, pk: int, error: Exception) -> HttpResponse:
    held = Emergency.objects.select_related("area").filter(pk=pk).first()
    if held is None:
        raise Http404(gettext("没有这次应急，或不在您的权限内。"))
    why = say(error.words) if isinstance(error, NoFontError) else str(error)
    return _private(render(request, "emergency/refused.html", {"one": held, "refused": why}, status=REFUSED))


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
