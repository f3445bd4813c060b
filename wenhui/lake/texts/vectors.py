"""Texts as sparse vectors: how often a piece is in a text (damped), times how rare it is among the texts learnt from.

Characters and words are two *kinds* of pieces, each brought to the same length, so that neither drowns the other. A piece
that the vocabulary does not know counts a little for the length of a vector: a text of unknown words is near to nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wenhui.lake.texts import pieces
from wenhui.lake.texts.pieces import Codes, Occurrences

Numbers = NDArray[np.float32]
Vectors = Any  # scipy.sparse.csr_matrix of float32, which has no types

CHARACTERS_AT_ONCE: Final = 400_000  # of texts that are taken apart together; bounds the memory
MOST_CHARACTERS: Final = 8_000_000  # of all texts learnt from, that are cut into pieces
CUTS: Final = (250, 2_000)  # least and most characters of one text that are cut into pieces
_NO_CODES: Final[Codes] = np.zeros(0, np.uint64)
UNKNOWN: Final = 0.3  # what an unknown piece counts for the square of the length


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of one kind that a table of texts holds, in order of their codes, and in how many texts each is."""

    codes: Codes
    texts_with: NDArray[np.int32]
    texts: int

    def weights(self, places: NDArray[np.int64]) -> Numbers:
        """Return how much the pieces at some places say: the logarithm of how rare each is (smoothed, plus one)."""
        return (np.log((1 + self.texts) / (1 + self.texts_with[places])) + 1).astype(np.float32)

    def places(self, codes: Codes) -> NDArray[np.int64]:
        """Return where in the vocabulary codes stand; -1 for unknown ones."""
        if not len(self.codes):
            return np.full(len(codes), -1, np.int64)
        at = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        return np.where(self.codes[at] == codes, at, -1)


@dataclass(frozen=True, slots=True)
class Space:
    """Both vocabularies, and how much of a text is cut into characters."""

    characters: Vocabulary
    words: Vocabulary
    cut: int

    @property
    def size(self) -> int:
        """Return how many pieces the vectors have places for."""
        return len(self.characters.codes) + len(self.words.codes)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of plain texts, each of length one where all its pieces are known."""
        parts = [self._part(texts[part]) for part in batches(texts, self.cut)]
        return sparse.vstack(parts, format="csr") if parts else sparse.csr_matrix((0, self.size), dtype=np.float32)

    def as_unseen(self, vectors: Vectors, is_known: NDArray[np.bool_]) -> Vectors:
        """Return vectors as they would be if the space had never met the pieces that are not known."""
        unseen = vectors.copy()
        row = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
        is_word = vectors.indices >= len(self.characters.codes)
        known, square = is_known[vectors.indices], vectors.data.astype(np.float64) ** 2
        for kind in (is_word, ~is_word):
            whole = np.bincount(row[kind], square[kind], vectors.shape[0])
            left = np.bincount(row[kind & known], square[kind & known], vectors.shape[0])
            stretch = np.sqrt(np.maximum(whole, 1e-12) / np.maximum(left + UNKNOWN * (whole - left), 1e-12))
            unseen.data[kind] *= stretch[row[kind]].astype(np.float32)
        unseen.data[~known] = 0
        return unseen

    def _part(self, texts: Sequence[str]) -> Vectors:
        found = (pieces.characters(texts, self.cut), pieces.words(texts))
        both = [
            _weighed(one, known, len(texts)) for one, known in zip(found, (self.characters, self.words), strict=True)
        ]
        joined = sparse.hstack(both, format="csr")
        joined.data *= np.float32(np.sqrt(0.5))
        return joined


def learn(
    texts: Sequence[str], *, most: int = 0, characters: int = MOST_CHARACTERS, least: int = 1, always: int = 0
) -> tuple[Space, Vectors]:
    """Return the space of plain texts, with the `most` commonest pieces of each kind (0: all), and their vectors.

    Of all texts together about so many `characters` are cut into pieces; the words of a text count to its end. A piece that
    stands in fewer than `least` texts is forgotten, unless one of the last `always` texts holds it.
    """
    cut = int(np.clip(characters // max(len(texts), 1), *CUTS))
    parts = list(batches(texts, cut))
    finders: tuple[Callable[[Sequence[str]], Occurrences], ...] = (
        lambda some: pieces.characters(some, cut),
        pieces.words,
    )
    kept = [np.unique(find(texts[len(texts) - always :]).code) if always else _NO_CODES for find in finders]
    both = [_vocabulary(texts, parts, find, most, (least, held)) for find, held in zip(finders, kept, strict=True)]
    space = Space(both[0], both[1], cut)
    return space, space.vectors(texts)


def _vocabulary(
    texts: Sequence[str],
    parts: Sequence[slice],
    find: Callable[[Sequence[str]], Occurrences],
    most: int,
    forgotten: tuple[int, Codes],
) -> Vocabulary:
    codes, counts = np.zeros(0, np.uint64), np.zeros(0, np.int32)
    waiting: list[Codes] = []
    for number, part in enumerate(parts):
        found = find(texts[part])
        order = np.lexsort((found.text, found.code))
        code, text = found.code[order], found.text[order]
        is_first = np.ones(len(code), bool)
        is_first[1:] = (code[1:] != code[:-1]) | (text[1:] != text[:-1])
        waiting.append(code[is_first])
        if sum(map(len, waiting)) > 8 * CHARACTERS_AT_ONCE or number == len(parts) - 1:
            codes, counts = _merged(codes, counts, np.concatenate(waiting))
            waiting = []
    least, always = forgotten
    kept = np.arange(len(codes)) if least <= 1 else np.flatnonzero((counts >= least) | np.isin(codes, always))
    if most and len(kept) > most:
        kept = np.sort(kept[np.argsort(-counts[kept], kind="stable")[:most]])
    return Vocabulary(codes[kept], counts[kept], len(texts))


def _merged(codes: Codes, counts: NDArray[np.int32], more: Codes) -> tuple[Codes, NDArray[np.int32]]:
    new, how_often = np.unique(more, return_counts=True)
    every = np.union1d(codes, new)
    total = np.zeros(len(every), np.int32)
    total[np.searchsorted(every, codes)] += counts
    total[np.searchsorted(every, new)] += how_often.astype(np.int32)
    return every, total


def batches(texts: Sequence[str], cut: int) -> Iterator[slice]:
    """Yield slices of texts that are taken apart together."""
    begin, characters = 0, 0
    for number, text in enumerate(texts):
        characters += min(len(text), cut) + len(text) // 4 + 3
        if characters > CHARACTERS_AT_ONCE:
            yield slice(begin, number + 1)
            begin, characters = number + 1, 0
    if begin < len(texts):
        yield slice(begin, len(texts))


def _weighed(found: Occurrences, known: Vocabulary, rows: int) -> Vectors:
    at = known.places(found.code)
    is_known = at >= 0
    vectors = sparse.csr_matrix(
        (np.ones(int(is_known.sum()), np.float32), (found.text[is_known], at[is_known])), (rows, len(known.codes))
    )
    vectors.sum_duplicates()
    vectors.data = (1 + np.log(vectors.data)) * known.weights(vectors.indices)
    row = np.repeat(np.arange(rows), np.diff(vectors.indptr))
    unknown = np.bincount(found.text[~is_known], minlength=rows) * UNKNOWN * (np.log(1 + known.texts) + 1) ** 2
    length = np.sqrt(np.bincount(row, vectors.data.astype(np.float64) ** 2, rows) + unknown)
    vectors.data = (vectors.data / np.maximum(length, 1e-9)[row]).astype(np.float32)
    return vectors
