"""Texts taken apart: pieces of one to five characters, and words and pairs of words, each known by a 64-bit code.

Pieces of Chinese are of one to four characters and may cross words; pieces of letters and digits are of two to five and stay
inside a word with its edges. All texts of a batch are hashed at once, column-wise; a code is the same on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import rjieba
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
Places = NDArray[np.int64]

HAN, LATIN = (1, 4), (2, 5)  # least and most characters of a piece
WIDE: Final = 0x2E80  # from here on characters are Chinese, Japanese or Korean
END, BLANK = 10, 32
_NO_WORD: Final = 0
_TURN: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Pieces in the order they were found: in which text, which code, and from where to where in it."""

    text: Places
    code: Codes
    begin: Places
    end: Places

    def __len__(self) -> int:
        return len(self.code)


def characters(texts: Sequence[str], cut: int) -> Occurrences:
    """Return the pieces of characters of plain texts; of each text only the first `cut` characters."""
    joined = "".join(f" {text[:cut]} \n" for text in texts)
    signs = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    if not len(signs):
        return _none()
    place = np.arange(len(signs))
    is_end, is_blank = signs == END, signs == BLANK
    ends, blanks = np.flatnonzero(is_end), np.flatnonzero(is_end | is_blank)
    text = np.cumsum(is_end) - is_end
    left = ends[text] - place  # characters until the text ends
    inside = (
        blanks[np.searchsorted(blanks, place, side="right").clip(max=len(blanks) - 1)] + 1 - place
    )  # until its word does
    is_wide = signs >= WIDE
    room = np.where(is_wide, left, np.minimum(left, inside))
    least, most = np.where(is_wide, HAN[0], LATIN[0]), np.where(is_wide, HAN[1], LATIN[1])
    most = np.minimum(most, room)
    most[:-1][is_blank[:-1] & is_blank[1:]] = 0  # an empty text has no piece
    starts = np.concatenate(([0], ends[:-1] + 1)) + 1
    found: list[tuple[Any, ...]] = []
    code = _mixed(signs * _TURN)
    for size in range(1, max(HAN[1], LATIN[1]) + 1):
        if size > 1:
            code = _mixed(code[:-1] * _TURN + signs[size - 1 :])
        at = np.flatnonzero((least[: len(code)] <= size) & (size <= most[: len(code)]))
        begin = at - starts[text[at]]
        found.append((text[at], code[at] + np.uint64(size), begin, begin + size))
        if not len(code) > 1:
            break
    return Occurrences(*(np.concatenate(column) for column in zip(*found, strict=True)))


def words(texts: Sequence[str]) -> Occurrences:
    """Return the words of plain texts, as jieba parts them, and each two words in a row."""
    known = _Words()
    every: list[str] = []
    counts: list[int] = []
    for one in texts:
        parted = rjieba.cut(one, False)  # noqa: FBT003
        every += parted
        counts.append(len(parted))
    of = np.repeat(np.arange(len(texts)), counts)
    code = np.array(list(map(known.__getitem__, every)), np.uint64)
    size = np.fromiter(map(len, every), np.int64, len(every))
    after = np.concatenate(([0], np.cumsum(size)))
    first = np.cumsum([0, *counts])[:-1]
    begin = after[:-1] - after[first][of]
    is_word = code != _NO_WORD
    of, codes, begins, ends = of[is_word], code[is_word], begin[is_word], (begin + size)[is_word]
    pair = np.flatnonzero(of[1:] == of[:-1])
    both = _mixed(codes[pair] * _TURN + codes[pair + 1])
    return Occurrences(
        np.concatenate((of, of[pair])),
        np.concatenate((codes, both)),
        np.concatenate((begins, begins[pair])),
        np.concatenate((ends, ends[pair + 1])),
    )


class _Words(dict[str, int]):
    """The code of each word that was asked for; signs and blanks are none."""

    def __missing__(self, word: str) -> int:
        code = self[word] = _of_word(word) if word[0].isalnum() else _NO_WORD
        return code


@lru_cache(maxsize=100_000)
def _of_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


def _mixed(code: Codes) -> Codes:
    code = code ^ (code >> np.uint64(29))
    code = code * _SPREAD
    return code ^ (code >> np.uint64(32))


def _none() -> Occurrences:
    nothing = np.zeros(0, np.int64)
    return Occurrences(nothing, nothing.astype(np.uint64), nothing, nothing)
