"""What is known of one subject as its card shows it: by topic, each word with whose it is, of which day, how fresh.

A few questions whatever is known. Row security leaves out what is above the reader's clearance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext

from wenhui.kit.html.wording import say
from wenhui.record.facts import deriving, sealing, shown
from wenhui.record.facts.actions.writing import LONG_AGO
from wenhui.record.facts.models import Conflict
from wenhui.record.facts.rules import Freshness, Word, freshness
from wenhui.record.facts.shown import Speaker
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.registry.rules import topics
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject


@dataclass(frozen=True, slots=True)
class Voice:
    """What one provider says, masked: the latest of their words that count."""

    provider: str
    text: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One attribute on a card. `said_by` agree with the leading word; `against` differ, with the number of the conflict."""

    attribute: Attribute
    text: str
    is_covered: bool
    said_by: str
    as_of: date | None
    freshness: Freshness
    against: tuple[Voice, ...]
    conflict_id: int | None

    @property
    def words(self) -> str:
        """Return what the attribute is called."""
        return say(self.attribute.words)

    @property
    def lead(self) -> str:
        """Return who is believed."""
        return self.said_by.split(gettext("、"))[0]


@dataclass(frozen=True, slots=True)
class Heading:
    """The lines of one topic."""

    words: str
    lines: list[Line]


def headings(subject: Subject, number: int, *, today: date) -> list[Heading]:
    """Return what is known of a subject, topic by topic in the order of a card; empty where nothing is."""
    column = COLUMN[subject]
    found = deriving.spoken(column, {number: None})
    if not found.words:
        return []
    attributes, speaker = deriving.numbered(), shown.speaker()
    places = {key: place for place, key in enumerate(speaker.held.attributes)}
    conflicts = _conflicts(column, number)
    lines = []
    for (_, attribute_id), settlement in deriving.settlements(found).items():
        attribute = attributes[attribute_id]
        words = found.words[number, attribute_id]
        agreeing = sorted(
            (word for word in words if word.text == settlement.lead.text), key=lambda word: (word.as_of, word.origin)
        )
        text = sealing.unseal(attribute.kind, found.texts[number, attribute_id, settlement.lead.root])
        against = tuple(
            _voice(speaker, attribute, word, found.texts[number, attribute_id, word.root])
            for word in settlement.against
        )
        latest = agreeing[-1].as_of
        lines.append(
            Line(
                attribute=attribute,
                text=speaker.covered(attribute, text),
                is_covered=bool(text) and shown.is_covered(attribute),
                said_by=gettext("、").join(_names(speaker, agreeing, attribute)),
                as_of=None if latest == LONG_AGO else latest,
                freshness=freshness(latest, today, attribute.freshness_days),
                against=against,
                conflict_id=conflicts.get(attribute_id),
            )
        )
    lines.sort(key=lambda line: (_rank(line.attribute), places.get(line.attribute.key, len(places))))
    return [
        Heading(say(topics.WORDS[topic]), list(of))
        for topic, of in groupby(lines, key=lambda line: topics.topic_of(line.attribute.key))
    ]


def _voice(speaker: Speaker, attribute: Attribute, word: Word, kept: str) -> Voice:
    text = speaker.covered(attribute, sealing.unseal(attribute.kind, kept))
    return Voice(speaker.provider(word.provider), text, None if word.as_of == LONG_AGO else word.as_of)


def _names(speaker: Speaker, words: Sequence[Word], attribute: Attribute) -> list[str]:
    """Return who says a text, the most believed first, each once."""
    order = {provider: place for place, provider in enumerate(attribute.authority)}
    providers = sorted({word.provider for word in words}, key=lambda one: (order.get(one, len(order)), one))
    return [speaker.provider(one) for one in providers]


def _conflicts(column: str, number: int) -> Mapping[int, int]:
    rows = Conflict.objects.filter(**{column: number}, settled_at__isnull=True).order_by("-pk")
    return dict(rows.values_list("attribute", "pk"))


def _rank(attribute: Attribute) -> int:
    return list(topics.Topic).index(topics.topic_of(attribute.key))
