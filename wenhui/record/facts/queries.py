"""What is known of subjects, how old it is and who said it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wenhui.record.facts import deriving, sealing
from wenhui.record.facts.models import Known
from wenhui.record.registry.rules.attributes import Attribute


@dataclass(frozen=True, slots=True)
class KnownWord:
    """The leading word of an attribute, in clear, and the origin whose statement has it."""

    attribute: Attribute
    text: str
    root: int


def known_of(column: str, subjects: Sequence[int]) -> dict[int, dict[str, KnownWord]]:
    """Return what is known of subjects of one kind (`person`, `household`, `organisation`, `place`), by attribute's key."""
    attributes = deriving.numbered()
    found: dict[int, dict[str, KnownWord]] = {subject: {} for subject in subjects}
    for row in Known.objects.filter(**{f"{column}_id__in": subjects}):
        known = found[getattr(row, f"{column}_id")]
        for number, word in row.words.items():
            attribute = attributes[int(number)]
            known[attribute.key] = KnownWord(attribute, sealing.unseal(attribute.kind, word), row.roots[number])
    return found
