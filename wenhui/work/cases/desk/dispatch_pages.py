"""The page on which many cases are dispatched, and the bar that takes them back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, actions, queries, rules
from wenhui.work.cases.desk import choosing
from wenhui.work.cases.models import Case

SENT = "cases_sent"
"""Where a session keeps what went out last: the moment, and how many."""

MOST_NAMED = 5


@guard.page(access.DISPATCH, methods=("GET", "POST"))
def dispatch(request: OfficeRequest) -> HttpResponse:
    """Show where the chosen cases would go; sent, dispatch them and go back to the board."""
    at = clock.now()
    if request.method != "POST":
        return _page(request, choosing.chosen(request.GET, at=at), at=at)
    units = choosing.said(request.POST)
    why = _missing(units)
    if not why:
        try:
            done = actions.dispatch_many(units=units, by=request.actor, at=at)
        except actions.CaseError as error:
            why = str(error)
        else:
            return _sent(request, done, at=at)
    cases = list(queries.as_rows(Case.objects.filter(pk__in=units)).order_by("next_due_at", "pk"))
    return _page(request, cases, at=at, refused=why)


@guard.page(access.DISPATCH, methods=("POST",))
def recall(request: OfficeRequest) -> HttpResponse:
    """Take back what this reader dispatched last, as far as nobody has accepted it."""
    kept = request.session.pop(SENT, None)
    try:
        if kept is None:
            raise actions.TooLateError(gettext("没有可以撤回的派遣。"))
        moment = datetime.fromisoformat(kept["at"])
        back = actions.recall_many(dispatched_at=moment, by=request.actor, at=clock.now())
    except actions.CaseError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_board())
    messages.success(
        request, ngettext("撤回了 %(n)s 件派遣", "撤回了 %(n)s 件派遣", len(back.done)) % {"n": len(back.done)}
    )
    if back.left:
        messages.warning(request, gettext("已被接单，没有撤回：%(numbers)s") % {"numbers": _named(back.left)})
    return HttpResponseRedirect(_board())


def undo(request: OfficeRequest, *, at: datetime) -> dict[str, Any]:
    """Return what the board's bar says of the last dispatch, while it may be taken back."""
    kept = request.session.get(SENT)
    if kept is None or not rules.may_recall(at, dispatched_at=datetime.fromisoformat(kept["at"])):
        return {}
    until = datetime.fromisoformat(kept["at"]) + rules.RECALL_WITHIN
    return {"sent": kept["n"], "sent_until": timezone.localtime(until)}


def _page(request: OfficeRequest, cases: list[Case], *, at: datetime, refused: str = "") -> HttpResponse:
    units = queries.units()
    lines = choosing.lines(cases, at=at, units=units, said=request.POST.dict())
    shows = {
        "lines": lines,
        "units": [(key, say(unit.words)) for key, unit in units.items() if not unit.ended],
        "to": request.POST.get("to", ""),
        "most": choosing.MOST if len(lines) == choosing.MOST else 0,
        "unproposed": sum(not line.unit_key for line in lines),
        "refused": refused,
        "ticked": set(choosing.said(request.POST)) if refused else {line.row.case.pk for line in lines},
        "board": _board(),
    }
    return render(request, "cases/dispatch.html", shows, status=422 if refused else 200)


def _missing(units: dict[int, str]) -> str:
    """Return what is still missing before the cases can go; empty when nothing is."""
    if not units:
        return gettext("一件也没有选。请先勾选要派遣的案件。")
    n = sum(not unit for unit in units.values())
    words = ngettext("还有 %(n)s 件没有选处置单位。", "还有 %(n)s 件没有选处置单位。", n)
    return words % {"n": n} if n else ""


def _sent(request: OfficeRequest, done: actions.Many, *, at: datetime) -> HttpResponse:
    """Remember what went out for the bar that takes it back, name what did not, go back to the board."""
    if done.done:
        request.session[SENT] = {"at": at.isoformat(), "n": len(done.done)}
    if done.left:
        messages.warning(request, gettext("别人先办了，没有再派：%(numbers)s") % {"numbers": _named(done.left)})
    return HttpResponseRedirect(_board())


def _named(numbers: Any) -> str:
    """Return the numbers as a sentence names them: the first few, and how many more."""
    some = gettext("、").join(numbers[:MOST_NAMED])
    more = len(numbers) - MOST_NAMED
    return gettext("%(some)s 等 %(n)s 件") % {"some": some, "n": len(numbers)} if more > 0 else some


def _board() -> str:
    return reverse("cases:board")
