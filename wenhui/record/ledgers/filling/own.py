"""What the registry answers of people without anybody's word: a form it filled says nothing new when it comes back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from wenhui.ground.areas.models import Area
from wenhui.record.facts import queries as facts
from wenhui.record.ledgers.filling import listings
from wenhui.record.ledgers.filling.sources import Sources
from wenhui.record.registry import dictionary

# Names of what a door lies in: they follow from the door, and no word of them is kept.
POSITIONS: Final = frozenset(
    f"person.{name}"
    for name in (
        *("dwelling_number", "unit_number", "building_number", "estate_name", "community_name", "street_name"),
        "grid_name",
    )
)
# Somebody may say these; while nobody has, the registry works them out.
WORKED_OUT: Final = frozenset({"person.relation_to_head", "person.lives_apart", "person.registered_address"})


def own_answers(people: Sequence[int], keys: Collection[str], *, within: Area, today: date) -> dict[str, list[str]]:
    """Return for people, in their order, what the registry works out of these keys; empty where somebody has said a word.

    Asks a few questions whatever the number of people, one where somebody has said everything.
    """
    attributes = dictionary.current().attributes
    asked = [attributes[key] for key in sorted(WORKED_OUT & set(keys)) if key in attributes]
    if not asked or not people:
        return {}
    said = facts.texts_of("person", people, [attribute.key for attribute in asked])
    silent = [person for person in people if any(person not in words for words in said.values())]
    if not silent:
        return {attribute.key: [""] * len(people) for attribute in asked}
    sources = Sources(listings.of_people(silent, within), asked, today=today)
    return {
        attribute.key: _without(
            people, said[attribute.key], dict(zip(silent, sources.worked_out(attribute.key), strict=True))
        )
        for attribute in asked
    }


def _without(people: Sequence[int], said: Collection[int], found: Mapping[int, str]) -> list[str]:
    """Return what was found for people of whom nobody has said it."""
    return ["" if person in said else found[person] for person in people]
