"""What can be spoken of: the column that points at it, and the registry's columns that show its leading words."""

from typing import Final

from wenhui.record.registry.words import Subject

# A dwelling and a building are both places: rows of the area tree.
COLUMN: Final[dict[Subject, str]] = {
    Subject.PERSON: "person",
    Subject.HOUSEHOLD: "household",
    Subject.DWELLING: "place",
    Subject.BUILDING: "place",
    Subject.ORGANISATION: "organisation",
}
