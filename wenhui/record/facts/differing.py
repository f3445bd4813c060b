"""Named questions about where providers differ: both words side by side, and whether somebody was asked to correct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from wenhui.kit.html.wording import say
from wenhui.record.facts import deriving, sealing, shown
from wenhui.record.facts.actions.ruling import about
from wenhui.record.facts.models import Conflict, Correction, Origin, Ruling
from wenhui.record.facts.naming import Named, named
from wenhui.record.facts.rules import Freshness, Word, freshness
from wenhui.record.facts.shown import Speaker
from wenhui.record.facts.words import Asked
from wenhui.record.registry.rules.attributes import Attribute


@dataclass(frozen=True, slots=True)
class Side:
    """One of two words that differ. `text` is masked; `clear` is for files that may name people."""

    origin: Origin
    provider: str
    text: str
    clear: str
    as_of: date
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Row:
    """One conflict as a list shows it: of whom, what, the word that leads, and the one that differs."""

    conflict: Conflict
    about: Named
    attribute: Attribute
    lead: Side
    theirs: Side
    correction: Correction | None

    @property
    def words(self) -> str:
        """Return what the attribute is called."""
        return say(self.attribute.words)


@dataclass(frozen=True, slots=True)
class Differing:
    """How many open conflicts a provider has, and of how many it was asked to correct."""

    provider: str
    name: str
    conflicts: int
    asked: int


def open_conflicts(provider: str = "") -> QuerySet[Conflict]:
    """Return the conflicts that stand, the oldest first, with their open correction."""
    waiting = Prefetch("corrections", Correction.objects.filter(standing=Asked.OPEN), to_attr="waiting")
    rows = Conflict.objects.filter(settled_at__isnull=True).select_related("attribute", "origin", "against")
    if provider:
        rows = rows.filter(provider=provider)
    return rows.prefetch_related(waiting).order_by("provider", "opened_at", "pk")


def by_provider() -> list[Differing]:
    """Return how many conflicts each provider has, the most first."""
    waiting = Count("pk", filter=Q(corrections__standing=Asked.OPEN), distinct=True)
    standing = Conflict.objects.filter(settled_at__isnull=True).values_list("provider")
    speaker = shown.speaker()
    rows = standing.annotate(conflicts=Count("pk", distinct=True), asked=waiting)
    return sorted(
        (Differing(provider, speaker.provider(provider), conflicts, asked) for provider, conflicts, asked in rows),
        key=lambda one: (-one.conflicts, one.provider),
    )


def listed(conflicts: Sequence[Conflict], *, today: date) -> list[Row]:
    """Return conflicts as lists show them; those whose subject is out of scope are left out. Few questions a kind."""
    by_column: dict[str, list[tuple[int, Conflict]]] = {}
    for one in conflicts:
        column, number = about(one)
        by_column.setdefault(column, []).append((number, one))
    attributes, speaker, found = deriving.numbered(), shown.speaker(), {}
    for column, rows in by_column.items():
        cells: dict[int, set[int]] = {}
        for number, one in rows:
            cells.setdefault(number, set()).add(one.attribute_id)
        spoken, names = deriving.spoken(column, cells), named(column, cells, today=today)
        for number, one in rows:
            words = spoken.words.get((number, one.attribute_id), ())
            attribute = attributes[one.attribute_id]
            sides = [
                _side(
                    speaker,
                    origin,
                    words,
                    spoken.texts.get((number, one.attribute_id, origin.pk), ""),
                    attribute,
                    today=today,
                )
                for origin in (one.against, one.origin)
            ]
            if number in names:
                waiting: list[Correction] = getattr(one, "waiting", [])
                correction = waiting[0] if waiting else None
                found[one.pk] = Row(one, names[number], attribute, sides[0], sides[1], correction)
    return [found[one.pk] for one in conflicts if one.pk in found]


def _side(
    speaker: Speaker, origin: Origin, words: Sequence[Word], kept: str, attribute: Attribute, *, today: date
) -> Side:
    days = [word.as_of for word in words if word.root == origin.pk]
    as_of = max(days, default=origin.as_of)
    text = sealing.unseal(attribute.kind, kept)
    return Side(
        origin=origin,
        provider=speaker.provider(origin.provider),
        text=speaker.covered(attribute, text),
        clear=speaker.clear(attribute, text),
        as_of=as_of,
        freshness=freshness(as_of, today, attribute.freshness_days),
    )


def corrections_of(conflict: Conflict) -> QuerySet[Correction]:
    """Return everything a provider was asked about a conflict, the latest first."""
    return conflict.corrections.order_by("-asked_at", "-pk")


def rulings_on(column: str, number: int, attribute_id: int) -> list[tuple[Ruling, str, str]]:
    """Return what the office decided about an attribute of a subject, who was set aside and who believed, latest first."""
    rows = Ruling.objects.filter(**{column: number}, attribute=attribute_id).select_related("against").order_by("-pk")
    speaker = shown.speaker()
    return [(row, speaker.provider(row.provider), speaker.provider(row.against.provider)) for row in rows]
