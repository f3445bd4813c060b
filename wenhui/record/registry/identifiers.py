"""ID numbers and phones as the tables keep them: sealed, with keyed indexes to find them again."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from django.conf import settings

from wenhui.kit.crypto import FieldCipher, blind_index
from wenhui.record.registry.rules import phones

ID_NUMBER = "registry.person.id_number"
PHONE = "registry.person.phone"
PHONE_TAIL = "registry.person.phone_tail"


class SealedIdNumber(NamedTuple):
    """The two columns of an ID number."""

    id_number: bytes | None = None
    id_number_index: bytes | None = None


class SealedPhone(NamedTuple):
    """The three columns of a phone."""

    phone: bytes | None = None
    phone_index: bytes | None = None
    phone_tail_index: bytes | None = None


def seal_id_number(number: str) -> SealedIdNumber:
    """Return the columns of an ID number in its one form; empty ones for none."""
    return SealedIdNumber(_cipher(ID_NUMBER).seal(number), id_number_index(number)) if number else SealedIdNumber()


def seal_phone(number: str) -> SealedPhone:
    """Return the columns of a phone in its one form; empty ones for none."""
    if not number:
        return SealedPhone()
    return SealedPhone(_cipher(PHONE).seal(number), phone_index(number), phone_tail_index(phones.tail(number)))


def open_id_number(sealed: bytes | memoryview | None) -> str:
    """Return the ID number, or nothing where there is none."""
    return "" if sealed is None else _cipher(ID_NUMBER).open(bytes(sealed))


def open_phone(sealed: bytes | memoryview | None) -> str:
    """Return the phone, or nothing where there is none."""
    return "" if sealed is None else _cipher(PHONE).open(bytes(sealed))


def id_number_index(number: str) -> bytes:
    """Return the index under which an ID number is found."""
    return blind_index(settings.FIELD_KEY, number, ID_NUMBER)


def phone_index(number: str) -> bytes:
    """Return the index under which a phone is found."""
    return blind_index(settings.FIELD_KEY, number, PHONE)


def phone_tail_index(tail: str) -> bytes:
    """Return the index under which phones with these last four digits are found."""
    return blind_index(settings.FIELD_KEY, tail, PHONE_TAIL)


def indexer(purpose: str) -> Callable[[str], bytes]:
    """Return what gives the index of a number of one purpose (ID_NUMBER, PHONE), for columns of them."""
    return partial(blind_index, settings.FIELD_KEY, purpose=purpose)


def _cipher(purpose: str) -> FieldCipher:
    return _ciphers(settings.FIELD_KEY, purpose)


@lru_cache(maxsize=8)
def _ciphers(key: bytes, purpose: str) -> FieldCipher:
    return FieldCipher({1: key}, purpose)
