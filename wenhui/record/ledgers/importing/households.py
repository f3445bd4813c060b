"""Rows that are households: found by number, by the head's ID number, or by the head's name behind a front door."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from wenhui.ground.areas.models import Level
from wenhui.kit import bulk
from wenhui.kit.words import Words
from wenhui.record.ledgers.importing.telling import Spoken
from wenhui.record.registry import identifiers

NUMBER: Final = "household.number"
HEAD_ID: Final = ("household.head_id_number", "person.id_number")
HEAD_NAME: Final = ("household.head_name", "person.name")
HOME: Final = ("dwelling.address", "person.residential_address")

BY_NUMBER: Final = f"""
SELECT asked.place - 1, h.id FROM unnest({bulk.array_of("text")}) WITH ORDINALITY AS asked (number, place)
JOIN registry_household h ON h.number = asked.number AND h.dissolved_on IS NULL
"""
# The household somebody heads, else nothing; a merged row leads to the one that stands for it.
BY_HEAD: Final = f"""
SELECT asked.place - 1, h.id FROM unnest({bulk.array_of("bytea")}) WITH ORDINALITY AS asked (number, place)
JOIN registry_person p ON p.id_number_index = asked.number
LEFT JOIN registry_household h ON h.head_id = coalesce(p.merged_into_id, p.id) AND h.dissolved_on IS NULL
"""
BY_NAME_AND_DOOR: Final = f"""
SELECT asked.place, min(h.id)
FROM unnest({bulk.array_of("integer")}, {bulk.array_of("text")}, {bulk.array_of("bigint")}) AS asked (place, name, dwelling)
JOIN registry_household h ON h.dwelling_id = asked.dwelling AND h.dissolved_on IS NULL
JOIN registry_person p ON p.id = h.head_id AND p.name = asked.name
GROUP BY asked.place HAVING count(*) = 1
"""

NOT_HELD = Words(
    "登记簿里没有这一户，这一行没有采用。户不会照表新立，请先在登记簿里立户",
    "the registry does not hold this household; households are never formed from a table: form it there first",
)
NOT_HEAD = Words(
    "登记簿里有这个身份号码的人，但不是户主，这一行没有采用，请核对户主是谁",
    "the registry holds the person of this ID number, who heads no household; check who the head is",
)
TWO_HOUSEHOLDS = Words(
    "户号和户主身份号码指的不是同一户，这一行没有采用，请核对",
    "number and head's ID number mean two different households; please check",
)
NOTHING = Words(
    "没有户号、户主身份号码，也没有户主姓名加地址，认不出是哪一户",
    "neither a household number, nor the head's ID number, nor name and home: no household can be told",
)
BY_DOOR = Words(
    "没有户号和号码可对，按户主姓名和地址认到了这一户，请核对",
    "has no number to compare; found by the head's name and the home, please check",
)


def tell_households(spoken: Spoken) -> None:
    """Tell of which households rows speak."""
    numbers, id_numbers = spoken.texts(NUMBER), spoken.texts(*HEAD_ID)
    index = identifiers.indexer(identifiers.ID_NUMBER)
    by_number = dict(_asked(BY_NUMBER, [[number or None for number in numbers]]))
    sealed = [bulk.binary(index(number)) if number else None for number in id_numbers]
    heads = dict(_asked(BY_HEAD, [sealed]))
    by_head = {place: household for place, household in heads.items() if household is not None}
    for place in spoken.open:
        found = {by_number.get(place), by_head.get(place)} - {None}
        if len(found) > 1:
            spoken.refuse(place, TWO_HOUSEHOLDS, NUMBER)
        elif found:
            spoken.subjects[place] = found.pop()
        elif place in heads:
            spoken.refuse(place, NOT_HEAD, *HEAD_ID)
    _by_door(spoken)
    for place in spoken.open:
        has_anything = bool(numbers[place] or id_numbers[place])
        spoken.refuse(place, NOT_HELD if has_anything else NOTHING, NUMBER, *HEAD_ID, *HEAD_NAME)
    spoken.once()


def _by_door(spoken: Spoken) -> None:
    """Find the household of a head of that name behind a door; whose ID number nobody knows is not found by the name."""
    names, addresses, id_numbers = spoken.texts(*HEAD_NAME), spoken.texts(*HOME), spoken.texts(*HEAD_ID)
    understood = spoken.understood(addresses)
    left, doors = [], []
    for place in spoken.open:
        found = understood.get(addresses[place])
        if names[place] and not id_numbers[place] and found and found.area and found.area.level == Level.DWELLING:
            left.append(place)
            doors.append(found.area.pk)
    for place, household in _asked(BY_NAME_AND_DOOR, [left, [names[place] for place in left], doors]):
        spoken.subjects[place] = household
        spoken.doubt(place, BY_DOOR, *HEAD_NAME)
    for place in spoken.open:
        if names[place] and addresses[place] and not id_numbers[place]:
            spoken.refuse(place, NOT_HELD, *HEAD_NAME)


def _asked(statement: str, columns: Sequence[Sequence[object]]) -> list[tuple[int, int | None]]:
    if not columns[0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, [bulk.column(column) for column in columns])
        return [(place, found) for place, found in cursor.fetchall()]
