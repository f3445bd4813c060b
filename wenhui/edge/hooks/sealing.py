"""The secret of a hook: shown once, sealed in the database, opened to sign."""

import secrets
from functools import lru_cache

from django.conf import settings

from wenhui.kit.crypto import FieldCipher

PURPOSE = "hooks.secret"
PREFIX = "whs_"


def new_secret() -> str:
    """Return a secret nobody else has."""
    return PREFIX + secrets.token_urlsafe(32)


def seal(secret: str) -> bytes:
    """Return the secret sealed."""
    return _cipher(settings.FIELD_KEY).seal(secret)


def opened(sealed: bytes | memoryview) -> str:
    """Return the secret in clear."""
    return _cipher(settings.FIELD_KEY).open(bytes(sealed))


@lru_cache(maxsize=4)
def _cipher(key: bytes) -> FieldCipher:
    return FieldCipher({1: key}, PURPOSE)
