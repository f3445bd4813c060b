"""Encrypts identifiers field by field, and finds them again without decrypting.

Two tools, both on one 32-byte key that never lies in the database:

`FieldCipher` (AES-256-GCM, a random nonce each time) protects against whoever reads the database, a dump or a disk
without the key: equal values look different, and a flipped byte is refused rather than read as another number. It does
not hide that a field is filled nor how long it is, and it does not stop someone who may write to the database from
exchanging two rows' ciphertexts.

`blind_index` (HMAC-SHA-256, truncated) answers "which row holds exactly this value" to someone who has the key. Without
the key it shows which rows are equal and nothing else; ID numbers and phones are few enough to be tried one by one,
which is why a plain hash would not do. An index over few values (the last four digits of a phone: 10,000) also shows
how frequent each is.

Each purpose has a key of its own, derived with HKDF (RFC 5869), so a ciphertext or an index of one column means nothing
in another. The first byte of a ciphertext is the version of the key that sealed it: a rotation adds a version, re-seals
row by row, and drops the old one at the end. Blind indexes carry no version; a rotation computes them anew.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
INDEX_BYTES = 16  # 128 bits: no two of a city's numbers meet by chance
LAST_VERSION = 255


class CryptoError(ValueError):
    """A key cannot be used, or a sealed field cannot be opened."""


@lru_cache(maxsize=256)
def derive(key: bytes, purpose: str) -> bytes:
    """Return the 32-byte key of one purpose, from the office's field key."""
    if len(key) != KEY_BYTES:
        raise CryptoError(f"The field key has {len(key)} bytes, not {KEY_BYTES}.")
    if not purpose:
        raise CryptoError("A key needs a purpose.")
    return HKDF(SHA256(), KEY_BYTES, salt=b"wenhui.field", info=purpose.encode()).derive(key)


class FieldCipher:
    """Seals and opens the values of one purpose (one column).

    `keys` are the office's field keys by version, 1 to 255; the highest seals, all of them open.
    """

    def __init__(self, keys: Mapping[int, bytes], purpose: str) -> None:
        if not keys or not all(1 <= version <= LAST_VERSION for version in keys):
            raise CryptoError("Field keys have versions from 1 to 255, and there is at least one.")
        self.purpose = purpose
        self._current = max(keys)
        self._by_version = {version: AESGCM(derive(key, f"seal:{purpose}")) for version, key in keys.items()}

    def seal(self, value: str) -> bytes:
        """Return `value` encrypted: version, nonce, ciphertext with its tag."""
        nonce = os.urandom(NONCE_BYTES)
        header = bytes([self._current])
        return header + nonce + self._by_version[self._current].encrypt(nonce, value.encode(), header)

    def open(self, sealed: bytes) -> str:
        """Return the value; raise CryptoError when the key is another one or a byte was changed."""
        if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES:
            raise CryptoError(f"A sealed {self.purpose} of {len(sealed)} bytes is cut short.")
        cipher = self._by_version.get(sealed[0])
        if cipher is None:
            raise CryptoError(f"A {self.purpose} was sealed with key version {sealed[0]}, which is not at hand.")
        try:
            clear = cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], sealed[:1])
        except InvalidTag:
            raise CryptoError(f"A sealed {self.purpose} was altered, or sealed with another key.") from None
        return clear.decode()

    def is_current(self, sealed: bytes) -> bool:
        """Say whether `sealed` needs no re-sealing after a rotation."""
        return sealed[:1] == bytes([self._current])


def blind_index(key: bytes, value: str, purpose: str) -> bytes:
    """Return the 16 bytes under which an exact `value` of one purpose is found again."""
    keyed = _keyed(key, purpose).copy()
    keyed.update(value.encode())
    return keyed.digest()[:INDEX_BYTES]


@lru_cache(maxsize=32)
def _keyed(key: bytes, purpose: str) -> hmac.HMAC:
    """Return the HMAC (RFC 2104) with the key of a purpose taken in, to be copied for each value."""
    return hmac.new(derive(key, f"index:{purpose}"), digestmod=hashlib.sha256)
