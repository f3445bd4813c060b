"""Who lives elsewhere, as a file says, than the registry knows. A table moves nobody; somebody asks at the door."""

from typing import Final

from django.db import connection

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.understanding import Understanding
from wenhui.kit import bulk
from wenhui.record.ledgers.importing.cells import Cells
from wenhui.record.ledgers.importing.linking import ADDRESS, Linked

# People whose known door is not written in the row's address as the office writes it: those alone are looked at closely.
OTHERWISE: Final = f"""
SELECT asked.place, p.id, p.dwelling_id, p.area_id
FROM unnest({bulk.array_of("integer")}, {bulk.array_of("bigint")}, {bulk.array_of("text")}) AS asked (place, person, address)
JOIN registry_person p ON p.id = asked.person AND p.left_on IS NULL
JOIN areas_area home ON home.id = p.dwelling_id
JOIN areas_area around ON around.id = home.parent_id
JOIN areas_area building ON building.id = p.area_id
WHERE position(replace(
    CASE around.level WHEN 'unit' THEN building.name || around.name || home.name ELSE building.name || home.name END,
    ' ', '') IN asked.address) = 0
"""


def elsewhere(cells: Cells, linked: Linked, *, within: str) -> dict[int, int]:
    """Return the place that a file names for people who are known to live behind another door, by person.

    Only what is certain counts: another front door, or another building where the address says no more.
    """
    addresses = cells.columns.get(ADDRESS)
    if addresses is None:
        return {}
    asked = [
        (place, person, addresses[place])
        for place, person in enumerate(linked.people)
        if person is not None and place not in cells.refused and addresses[place]
    ]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OTHERWISE, [bulk.column(values) for values in zip(*asked, strict=True)])
        rows = cursor.fetchall()
    said = _understood({addresses[place] for place, *_ in rows}, within)
    return {
        person: area.pk
        for place, person, dwelling, building in rows
        if (area := said.get(addresses[place])) is not None and area.pk not in {dwelling, building}
    }


def _understood(texts: set[str], within: str) -> dict[str, Area]:
    """Return the doors and buildings that addresses lead to, in the file's area, else in the subdistrict around it."""
    found = _certain(areas.understand_many(texts, within=within))
    around = areas.around(within, Level.SUBDISTRICT)
    if around is not None and around.path != within and (left := texts - found.keys()):
        found |= _certain(areas.understand_many(left, within=around.path))
    return found


def _certain(understood: dict[str, Understanding]) -> dict[str, Area]:
    return {
        text: one.area
        for text, one in understood.items()
        if one.area is not None and one.area.level in {Level.DWELLING, Level.BUILDING} and not one.candidates
    }
