"""A row that was struck out as a mistake, taken back for a reason."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.record.registry import access, actions, queries, review
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.forms import GroundForm
from wenhui.record.registry.models import Person
from wenhui.record.registry.pages.privately import private, today

UNPROCESSABLE = 422


@guard.page(access.MERGE, methods=("GET", "POST"))
def reinstate(request: OfficeRequest, person_id: int) -> HttpResponse:
    """Ask for the ground, then let a row that was struck out count again as it stood."""
    record = review.strike_out_of(person_id)
    if record is None:
        raise Http404(gettext("这条登记没有注销，或不在您的权限内"))
    form = GroundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reinstate(person_id=person_id, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        except RegistryError as refused:
            form.add_error("reason", say(refused.words))
        else:
            messages.success(request, gettext("已撤回注销，这条登记照原样算数了"))
            return redirect("registry:person", person_id)
    (found,) = queries.listed(Person.objects.filter(pk=person_id), today=today())
    context = {"record": record, "found": found, "form": form}
    return private(render(request, "registry/reinstate.html", context, status=UNPROCESSABLE if form.errors else 200))
