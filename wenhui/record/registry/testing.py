"""The shipped attribute dictionary, for tests of the rooms that ask, fill and visit by it."""

from functools import cache
from pathlib import Path

from django.conf import settings

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT
from wenhui.kit.catalogue import load
from wenhui.record.registry import catalogue

FILE = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE


@cache
def shipped_attributes() -> catalogue.Schema:
    """Return the dictionary as its files have it; read once, for reading takes longer than most tests."""
    return load(FILE, catalogue.Schema)


def plant_dictionary() -> None:
    """Put the shipped dictionary in force."""
    catalogue.apply(shipped_attributes(), by=OFFICE, at=PLANTED_AT)
