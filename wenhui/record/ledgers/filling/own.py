"""What the registry answers without anybody's word: a form it filled says nothing new when it comes back."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from wenhui.ground.areas.models import Area
from wenhui.record.ledgers.filling import listings, working_out
from wenhui.record.ledgers.filling.sources import Sources
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

# Names of what a door or a building lies in: they follow from where it is, and no word of them is kept.
POSITIONS: Final = frozenset(
    f"person.{name}"
    for name in (
        *("dwelling_number", "unit_number", "building_number", "estate_name", "community_name", "street_name"),
        "grid_name",
    )
) | {f"{subject}.{name}" for subject in ("dwelling", "building", "organisation") for name in ("community", "grid")}
# Somebody may say these; while nobody has, the registry works them out.
WORKED_OUT: Final = frozenset(
    {"person.relation_to_head", "person.lives_apart", "person.registered_address", "household.head_phone"}
    | {"building.units", "building.dwellings", "building.estate"}
)


def worked_out(
    numbers: Sequence[int], key: str, *, within: Area, today: date, subject: Subject = Subject.PERSON
) -> list[str]:
    """Return for people, households or buildings, in their order, what the registry works out of one of WORKED_OUT.

    Asks a few questions for all.
    """
    attribute = dictionary.current().attributes[key]
    listing = listings.of_subjects(subject, numbers, within)
    return working_out.worked_out(Sources(listing, [attribute], today=today), key)
