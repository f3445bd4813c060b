"""Rows as the linker sees them: one normal text per feature, then numbers that compare whole columns at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.linkage import characters, normalising

T = TypeVar("T")
Codes = NDArray[np.int32]
Hashes = NDArray[np.uint64]

FEATURES: Final = ("surname", "given", "sex", "birth", "id", "phone", "address", "household")
_PRIME: Final = np.uint64(0x100000001B3)
_START: Final = np.uint64(0xCBF29CE484222325)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)


@dataclass(frozen=True, slots=True)
class Records:
    """Rows in normal form: a key each, and per feature a text each (empty: not known). Features nobody gave are absent."""

    keys: Sequence[str]
    texts: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, rows: Sequence[int]) -> Self:
        """Return some of the rows, in the order asked for."""
        picked = {name: _picked(column, rows) for name, column in self.texts.items()}
        return type(self)(_picked(self.keys, rows), picked)

    def then(self, other: "Records") -> "Records":
        """Return these rows and the other's after them; a feature only one of them has is unknown in the other."""
        names = [name for name in FEATURES if name in self.texts or name in other.texts]
        texts = {
            name: [*self.texts.get(name, [""] * len(self)), *other.texts.get(name, [""] * len(other))] for name in names
        }
        return Records([*self.keys, *other.keys], texts)


def _picked(column: Sequence[str], rows: Sequence[int]) -> list[str]:
    if len(rows) < 2:
        return [column[row] for row in rows]
    return list(itemgetter(*rows)(column))


class Column:
    """One feature of many rows: a number per row (-1: not known) into the distinct texts, and hashes of what derives."""

    def __init__(self, texts: Sequence[str]) -> None:
        distinct = dict.fromkeys(texts)
        distinct.pop("", None)
        self.values: list[str] = list(distinct)
        known = {text: number for number, text in enumerate(self.values)} | {"": -1}
        self.codes: Codes = np.fromiter(map(known.__getitem__, texts), np.int32, len(texts))
        self._hashes: dict[str, Hashes] = {}
        self._kept: dict[str, Any] = {}

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Return how many rows have each distinct text."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))

    def hashes(self, name: str = "", derive: Callable[[str], str] | None = None) -> Hashes:
        """Return a hash per distinct text, or of what `derive` makes of it (0: nothing); `name` keeps it for next time."""
        if name not in self._hashes:
            texts = self.values if derive is None else [derive(text) for text in self.values]
            self._hashes[name] = hashed(texts)
        return self._hashes[name]

    def row_hashes(self, hashes: Hashes) -> Hashes:
        """Return per row what is given per distinct text; 0 where nothing is known."""
        return np.append(hashes, np.uint64(0))[self.codes]

    def kept(self, name: str, make: Callable[[Sequence[str]], T]) -> T:
        """Return what `make` makes of the distinct texts, kept under a name for next time."""
        if name not in self._kept:
            self._kept[name] = make(self.values)
        made: T = self._kept[name]
        return made

    def derived(self, name: str, derive: Callable[[str], str]) -> NDArray[np.object_]:
        """Return what `derive` makes of each distinct text."""
        return self.kept(name, lambda values: _objects([derive(text) for text in values]))

    @cached_property
    def objects(self) -> NDArray[np.object_]:
        """Return the distinct texts as an array, for picking many at once."""
        return _objects(self.values)


def _objects(texts: Sequence[str]) -> NDArray[np.object_]:
    objects = np.empty(len(texts), dtype=object)
    objects[:] = texts
    return objects


def hashed(texts: Sequence[str]) -> Hashes:
    """Return a 64-bit hash of each text, 0 for the empty one; the same on every machine and in every process."""
    if not len(texts):
        return np.zeros(0, np.uint64)
    matrix = np.array(texts, dtype=np.str_)
    letters = (
        matrix.view(np.uint32).reshape(len(matrix), -1) if matrix.itemsize else np.zeros((len(matrix), 0), np.uint32)
    )
    hashes = np.full(len(matrix), _START)
    for letter in np.ascontiguousarray(letters.T):
        wide = letter.astype(np.uint64)
        stirred = (hashes ^ wide) * _PRIME
        hashes = np.where(wide, stirred ^ (stirred >> np.uint64(29)), hashes)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * _MIX
    hashes ^= hashes >> np.uint64(33)
    return np.where(hashes == _hash_of_nothing(), np.uint64(0), np.maximum(hashes, np.uint64(1)))


def _hash_of_nothing() -> np.uint64:
    nothing = np.array([_START])
    nothing = (nothing ^ (nothing >> np.uint64(33))) * _MIX
    result: np.uint64 = (nothing ^ (nothing >> np.uint64(33)))[0]
    return result


class Encoded:
    """Records whose features are columns of numbers."""

    def __init__(self, records: Records) -> None:
        self.rows = len(records)
        self.columns = {name: Column(texts) for name, texts in records.texts.items()}

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def row_hashes(self, name: str, label: str = "", derive: Callable[[str], str] | None = None) -> Hashes:
        """Return per row the hash of a feature or of what derives from it; 0 where it is not known."""
        if name not in self.columns:
            return np.zeros(self.rows, np.uint64)
        column = self.columns[name]
        return column.row_hashes(column.hashes(label, derive))


def name_sound(text: str) -> str:
    """Return how a name sounds: 晓明 and "Xiao Ming" give the same; Latin names give the Soundex of each word."""
    if not text.isascii() and any(map(characters.is_han, text)):
        return characters.sound_of(text)
    return "'".join(normalising.soundex(word) for word in text.split())


def name_letters(text: str) -> str:
    """Return a name in Latin letters only: 晓明 and "Xiao Ming" give xiaoming."""
    return characters.sound_of(text).replace("'", "").replace(" ", "")


def home(text: str) -> str:
    """Return the part of a normal address that names the home."""
    return normalising.home_of(text)


def building(text: str) -> str:
    """Return the part of a normal address that names the building."""
    pieces = normalising.home_of(text).split()
    return " ".join(pieces[:2]) if len(pieces) > 1 else ""


def place(text: str) -> str:
    """Return the part of a normal address that names the estate or street."""
    return normalising.home_of(text).split(" ", 1)[0] or text


@lru_cache(maxsize=200_000)
def numbers(text: str) -> str:
    """Return the numbers of a normal address."""
    return " ".join([piece for piece in text.split() if piece[0].isdigit()])
