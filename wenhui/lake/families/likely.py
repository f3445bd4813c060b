"""Which of some recent cases a new report is near to: asked before filing, so it must answer within a blink.

The same evidence as for families, with what is rare learnt from the candidates themselves; a kind (type) known on both sides
speaks too. Candidates are few: whoever calls has taken them from around the place and the last weeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.families import evidence
from wenhui.lake.families.evidence import Floats, Words
from wenhui.lake.families.parting import Parted, part
from wenhui.lake.texts import pieces

KIND_SHARED, KINDS_APART = 1.0, -1.5
HALF: Final = 0.15  # cosine from which on two matters are rather one; few candidates do not tell
LEAST: Final = 0.05  # likelihood below which nobody wants to see a candidate
TOLD: Final = 4


@dataclass(frozen=True, slots=True)
class Telling:
    """What was told, when (days since any day, with fractions), where, of which kind; `key` is whose it is."""

    key: str
    text: str
    day: float
    point: tuple[float, float] | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely a candidate is the same matter, and why: words in common, metres, days, and log odds of each evidence."""

    key: str
    likelihood: float
    words: tuple[str, ...]
    metres: float | None
    days: float
    evidence: tuple[tuple[str, float], ...]


def likely_same(new: Telling, candidates: Sequence[Telling], *, least: float = LEAST) -> list[Likeness]:
    """Return the candidates that may be the same matter as a new telling, the likeliest first."""
    points = np.array([one.point or (np.nan, np.nan) for one in (new, *candidates)], np.float64)
    metres = evidence.metres(points[:1], points[1:])
    apart = np.abs(np.array([one.day for one in candidates], np.float64) - new.day)
    near = np.flatnonzero(~(metres > evidence.REACH_METRES) & (apart <= evidence.REACH_DAYS))
    if not len(near):
        return []
    candidates, metres, apart = [candidates[at] for at in near.tolist()], metres[near], apart[near]
    parted = [part(one.text) for one in (new, *candidates)]
    mine, theirs = parted[0], parted[1:]
    place = evidence.of_place(metres, _words([mine.names], theirs, "names"), _words([mine.numbers], theirs, "numbers"))
    concepts = _words([mine.concepts], theirs, "concepts")
    kinds = [
        0.0 if not new.kind or not one.kind else KIND_SHARED if new.kind == one.kind else KINDS_APART
        for one in candidates
    ]
    said = {
        "matter": evidence.of_matter(_cosines([one.matter for one in parted]), HALF)
        + evidence.of_concepts(concepts.shared, concepts.one, concepts.two),
        "place": place,
        "time": evidence.of_days(apart),
        "kind": np.array(kinds),
    }
    odds = np.sum(list(said.values()), axis=0)
    likely = evidence.chance(odds)
    order = [at for at in np.lexsort((np.arange(len(likely)), -likely)).tolist() if likely[at] >= least]
    return [
        Likeness(
            candidates[at].key,
            float(likely[at]),
            _in_common(mine, theirs[at]),
            None if np.isnan(metres[at]) else float(metres[at]),
            float(apart[at]),
            tuple((name, float(values[at])) for name, values in said.items()),
        )
        for at in order
    ]


def _words(mine: Sequence[frozenset[str]], theirs: Sequence[Parted], which: str) -> Words:
    own = mine[0]
    others: list[frozenset[str]] = [getattr(one, which) for one in theirs]
    return Words(
        np.array([len(own & one) for one in others]),
        np.full(len(others), len(own)),
        np.array([len(one) for one in others]),
    )


def _cosines(matters: Sequence[str]) -> Floats:
    """Return how alike the first matter is to each of the others: characters and words, half each."""
    total = np.zeros(len(matters) - 1)
    for found in (pieces.characters(matters, 400), pieces.words(matters)):
        total += _cosine(found.text, found.code, len(matters)) / 2
    return total


def _cosine(text: NDArray[np.int64], code: NDArray[np.uint64], rows: int) -> Floats:
    order = np.argsort(code, kind="stable")  # occurrences of one code come in the order of their texts
    text, code = text[order], code[order]
    if not len(code):
        return np.zeros(rows - 1)
    is_new = np.concatenate(([True], (code[1:] != code[:-1]) | (text[1:] != text[:-1])))
    times = np.diff(np.append(np.flatnonzero(is_new), len(code)))
    text, code = text[is_new], code[is_new]
    piece = np.cumsum(np.concatenate(([True], code[1:] != code[:-1]))) - 1
    weight = (1 + np.log(times)) * (np.log((1 + rows) / (1 + np.bincount(piece)[piece])) + 1)
    length = np.sqrt(np.bincount(text, weight**2, rows))
    mine = np.zeros(piece[-1] + 1)
    mine[piece[text == 0]] = weight[text == 0]
    dots = np.bincount(text, weight * mine[piece], rows)
    return np.asarray(dots[1:] / np.maximum(length[1:] * length[0], 1e-9))


def _in_common(one: Parted, two: Parted) -> tuple[str, ...]:
    """Return the words of the matter that both hold, the longest first."""
    found = pieces.words([one.matter])
    single = {one.matter[begin:end] for begin, end in zip(found.begin.tolist(), found.end.tolist(), strict=True)}
    shared = [word for word in single if len(word) > 1 and " " not in word and word in two.matter]
    kept = [word for word in shared if not any(word != other and word in other for other in shared)]
    return tuple(sorted(kept, key=lambda word: (-len(word), word))[:TOLD])
