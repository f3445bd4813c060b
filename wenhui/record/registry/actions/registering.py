"""Registering many people at once, as a ledger brings them: by one statement each for people and residences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.record.registry.rules import names
from wenhui.record.registry.words import ResidenceKind

FRESH: Final = "SELECT nextval(pg_get_serial_sequence('registry_person', 'id')) FROM generate_series(1, %s)"
PEOPLE: Final = f"""
INSERT INTO registry_person (id, name, pinyin, initials, sex, birth_on, id_number, id_number_index, phone, phone_index,
    phone_tail_index, registration, ethnic, dwelling_id, area_id, area_path, left_because)
SELECT new.*, '', '' FROM unnest(
    {bulk.array_of("bigint")}, {bulk.array_of("text")}, {bulk.array_of("text")}, {bulk.array_of("text")},
    {bulk.array_of("text")}, {bulk.array_of("date")}, {bulk.array_of("bytea")}, {bulk.array_of("bytea")},
    {bulk.array_of("bytea")}, {bulk.array_of("bytea")}, {bulk.array_of("bytea")}, {bulk.array_of("text")},
    {bulk.array_of("text")}, {bulk.array_of("bigint")}, {bulk.array_of("bigint")}) AS new
ON CONFLICT (id_number_index) WHERE id_number_index IS NOT NULL DO NOTHING
RETURNING id
"""
RESIDENCES: Final = f"""
INSERT INTO registry_residence (person_id, dwelling_id, kind, area_id, area_path)
SELECT new.person, new.dwelling, %s, new.area, ''
FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("bigint")}, {bulk.array_of("bigint")}) AS new (person, dwelling, area)
WHERE new.person IS NOT NULL AND new.dwelling IS NOT NULL
"""


@dataclass(slots=True)
class NewPeople:
    """People to be registered, column by column, in canonical texts, as `kit.bulk.column` takes them; None for nothing.

    `areas` are buildings or grids, `dwellings` the doors where known. Identifiers are sealed (`identifiers`) and written as
    `kit.bulk.binary`. Birth dates and sexes agree with ID numbers. Search keys are made here, wherever that is done.
    """

    names: Sequence[str]
    sexes: Sequence[str]
    births: Sequence[date | str | None]
    id_numbers: Sequence[str | None]
    id_number_indexes: Sequence[str | None]
    phones: Sequence[str | None]
    phone_indexes: Sequence[str | None]
    phone_tails: Sequence[str | None]
    registrations: Sequence[str]
    ethnics: Sequence[str]
    dwellings: Sequence[int | str | None]
    areas: Sequence[int | str]
    pinyin: Sequence[str] = field(init=False)
    initials: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        keys = [names.search_keys(name) for name in self.names]
        self.pinyin, self.initials = [key.pinyin for key in keys], [key.initials for key in keys]


@transaction.atomic
def register_many(*, people: NewPeople, by: Actor, at: datetime) -> list[int | None]:
    """Register people and return their numbers; None for whom the registry holds already, perhaps out of sight.

    Where the door is known they live there; since when, nobody said. One journal line names how many.
    """
    if not people.names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FRESH, [len(people.names)])
        numbers = [row[0] for row in cursor.fetchall()]
        identifiers = (people.id_numbers, people.id_number_indexes, people.phones, people.phone_indexes)
        columns = (numbers, people.names, people.pinyin, people.initials, people.sexes, people.births, *identifiers)
        whereabouts = (people.phone_tails, people.registrations, people.ethnics, people.dwellings, people.areas)
        cursor.execute(PEOPLE, [bulk.column(one) for one in (*columns, *whereabouts)])
        made = {row[0] for row in cursor.fetchall()}
        registered = [number if number in made else None for number in numbers]
        homes = (registered, people.dwellings, people.areas)
        cursor.execute(RESIDENCES, [ResidenceKind.HOME.value, *(bulk.column(one) for one in homes)])
    journal.write(
        by=by,
        at=at,
        verb="registry.register_many",
        subject=f"person:{numbers[0]}",
        refs={"first": numbers[0], "last": numbers[-1], "people": len(made)},
    )
    return registered
