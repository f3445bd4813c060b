"""The shipped attribute dictionary, and people as a table brings them, for tests of the rooms that live by them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk
from wenhui.kit.catalogue import load
from wenhui.record.registry import catalogue, identifiers
from wenhui.record.registry.actions import NewPeople
from wenhui.record.registry.models import AdmittedAttribute, Attribute, CodeEntry, CodeTable, DictionaryEdition
from wenhui.record.registry.words import Sex

FILE: Final = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE
TABLES: Final = tuple(
    model._meta.db_table for model in (CodeTable, CodeEntry, Attribute, AdmittedAttribute, DictionaryEdition)
)
_planted: dict[str, str] = {}  # rows by table, as the first planting of this process left them


@cache
def shipped_attributes() -> catalogue.Schema:
    """Return the dictionary as its files have it; read once, for reading takes longer than most tests."""
    return load(FILE, catalogue.Schema)


def plant_dictionary() -> None:
    """Put the shipped dictionary in force; from the second time on by the rows that the first time left.

    Numbers begin anew: a run of tests would use up the small ones there are.
    """
    if Attribute.objects.exists():
        catalogue.apply(shipped_attributes(), by=OFFICE, at=PLANTED_AT)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('registry_attribute', 'id'), 1, false)")
        if not _planted:
            catalogue.apply(shipped_attributes(), by=OFFICE, at=PLANTED_AT)
            for table in TABLES:
                cursor.execute(f"SELECT coalesce(jsonb_agg(to_jsonb(held)), '[]')::text FROM {table} AS held")
                _planted[table] = cursor.fetchone()[0]
            return
        for table, rows in _planted.items():
            cursor.execute(f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s)", [rows])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('registry_attribute', 'id'), max(id)) FROM registry_attribute"
        )
    journal.write(by=OFFICE, at=PLANTED_AT, verb="registry.write_dictionary", subject="dictionary:planted")


def new_people(*people: tuple[str, str, str], building: Area, door: Area | None = None) -> NewPeople:
    """Return people by name, ID number and phone; the first of them lives behind the door."""
    ids = [identifiers.seal_id_number(number) for _, number, _ in people]
    phones = [identifiers.seal_phone(phone) for *_, phone in people]
    some = len(people)
    return NewPeople(
        names=[name for name, *_ in people],
        sexes=[Sex.UNKNOWN.value] * some,
        births=[date(1990, 7, 1)] * some,
        id_numbers=[_literal(sealed) for sealed, _ in ids],
        id_number_indexes=[_literal(index) for _, index in ids],
        phones=[_literal(sealed) for sealed, *_ in phones],
        phone_indexes=[_literal(index) for _, index, _ in phones],
        phone_tails=[_literal(tail) for *_, tail in phones],
        registrations=["resident"] * some,
        ethnics=[""] * some,
        dwellings=[door.pk if door and not place else None for place in range(some)],
        areas=[building.pk] * some,
    )


def _literal(value: bytes | None) -> str | None:
    return None if value is None else bulk.binary(value)
