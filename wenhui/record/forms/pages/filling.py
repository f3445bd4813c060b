"""Filling an admitted form on screen: whose turn it is, and one subject's form with only what needs hands on top."""

from typing import Any

from django.contrib import messages
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
from wenhui.kit.words import Words
from wenhui.record.facts.actions import FactsError
from wenhui.record.forms import access, actions, knowing, queries, sheet, shown
from wenhui.record.forms.models import Form
from wenhui.record.forms.refusals import FormsError
from wenhui.record.forms.rules import measuring
from wenhui.record.forms.sheet import Cell
from wenhui.record.forms.words import CellState
from wenhui.record.ledgers.filling.listings import Listing
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.words import Subject

SUBJECTS_A_PAGE = 50
REFUSED = 409
HANDS = frozenset({CellState.CONFIRM, CellState.ASK})


@guard.page(access.FILL)
def subjects(request: OfficeRequest, form_id: int) -> HttpResponse:
    """List the subjects of a form in this post's area in order of address, each with how much of it needs hands."""
    form = _found(form_id)
    today = clock.local_day(clock.now())
    attributes = knowing.attributes_of(form)
    listing = knowing.rows(form, request.post.area, attributes, today=today)
    subject = Subject(form.subject)
    numbers = listing.ids(subject)
    own = queries.own_answers(form, request.sees.path, form.period_at(today).begin)
    leaf = Paginator(range(len(numbers)), SUBJECTS_A_PAGE).get_page(request.GET.get("page"))
    part = listing.kept(leaf.object_list)
    context = {
        "form": form,
        "asker": shown.asker(form.asker),
        "period": shown.period(form.period_at(today)),
        "leaf": leaf,
        "rows": _rows(request, form, part, own),
        "all": shown.counted(form.subject, len(numbers)),
        "filled": len(own),
        "unit": gettext("行"),
    }
    return _private(render(request, "forms/subjects.html", context))


@guard.page(access.FILL, methods=("GET", "POST"))
def fill(request: OfficeRequest, form_id: int, number: int) -> HttpResponse:
    """Show one subject's form; what is sent is kept with its filling and told to the facts."""
    form, at = _found(form_id), clock.now()
    today = clock.local_day(at)
    listing = knowing.row_of(form, number, knowing.attributes_of(form), today=today)
    if listing is None or not request.sees.covers(listing.rows[0].path):
        raise Http404(gettext("这张表不填这一个，或不在您的权限内。"))
    earlier = queries.last_filling(form, number, form.period_at(today).begin)
    cells = sheet.cells(
        form,
        queries.columns_of(form),
        listing,
        clearance=request.sees.clearance,
        today=today,
        before=earlier.own if earlier else {},
    )
    context = _context(form, number, listing, cells)
    if request.method != "POST":
        return _private(render(request, "forms/fill.html", context))
    read = sheet.read(cells, request.POST, today=today)
    typed = measuring.typed_between(request.POST.get("first", ""), request.POST.get("last", ""), at=at)
    refused = ""
    if not read.problems:
        answers = actions.Answers(said=read.said, confirmed=read.confirmed, typed=typed)
        try:
            actions.fill(
                form_id=form_id,
                number=number,
                answers=answers,
                clearance=request.sees.clearance,
                by=request.actor,
                at=at,
            )
        except (FormsError, FactsError, RegistryError) as no:
            refused = wording.say(no.words)
        else:
            messages.success(request, gettext("%(name)s：保存了") % {"name": context["name"]})
            return HttpResponseRedirect(reverse("forms:subjects", args=[form_id]))
    context |= {"refused": refused, "problems": len(read.problems)}
    context["lines"] = _lines(cells, request.POST, read.problems)
    return _private(render(request, "forms/fill.html", context, status=REFUSED))


def _found(form_id: int) -> Form:
    one = Form.objects.select_related("area").filter(pk=form_id).first()
    if one is None or not one.is_open(clock.local_day(clock.now())):
        raise Http404(gettext("这张表没有准入或已经到期，不用填。"))
    return one


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def _rows(request: OfficeRequest, form: Form, part: Listing, own: Any) -> list[dict[str, Any]]:
    """Return the rows of one page, each with how many cells wait for hands."""
    today = clock.local_day(clock.now())
    subject = Subject(form.subject)
    names, columns = knowing.names_of(part, subject), queries.columns_of(form)
    states = sheet.states(columns, part, clearance=request.sees.clearance, today=today, own=own, subject=subject)
    return [
        {
            "number": number,
            "name": names[number],
            "place": part.places.address(row.path),
            "hands": sum(state in HANDS for state in of_row),
            "known": sum(state in {CellState.LOCKED, CellState.COMPUTED} for state in of_row),
            "is_filled": number in own,
        }
        for row, number, of_row in zip(part.rows, part.ids(subject), states, strict=True)
    ]


def _context(form: Form, number: int, listing: Listing, cells: list[Cell]) -> dict[str, Any]:
    names = knowing.names_of(listing, Subject(form.subject))
    today = clock.local_day(clock.now())
    return {
        "form": form,
        "asker": shown.asker(form.asker),
        "period": shown.period(form.period_at(today)),
        "name": names[number],
        "place": listing.places.address(listing.rows[0].path),
        "number": number,
        "lines": _lines(cells, {}, {}),
        "sums": sheet.summary(cells),
    }


def _lines(cells: list[Cell], typed: Any, problems: dict[int, Words]) -> dict[str, list[dict[str, Any]]]:
    """Return the cells in two groups: those that need hands, and those that are known."""
    today = clock.local_day(clock.now())
    found: dict[str, list[dict[str, Any]]] = {"hands": [], "known": []}
    for cell in cells:
        who, when = sheet.source(cell, today=today)
        problem = problems.get(cell.column.place)
        line = {
            "cell": cell,
            "who": who,
            "when": when,
            "typed": typed.get(cell.name, "") or (cell.before if cell.is_own else ""),
            "do": typed.get(f"{cell.name}-do", ""),
            "problem": wording.say(problem) if problem else "",
            "word": CellState(cell.state).label,
        }
        found["hands" if cell.state in HANDS else "known"].append(line)
    return found
