"""How a reporter's phone is kept and shown: sealed, with a keyed index to find it again, masked in lists."""

from functools import lru_cache

from django.conf import settings

from wenhui.kit.crypto import FieldCipher, blind_index
from wenhui.record.registry.rules import masks
from wenhui.work.cases.models import CaseReporter

PHONE = "cases.reporter.phone"


def seal(number: str) -> bytes | None:
    """Return the number sealed; nothing for none."""
    return _cipher(settings.FIELD_KEY).seal(number) if number else None


def phone_index(number: str) -> bytes | None:
    """Return the index under which reports of one number are found; nothing for none."""
    return blind_index(settings.FIELD_KEY, number, PHONE) if number else None


def phone_of(reporter: CaseReporter) -> str:
    """Return the number in clear; empty where none was left."""
    return "" if reporter.phone is None else _cipher(settings.FIELD_KEY).open(bytes(reporter.phone))


def masked(reporter: CaseReporter) -> tuple[str, str]:
    """Return name and phone as lists show them."""
    phone = phone_of(reporter)
    return masks.mask_name(reporter.name) if reporter.name else "", masks.mask_phone(phone) if phone else ""


@lru_cache(maxsize=4)
def _cipher(key: bytes) -> FieldCipher:
    return FieldCipher({1: key}, PHONE)
