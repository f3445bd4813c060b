"""Words as the tables keep them: identifiers sealed, everything else as its canonical text.

A sealed word is `~`, its blind index and its ciphertext, so that two sealings of one number are told to be equal without
opening them. Purposes are those of the registry's own columns, by kind of number.
"""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Final

from wenhui.record.registry import identifiers
from wenhui.record.registry.words import Kind

SEALED: Final = frozenset({Kind.ID_NUMBER, Kind.PHONE})
MARK: Final = "~"
INDEX: Final = 24  # characters of a blind index in base 64


def index_text(kind: Kind, text: str) -> str:
    """Return what stands before the ciphertext of a number: equal numbers have equal ones."""
    return index_texts(kind, [text])[0]


def index_texts(kind: Kind, texts: Sequence[str]) -> list[str]:
    """Return the same for a column of numbers; empty for none."""
    index = identifiers.indexer(identifiers.ID_NUMBER if kind is Kind.ID_NUMBER else identifiers.PHONE)
    return [MARK + b64encode(index(text)).decode() if text else "" for text in texts]


def index_of_column(index: bytes | memoryview | None) -> str:
    """Return the same for the index that a column of the registry holds; empty for none."""
    return "" if index is None else MARK + b64encode(bytes(index)).decode()


def seal(kind: Kind, text: str) -> str:
    """Return the word to be kept for a canonical text; empty for none."""
    if not text or kind not in SEALED:
        return text
    if kind is Kind.ID_NUMBER:
        return word_of(*identifiers.seal_id_number(text))
    sealed, index, _ = identifiers.seal_phone(text)
    return word_of(sealed, index)


def word_of(sealed: bytes | None, index: bytes | None) -> str:
    """Return the word of a number as the registry's own columns hold it: ciphertext and blind index; empty for none."""
    return "" if sealed is None or index is None else MARK + b64encode(index).decode() + b64encode(sealed).decode()


def unseal(kind: Kind, word: str) -> str:
    """Return the canonical text of a word that was kept."""
    if not word or kind not in SEALED:
        return word
    sealed = b64decode(word[len(MARK) + INDEX :])
    return identifiers.open_id_number(sealed) if kind is Kind.ID_NUMBER else identifiers.open_phone(sealed)


def equal_part(kind: Kind, word: str) -> str:
    """Return the part of a kept word by which it is equal to another."""
    return word[: len(MARK) + INDEX] if kind in SEALED else word
