"""Printing from a case's card, and the page where an office keeps its own templates. Complete without JavaScript."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.kit.paper import template
from wenhui.kit.paper.errors import TOO_LARGE, RefusedTemplateError, refused
from wenhui.kit.paper.fonts import NoFontError
from wenhui.work.cases import access, actions, pages
from wenhui.work.cases.models import Case, PaperTemplate
from wenhui.work.cases.paper import kinds, making, offering
from wenhui.work.cases.paper.kinds import Format, Paper
from wenhui.work.cases.paper.written import Written
from wenhui.work.cases.rules import office_of


@guard.page(access.PRINT, methods=("POST",))
def paper(request: OfficeRequest, number: str) -> HttpResponse:
    """Send one paper of a case: PDF to look at and print, or Word to change."""
    case, at = pages.case_of(number), clock.now()
    kind, as_format = _chosen(request)
    try:
        written = actions.print_paper(case_id=case.pk, paper=kind, as_format=as_format, by=request.actor, at=at)
        return _sent(request, case, written, as_format)
    except (actions.CaseError, NoFontError) as error:
        return _not_printed(request, number, error)


@guard.page(access.INFORM, methods=("POST",))
def letter(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """Send the letter to one reporter."""
    case, at = pages.case_of(number), clock.now()
    _, as_format = _chosen(request, Paper.LETTER)
    try:
        written = actions.print_letter(report_id=pk, as_format=as_format, by=request.actor, at=at)
        return _sent(request, case, written, as_format)
    except (actions.CaseError, NoFontError) as error:
        return _not_printed(request, number, error)


@guard.page(access.PAPERS, methods=("GET", "POST"))
def templates(request: OfficeRequest) -> HttpResponse:
    """Show each paper's template, its sample and its placeholders; take one, or go back to the built-in layout."""
    path, by, at = office_of(request.sees.path), request.actor, clock.now()
    if request.method != "POST":
        return render(request, "cases/papers.html", _kept(path))
    kind = _paper(request.POST.get("paper", ""))
    try:
        if "end" in request.POST:
            actions.end_template(path=path, paper=kind, by=by, at=at)
            messages.success(request, gettext("%(paper)s改用内置版式") % {"paper": say(kind.words)})
        else:
            actions.bring_template(path=path, paper=kind, content=_content(request), by=by, at=at)
            messages.success(request, gettext("%(paper)s的模板已启用") % {"paper": say(kind.words)})
    except RefusedTemplateError as error:
        return render(request, "cases/papers.html", _kept(path) | {"refused": say(error.words)}, status=422)
    except actions.CaseError as error:
        return render(request, "cases/papers.html", _kept(path) | {"refused": str(error)}, status=409)
    return HttpResponseRedirect(reverse("cases:papers"))


@guard.page(access.PAPERS)
def sample(request: OfficeRequest, paper: str) -> HttpResponse:
    """Send the template that holds, or the built-in one, to be changed in Word or WPS."""
    kind = _paper(paper)
    held = offering.template_of(request.sees.path, kind)
    return _file(held or making.sample(kind), Format.WORD, f"{kind.words.zh}-{gettext('模板')}")


def _chosen(request: OfficeRequest, kind: Paper | None = None) -> tuple[Paper, Format]:
    wanted = request.POST.get("format", Format.PDF.value)
    if wanted not in set(Format):
        raise Http404(gettext("没有这种格式。"))
    return kind or _paper(request.POST.get("paper", "")), Format(wanted)


def _paper(text: str) -> Paper:
    if text not in set(Paper):
        raise Http404(gettext("没有这种文书。"))
    return Paper(text)


def _sent(request: OfficeRequest, case: Case, written: Written, as_format: Format) -> HttpResponse:
    if as_format is Format.WORD:
        content = making.word(written, offering.template_of(case.area_path, written.paper))
    else:
        address = request.build_absolute_uri(reverse("cases:card", args=[case.number]))
        content = making.pdf(written, address=address, at=clock.now())
    return _file(content, as_format, f"{written.paper.words.zh}-{case.number}")


def _file(content: bytes, as_format: Format, name: str) -> HttpResponse:
    way = "inline" if as_format is Format.PDF else "attachment"
    response = HttpResponse(content, content_type=making.TYPES[as_format])
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(f'{name}.{as_format}')}"
    add_never_cache_headers(response)
    return response


def _not_printed(request: OfficeRequest, number: str, error: Exception) -> HttpResponse:
    why = say(error.words) if isinstance(error, NoFontError) else str(error)
    status = 503 if isinstance(error, NoFontError) else 409
    return render(request, "cases/card.html", pages.opened_case(request, number) | {"refused": why}, status=status)


def _content(request: OfficeRequest) -> bytes:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return b""
    if (file.size or 0) > template.MOST_BYTES:
        raise refused(TOO_LARGE)
    return bytes(file.read())


def _kept(path: str) -> dict[str, Any]:
    editions = PaperTemplate.objects.filter(path=path).defer("content").order_by("-id")[:40]
    held = {one.paper: one for one in editions if one.ended_at is None}
    rows = [
        {"paper": kind, "held": held.get(kind), "names": [f"{{{{{name}}}}}" for name in sorted(kinds.known(kind))]}
        for kind in Paper
    ]
    return {"rows": rows, "past": [(one, Paper(one.paper)) for one in editions if one.ended_at is not None]}
