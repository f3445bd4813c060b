"""The registry's pages: search, a person's card, what stands behind a door, organisations, the dictionary.

What is searched for is posted, never written into an address: names and numbers do not belong in logs and histories.
Every page with people on it forbids caches to keep it.
"""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.words import Words
from wenhui.record.registry import access, actions, dictionary, queries, shelf
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.forms import RevealForm, SearchForm
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.words import Revealable, Subject

SHOWN = 20
ORGANISATIONS_A_PAGE = 50
UNPROCESSABLE = 422


@guard.page(access.SEE, methods=("GET", "POST"))
def home(request: OfficeRequest) -> HttpResponse:
    """Search people. With htmx the answer is the list alone."""
    form = SearchForm(request.POST or None)
    context: dict[str, object] = {"form": form, "shown": SHOWN, "asked": False}
    if request.method == "POST" and form.is_valid() and form.cleaned_data["q"]:
        context["asked"] = True
        try:
            context["found"] = queries.find(form.cleaned_data["q"], limit=SHOWN, today=_today())
        except NotUsableError as refused:
            context["refused"] = in_language(refused.words)
    return _private(render(request, "registry/found.html" if request.htmx else "registry/home.html", context))


@guard.page(access.SEE)
def person(request: OfficeRequest, person_id: int) -> HttpResponse:
    """Show a person's card, identifiers masked."""
    return _private(render(request, "registry/person.html", _card(request, person_id)))


@guard.page(access.REVEAL, methods=("GET", "POST"))
def reveal(request: OfficeRequest, person_id: int, what: str) -> HttpResponse:
    """Ask for a reason, then show the card with one field in clear, once; the value is in no address and no session."""
    if what not in Revealable.values:
        raise Http404
    context = _card(request, person_id)
    form = RevealForm(request.POST or None)
    context |= {"what": Revealable(what), "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context["clear"] = actions.reveal(
                person_id=person_id,
                what=Revealable(what),
                reason=form.cleaned_data["reason"],
                may=request.may,
                clearance=request.sees.clearance,
                by=request.actor,
                at=clock.now(),
            )
        except RegistryError as refused:
            form.add_error("reason", in_language(refused.words))
            return _private(render(request, "registry/reveal.html", context, status=UNPROCESSABLE))
        context["reason"] = form.cleaned_data["reason"]
        return _private(render(request, "registry/person.html", context))
    return _private(render(request, "registry/reveal.html", context))


@guard.page(access.SEE)
def dwelling(request: OfficeRequest, dwelling_id: int) -> HttpResponse:
    """Show the households behind a front door."""
    home = queries.home(dwelling_id, today=_today())
    if home is None or not request.sees.covers(home.dwelling.path):
        raise Http404(gettext("没有这一户室，或不在您的权限内"))
    return _private(render(request, "registry/dwelling.html", {"home": home}))


@guard.page(access.SEE)
def organisations(request: OfficeRequest) -> HttpResponse:
    """List organisations, or those whose name or credit code begins as asked."""
    asked = request.GET.get("q", "").strip()
    leaf = Paginator(queries.organisations(asked), ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/organisations.html", {"leaf": leaf, "asked": asked, "unit": gettext("家")})


@guard.page(access.SEE)
def attributes(request: OfficeRequest) -> HttpResponse:
    """Show what the office may keep of one kind of subject, on what ground, and what is off."""
    asked = request.GET.get("subject", "")
    subject = Subject(asked) if asked in Subject.values else Subject.PERSON
    held = dictionary.current()
    context = {
        "subject": subject,
        "subjects": list(shelf.counts(held).items()),
        "lines": shelf.lines(held, subject, today=_today()),
    }
    return render(request, "registry/attributes.html", context)


def in_language(words: Words) -> str:
    """Return the words in the reader's language."""
    return words.en if (get_language() or "").startswith("en") else words.zh


def _card(request: OfficeRequest, person_id: int) -> dict[str, object]:
    card = queries.card(person_id, today=_today())
    if card is None:
        raise Http404(gettext("没有这个人，或不在您的权限内"))
    covered = {
        Revealable.NAME: card.name,
        Revealable.ID_NUMBER: card.id_number,
        Revealable.PHONE: card.phone,
    }
    may = request.may(access.REVEAL)
    fields = [
        {
            "what": what,
            "covered": value,
            "may": may and bool(value) and card.person.PRIVACY[what.value].rank <= request.sees.clearance.rank,
        }
        for what, value in covered.items()
    ]
    return {"card": card, "fields": fields, "form": RevealForm()}


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response


def _today() -> date:
    return clock.local_day(clock.now())
