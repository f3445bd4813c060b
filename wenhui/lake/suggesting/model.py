"""What was learnt, and what it says of new texts. Needs no scikit-learn: a sparse vector times a matrix, and a softmax."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.texts import pieces
from wenhui.lake.texts.normalising import plain
from wenhui.lake.texts.vectors import Numbers, Space, Vectors, batches

NEAREST: Final = 3
LEAST_LIKE: Final = 0.05  # cosine below which a text is nobody's neighbour
WORDS: Final = 3
LEAST_KNOWN: Final = 0.3  # of the squared length of a text: with less of it known, it is mostly anybody's guess
LEAST_SHARE: Final = 0.1  # of the strongest word, below which a word spoke for nothing


@dataclass(frozen=True, slots=True)
class Near:
    """A text that was learnt from: its key, its label, and how alike it is (cosine, at most 1)."""

    key: str
    label: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label for a text. An empty text has none: the label is empty and the confidence 0."""

    label: str
    confidence: float
    runner_up: str
    runner_up_confidence: float
    nearest: tuple[Near, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Memory:
    """The texts learnt from, as vectors: whose they are (keys) and which label each has (its place among the labels)."""

    vectors: Vectors
    keys: Sequence[str]
    labels: NDArray[np.int32]

    @cached_property
    def by_piece(self) -> Vectors:
        """Return which texts hold each piece; turned round once, since that takes longer than most questions."""
        return self.vectors.T.tocsr()


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of each piece for each label; `sharpness` turns scores into chances; `texts` says from how many it learnt."""

    labels: tuple[str, ...]
    space: Space
    weights: Numbers  # pieces × labels
    offsets: Numbers  # labels
    shares: Numbers  # how common each label was
    sharpness: float
    memory: Memory
    texts: int

    def suggest(self, texts: Sequence[str], *, explain: bool = False) -> list[Suggestion]:
        """Return the likeliest label of each text; with `explain` also why, which takes several times as long."""
        plains = [plain(text) for text in texts]
        return [one for part in batches(plains, self.space.cut) for one in self._suggest(plains[part], explain=explain)]

    def chances(self, texts: Sequence[str]) -> Numbers:
        """Return how likely each label is for each text (texts × labels)."""
        vectors = self.space.vectors([plain(text) for text in texts])
        return self._trusted(self._chances(vectors), vectors)

    def _chances(self, vectors: Vectors) -> Numbers:
        scores = (vectors @ self.weights + self.offsets) * np.float32(self.sharpness)
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        return np.asarray(chances / chances.sum(axis=1, keepdims=True), np.float32)

    def _trusted(self, chances: Numbers, vectors: Vectors) -> Numbers:
        """Return the chances, those of texts of which little is known nearer to how common each label is."""
        known = np.asarray(vectors.multiply(vectors).sum(axis=1)).reshape(-1, 1)
        trust = np.clip(known / LEAST_KNOWN, 0, 1)
        return np.asarray(trust * chances + (1 - trust) * self.shares, np.float32)

    def _suggest(self, plains: Sequence[str], *, explain: bool) -> Iterator[Suggestion]:
        yield from self.of_vectors(plains, self.space.vectors(plains), explain=explain)

    def of_vectors(self, plains: Sequence[str], vectors: Vectors, *, explain: bool = False) -> Iterator[Suggestion]:
        """Yield the likeliest label of plain texts whose vectors in this model's space are known."""
        chances = self._chances(vectors)
        trusted = self._trusted(chances, vectors)
        rows = np.arange(len(plains))
        first = chances.argmax(axis=1)
        best = trusted[rows, first]
        chances[rows, first] = -1
        second = chances.argmax(axis=1)
        next_best = np.minimum(trusted[rows, second], best)
        near = self._nearest(vectors) if explain else [()] * len(plains)
        told = zip(plains, first.tolist(), best.tolist(), second.tolist(), next_best.tolist(), near, strict=True)
        for text, one, chance, other, less, nearest in told:
            if not text:
                yield Suggestion("", 0.0, "", 0.0)
                continue
            spoke = self._words(text, one, other) if explain else ()
            yield Suggestion(self.labels[one], chance, self.labels[other], less, nearest, spoke)

    def _nearest(self, vectors: Vectors) -> list[tuple[Near, ...]]:
        memory = self.memory
        if not memory.vectors.shape[0]:
            return [()] * vectors.shape[0]
        alike = (vectors @ memory.by_piece).tocsr()
        found = []
        for begin, end in zip(alike.indptr[:-1].tolist(), alike.indptr[1:].tolist(), strict=True):
            rows, cosines = alike.indices[begin:end], alike.data[begin:end]
            order = np.lexsort((rows, -cosines))[:NEAREST]
            best = [(int(rows[at]), float(cosines[at])) for at in order.tolist() if cosines[at] >= LEAST_LIKE]
            found.append(
                tuple(Near(memory.keys[row], self.labels[memory.labels[row]], min(like, 1.0)) for row, like in best)
            )
        return found

    def _words(self, text: str, label: int, other: int) -> tuple[str, ...]:
        """Return the words that spoke most for one label against another; a piece's share is spread over its characters."""
        share = np.zeros(len(text) + 2, np.float64)
        characters, words = pieces.characters([text], self.space.cut), pieces.words([text])
        for found, known, first in (
            (characters, self.space.characters, 0),
            (words, self.space.words, len(self.space.characters.codes)),
        ):
            at = known.places(found.code)
            is_known = at >= 0
            place = at[is_known]
            weight = known.weights(place) * (
                self.weights[first + place, label].astype(np.float64) - self.weights[first + place, other]
            )
            starts, ends = found.begin[is_known].clip(0, len(text)), found.end[is_known].clip(0, len(text))
            each = weight / np.maximum(ends - starts, 1)
            np.add.at(share, starts, each)
            np.add.at(share, ends, -each)
        spoke: dict[str, float] = {}
        sums = np.concatenate(([0.0], np.cumsum(np.cumsum(share))))
        for begin, end in _spans(words):
            word = text[begin:end]
            spoke[word] = max(spoke.get(word, 0.0), float(sums[end] - sums[begin]))
        spoke = {word: value for word, value in spoke.items() if len(word) > 1} or spoke  # 路灯 rather than 了
        order = sorted(spoke, key=lambda word: (-spoke[word], word))[:WORDS]
        least = max(spoke.values(), default=0.0) * LEAST_SHARE
        return tuple(word for word in order if spoke[word] > max(least, 0.0))


def _spans(words: Any) -> list[tuple[int, int]]:
    """Return where single words stand: pairs of words come after them and begin where one of them does."""
    spans: dict[int, int] = {}
    for begin, end in zip(words.begin.tolist(), words.end.tolist(), strict=True):
        spans[begin] = min(end, spans.get(begin, end))
    return sorted(spans.items())
