"""Where providers differ: the list by provider, one conflict, what is decided and what is asked."""

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import access, actions, differing, exporting, shown
from wenhui.record.facts.actions import FactsError
from wenhui.record.facts.actions.ruling import about
from wenhui.record.facts.forms import NoteForm, ReasonForm
from wenhui.record.facts.models import Conflict
from wenhui.record.facts.words import Asked
from wenhui.record.registry import access as registry_access
from wenhui.record.registry.pages.privately import private, today

A_PAGE = 30
MOST_LISTED = 5_000
UNPROCESSABLE = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guard.page(access.SEE)
def conflicts(request: OfficeRequest) -> HttpResponse:
    """List what providers differ in, of all or of one, the oldest first."""
    return private(render(request, "facts/conflicts.html", _list(request, request.GET.get("provider", ""))))


@guard.page(access.SEE, methods=("GET", "POST"))
def conflict(request: OfficeRequest, conflict_id: int) -> HttpResponse:
    """Show both words side by side; decide for a reason, or ask the other to correct."""
    one = get_object_or_404(Conflict.objects.select_related("attribute", "origin", "against"), pk=conflict_id)
    reason, note = ReasonForm(), NoteForm()
    if request.method == "POST":
        if not request.may(access.SETTLE):
            raise Http404
        do = request.POST.get("do", "")
        reason = ReasonForm(request.POST) if do.isdecimal() else reason
        note = NoteForm(request.POST) if do == "ask" else note
        if do not in {"ask", "take_back"} and not reason.is_valid():
            return _shown(request, one, reason, note)
        try:
            said = _done(request, one, do, reason, note)
        except FactsError as refused:
            if reason.is_bound:
                reason.add_error("reason", say(refused.words))
            else:
                messages.error(request, say(refused.words))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("facts:conflict", args=[one.pk]))
    return _shown(request, one, reason, note)


@guard.page(access.SETTLE, methods=("POST",))
def ask(request: OfficeRequest) -> HttpResponse:
    """Ask one provider to correct everything in which it differs."""
    provider = request.POST.get("provider", "")
    note = NoteForm(request.POST)
    keys = list(differing.open_conflicts(provider).values_list("pk", flat=True)) if provider and note.is_valid() else []
    try:
        asked = actions.ask_to_correct(
            conflict_ids=keys, note=note.cleaned_data.get("note", ""), by=request.actor, at=clock.now()
        )
    except FactsError as refused:
        messages.error(request, say(refused.words))
    else:
        said = {"provider": shown.speaker().provider(provider), "n": asked}
        messages.success(
            request, ngettext("已请%(provider)s更正 %(n)s 项", "已请%(provider)s更正 %(n)s 项", asked) % said
        )
    return HttpResponseRedirect(f"{reverse('facts:conflicts')}?provider={quote(provider)}")


@guard.page(access.SETTLE, methods=("POST",))
def export(request: OfficeRequest) -> HttpResponse:
    """Hand out the list of what one provider was asked; uncovered only where the post may uncover."""
    provider, form = request.POST.get("provider", ""), ReasonForm(request.POST)
    asked = differing.open_conflicts(provider).filter(corrections__standing=Asked.OPEN).distinct()
    rows = differing.listed(list(asked[:MOST_LISTED]), today=today())
    is_clear = request.may(registry_access.REVEAL) and request.sees.clearance.rank >= Privacy.SENSITIVE.rank
    if not rows or not provider:
        form.add_error(None, gettext("还没有请这家更正过，没有可导出的"))
    if form.is_valid():
        try:
            actions.export_corrections(
                provider=provider, count=len(rows), is_clear=is_clear, reason=form.cleaned_data["reason"],
                by=request.actor, at=clock.now(),
            )  # fmt: skip
        except FactsError as refused:
            form.add_error("reason", say(refused.words))
        else:
            name = f"{gettext('更正清单')}-{shown.speaker().provider(provider)}-{today():%Y%m%d}.xlsx"
            response = HttpResponse(exporting.sheet(rows, is_clear=is_clear), content_type=XLSX)
            response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
            return private(response)
    context = _list(request, provider) | {"export_form": form}
    return private(render(request, "facts/conflicts.html", context, status=UNPROCESSABLE))


def _list(request: OfficeRequest, provider: str) -> dict[str, object]:
    providers = differing.by_provider()
    chosen = next((one for one in providers if one.provider == provider), None)
    found = differing.open_conflicts(chosen.provider if chosen else "")
    leaf = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return {
        "providers": providers,
        "all": sum(one.conflicts for one in providers),
        "chosen": chosen,
        "unasked": chosen.conflicts - chosen.asked if chosen else 0,
        "leaf": leaf,
        "rows": differing.listed(list(leaf.object_list), today=today()),
        "unit": gettext("项"),
        "may_settle": request.may(access.SETTLE),
        "note_form": NoteForm(),
        "export_form": ReasonForm(),
    }


def _done(request: OfficeRequest, one: Conflict, do: str, reason: ReasonForm, note: NoteForm) -> str:
    """Do what was chosen; return what to say of it."""
    by, at = request.actor, clock.now()
    if do == "ask":
        text = note.cleaned_data["note"] if note.is_valid() else ""
        actions.ask_to_correct(conflict_ids=[one.pk], note=text, by=by, at=at)
        return gettext("已请%(provider)s更正或确认") % {"provider": shown.speaker().provider(one.provider)}
    if do == "take_back":
        for correction in one.corrections.filter(standing=Asked.OPEN):
            actions.take_back(correction_id=correction.pk, by=by, at=at)
        return gettext("收回了，不再等对方答复")
    actions.rule(conflict_id=one.pk, origin_id=int(do), reason=reason.cleaned_data["reason"], by=by, at=at)
    return gettext("已裁定。两家的说法都留着，谁定的、为什么也留着")


def _shown(request: OfficeRequest, one: Conflict, reason: ReasonForm, note: NoteForm) -> HttpResponse:
    rows = differing.listed([one], today=today())
    if not rows:
        raise Http404(gettext("没有这一项，或不在您的权限内"))
    column, number = about(one)
    context = {
        "row": rows[0],
        "sides": [rows[0].lead, rows[0].theirs],
        "corrections": differing.corrections_of(one),
        "rulings": differing.rulings_on(column, number, one.attribute_id),
        "reason_form": reason,
        "note_form": note,
        "may_settle": request.may(access.SETTLE) and one.settled_at is None,
    }
    status = UNPROCESSABLE if reason.errors else 200
    return private(render(request, "facts/conflict.html", context, status=status))
