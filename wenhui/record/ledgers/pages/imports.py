"""Imports one by one: the list of them, a new one, and what was wrong in one, to take home."""

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html import wording
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.record.ledgers import access, actions, exporting, queries
from wenhui.record.ledgers.forms import ImportForm
from wenhui.record.ledgers.importing import sampling, tabs
from wenhui.record.ledgers.models import Finding, Upload
from wenhui.record.ledgers.refusals import AmbiguousAreaError, LedgersError, UnknownAreaError
from wenhui.record.registry import dictionary

UNPROCESSABLE = 422
PROVIDERS = "provider"
A_PAGE = 30


@guard.page(access.IMPORT)
def home(request: OfficeRequest) -> HttpResponse:
    """Show the imports of this post's area, the latest first."""
    leaf = Paginator(queries.uploads(), A_PAGE).get_page(request.GET.get("page"))
    providers = dictionary.current().tables[PROVIDERS].by_code
    rows = [(one, providers[one.provider].words) for one in leaf.object_list]
    context = {"rows": rows, "leaf": leaf, "unit": gettext("份"), "may_fill": request.may(access.FILL)}
    return render(request, "ledgers/imports/home.html", context)


@guard.page(access.IMPORT, methods=("GET", "POST"))
def start(request: OfficeRequest) -> HttpResponse:
    """Take a file in; what is no table that can be read is refused in words, and nothing of it is kept."""
    providers, today = dictionary.current().tables[PROVIDERS], clock.local_day(clock.now())
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        providers=providers,
        today=today,
        initial={"area": request.post.area.name},
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = _received(request, form)
        except (UnknownAreaError, AmbiguousAreaError) as refused:
            form.add_error("area", wording.say(refused.words))
        except (RefusedFileError, LedgersError) as refused:
            form.add_error("file", wording.say(refused.words))
        else:
            return HttpResponseRedirect(reverse("ledgers:upload", args=[kept.pk]))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "ledgers/imports/start.html", {"form": form}, status=status)


def _received(request: OfficeRequest, form: ImportForm) -> Upload:
    given = form.cleaned_data
    area = queries.area_called(given["area"], within=request.sees.path)
    content = given["file"].read()
    tab, rows = tabs.likely_table(content, provider=given["provider"])
    kept = actions.receive(
        content=content, name=given["file"].name, tab=tab, provider=given["provider"], ground=given["ground"].strip(),
        as_of=given["as_of"], area=area, by=request.actor, at=clock.now(),
    )  # fmt: skip
    sampling.keep(kept, rows)
    return kept


@guard.page(access.IMPORT)
def findings(request: OfficeRequest, number: int, kind: str) -> HttpResponse:
    """Hand out what was wrong in a file, for whoever provided it."""
    found = queries.upload(number)
    if found is None or kind not in exporting.KINDS:
        raise Http404(gettext("没有这次导入，或不在您的权限内"))
    listed = Finding.objects.filter(upload=found).order_by("row", "pk").iterator()
    response = HttpResponse(
        exporting.sheet(kind, listed, more=found.counts.get("more", 0)), content_type=exporting.KINDS[kind]
    )
    name = f"{found.name.rpartition('.')[0] or found.name}-{gettext('导入问题')}.{kind}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    add_never_cache_headers(response)
    return response
