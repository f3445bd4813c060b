"""What the edition in force says of a report or a case, as pages show it; and what people made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, F, Q
from django.utils.translation import gettext

from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.kit.scope import upper_bound
from wenhui.kit.words import Words
from wenhui.lake.suggesting.model import Suggestion
from wenhui.work.cases import actions, rules
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.learning import editions, lessons
from wenhui.work.cases.models import Case, CaseSuggestion, CaseType, SuggestionEdition, Unit
from wenhui.work.cases.words import About, Platform, Stage, Urgency, Verb, Worded

LEAST: Final = 0.35
"""Below this confidence nothing is shown: a guess that is mostly wrong only teaches people not to look."""

SHOWN_AT: Final[Mapping[Verb, tuple[About, ...]]] = {
    Verb.REGISTER: (About.TYPE, About.URGENCY, About.PLATFORM),
    Verb.DISPATCH: (About.UNIT,),
}
"""What is suggested for which step."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing suggested: about what, as stored and in words, how sure, and whether it is chosen beforehand."""

    about: About
    key: str
    words: Words
    confidence: float
    is_sure: bool
    is_measured: bool

    @property
    def word(self) -> str:
        """Return what it suggests."""
        return say(self.words)

    @property
    def how_sure(self) -> str:
        """Return the confidence as people say it; before any case measured it, that it is the catalogue's words alone."""
        return how_sure(self.confidence) if self.is_measured else gettext("按目录里的常用说法")


@dataclass(frozen=True, slots=True)
class Guesses:
    """All that is suggested of one text: by what it is about, the words that spoke, the nearest closed cases in sight."""

    edition: SuggestionEdition
    by_about: Mapping[About, Guess]
    spoke: Sequence[str]
    near: Sequence[Case]

    @property
    def type(self) -> Guess | None:
        """Return the type suggested."""
        return self.by_about.get(About.TYPE)

    @property
    def unit(self) -> Guess | None:
        """Return the unit suggested."""
        return self.by_about.get(About.UNIT)

    @property
    def others(self) -> list[Guess]:
        """Return urgency and platform; they are suggested where they are not what the type has anyway."""
        return [self.by_about[about] for about in (About.URGENCY, About.PLATFORM) if about in self.by_about]


def how_sure(confidence: float) -> str:
    """Return a confidence in words."""
    if confidence >= 0.9:
        return gettext("把握很大")
    if confidence >= 0.7:
        return gettext("把握较大")
    return gettext("有一些把握") if confidence >= 0.5 else gettext("把握不大")


def of_text(title: str, words: str, *, path: str) -> Guesses | None:
    """Return what is suggested of a text at an area; None where nothing was learnt, or nothing is likely enough.

    The nearest cases are asked of the database within the transaction's scope: who may not see them is not told of them.
    """
    office = rules.office_of(path)
    ruling = editions.in_force(office)
    text = lessons.text_of(title, words)
    if ruling is None or not text:
        return None
    edition, several = ruling
    [said] = several.suggest([text], explain=True)
    named = _named(said)
    percent, is_measured = office_at(office).policy.suggest_percent, edition.accuracy is not None
    guesses = {
        about: Guess(
            about, one.label, named[about], one.confidence, is_measured and 100 * one.confidence >= percent, is_measured
        )
        for about, one in ((About(key), one) for key, one in said.items())
        if one.confidence >= LEAST and about in named
    }
    if About.TYPE not in guesses:
        return None
    return Guesses(edition, guesses, said[About.TYPE].words, _near(said[About.TYPE]))


def of_case(case: Case, step: Verb) -> Guesses | None:
    """Return what is suggested of a case for a step; None where nothing is."""
    if step not in SHOWN_AT:
        return None
    return of_text(case.title, case.description, path=case.area_path)


def keep_choices(guesses: Guesses | None, step: Verb, case: Case, *, by: Actor, at: datetime) -> None:
    """Keep what was suggested beside what a step left on the case."""
    if guesses is None:
        return
    for about in SHOWN_AT.get(step, ()):
        guess, chosen = guesses.by_about.get(about), chosen_of(case, about)
        if guess is not None and chosen and chosen != lessons.NOT_GIVEN:
            actions.keep_choice(
                case_id=case.pk, about=about, suggested=guess.key, confidence=guess.confidence, chosen=chosen,
                edition_id=guesses.edition.pk, by=by, at=at,
            )  # fmt: skip


def chosen_of(case: Case, about: About) -> str:
    """Return what stands on a case, as suggestions name it."""
    stands = {About.TYPE: case.type_id, About.PLATFORM: case.platform, About.URGENCY: case.urgency}
    return str(stands.get(about, case.unit_key))


@dataclass(frozen=True, slots=True)
class Worth:
    """How often one thing that was suggested was taken: about what, of how many."""

    about: About
    shown: int
    taken: int

    @property
    def word(self) -> str:
        """Return what it is about."""
        return say(self.about.words)

    @property
    def percent(self) -> int:
        """Return the share that was taken."""
        return round(100 * self.taken / self.shown)


def worth(path: str, *, since: datetime, until: datetime) -> list[Worth]:
    """Return how often suggestions below an area were taken between two moments. One query."""
    kept = CaseSuggestion.objects.filter(
        area_path__gte=path, area_path__lt=upper_bound(path), at__gte=since, at__lt=until
    )
    counted = kept.values_list("about").annotate(n=Count("pk"), taken=Count("pk", filter=Q(suggested=F("chosen"))))
    found = {about: (n, taken) for about, n, taken in counted.order_by()}
    return [Worth(about, *found[about]) for about in About if about in found]


def _named(said: Mapping[str, Suggestion]) -> dict[About, Words]:
    """Return in words what is suggested; what the office has ended, or the type brings along anyway, is left out.

    Two queries.
    """
    kind = CaseType.objects.filter(key=said[About.TYPE].label, ended=False).first()
    if kind is None:
        return {}
    named = {About.TYPE: kind.words}
    usual: tuple[tuple[About, type[Worded], str], ...] = (
        (About.PLATFORM, Platform, kind.platform),
        (About.URGENCY, Urgency, kind.urgency),
    )
    for about, words, of_type in usual:
        if about in said and said[about].label in set(words) - {of_type}:
            named[about] = words(said[about].label).words
    if About.UNIT in said:
        unit = Unit.objects.filter(key=said[About.UNIT].label, ended=False).first()
        if unit is not None:
            named[About.UNIT] = unit.words
    return named


def _near(said: Suggestion) -> list[Case]:
    """Return the nearest closed cases of the type suggested that the reader may see, the nearest first."""
    keys = [int(one.key) for one in said.nearest if one.label == said.label]
    cases = Case.objects.filter(pk__in=keys, stage=Stage.CLOSED).in_bulk() if keys else {}
    return [cases[key] for key in keys if key in cases]
