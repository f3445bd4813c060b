"""Pages of the evaluation: a period's figures, the rows behind each, the look before publishing, what was published."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, actions, pages, queries, rules
from wenhui.work.cases.evaluation import bulletin, packing, publishing, rows
from wenhui.work.cases.evaluation.formulas import ALL_UNITS, Formulas
from wenhui.work.cases.evaluation.periods import Period
from wenhui.work.cases.evaluation.rows import FACTS, Asked
from wenhui.work.cases.models import Case, Evaluation

A_PAGE = 100


@guard.page(access.EVALUATION)
def home(request: OfficeRequest) -> HttpResponse:
    """Show a period's figures as they stand, by unit, and what was published."""
    asked, formulas = _asked(request), _formulas(request.sees.path)
    shows: dict[str, Any] = {
        "period": asked.period,
        "periods": _periods(asked.period),
        "published": Evaluation.objects.order_by("-begins_on", "months", "-edition")[:24],
        "may_publish": request.may(access.PUBLISH) and rules.office_of(asked.path) == asked.path,
        "is_over": _is_over(request, asked),
        "is_part": asked.unit_key is None and rules.office_of(asked.path) != asked.path,
        "mine": _mine(request),
    }
    if formulas is not None:
        figures = rows.figures(formulas, asked)
        shows |= {
            "formulas": formulas,
            "lines": bulletin.lines(formulas, figures, asked={"period": str(asked.period)}, only=asked.unit_key),
        }
    return render(request, "cases/evaluation.html", shows)


@guard.page(access.EVALUATION)
def behind(request: OfficeRequest) -> HttpResponse:
    """Show the rows behind one figure, of now or of a publication."""
    published = _published(request.GET["of"]) if request.GET.get("of", "").isdecimal() else None
    asked = _asked(request, published.period if published else None)
    formulas = published.used if published else _formulas(asked.path)
    name, unit = request.GET.get("term", ""), request.GET.get("unit", ALL_UNITS)
    term = formulas.term(name) if formulas else None
    measure = formulas.measure(name.partition(".")[0]) if formulas else None
    if formulas is None or term is None or measure is None:
        raise Http404(gettext("没有这个指标。"))
    unit = asked.unit_key if asked.unit_key is not None else unit
    one = Asked(asked.path, asked.period, asked.at, None if unit == ALL_UNITS else unit)
    condition = term.condition(formulas.left_out)
    found = _kept(published, condition, one.unit_key) if published else rows.fetched(one, condition=condition)
    leaf = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    titles = dict(Case.objects.filter(number__in=[row["number"] for row in leaf]).values_list("number", "title"))
    units = queries.units()
    shows = {
        "published": published, "period": asked.period, "measure": measure, "is_below": name.endswith(".d"),
        "says": bulletin.how_read(term, formulas), "unit_name": bulletin.name_of(unit, units), "leaf": leaf,
        "unit": gettext("行"), "total": sum(row[term.sum] for row in found) if term.sum else None,
        "entries": [
            bulletin.Entry(row, titles.get(row["number"], ""), bulletin.name_of(row["unit_key"], units)) for row in leaf
        ],
        "hidden": _hidden(published, name, unit, len(found)) if published and not term.sum else 0,
    }  # fmt: skip
    return render(request, "cases/evaluation_rows.html", shows)


@guard.page(access.PUBLISH, methods=("GET", "POST"))
def publish(request: OfficeRequest) -> HttpResponse:
    """Show what would be frozen, and publish it when that is said."""
    asked, refused = _asked(request), ""
    if request.method == "POST":
        why = request.POST.get("words", "")[:5000]
        try:
            one = actions.publish(path=asked.path, period=asked.period, why=why, by=request.actor, at=clock.now())
        except actions.CaseError as error:
            refused = str(error)
        else:
            messages.success(request, gettext("已公布 %(period)s考评") % {"period": say(asked.period.words)})
            return HttpResponseRedirect(reverse("cases:evaluation_published", args=[one.pk]))
    formulas = _formulas(asked.path)
    if formulas is None:
        raise Http404(gettext("这里还没有考评办法。"))
    figures = rows.figures(formulas, asked)
    shows = {
        "period": asked.period, "formulas": formulas, "rows": figures.rows, "refused": refused,
        "typed": request.POST.get("words", ""), "is_over": _is_over(request, asked),
        "lines": bulletin.lines(formulas, figures, asked={"period": str(asked.period)}),
        "before": Evaluation.objects.filter(
            path=asked.path, begins_on=asked.period.begins_on, months=asked.period.months
        ).order_by("-edition").first(),
    }  # fmt: skip
    return render(request, "cases/evaluation_publish.html", shows, status=409 if refused else 200)


@guard.page(access.EVALUATION)
def published(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show a publication, and what would be otherwise today."""
    one = _published(pk)
    asked, formulas, mine = _asked(request, one.period), one.used, _mine(request)
    inside = Asked(asked.path if asked.path.startswith(one.path) else one.path, asked.period, asked.at, mine)
    since = publishing.since(one, inside)
    public = [measure for measure in formulas.measures if measure.is_open]
    link: dict[str, str | int] = {"of": one.pk}
    shows = {
        "one": one, "period": one.period, "formulas": formulas, "mine": mine,
        "lines": bulletin.lines(formulas, one.told, asked=link, only=mine),
        "open_measures": public if mine is not None else [],
        "open_lines": bulletin.lines(formulas, one.told, asked=link, measures=public) if mine is not None and public else [],
        "differences": bulletin.differences(since, formulas) if mine is None else
            [each for each in bulletin.differences(since, formulas) if each.unit == bulletin.name_of(mine, queries.units())],
        "changed": [(each.row, bulletin.changes(each)) for each in since.rows[: publishing.MOST_CHANGED]],
        "changed_rows": len(since.rows),
        "may_export": request.may(access.EXPORT) and mine is None and one.path.startswith(request.sees.path),
    }  # fmt: skip
    return render(request, "cases/evaluation_published.html", shows)


@guard.page(access.EXPORT)
def export(request: OfficeRequest, pk: int) -> FileResponse:
    """Take a publication out with all that is needed to count it again; that is journalled."""
    one = _published(pk)
    if not one.path.startswith(request.sees.path) or _mine(request) is not None:
        raise Http404(gettext("没有这份考评，或不在您的权限内。"))
    readme = packing.README.format(
        period=one.period, edition=one.edition, path=one.path, at=f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}",
        by=one.by_name, digest=one.digest,
    )  # fmt: skip
    kept = one.kept.order_by("number", "round", "unit_key").values(*FACTS)
    file = packing.packed(readme=readme, formulas=one.used, figures=one.told, rows=kept)
    actions.export_evaluation(evaluation_id=one.pk, rows=one.rows, by=request.actor, at=clock.now())
    name = quote(f"{gettext('考评')}-{one.period}-{one.edition}.zip")
    return FileResponse(
        file, content_type="application/zip", headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


@guard.page(access.INFORM, methods=("POST",))
def call_back(request: OfficeRequest, number: str, pk: int) -> HttpResponse:
    """Write down whether a reporter is satisfied, and go back to the case."""
    is_satisfied = request.POST.get("satisfied") == "yes"
    try:
        actions.call_back(
            report_id=pk, is_satisfied=is_satisfied, words=request.POST.get("words", "")[:5000], by=request.actor,
            at=clock.now(),
        )  # fmt: skip
    except actions.CaseError as error:
        shows = pages.opened_case(request, number) | {"refused": str(error)}
        return render(request, "cases/card.html", shows, status=409)
    messages.success(request, gettext("%(number)s 已记下回访") % {"number": number})
    return HttpResponseRedirect(pages.way_back(request, number))


def _asked(request: OfficeRequest, period: Period | None = None) -> Asked:
    """Return what this reader asks about: the period of the address, else the last month that is over."""
    at = clock.now()
    wanted = period or Period.read(request.GET.get("period", ""))
    usual = Period.month_of(clock.local_day(at, request.zone)).before
    return Asked(request.sees.path, wanted or usual, at, _mine(request))


def _mine(request: OfficeRequest) -> str | None:
    """Return the unit whose figures alone this reader sees; None for who sees all units."""
    return request.post.unit_key or None


def _formulas(path: str) -> Formulas | None:
    found = publishing.formulas_at(path)
    return found.read if found else None


def _published(pk: str | int) -> Evaluation:
    found = Evaluation.objects.filter(pk=int(pk)).first()
    if found is None:
        raise Http404(gettext("没有这份考评，或不在您的权限内。"))
    return found


def _kept(published: Evaluation, condition: str, unit_key: str | None) -> list[dict[str, Any]]:
    """Return the rows of a publication that are in sight and meet a condition of its formulas."""
    mine = "" if unit_key is None else " AND unit_key = %(unit_key)s"
    return rows.ask(
        f"SELECT {', '.join(FACTS)} FROM cases_evaluationrow WHERE evaluation_id = %(pk)s AND ({condition}){mine} "  # noqa: S608
        "ORDER BY number, round, unit_key",
        {"pk": published.pk, "unit_key": unit_key},
    )


def _hidden(published: Evaluation, name: str, unit: str, shown: int) -> int:
    """Return how many rows of a published figure this reader may not see."""
    key, _, part = name.partition(".")
    figure = published.told.by_unit.get(unit, {}).get(key)
    whole = (figure.above if part == "n" else figure.below) if figure else 0
    return max(0, (whole or 0) - shown)


def _is_over(request: OfficeRequest, asked: Asked) -> bool:
    return asked.period.moments(request.zone)[1] <= asked.at


def _periods(period: Period) -> list[tuple[str, Period, bool]]:
    """Return the same time by month, quarter and year."""
    words = {1: gettext("按月"), 3: gettext("按季"), 12: gettext("按年")}
    return [(words[months], period.as_long_as(months), months == period.months) for months in words]
