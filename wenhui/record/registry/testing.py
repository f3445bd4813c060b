"""The shipped attribute dictionary, for tests of the rooms that ask, fill and visit by it."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT
from wenhui.kit.catalogue import load
from wenhui.record.registry import catalogue
from wenhui.record.registry.models import Attribute

FILE = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE


@cache
def shipped_attributes() -> catalogue.Schema:
    """Return the dictionary as its files have it; read once, for reading takes longer than most tests."""
    return load(FILE, catalogue.Schema)


def plant_dictionary() -> None:
    """Put the shipped dictionary in force. Numbers begin anew: a run of tests would use up the small ones there are."""
    if not Attribute.objects.exists():
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence('registry_attribute', 'id'), 1, false)")
    catalogue.apply(shipped_attributes(), by=OFFICE, at=PLANTED_AT)
