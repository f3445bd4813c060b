"""How good links are: precision, recall and F1 against pairs known to be true."""

import csv
from dataclasses import dataclass
from pathlib import Path

from wenhui.lake.linkage.errors import LinkageError

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many links there are, how many true pairs, and how many are both."""

    links: int
    truth: int
    right: int

    @property
    def precision(self) -> float:
        """Return the share of links that are true; 1 when there are none."""
        return self.right / self.links if self.links else 1.0

    @property
    def recall(self) -> float:
        """Return the share of true pairs that were found; 1 when there are none."""
        return self.right / self.truth if self.truth else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / (self.links + self.truth) if self.links + self.truth else 1.0


def read_pairs(path: Path) -> list[Pair]:
    """Read the columns `left` and `right` of a csv file, or its first two; raise LinkageError when it has none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LinkageError(f"{path} cannot be read as csv ({error}).") from error
    if not rows:
        raise LinkageError(f"{path} is empty; it needs a line `left,right` and a pair of keys on each line below.")
    head = [name.lower() for name in rows[0]]
    places = (head.index("left"), head.index("right")) if {"left", "right"} <= set(head) else (0, 1)
    for number, row in enumerate(rows, start=1):
        if len(row) <= max(places):
            raise LinkageError(f"{path} has no two keys in row {number}.")
    return [(row[places[0]], row[places[1]]) for row in rows[1:]]


def evaluate(links: list[Pair], truth: list[Pair]) -> Verdict:
    """Compare links with the truth; a pair is the same in either order, and counts once.

    Where a link names one key twice, two tables number their rows alike, and the order tells them apart: then the truth is
    read in the one order, left first or right first, that agrees with more links.
    """
    if any(left == right for left, right in links):
        found = set(links)
        right = max(len(found & set(truth)), len(found & {(two, one) for one, two in truth}))
        return Verdict(len(found), len(set(truth)), right)
    one, other = ({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]} for pairs in (links, truth))
    return Verdict(len(one), len(other), len(one & other))
