"""One import on one page, step by step: columns explained, checked, confirmed, done, taken back.

What takes long is ordered and done by a job; meanwhile the page says how far it is, and asks again by itself where scripts
run. The page shows people covered, so no cache may keep it.
"""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html import wording
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.record.facts.actions import FactsError
from wenhui.record.ledgers import access, actions, previewed, queries, sampled, settled, shown
from wenhui.record.ledgers.importing import admitting, sampling
from wenhui.record.ledgers.models import Errand, Upload
from wenhui.record.ledgers.rules import importable
from wenhui.record.ledgers.rules.rows import chosen, subject_of
from wenhui.record.ledgers.words import ErrandKind, Step, UploadStanding
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409
PROVIDERS: Final = "provider"
STEPS: Final = {
    ErrandKind.PREVIEW: (Step.WAITING, Step.READING, Step.COMPARING),
    ErrandKind.ACCEPT: (Step.WAITING, Step.WRITING, Step.FOLLOWING),
    ErrandKind.WITHDRAW: (Step.WAITING, Step.WRITING, Step.FOLLOWING, Step.STRIKING),
}
NAMES: Final = {(ErrandKind.WITHDRAW, Step.WRITING): _("收回说法")}  # where a step has another name than elsewhere
LONG_WAIT: Final = 60  # seconds in the queue after which something is wrong


@guard.page(access.IMPORT, methods=("GET", "POST"))
def upload(request: OfficeRequest, number: int) -> HttpResponse:
    """Show how far an import is and what is to be done next; do that."""
    found = _found(number)
    refused = ""
    if request.method == "POST":
        try:
            deed = DEEDS.get(request.POST.get("do", ""))
            if deed is not None:
                deed(request, found)
            return HttpResponseRedirect(reverse("ledgers:upload", args=[number]))
        except (actions.LedgersError, FactsError, RefusedFileError) as error:
            refused = wording.say(error.words)
            found = _found(number)
    response = render(
        request, "ledgers/imports/upload.html", _context(request, found, refused), status=CONFLICT if refused else 200
    )
    add_never_cache_headers(response)
    return response


@guard.page(access.IMPORT)
def progress(request: OfficeRequest, number: int) -> HttpResponse:
    """Say how far a job is; once it is done, have the page loaded anew."""
    found = _found(number)
    errand = queries.last_errand(found)
    if errand is None or not errand.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    response = render(request, "ledgers/imports/progress.html", {"upload": found, **_progress(errand)})
    add_never_cache_headers(response)
    return response


def _found(number: int) -> Upload:
    found = queries.upload(number)
    if found is None:
        raise Http404(gettext("没有这次导入，或不在您的权限内"))
    return found


def _context(request: OfficeRequest, found: Upload, refused: str) -> dict[str, Any]:
    errand = queries.last_errand(found)
    context: dict[str, Any] = {
        "upload": found,
        "provider": dictionary.current().tables[PROVIDERS].by_code[found.provider].words,
        "refused": refused,
        "errand": errand,
        "steps": _walk(found),
    }
    if errand is not None and errand.is_open:
        return context | _progress(errand)
    match found.standing:
        case UploadStanding.RECEIVED:
            return context | _columns(request, found)
        case UploadStanding.PREVIEWED:
            show, page = request.GET.get("show", ""), request.GET.get("page")
            return context | {"preview": previewed.look_at(found, show=show, page=page)}
        case UploadStanding.ACCEPTED | UploadStanding.WITHDRAWN:
            return context | {"outcome": settled.look_at(found, page=request.GET.get("page"), today=_today())}
    return context


def _walk(found: Upload) -> list[tuple[str, str]]:
    """Return the four steps with where this file is among them: done, now or next."""
    places = {UploadStanding.RECEIVED: 1, UploadStanding.PREVIEWED: 2}
    here = places.get(UploadStanding(found.standing), 4)
    names = (gettext("选文件"), gettext("认列"), gettext("核对结果"), gettext("写入登记簿"))
    return [(name, "done" if place < here else "now" if place == here else "next") for place, name in enumerate(names)]


def _columns(request: OfficeRequest, found: Upload) -> dict[str, Any]:
    held = dictionary.current()
    try:
        sample = sampling.sample_of(found)
    except RefusedFileError as error:
        return {"unreadable": wording.say(error.words), "rows_are": found.subject, "subjects": list(Subject)}
    binding = sampling.binding_of(found, sample)
    subject = subject_of(binding)
    lines = sampled.columns(binding, sample, held, clearance=request.sees.clearance, today=_today())
    barred = importable.refusal(binding)
    return {
        "head": sample.rows.head,
        "total": sample.total,
        "lines": lines,
        "open_count": len([line for line in lines if line.use == "open"]),
        "meanings": [*_meanings(subject), shown.own()],
        "rows_are": subject.value,
        "subjects": list(Subject),
        "barred": barred.words if barred else None,
        "warnings": importable.warnings(binding) if barred is None else [],
    }


def _meanings(subject: Subject) -> list[str]:
    """Return what columns of a table may mean whose rows are a subject: what is said of it, and what tells it."""
    held = dictionary.current()
    telling = admitting.TELLING[subject]
    return [
        name for name, key in shown.meanings(held).items() if held.attributes[key].subject == subject or key in telling
    ]


def _progress(errand: Errand) -> dict[str, Any]:
    errand_kind = ErrandKind(errand.kind)
    kinds = STEPS[errand_kind]
    names = [NAMES.get((errand_kind, kind), kind.label) for kind in kinds]
    here = kinds.index(Step(errand.step)) if errand.step in kinds else 0
    waited = (clock.now() - errand.at).total_seconds()
    return {
        "errand": errand,
        "trail": [(name, "now" if place == here else "next" if place > here else "") for place, name in enumerate(names)],
        "step": names[here],
        "share": errand.done / errand.of if errand.of else None,
        "rest": errand.of - errand.done,
        "is_stuck": errand.step == Step.WAITING and waited > LONG_WAIT,
    }  # fmt: skip


def _remember(request: OfficeRequest, found: Upload) -> None:
    """Keep what somebody said of columns otherwise than it was proposed."""
    sample = sampling.sample_of(found)
    binding = sampling.binding_of(found, sample)
    choices = shown.choices(binding, dictionary.current(), request.POST)
    if choices:
        actions.remember(
            provider=found.provider,
            subject=subject_of(binding),
            choices=choices,
            by=request.actor,
            at=clock.now(),
        )


def _choose(request: OfficeRequest, found: Upload) -> None:
    """Take another sheet for the table, or its rows for something else."""
    actions.choose_table(
        upload_id=found.pk, tab=request.POST.get("tab") or found.tab, subject=chosen(request.POST.get("rows", "")),
        by=request.actor, at=clock.now(),
    )  # fmt: skip


def _check(request: OfficeRequest, found: Upload) -> None:
    _remember(request, found)
    importable.ensure(sampling.binding_of(found, sampling.sample_of(found)))
    _order(request, found, ErrandKind.PREVIEW)


def _reopen(request: OfficeRequest, found: Upload) -> None:
    actions.reopen(upload_id=found.pk, by=request.actor, at=clock.now())


def _discard(request: OfficeRequest, found: Upload) -> None:
    actions.discard(upload_id=found.pk, by=request.actor, at=clock.now())
    messages.success(request, gettext("已放弃，文件内容已清除，登记簿没有改动"))


def _accept(request: OfficeRequest, found: Upload) -> None:
    _order(request, found, ErrandKind.ACCEPT)


def _withdraw(request: OfficeRequest, found: Upload) -> None:
    _order(request, found, ErrandKind.WITHDRAW, request.POST.get("reason", ""))


def _order(request: OfficeRequest, found: Upload, kind: ErrandKind, reason: str = "") -> None:
    actions.order(upload_id=found.pk, kind=kind, post=request.post, reason=reason, by=request.actor, at=clock.now())


def _today() -> Any:
    return clock.local_day(clock.now())


DEEDS: Final[dict[str, Callable[[OfficeRequest, Upload], None]]] = {
    "remember": _remember,
    "choose": _choose,
    "check": _check,
    "reopen": _reopen,
    "discard": _discard,
    "accept": _accept,
    "withdraw": _withdraw,
}
