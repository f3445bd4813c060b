"""Families in a whole table: taken apart, compared where it is worth it, and put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from wenhui.lake.families import candidates, clusters, evidence
from wenhui.lake.families.candidates import Rows
from wenhui.lake.families.evidence import Floats
from wenhui.lake.families.parting import part
from wenhui.lake.texts import vectors
from wenhui.lake.texts.vectors import Vectors

RANDOM_PAIRS: Final = 20_000
PLACE_LEAST: Final = -3.5  # below this no matter brings two tellings together
LEAST_ODDS: Final = -4.0  # below this a pair weighs nothing that UNSEEN does not say


def families(
    texts: Sequence[str], days: Sequence[float], places: Sequence[tuple[float, float] | None] | None = None
) -> tuple[list[int | None], list[float]]:
    """Return for each row its family (1, 2, … in order of rows; None alone) and how surely it belongs there (0 to 1).

    `days` are days since any day, with fractions; `places` are latitude and longitude, None where not known.
    """
    count = len(texts)
    if count < 2:
        return [None] * count, [0.0] * count
    when = np.asarray(days, np.float64)
    points = _points(places)
    table = Tellings.of(texts)
    one, two = candidates.pairs(table.matters, table.names, table.numbers, when, points)
    one, two, odds = _weighed(table, one, two, when, points)
    weighed = list(zip(one.tolist(), two.tolist(), odds.tolist(), strict=True))
    return _told(count, clusters.groups(weighed), weighed)


@dataclass(frozen=True, slots=True)
class Tellings:
    """Texts as vectors: matters by weight; concepts, names and numbers as ones."""

    matters: Vectors
    concepts: Vectors
    names: Vectors
    numbers: Vectors

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Tellings":
        """Part texts and learn what is rare among them."""
        parted = [part(text) for text in texts]
        _, matters = vectors.learn([one.matter for one in parted])
        return cls(
            matters,
            _ones([one.concepts for one in parted]),
            _ones([one.names for one in parted]),
            _ones([one.numbers for one in parted]),
        )


def _points(places: Sequence[tuple[float, float] | None] | None) -> Floats | None:
    if places is None:
        return None
    points = np.array([(np.nan, np.nan) if place is None else place for place in places], np.float64).reshape(-1, 2)
    return None if bool(np.isnan(points).any(axis=1).all()) else points


def _ones(words: Sequence[frozenset[str]]) -> Vectors:
    """Return which row has which word, as ones."""
    place: dict[str, int] = {}
    columns = [place.setdefault(word, len(place)) for row in words for word in sorted(row)]
    ends = np.concatenate(([0], np.cumsum([len(row) for row in words])))
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), (len(words), max(len(place), 1)))


def _weighed(table: Tellings, one: Rows, two: Rows, days: Floats, points: Floats | None) -> tuple[Rows, Rows, Floats]:
    apart = np.abs(days[one] - days[two])
    metres = np.full(len(one), np.nan) if points is None else evidence.metres(points[one], points[two])
    near = (apart <= evidence.REACH_DAYS) & ~(metres > evidence.REACH_METRES)
    one, two, apart, metres = one[near], two[near], apart[near], metres[near]
    place = evidence.of_place(metres, _shared(table.names, one, two), _shared(table.numbers, one, two))
    here = place > PLACE_LEAST
    one, two, odds = one[here], two[here], place[here] + evidence.of_days(apart[here])
    concepts = _shared(table.concepts, one, two)
    odds += evidence.of_concepts(concepts.shared, concepts.one, concepts.two)
    half = evidence.level(_unrelated(table.matters))
    odds += evidence.of_matter(candidates.cosines(table.matters, one, two), half)
    kept = odds >= LEAST_ODDS
    return one[kept], two[kept], odds[kept]


def _shared(words: Vectors, one: Rows, two: Rows) -> evidence.Words:
    sizes = np.diff(words.indptr)
    return evidence.Words(candidates.cosines(words, one, two), sizes[one], sizes[two])


def _unrelated(matters: Vectors) -> Floats:
    """Return how alike pairs are that were drawn blindly; the same for the same table."""
    drawn = np.random.default_rng(1).integers(0, matters.shape[0], (2, RANDOM_PAIRS))
    one, two = drawn[:, drawn[0] != drawn[1]]
    return candidates.cosines(matters, one, two)


def _told(
    count: int, groups: Sequence[Sequence[int]], weighed: Sequence[clusters.Weighed]
) -> tuple[list[int | None], list[float]]:
    family: list[int | None] = [None] * count
    for number, group in enumerate(groups, start=1):
        for row in group:
            family[row] = number
    unseen = float(evidence.chance(clusters.UNSEEN))
    sums, seen = np.zeros(count), np.zeros(count, np.int64)
    for one, two, odds in weighed:
        if family[one] is not None and family[one] == family[two]:
            likely = float(evidence.chance(odds))
            for row in (one, two):
                sums[row] += likely
                seen[row] += 1
    scores = [0.0] * count
    for group in groups:
        for row in group:
            scores[row] = float((sums[row] + unseen * (len(group) - 1 - seen[row])) / (len(group) - 1))
    return family, scores
