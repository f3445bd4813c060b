"""What the registry answers of people without anybody's word: a form it filled says nothing new when it comes back."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from wenhui.ground.areas.models import Area
from wenhui.record.ledgers.filling import listings, working_out
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


def worked_out(people: Sequence[int], key: str, *, within: Area, today: date) -> list[str]:
    """Return for people, in their order, what the registry works out of one of WORKED_OUT. Asks a few questions for all."""
    attribute = dictionary.current().attributes[key]
    return working_out.worked_out(Sources(listings.of_people(people, within), [attribute], today=today), key)
