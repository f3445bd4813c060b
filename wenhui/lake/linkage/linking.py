"""Links tables: blocks, compares, trains where no model is given, scores, cuts, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from wenhui.lake.linkage import blocking, clusters, comparing, learning
from wenhui.lake.linkage.comparing import Pairs
from wenhui.lake.linkage.model import Model, Numbers
from wenhui.lake.linkage.records import Encoded, Records

LOWEST, HIGHEST = 0.4, 0.5  # between which a model chooses its threshold
ROUNDS: Final = 20
WEAKEST: Final = 0.02  # probability below which a pair ties nothing, whatever the threshold


class Engine(Protocol):
    """Finds the pairs worth comparing and scores them."""

    def pairs(self, encoded: Encoded, records: Records, left_rows: int | None) -> Pairs:
        """Return the candidate pairs of the rows, in order."""

    def probabilities(self, model: Model, encoded: Encoded, records: Records, pairs: Pairs) -> Numbers:
        """Return for each pair how likely it is one person."""


class DuckDB:
    """Blocks with DuckDB and scores in this process."""

    def pairs(self, encoded: Encoded, records: Records, left_rows: int | None) -> Pairs:
        """Return the candidate pairs of the rows, in order."""
        return blocking.candidates(encoded, left_rows=left_rows)

    def probabilities(self, model: Model, encoded: Encoded, records: Records, pairs: Pairs) -> Numbers:
        """Return for each pair how likely it is one person."""
        return model.probabilities(encoded, pairs, comparing.levels(encoded, pairs))


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows taken for one person, by key."""

    left: str
    right: str
    probability: float


@dataclass(frozen=True, slots=True)
class Linkage:
    """What linking gave: links in the order of the rows, the keys of each person's rows, and the model to keep."""

    links: Sequence[Link]
    persons: Sequence[Sequence[str]]
    model: Model
    rows: "Rows"
    pairs: Pairs

    def reasons(self) -> list[dict[str, tuple[str, float]]]:
        """Return for each link the level in words and the evidence in bits of each field that both rows know."""
        levels = comparing.levels(self.rows.encoded, self.pairs)
        return self.model.reasons(self.rows.encoded, self.pairs, levels)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, or of two, one after the other; `left_rows` is where the right one begins."""

    records: Records
    encoded: Encoded
    left_rows: int | None

    @classmethod
    def of(cls, left: Records, right: Records | None) -> "Rows":
        """Put the tables one after the other."""
        records = left if right is None else left.then(right)
        return cls(records, Encoded(records), None if right is None else len(left))


def link(
    left: Records,
    right: Records | None = None,
    *,
    model: Model | None = None,
    threshold: float | None = None,
    engine: Engine | None = None,
) -> Linkage:
    """Return the links inside one table, or between two. Without a model one is trained; it chooses its threshold itself."""
    rows = Rows.of(left, right)
    engine = engine or DuckDB()
    pairs = engine.pairs(rows.encoded, rows.records, rows.left_rows)
    if model is None:
        seen = comparing.seen(rows.encoded, pairs)
        model = learning.train(rows.encoded, pairs, seen, left_rows=rows.left_rows)
        if isinstance(engine, DuckDB):
            probabilities = model.probabilities(rows.encoded, pairs, comparing.counted_once(rows.encoded, pairs, seen))
        else:
            probabilities = engine.probabilities(model, rows.encoded, rows.records, pairs)
        model = replace(model, threshold=best_threshold(probabilities))
    else:
        probabilities = engine.probabilities(model, rows.encoded, rows.records, pairs)
    return _settle(rows, model, pairs, probabilities, model.threshold if threshold is None else threshold)


def best_threshold(probabilities: Numbers) -> float:
    """Return the probability from which on links give the highest F1 to be expected, if the probabilities are true.

    Taking the k likeliest pairs gives the expected F1 of 2 · (their sum) / (k + sum of all); at the best k the threshold is
    half that F1 (Lipton, Elkan and Naryanaswamy 2014). Where hardly anything can be linked that would be a guess worse
    than a coin's; so it stays between 0.4 and 0.5.
    """
    falling = np.sort(probabilities)[::-1]
    total = float(falling.sum())
    if not len(falling) or total <= 0:
        return HIGHEST
    expected = 2 * np.cumsum(falling) / (np.arange(1, len(falling) + 1) + total)
    return min(max(float(expected.max()) / 2, LOWEST), HIGHEST)


def _settle(rows: Rows, model: Model, pairs: Pairs, probabilities: Numbers, threshold: float) -> Linkage:
    def score(asked: Pairs) -> Numbers:
        found = model.probabilities(rows.encoded, asked, comparing.levels(rows.encoded, asked))
        return found if rows.left_rows is None else _within_sides(found, asked, rows, rows.left_rows, model)

    tied = np.flatnonzero(probabilities >= max(threshold, WEAKEST))
    ties = Pairs(pairs.left[tied], pairs.right[tied])
    persons = clusters.persons(len(rows.records), ties, probabilities[tied], score)
    inside = clusters.pairs_of(persons, rows.left_rows)
    found = np.round(_through_others(inside, score(inside), persons), 6)
    kept = np.flatnonzero(found >= threshold) if threshold > HIGHEST else np.arange(len(inside))
    inside = Pairs(inside.left[kept], inside.right[kept])
    keys = rows.records.keys
    links = [
        Link(keys[one], keys[two], probability)
        for one, two, probability in zip(inside.left.tolist(), inside.right.tolist(), found[kept].tolist(), strict=True)
    ]
    return Linkage(links, [[keys[row] for row in group] for group in persons], model, rows, inside)


def _within_sides(found: Numbers, asked: Pairs, rows: Rows, left_rows: int, model: Model) -> Numbers:
    """Return the probabilities, those of pairs inside one of two tables by how often such pairs are one person there.

    Registers mostly hold everybody once, and then a row has one partner at most; but that is learnt here, not assumed: the
    share of one person among the pairs inside a table is what makes their own probabilities add up to it.
    """
    found = found.copy()
    for is_left in (True, False):
        size = left_rows if is_left else rows.encoded.rows - left_rows
        at = np.flatnonzero(((asked.left < left_rows) == is_left) & ((asked.right < left_rows) == is_left))
        total = max(size * (size - 1) / 2, 1.0)
        inside = np.clip(found[at], 1e-12, 1 - 1e-12)
        odds = inside / (1 - inside) / model.shares["person"]
        for _ in range(ROUNDS):
            share = max(float(inside.sum()), 0.5) / total
            inside = odds * share / (1 + odds * share)
        found[at] = inside
    return found


def _through_others(inside: Pairs, probabilities: Numbers, persons: Sequence[Sequence[int]]) -> Numbers:
    """Return the probabilities, raised where two rows of a person are tied more surely through a third one."""
    known = dict(
        zip(zip(inside.left.tolist(), inside.right.tolist(), strict=True), probabilities.tolist(), strict=True)
    )
    for group in persons:
        if len(group) < 3:
            continue
        for middle in group:
            for one in group:
                for two in group:
                    if (one, two) in known:
                        through = known.get((min(one, middle), max(one, middle)), 0.0) * known.get(
                            (min(middle, two), max(middle, two)), 0.0
                        )
                        known[one, two] = max(known[one, two], through)
    return np.array(list(known.values()), np.float64)
