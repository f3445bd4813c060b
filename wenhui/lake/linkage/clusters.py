"""From pairs to persons: the rows that links tie together, and cut where a tie says more than the rows bear out.

Links alone are not transitive: a copy that resembles both twins would tie them. Inside each group of tied rows every pair is
therefore compared, and rows come together from the strongest pair on, as long as the mean evidence between two parts speaks
for them (correlation clustering, after Bansal, Blum and Chawla 2004, by average linkage). So one row of the left keeps at
most one partner on the right where the rows there differ from each other, and several where they are copies: nothing is
assumed.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from wenhui.lake.linkage.comparing import Pairs
from wenhui.lake.linkage.model import Numbers
from wenhui.lake.linkage.records import Codes

STRONGEST: Final = 12.0  # natural logarithm of odds; one pair alone cannot outweigh several
LARGEST: Final = 200  # rows of a group that are all compared; in larger ones pairs without a link count as against

Score = Callable[[Pairs], Numbers]
Evidence = dict[tuple[int, int], float]


def components(rows: int, pairs: Pairs) -> list[list[int]]:
    """Return the groups of two or more rows that the pairs tie together, in order of their first rows."""
    parent = list(range(rows))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
        one, two = root(left), root(right)
        parent[max(one, two)] = min(one, two)
    groups: dict[int, list[int]] = {}
    for row in sorted({*pairs.left.tolist(), *pairs.right.tolist()}):
        groups.setdefault(root(row), []).append(row)
    return sorted(groups.values())


def persons(rows: int, pairs: Pairs, probabilities: Numbers, score: Score) -> list[list[int]]:
    """Return the rows of each person of two or more rows. `score` gives probabilities of pairs that blocking left out."""
    groups = components(rows, pairs)
    known = {
        (left, right): _odds(probability)
        for left, right, probability in zip(
            pairs.left.tolist(), pairs.right.tolist(), probabilities.tolist(), strict=True
        )
    }
    unclear = [group for group in groups if 2 < len(group) <= LARGEST]
    lacking = [pair for group in unclear for pair in combinations(group, 2) if pair not in known]
    if lacking:
        asked = np.array(lacking, np.int32)
        known |= zip(lacking, map(_odds, score(Pairs(asked[:, 0], asked[:, 1])).tolist()), strict=True)
    return sorted(part for group in groups for part in _parts(group, known) if len(part) > 1)


def _odds(probability: float) -> float:
    with np.errstate(divide="ignore"):
        odds = float(np.log(probability) - np.log1p(-probability))
    return min(max(odds, -STRONGEST), STRONGEST)


def _parts(group: Sequence[int], known: Evidence) -> list[list[int]]:
    """Return the group cut into parts: from the strongest pair on, while the mean evidence between two speaks for them."""
    if len(group) == 2:
        return [list(group)]
    parts = [[row] for row in group]
    while len(parts) > 1:
        mean, one, two = max(
            (_between(parts[one], parts[two], known), -one, -two) for one, two in combinations(range(len(parts)), 2)
        )
        if mean <= 0:
            break
        parts[-one] = sorted(parts[-one] + parts.pop(-two))
    return parts


def _between(one: Sequence[int], two: Sequence[int], known: Evidence) -> float:
    evidence = [known.get((min(left, right), max(left, right)), -STRONGEST) for left in one for right in two]
    return sum(evidence) / len(evidence)


def pairs_of(groups: Sequence[Sequence[int]], left_rows: int | None) -> Pairs:
    """Return every pair within the groups; with `left_rows`, only those of one row below and one from there."""
    inside = [
        pair
        for group in groups
        for pair in combinations(sorted(group), 2)
        if left_rows is None or pair[0] < left_rows <= pair[1]
    ]
    both: Codes = np.array(sorted(inside), np.int32).reshape(-1, 2)
    return Pairs(both[:, 0], both[:, 1])
