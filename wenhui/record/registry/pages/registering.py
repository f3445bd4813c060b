"""Registering a person: while one types, who of the registry that may be appears, with reasons."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.areas.models import Level
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.record.registry import access, actions, matching
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.forms import PersonForm, place_of
from wenhui.record.registry.matching import Likely
from wenhui.record.registry.pages.privately import private, today
from wenhui.record.registry.rules.refusal import NotUsableError

UNPROCESSABLE = 422
ROLES = {"name": "name", "sex": "sex", "birth_date": "birth_on", "id_number": "id_number", "phone": "phone"}


@guard.page(access.CHANGE, methods=("GET", "POST"))
def new(request: OfficeRequest) -> HttpResponse:
    """Register someone. Whoever is likely the same is shown first; sent again with them seen, a new person is registered."""
    form = PersonForm(request.POST or None, sees=request.sees, today=today())
    likely: list[Likely] = []
    if request.method == "POST":
        likely = _likely(request)
        if form.is_valid() and {str(one.found.person_id) for one in likely} <= set(request.POST.getlist("seen")):
            try:
                person = actions.register_person(**form.person, by=request.actor, at=clock.now())
            except (RegistryError, NotUsableError) as refused:
                form.add_error(None, say(refused.words))
            else:
                messages.success(request, gettext("已登记"))
                return redirect("registry:person", person.pk)
    context = {"form": form, "likely": likely, "is_halted": form.is_bound and form.is_valid()} | _about_model()
    return private(render(request, "registry/new.html", context, status=UNPROCESSABLE if form.errors else 200))


@guard.page(access.CHANGE, methods=("POST",))
def likely(request: OfficeRequest) -> HttpResponse:
    """Show who may be meant by what was typed so far; the list alone."""
    return private(render(request, "registry/likely.html", {"likely": _likely(request)} | _about_model()))


def _likely(request: OfficeRequest) -> list[Likely]:
    address = request.POST.get("address", "")
    place = place_of(address, sees=request.sees)
    door = place.pk if place is not None and place.level == Level.DWELLING else None
    roles = {role: request.POST.get(field, "") for role, field in ROLES.items()} | {"address": address}
    return matching.likely(roles, dwelling_id=door, today=today())


def _about_model() -> dict[str, object]:
    return {"no_model": matching.NO_MODEL if matching.kept_model() is None else None}
