"""What came and could not be acted on, what could not be delivered; each with its reason and what can be done."""

import json
from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.edge.exchange import access, actions, parties, queries, shown
from wenhui.edge.exchange.actions import ExchangeError
from wenhui.edge.exchange.forms import WhyForm
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.words import Outcome, Standing
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say

Chosen = TypeVar("Chosen", Outcome, Standing)

A_PAGE = 30
UNPROCESSABLE = 422


@guard.page(access.TEND)
def home(request: OfficeRequest) -> HttpResponse:
    """List messages that came, those in quarantine first."""
    which = _which(request, Outcome.QUARANTINED)
    leaf = Paginator(queries.messages(which), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [shown.message(one) for one in leaf.object_list],
        "chips": [(one, say(one.words), count) for one, count in queries.outcomes(tuple(Outcome))],
    }
    return _listed(request, "exchange/home.html", context | {"which": which, "leaf": leaf, "here": "in"})


@guard.page(access.TEND)
def letters(request: OfficeRequest) -> HttpResponse:
    """List letters of ours, those that were given up first."""
    which = _which(request, Standing.DEAD)
    leaf = Paginator(queries.letters(which), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": shown.letters(leaf.object_list),
        "chips": [(one, say(one.words), count) for one, count in queries.standings(tuple(Standing))],
    }
    return _listed(request, "exchange/letters.html", context | {"which": which, "leaf": leaf, "here": "out"})


@guard.page(access.TEND, methods=("GET", "POST"))
def incoming(request: OfficeRequest, incoming_id: int) -> HttpResponse:
    """Show one message as it came; try it again, or set it aside for a reason."""
    one = get_object_or_404(Incoming, pk=incoming_id)

    def again() -> str:
        done = actions.retry(incoming_id=one.pk, by=request.actor, at=clock.now())
        told = {"outcome": say(Outcome(done.outcome).words), "why": done.why}
        return gettext("又试了一次：%(outcome)s。%(why)s") % told

    def aside(why: str) -> str:
        actions.set_aside(incoming_id=one.pk, why=why, by=request.actor, at=clock.now())
        return gettext("搁置了，原文和理由都留着。")

    context: dict[str, object] = {"one": shown.message(one), "body": shown.body(one.body)}
    context |= {"is_open": one.outcome == Outcome.QUARANTINED, "may_retry": bool(one.key)}
    return _tended(request, "exchange/incoming.html", context, again, aside)


@guard.page(access.TEND, methods=("GET", "POST"))
def outgoing(request: OfficeRequest, outgoing_id: int) -> HttpResponse:
    """Show one letter as it is sent; send it again, or leave it unsent for a reason."""
    one = get_object_or_404(Outgoing, pk=outgoing_id)

    def again() -> str:
        actions.resend(outgoing_id=one.pk, by=request.actor, at=clock.now())
        return gettext("已放回待发，马上再送一次。")

    def aside(why: str) -> str:
        actions.drop(outgoing_id=one.pk, why=why, by=request.actor, at=clock.now())
        return gettext("搁置了，不再送。")

    context = {
        "one": shown.letter(one),
        "body": shown.body(json.dumps(one.body)),
        "is_open": one.standing == Standing.DEAD,
    }
    return _tended(request, "exchange/outgoing.html", context, again, aside)


def frame(here: str) -> dict[str, object]:
    """Return what the tabs of every page about outside parties need; `here` is the tab."""
    days = [(one.key, say(one.name), reverse(one.days)) for one in parties.every() if one.days]
    return {"here": here, "days": days}


def _which(request: OfficeRequest, usual: Chosen) -> Chosen:
    """Return the member of the enumeration that the address names, or the usual one."""
    asked = request.GET.get("which", "")
    return next((one for one in type(usual) if one == asked), usual)


def _listed(request: OfficeRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context | frame(str(context["here"])) | {"unit": gettext("条")})
    add_never_cache_headers(response)
    return response


def _tended(
    request: OfficeRequest, template: str, context: dict[str, object], again: Callable[[], str],
    aside: Callable[[str], str],
) -> HttpResponse:  # fmt: skip
    form = WhyForm()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "again":
                messages.success(request, again())
                return HttpResponseRedirect(request.path)
            form = WhyForm(request.POST)
            if form.is_valid():
                messages.success(request, aside(form.cleaned_data["why"]))
                return HttpResponseRedirect(request.path)
        except ExchangeError as refused:
            messages.error(request, say(refused.words))
    status = UNPROCESSABLE if form.errors else 200
    response = render(request, template, context | {"why_form": form}, status=status)
    add_never_cache_headers(response)
    return response
