"""Pages of visits: the list of homes, one door, rosters, emergency lists, hand-over. Complete without JavaScript.

Every page with people on it forbids caches to keep it.
"""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.kit.words import Words
from wenhui.record.facts.actions import FactsError
from wenhui.record.registry import queries as registry
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.models import Person
from wenhui.work.visits import access, actions, composing, forms, queries, questions
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.forms import AskForm, EmergencyForm, HandOverForm, ReachForm, RosterForm, VisitForm
from wenhui.work.visits.models import HandOver, Roster
from wenhui.work.visits.queries import DoorView
from wenhui.work.visits.rules import knocking, walking
from wenhui.work.visits.words import Outcome, Part, ReasonKind

PEOPLE_A_PAGE = 100
REFUSED = 409
UNPROCESSABLE = 422
EVERYTHING = "all"


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """Show which homes are to be visited, in walking order; the address carries building and how far ahead."""
    building = request.GET.get("building", "")
    soon_only = request.GET.get("when", "") != EVERYTHING
    path = request.sees.path
    listing = queries.listing(path, today=_today(), building=building, soon_only=soon_only)
    shown = [one for one in listing.buildings if one.units]
    may = {name: request.may(getattr(access, name.upper())) for name in ("roster", "hand_over", "emergency")}
    context = {"listing": listing, "shown": shown, "building": building, "soon_only": soon_only, "may": may}
    return _private(render(request, "visits/home.html", context))


@guard.page(access.SEE, methods=("GET", "POST"))
def door(request: OfficeRequest, dwelling_id: int) -> HttpResponse:
    """Show everything to do at one door; what is sent from it is one visit, however often it is sent."""
    view = _door(request, dwelling_id)
    if request.method != "POST":
        return _private(render(request, "visits/door.html", _at_door(request, view)))
    form = VisitForm(request.POST)
    read = questions.read(view.questions, request.POST, today=_today())
    refused = " ".join(read.problems) if form.is_valid() else gettext("请重新打开这一页再试。")
    if not request.may(access.VISIT):
        refused = gettext("您现在的岗位不记走访。")
    if not refused:
        try:
            visit = actions.record(dwelling_id=dwelling_id, by=request.actor, at=clock.now(), **form.visit(read))
        except actions.VisitsError as error:
            refused = str(error)
        except (RegistryError, FactsError) as error:
            refused = say(error.words)
        else:
            said = {"place": view.place, "outcome": Outcome(visit.outcome).label}
            messages.success(request, gettext("%(place)s：%(outcome)s，记下了") % said)
            return HttpResponseRedirect(f"{reverse('visits:home')}?building={quote(_building(view))}")
    context = _at_door(request, view) | {"refused": refused, "typed": request.POST.get("what", "")}
    return _private(render(request, "visits/door.html", context, status=REFUSED))


@guard.page(access.ASK, methods=("POST",))
def ask(request: OfficeRequest, dwelling_id: int) -> HttpResponse:
    """Ask that somebody look in at a home, at its people's own wish."""
    view, form = _door(request, dwelling_id), AskForm(request.POST)
    if form.is_valid():
        given, at = form.cleaned_data, clock.now()
        wanted = Wanted(
            key=given["key"], dwelling_id=dwelling_id, words=Words(given["zh"], ""), from_on=_today(),
            due_on=max(given["due_on"], _today()),
        )  # fmt: skip
        actions.ask(
            kind=ReasonKind.CHECK, source="page", ground=given["ground"], wanted=[wanted], by=request.actor, at=at
        )
        messages.success(request, gettext("加上了，负责这一户的人会看到"))
        return HttpResponseRedirect(reverse("visits:door", args=[dwelling_id]))
    context = _at_door(request, view) | {"ask_form": form}
    return _private(render(request, "visits/door.html", context, status=UNPROCESSABLE))


@guard.page(access.ROSTER)
def rosters(request: OfficeRequest) -> HttpResponse:
    """Show the rosters in use."""
    return render(request, "visits/rosters.html", {"rosters": queries.rosters(request.sees.path)})


@guard.page(access.ROSTER, methods=("GET", "POST"))
def compose(request: OfficeRequest) -> HttpResponse:
    """Compose a roster: look at whom the conditions choose, then keep it under a name and a ground."""
    path = request.sees.path
    if request.method != "POST":
        return render(
            request,
            "visits/compose.html",
            {"form": RosterForm(within=path, clearance=request.sees.clearance), "map": _map(path)},
        )
    form = RosterForm(request.POST, within=path, clearance=request.sees.clearance)
    context: dict[str, Any] = {"form": form, "map": _map(path)}
    if form.is_valid() and form.question is not None:
        if "keep" in request.POST:
            try:
                roster = actions.keep_roster(
                    name=form.cleaned_data["name"], ground=form.cleaned_data["ground"], question=form.question,
                    area=request.post.area, by=request.actor, at=clock.now(),
                )  # fmt: skip
            except actions.VisitsError as error:
                form.add_error(None, str(error))
            else:
                return HttpResponseRedirect(reverse("visits:roster", args=[roster.pk]))
        else:
            context |= _counted(form, path)
    template = "visits/parts/counted.html" if request.htmx else "visits/compose.html"
    return _private(render(request, template, context, status=UNPROCESSABLE if form.errors else 200))


@guard.page(access.ROSTER)
def roster(request: OfficeRequest, roster_id: int) -> HttpResponse:
    """Show whom a roster chooses today, masked, and what it was used for."""
    return _private(render(request, "visits/roster.html", _roster(request, roster_id)))


@guard.page(access.ROSTER, methods=("POST",))
def print_roster(request: OfficeRequest, roster_id: int) -> HttpResponse:
    """Show a roster made for paper, masked as on the page; that it was printed is on record."""
    one = _found(roster_id)
    people = _people(request, one)
    actions.print_roster(roster_id=roster_id, people=people.count(), by=request.actor, at=clock.now())
    context = {"roster": one, "people": registry.listed(people, today=_today()), "by": request.actor.name}
    return _private(render(request, "visits/roster_print.html", context))


@guard.page(access.ROSTER, methods=("POST",))
def end_roster(request: OfficeRequest, roster_id: int) -> HttpResponse:
    """Put a roster away."""
    try:
        actions.end_roster(roster_id=roster_id, by=request.actor, at=clock.now())
    except actions.VisitsError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("visits:rosters"))


@guard.page(access.ASK, methods=("POST",))
def reach_out(request: OfficeRequest, roster_id: int) -> HttpResponse:
    """Turn a roster into one reason to visit for each home."""
    form = ReachForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            outreach = actions.reach_out(
                key=given["key"], roster_id=roster_id, words=Words(given["zh"], ""), tell=Words(given["tell"], ""),
                due_on=given["due_on"], path=request.sees.path, by=request.actor, at=clock.now(),
            )  # fmt: skip
        except actions.VisitsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, gettext("%(homes)s 户加上了这件事") % {"homes": outreach.homes})
            return HttpResponseRedirect(reverse("visits:roster", args=[roster_id]))
    context = _roster(request, roster_id) | {"reach_form": form}
    return _private(render(request, "visits/roster.html", context, status=UNPROCESSABLE))


@guard.page(access.EMERGENCY, methods=("GET", "POST"))
def emergency(request: OfficeRequest) -> HttpResponse:
    """Choose buildings and say why; what is shown then is made for paper, or comes as one file to keep."""
    path = request.sees.path
    form = EmergencyForm(request.POST or None, within=path)
    context: dict[str, Any] = {"form": form, "map": _map(path)}
    if request.method != "POST":
        return render(request, "visits/emergency.html", context)
    if form.is_valid():
        try:
            at = clock.now()
            reason = form.cleaned_data["reason"]
            blocks = actions.print_emergency(paths=form.paths, reason=reason, by=request.actor, at=at)
        except actions.VisitsError as error:
            form.add_error(None, str(error))
        else:
            sheet = {"blocks": blocks, "by": request.actor.name, "post": request.post, "at": at, "reason": reason}
            return _private(_sheet(request, sheet, is_file="file" in request.POST))
    return render(request, "visits/emergency.html", context, status=UNPROCESSABLE)


@guard.page(access.HAND_OVER, methods=("GET", "POST"))
def hand_over(request: OfficeRequest) -> HttpResponse:
    """Hand one worker's homes to another in one act."""
    path, today = request.sees.path, _today()
    form = HandOverForm(
        request.POST or None,
        posts=queries.visiting_posts(path, on=today),
        accounts=queries.colleagues(path, on=today),
        initial={"on": today},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = actions.hand_over(
                post_id=int(given["post"]), to_account_id=int(given["account"]), on=given["on"], by=request.actor,
                at=clock.now(),
            )  # fmt: skip
        except actions.VisitsError as error:
            form.add_error(None, str(error))
        else:
            said = {"homes": done.homes, "reasons": done.reasons, "promises": done.promises}
            messages.success(request, gettext("交接好了：%(homes)s 户、%(reasons)s 件事、%(promises)s 个约定") % said)
            return HttpResponseRedirect(reverse("visits:hand_over"))
    past = HandOver.objects.select_related("ended__account", "begun__account", "area").order_by("-at")[:20]
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "visits/hand_over.html", {"form": form, "past": past}, status=status)


def _today() -> date:
    return clock.local_day(clock.now())


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def _door(request: OfficeRequest, dwelling_id: int) -> DoorView:
    view = queries.door(dwelling_id, today=_today(), clearance=request.sees.clearance)
    if view is None or not request.sees.covers(view.dwelling.path):
        raise Http404(gettext("没有这一户，或不在您的权限内。"))
    return view


def _at_door(request: OfficeRequest, view: DoorView) -> dict[str, Any]:
    at = clock.now()
    fresh = AskForm(initial={"key": forms.fresh_key(), "due_on": forms.in_a_week(at)})
    return {
        "door": view,
        "asked": [(one, view.who.get(one.person_id or 0, "")) for one in view.questions],
        "key": forms.fresh_key(),
        "building": _building(view),
        "parts": Part.choices,
        "latest": timezone.localtime(at).strftime("%Y-%m-%dT%H:%M"),
        "is_quiet": not knocking.part_at(timezone.localtime(at).time(), view.policy),
        "may_visit": request.may(access.VISIT),
        "may_ask": request.may(access.ASK),
        "ask_form": fresh,
    }


def _building(view: DoorView) -> str:
    return walking.building_of(view.dwelling.path)


def _found(roster_id: int) -> Roster:
    one = Roster.objects.select_related("area").filter(pk=roster_id, ended_at__isnull=True).first()
    if one is None:
        raise Http404(gettext("没有这份名册，或不在您的权限内。"))
    return one


def _people(request: OfficeRequest, one: Roster) -> QuerySet[Person]:
    question = composing.read(one.question)
    return composing.chosen(question, path=request.sees.path, today=_today()).order_by("dwelling__path", "pk")


def _roster(request: OfficeRequest, roster_id: int) -> dict[str, Any]:
    one = _found(roster_id)
    people = _people(request, one)
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    fresh = ReachForm(initial={"key": forms.fresh_key(), "due_on": forms.in_a_week(clock.now())})
    return {
        "roster": one,
        "says": composing.said(composing.read(one.question)),
        "page": page,
        "people": registry.listed(
            people[page.start_index() - 1 : page.end_index()] if page.paginator.count else people.none(), today=_today()
        ),
        "homes": people.order_by().values("dwelling").distinct().count(),
        "outreaches": queries.outreaches(one),
        "reach_form": fresh,
        "may_ask": request.may(access.ASK),
    }


def _counted(form: RosterForm, path: str) -> dict[str, Any]:
    assert form.question is not None  # noqa: S101 - the form is valid
    try:
        people = composing.chosen(form.question, path=path, today=_today())
    except composing.NobodyAskedError as error:
        return {"none_asked": say(error.words)}
    return {
        "counted": people.count(),
        "homes": people.values("dwelling").distinct().count(),
        "says": composing.said(form.question),
    }


def _map(path: str) -> dict[str, str]:
    """Return where the map to draw on takes its buildings from."""
    return {"source": reverse("areas:geo", args=[path, "building"])}


def _sheet(request: OfficeRequest, context: dict[str, Any], *, is_file: bool) -> HttpResponse:
    """Return the emergency list as a page to print, or as one file that needs nothing beside it."""
    if not is_file:
        return render(request, "visits/emergency_print.html", context)
    context["styles"] = Path(str(finders.find("visits/paper.css"))).read_text(encoding="utf-8")
    response = render(request, "visits/emergency_print.html", context)
    name = gettext("应急名单") + f"-{timezone.localtime(context['at']):%Y%m%d-%H%M}.html"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
