"""What is asked of the office, and whether it may be: the list, one form with what is held of it, the decision."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html import wording
from wenhui.record.forms import access, actions, burdens, forms, queries, shown
from wenhui.record.forms.forms import WishForm
from wenhui.record.forms.models import Form
from wenhui.record.forms.refusals import FormsError
from wenhui.record.forms.words import Answering, FormStanding
from wenhui.record.ledgers.refusals import LedgersError
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

FORMS_A_PAGE = 50
REFUSED = 409
UNPROCESSABLE = 422
ON_THE_PAGE = (FormStanding.DRAFTED, FormStanding.SUBMITTED)


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """List the forms that reach this post's area, by standing and by who asks."""
    path = request.sees.path
    standing, asker = request.GET.get("standing", ""), request.GET.get("asker", "")
    standing = standing if standing in FormStanding.values else ""
    counts = queries.counts(path)
    leaf = Paginator(queries.forms(path, standing=standing, asker=asker), FORMS_A_PAGE).get_page(
        request.GET.get("page")
    )
    names = shown.asker_names()
    context = {
        "leaf": leaf,
        "rows": [_row(one, names) for one in leaf],
        "standings": [(one, counts[one.value]) for one in FormStanding if counts.get(one.value)],
        "standing": standing,
        "askers": shown.askers(queries.askers(path)),
        "asker": asker,
        "all": sum(counts.values()),
        "may_ask": request.may(access.ASK),
        "unit": gettext("张"),
    }
    return render(request, "forms/home.html", context)


@guard.page(access.ASK, methods=("GET", "POST"))
def new(request: OfficeRequest) -> HttpResponse:
    """Register a table that is asked for; its heads are bound at once."""
    form = _wish_form(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            drafted = actions.draft(wish=form.wish(), by=request.actor, at=clock.now())
        except (FormsError, LedgersError) as refused:
            form.add_error(None, wording.say(refused.words))
        else:
            return HttpResponseRedirect(reverse("forms:columns", args=[drafted.pk]))
    return render(request, "forms/new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@guard.page(access.ASK, methods=("GET", "POST"))
def edit(request: OfficeRequest, form_id: int) -> HttpResponse:
    """Write a draft anew."""
    one = _found(form_id)
    asked = list(one.columns.select_related("attribute").order_by("place"))
    form = _wish_form(request, forms.initial_of(one, asked))
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise(form_id=form_id, wish=form.wish(asked), by=request.actor, at=clock.now())
        except (FormsError, LedgersError) as refused:
            form.add_error(None, wording.say(refused.words))
        else:
            return HttpResponseRedirect(reverse("forms:columns", args=[form_id]))
    context = {"form": form, "one": one}
    return render(request, "forms/new.html", context, status=UNPROCESSABLE if form.errors else 200)


@guard.page(access.ASK, methods=("GET", "POST"))
def columns(request: OfficeRequest, form_id: int) -> HttpResponse:
    """Say what each column of a draft means, or why it is a question of its own."""
    one = _found(form_id)
    if one.standing != FormStanding.DRAFTED:
        return HttpResponseRedirect(reverse("forms:form", args=[form_id]))
    asked = list(one.columns.select_related("attribute").order_by("place"))
    refused = ""
    if request.method == "POST":
        wanted = forms.columns_from(asked, request.POST)
        try:
            actions.revise(form_id=form_id, wish=forms.wish_of(one, wanted), by=request.actor, at=clock.now())
        except (FormsError, LedgersError) as no:
            refused = wording.say(no.words)
        else:
            return HttpResponseRedirect(reverse("forms:form", args=[form_id]))
    context = {
        "one": one,
        "lines": shown.lines(one, asked, (), today=clock.local_day(clock.now())),
        "meanings": sorted(shown.meanings()),
        "answerings": Answering.choices,
        "refused": refused,
    }
    return render(request, "forms/columns.html", context, status=UNPROCESSABLE if refused else 200)


@guard.page(access.SEE)
def form(request: OfficeRequest, form_id: int) -> HttpResponse:
    """Show one form: what it asks, how much of that is held and fresh, who else asks the same."""
    return render(request, "forms/form.html", _context(request, _found(form_id)))


@guard.page(access.SEE, methods=("POST",))
def decide(request: OfficeRequest, form_id: int) -> HttpResponse:
    """Explain columns, then do what the button says: keep, submit, admit, refuse, send back, end."""
    one = _found(form_id)
    typed, wanted, at = request.POST, request.POST.get("do", ""), clock.now()
    asked = list(one.columns.select_related("attribute").order_by("place"))
    reasons, struck = forms.explained(asked, typed)
    why = typed.get("why", "")
    common: dict[str, Any] = {"form_id": form_id, "by": request.actor, "at": at}
    try:
        if wanted in {"keep", "submit", "admit", "estimate"}:
            actions.explain(reasons=reasons, struck=struck, **common)
            if wanted == "estimate" or typed.get("minutes"):
                actions.estimate(minutes=forms.minutes_from(typed), **common)
        said = _done(wanted, why, common)
    except FormsError as refused:
        kept = {"refused": wording.say(refused.words), "why": why, "minutes": typed.get("minutes", "")}
        context = _context(request, _found(form_id)) | kept
        return render(request, "forms/form.html", context, status=REFUSED)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("forms:form", args=[form_id]))


def _done(wanted: str, why: str, common: dict[str, Any]) -> str:
    match wanted:
        case "submit":
            actions.submit(**common)
            return gettext("报请准入了")
        case "admit":
            admitted = actions.admit(why=why, **common)
            return gettext("准入了，编号 %(number)s") % {"number": admitted.number}
        case "refuse":
            actions.refuse(why=why, **common)
            return gettext("不予准入，理由已记下")
        case "send_back":
            actions.send_back(why=why, **common)
            return gettext("退回去修改了")
        case "end":
            actions.end(why=why, **common)
            return gettext("停用了")
        case _:
            return gettext("测算好了") if wanted == "estimate" else gettext("记下了")


def _found(form_id: int) -> Form:
    one = Form.objects.select_related("area").filter(pk=form_id).first()
    if one is None:
        raise Http404(gettext("没有这张表，或不在您的权限内。"))
    return one


def _wish_form(request: OfficeRequest, initial: dict[str, Any] | None) -> WishForm:
    providers = dictionary.current().tables[shown.PROVIDERS]
    return WishForm(
        request.POST or None, request.FILES or None, initial=initial, providers=providers, within=request.sees.path
    )


def _row(one: Form, names: Mapping[str, str]) -> dict[str, Any]:
    kind, word = shown.light(one.standing)
    return {
        "form": one,
        "light": kind,
        "standing": word,
        "asker": names.get(one.asker, one.asker),
        "often": shown.often(one),
    }


def _context(request: OfficeRequest, one: Form) -> dict[str, Any]:
    today = clock.local_day(clock.now())
    asked = list(one.columns.select_related("attribute").order_by("place"))
    overlaps = queries.overlaps(one, asked)
    lines = shown.lines(one, asked, overlaps, today=today)
    kept = [line for line in lines if not line.column.struck_at]
    is_mine = request.sees.covers(one.area_path)
    may_decide = request.may(access.DECIDE) and is_mine
    may_ask = request.may(access.ASK) and is_mine
    is_draft, waits = one.standing == FormStanding.DRAFTED, one.standing == FormStanding.SUBMITTED
    kind, word = shown.light(one.standing)
    is_open = is_draft or waits
    expected = (burdens.expect(one, asked) if one.measured_at else None) if is_open else burdens.recorded(one)
    return shown.burden(expected) | {
        "minutes": one.typed_minutes,
        "one": one,
        "light": kind,
        "standing": word,
        "asker": shown.asker(one.asker),
        "often": shown.often(one),
        "subject": Subject(one.subject).label,
        "subjects": shown.counted(one.subject, one.subjects),
        "lines": lines,
        "asked": len(kept),
        "struck": len(lines) - len(kept),
        "repeated": sum(line.column.is_repeated for line in kept),
        "unexplained": sum(line.needs_reason for line in kept),
        "overlaps": shown.in_words(overlaps),
        "moves": one.moves.order_by("-pk"),
        "standings": dict(FormStanding.choices),
        "can_explain": (is_draft and may_ask) or (waits and may_decide),
        "can_submit": is_draft and may_ask,
        "can_decide": waits and may_decide,
        "can_end": one.standing == FormStanding.ADMITTED and may_decide,
        "can_fill": one.is_open(today) and request.may(access.FILL),
    }
