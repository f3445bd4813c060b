"""Everything that was ever said of one attribute of one subject, the latest first; withdrawn words among them."""

from dataclasses import dataclass
from datetime import date

from wenhui.record.facts import sealing, shown
from wenhui.record.facts.actions.writing import LONG_AGO
from wenhui.record.facts.models import Confirmation, Origin, Statement
from wenhui.record.facts.shown import Speaker
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.facts.words import Standing
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject


@dataclass(frozen=True, slots=True)
class Said:
    """One word: by whom, through what, of which day (None: nobody wrote it down), and whether it counts."""

    origin: Origin
    provider: str
    text: str
    is_confirmed: bool
    as_of: date | None

    @property
    def counts(self) -> bool:
        """Say whether the word is in force."""
        return self.origin.standing == Standing.IN_FORCE


def history(subject: Subject, number: int, attribute: Attribute) -> list[Said]:
    """Return every word of an attribute, masked. Two questions."""
    speaker, column = shown.speaker(), COLUMN[subject]
    attribute_id = speaker.held.numbers[attribute.key]
    rows = Statement.objects.filter(**{column: number}, said__has_key=str(attribute_id)).select_related("origin")
    statements = list(rows.exclude(origin__standing=Standing.PROPOSED))
    confirmations = Confirmation.objects.filter(**{column: number}, attributes__contains=[attribute_id])
    texts = {row.origin_id: sealing.unseal(attribute.kind, row.said[str(attribute_id)]) for row in statements}
    found = [_said(speaker, row.origin, texts[row.origin_id], attribute, is_confirmed=False) for row in statements]
    for one in confirmations.exclude(origin__standing=Standing.PROPOSED).select_related("origin"):
        root = one.roots[one.attributes.index(attribute_id)]
        if root in texts:
            found.append(_said(speaker, one.origin, texts[root], attribute, is_confirmed=True))
    return sorted(found, key=lambda said: (said.origin.as_of, said.origin.pk), reverse=True)


def _said(speaker: Speaker, origin: Origin, text: str, attribute: Attribute, *, is_confirmed: bool) -> Said:
    as_of = None if origin.as_of == LONG_AGO else origin.as_of
    return Said(origin, speaker.provider(origin.provider), speaker.covered(attribute, text), is_confirmed, as_of)
