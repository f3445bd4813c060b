"""What pages show of guesses: while somebody reports, on the card of a case that waits for type or unit, and their worth."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.work.cases import actions
from wenhui.work.cases.forms import ReportForm, types_by_class
from wenhui.work.cases.learning import guessing
from wenhui.work.cases.models import Case, SuggestionEdition
from wenhui.work.cases.shown import Offer
from wenhui.work.cases.words import About, Verb

USE: Final = "use"
"""In what is posted while somebody types: the type they took from the suggestion."""


def report(request: OfficeRequest, form: ReportForm) -> dict[str, Any]:
    """Return what is suggested for a report that is being written.

    `chosen` is the type its form is to show: the one taken from the suggestion, or one that is sure enough, where nobody
    chose any and this is not the second time. It is a choice in a form that somebody still sends.
    """
    found = form.cleaned_data
    area = form.area
    if not found.get("title"):
        return {}
    path = area.path if area is not None and request.sees.covers(area.path) else request.sees.path
    guess = guessing.of_text(found["title"], found.get("description") or "", path=path)
    if guess is None or guess.type is None:
        return {}
    chosen = request.POST.get(USE, "")
    is_taken = chosen == guess.type.key
    is_first = not found.get("type_key") and not found.get("edition")
    is_chosen = is_taken or (guess.type.is_sure and is_first)
    if is_chosen:
        changed = request.POST.copy()
        changed["type_key"] = guess.type.key
        form.data = changed
    return {"guess": guess, "form": form if is_chosen else None, "is_held": found.get("type_key") == guess.type.key}


def keep_type(request: OfficeRequest, case: Case, form: ReportForm, *, at: datetime) -> None:
    """Keep which type whoever reported chose, if a suggestion stood beside; who registers the case has the last word."""
    found = form.cleaned_data
    if not found["edition"] or not found["type_key"] or found["same_as"]:
        return
    guess = guessing.of_text(case.title, case.description, path=case.area_path)
    if guess is not None and guess.edition.pk == found["edition"] and guess.type is not None:
        actions.keep_choice(
            case_id=case.pk, about=About.TYPE, suggested=guess.type.key, confidence=guess.type.confidence,
            chosen=found["type_key"], edition_id=guess.edition.pk, by=request.actor, at=at,
        )  # fmt: skip


def card(request: OfficeRequest, case: Case, offers: Sequence[Offer]) -> dict[str, Any]:
    """Return what is suggested of a case for the step that its reader may take now, with the types to choose from."""
    step = next((offer.verb for offer in offers if offer.verb in guessing.SHOWN_AT), None)
    guess = guessing.of_case(case, step) if step else None
    if guess is None:
        return {}
    types = types_by_class() if step is Verb.REGISTER else []
    chosen = case.type_id
    if guess.type is not None and guess.type.is_sure and chosen == actions.NOT_GIVEN:
        chosen = guess.type.key
    return {"guess": guess, "types": types, "chosen_type": chosen, "not_given": actions.NOT_GIVEN}


def worth(path: str, *, at: datetime) -> dict[str, Any]:
    """Return what the page of rules says of suggesting at an office: the edition that rules, how often it was taken."""
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (month - timedelta(days=1)).replace(day=1)
    return {
        "learnt": SuggestionEdition.objects.filter(path=path, in_force=True).first(),
        "worth_before": guessing.worth(path, since=before, until=month),
        "worth_now": guessing.worth(path, since=month, until=at),
    }
