"""The shipped attribute dictionary, for tests of the rooms that ask, fill and visit by it."""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT
from wenhui.ground.journal import actions as journal
from wenhui.kit.catalogue import load
from wenhui.record.registry import catalogue
from wenhui.record.registry.models import AdmittedAttribute, Attribute, CodeEntry, CodeTable, DictionaryEdition

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
