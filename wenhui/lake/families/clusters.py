"""From pairs to families: the surest pairs first, and two groups come together only while the mean of all pairs between them
speaks for it. A chain of neighbours, each a little like the next, is no family.
"""

import heapq
from collections.abc import Sequence
from typing import Final

UNSEEN: Final = -1.0  # log odds of a pair that was not compared
Weighed = tuple[int, int, float]


def groups(pairs: Sequence[Weighed]) -> list[list[int]]:
    """Return the groups of two rows or more, each in order, in the order of their first rows; pairs come with log odds."""
    members: dict[int, list[int]] = {}
    between: dict[int, dict[int, tuple[float, int]]] = {}
    for one, two, odds in pairs:
        for row in (one, two):
            members.setdefault(row, [row])
            between.setdefault(row, {})
        between[one][two] = between[two][one] = (odds, 1)
    heap = [(-odds, one, two) for one, two, odds in pairs if odds > 0]
    heapq.heapify(heap)
    following = max(members, default=0) + 1
    while heap:
        _, one, two = heapq.heappop(heap)
        if one not in members or two not in members:
            continue
        joined = members.pop(one) + members.pop(two)
        near = _together(between, one, two)
        for other, (total, seen) in near.items():
            between[other][following] = (total, seen)
            mean = _mean(total, seen, len(joined) * len(members[other]))
            if mean > 0:
                heapq.heappush(heap, (-mean, following, other))
        members[following], between[following] = joined, near
        following += 1
    return sorted(sorted(group) for group in members.values() if len(group) > 1)


def _together(between: dict[int, dict[int, tuple[float, int]]], one: int, two: int) -> dict[int, tuple[float, int]]:
    near = between.pop(one)
    for other, (total, seen) in between.pop(two).items():
        before = near.get(other, (0.0, 0))
        near[other] = (before[0] + total, before[1] + seen)
    near.pop(one, None)
    near.pop(two, None)
    for other in near:
        between[other].pop(one, None)
        between[other].pop(two, None)
    return near


def _mean(total: float, seen: int, every: int) -> float:
    return (total + UNSEEN * (every - seen)) / every
