"""The days compared with the city brain, and one day's differences."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from wenhui.edge.citybrain import connecting, reconciling, translate
from wenhui.edge.exchange import access
from wenhui.edge.exchange.pages import frame
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit.html.wording import say
from wenhui.work.cases.words import Stage


@guard.page(access.TEND)
def days(request: OfficeRequest) -> HttpResponse:
    """List the days that were compared, the newest first."""
    context = {"rows": reconciling.latest(), "is_connected": connecting.peer() is not None}
    return render(request, "citybrain/days.html", context | frame(connecting.KEY))


@guard.page(access.TEND)
def day(request: OfficeRequest, day: date) -> HttpResponse:
    """Show one day: both houses' figures side by side, and every line that differs."""
    found = reconciling.compared(day)
    if found is None:
        raise Http404(gettext("这一天还没有对过账"))
    states = [(key, _spoken(key)) for key in sorted({**found.ours["states"], **found.theirs["states"]})]
    figures = [(gettext("案件"), found.ours["cases"], found.theirs["cases"])]
    figures += [(word, found.ours["states"].get(key, 0), found.theirs["states"].get(key, 0)) for key, word in states]
    figures.append((gettext("任务"), found.ours["tasks"], found.theirs["tasks"]))
    lines = [
        {
            "key": one["key"],
            "is_case": one["kind"] == "case",
            "ours": _held(one["ours"]),
            "theirs": _held(one["theirs"]),
        }
        for one in found.differences
    ]
    return render(request, "citybrain/day.html", {"one": found, "figures": figures, "lines": lines})


def _spoken(state: str) -> str:
    """Return what a state between the houses is called: the first stage of ours that is in it."""
    stage = next((stage for stage in Stage if translate.STATE[stage] == state), None)
    return say(stage.words) if stage else state


def _held(line: str) -> str:
    """Return what one house holds of a case or task, in words; empty where it holds nothing."""
    state, _, sequence = line.partition(" ")
    if not sequence:
        return gettext("有") if state else ""
    return gettext("%(state)s（第 %(sequence)s 步）") % {"state": _spoken(state), "sequence": sequence}
