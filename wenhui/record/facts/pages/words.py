"""One attribute of one subject: everything that was ever said of it, and uncovering it for a reason."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.record.facts import access, actions, differing, histories, shown
from wenhui.record.facts.actions import FactsError
from wenhui.record.facts.forms import ReasonForm
from wenhui.record.facts.naming import Named, named
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.registry import access as registry_access
from wenhui.record.registry import dictionary
from wenhui.record.registry.pages.privately import private, today
from wenhui.record.registry.words import Subject

UNPROCESSABLE = 422


@guard.page(registry_access.SEE, methods=("GET", "POST"))
def words(request: OfficeRequest, subject: str, number: int, key: str) -> HttpResponse:
    """Show every word of an attribute, masked; what is sent with a reason shows the leading one once, in clear."""
    of, about = _about(subject, number)
    held = dictionary.current()
    attribute = held.attributes.get(key) or held.ended.get(key)
    if attribute is None or attribute.subject != of:
        raise Http404(gettext("属性字典里没有这一项"))
    may_reveal = (
        shown.is_covered(attribute)
        and request.may(registry_access.REVEAL)
        and attribute.privacy.rank <= request.sees.clearance.rank
    )
    form = ReasonForm(request.POST or None)
    context: dict[str, object] = {"about": about, "attribute": attribute, "form": form, "may_reveal": may_reveal}
    if request.method == "POST" and form.is_valid():
        try:
            text = actions.reveal(
                subject=of, number=number, key=key, reason=form.cleaned_data["reason"], may=request.may,
                clearance=request.sees.clearance, by=request.actor, at=clock.now(),
            )  # fmt: skip
        except FactsError as refused:
            form.add_error("reason", say(refused.words))
        else:
            context |= {"clear": shown.speaker().clear(attribute, text), "reason": form.cleaned_data["reason"]}
    context["said"] = histories.history(of, number, attribute)
    context["rulings"] = differing.rulings_on(COLUMN[of], number, held.numbers[key])
    context["may_settle"] = request.may(access.SETTLE)
    return private(render(request, "facts/words.html", context, status=UNPROCESSABLE if form.errors else 200))


@guard.page(access.SETTLE, methods=("POST",))
def lift(request: OfficeRequest, ruling_id: int) -> HttpResponse:
    """Take a ruling back for a reason, and say what follows."""
    form = ReasonForm(request.POST)
    refused = ""
    if form.is_valid():
        try:
            actions.lift(ruling_id=ruling_id, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        except FactsError as error:
            refused = say(error.words)
    else:
        refused = gettext("请写明理由，至少四个字")
    return private(render(request, "facts/lifted.html", {"refused": refused}, status=UNPROCESSABLE if refused else 200))


def _about(subject: str, number: int) -> tuple[Subject, Named]:
    """Return the subject, as far as the reader may see it; 404 else."""
    if subject in Subject.values:
        about = named(COLUMN[Subject(subject)], [number], today=today()).get(number)
        if about is not None and about.subject == subject:
            return Subject(subject), about
    raise Http404(gettext("没有这个人或户室，或不在您的权限内"))
