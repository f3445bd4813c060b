"""Search, a person's card, what stands behind a door, organisations, the dictionary."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.record.registry import access, actions, dictionary, queries, review, sections, shelf
from wenhui.record.registry.actions.refusals import RegistryError
from wenhui.record.registry.forms import RevealForm, SearchForm
from wenhui.record.registry.models import Merge
from wenhui.record.registry.pages.privately import private as _private
from wenhui.record.registry.pages.privately import today as _today
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.words import LeftBecause, Revealable, Subject

LED_HERE = "from"  # in the address of a card: the number of the row that was merged into it
SHOWN = 20
ORGANISATIONS_A_PAGE = 50
UNPROCESSABLE = 422


@guard.page(access.SEE, methods=("GET", "POST"))
def home(request: OfficeRequest) -> HttpResponse:
    """Search people. With htmx the answer is the list alone."""
    form = SearchForm(request.POST or None)
    context: dict[str, object] = {"form": form, "shown": SHOWN, "asked": False}
    context |= {"may_register": request.may(access.CHANGE), "may_merge": request.may(access.MERGE)}
    if request.method == "POST" and form.is_valid() and form.cleaned_data["q"]:
        context["asked"] = True
        try:
            context["found"] = queries.find(form.cleaned_data["q"], limit=SHOWN, today=_today())
        except NotUsableError as refused:
            context["refused"] = say(refused.words)
    return _private(render(request, "registry/found.html" if request.htmx else "registry/home.html", context))


@guard.page(access.SEE)
def person(request: OfficeRequest, person_id: int) -> HttpResponse:
    """Show a person's card, identifiers masked; a row that was merged leads to the one that stands for it, with a note."""
    context = card_of(request, person_id) | {"is_led_here": LED_HERE in request.GET}
    if context["is_merged"]:
        standing = reverse("registry:person", args=[queries.standing_of(person_id)])
        return HttpResponseRedirect(f"{standing}?{LED_HERE}={person_id}")
    return _private(render(request, "registry/person.html", context))


@guard.page(access.REVEAL, methods=("GET", "POST"))
def reveal(request: OfficeRequest, person_id: int, what: str) -> HttpResponse:
    """Ask for a reason, then show the card with one field in clear, once; the value is in no address and no session."""
    if what not in Revealable.values:
        raise Http404
    context = card_of(request, person_id)
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
            form.add_error("reason", say(refused.words))
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
    households = [
        (household, members, sections.of(request, Subject.HOUSEHOLD, household.pk))
        for household, members in home.households
    ]
    own = sections.of(request, Subject.DWELLING, dwelling_id)
    return _private(
        render(request, "registry/dwelling.html", {"home": home, "households": households, "sections": own})
    )


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


def card_of(request: OfficeRequest, person_id: int) -> dict[str, object]:
    """Return what a person's card shows; 404 where there is nobody of that number in the scope."""
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
    return {
        "card": card,
        "struck": review.strike_out_of(person_id) if card.person.left_because == LeftBecause.MISTAKEN else None,
        "is_merged": card.person.merged_into_id is not None,
        "fields": fields,
        "form": RevealForm(),
        "merges": Merge.objects.filter(primary=person_id, undone_at__isnull=True).order_by("pk"),
        "questions": review.questions_about(person_id),
        "may_merge": request.may(access.MERGE),
        "sections": sections.of(request, Subject.PERSON, person_id),
    }
