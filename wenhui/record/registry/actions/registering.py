"""Registering many people at once, as a ledger brings them: by one statement each for people and residences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.record.registry.identifiers import SealedIdNumber, SealedPhone
from wenhui.record.registry.rules import names
from wenhui.record.registry.words import ResidenceKind, Sex

NO_ID_NUMBER: Final = SealedIdNumber()
NO_PHONE: Final = SealedPhone()
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
"""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be registered, in canonical texts, identifiers sealed (`identifiers`).

    `area` is the building or grid, `dwelling` the door where known. Birth date and sex agree with the ID number.
    """

    name: str
    area: int
    registration: str
    dwelling: int | None = None
    sex: str = Sex.UNKNOWN.value
    birth_on: date | None = None
    id_number: SealedIdNumber = NO_ID_NUMBER
    phone: SealedPhone = NO_PHONE
    ethnic: str = ""


@transaction.atomic
def register_many(*, people: Sequence[NewPerson], by: Actor, at: datetime) -> list[int | None]:
    """Register people and return their numbers; None for whom the registry holds already, perhaps out of sight.

    Where the door is known they live there; since when, nobody said. One journal line names how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(FRESH, [len(people)])
        numbers = [row[0] for row in cursor.fetchall()]
        rows = [_row(number, one) for number, one in zip(numbers, people, strict=True)]
        if not rows:
            return []
        cursor.execute(PEOPLE, [bulk.column(values) for values in zip(*rows, strict=True)])
        made = {row[0] for row in cursor.fetchall()}
        homes = [
            (number, one.dwelling, one.area)
            for number, one in zip(numbers, people, strict=True)
            if number in made and one.dwelling is not None
        ]
        if homes:
            columns = [bulk.column(values) for values in zip(*homes, strict=True)]
            cursor.execute(RESIDENCES, [ResidenceKind.HOME.value, *columns])
    journal.write(
        by=by,
        at=at,
        verb="registry.register_many",
        subject=f"person:{numbers[0]}",
        refs={"first": numbers[0], "last": numbers[-1], "people": len(made)},
    )
    return [number if number in made else None for number in numbers]


def _row(number: int, one: NewPerson) -> tuple[object, ...]:
    keys = names.search_keys(one.name)
    identifiers = map(_literal, (*one.id_number, *one.phone))
    whereabouts = (one.registration, one.ethnic, one.dwelling, one.area)
    return (number, one.name, *keys, one.sex, one.birth_on, *identifiers, *whereabouts)


def _literal(value: bytes | None) -> str | None:
    return None if value is None else bulk.binary(value)
