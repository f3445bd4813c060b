"""Which pairs of tellings are worth comparing: those near in place, or of rare words in common, one after the other in time.

Place alone is enough while it leaves few pairs; in a dense town it is a smaller place, or joined with the rarest pieces of
the matter. Rows without a point meet by the words that say where, also with pieces of the matter, and by the rarest pieces
alone. Of many that share a key only those next to each other in time are taken, so that the number of pairs grows with the
rows, not their square.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.families.evidence import METRES_PER_DEGREE, REACH_METRES, Floats
from wenhui.lake.texts.vectors import Vectors

Rows = NDArray[np.int64]
Keys = NDArray[np.uint64]

PAIRS_PER_ROW: Final = 40
RAREST: Final = 8
TOLD_WHERE: Final = 5
NEXT: Final = 12  # in time, of those that share a key
CLOSE_METRES: Final = 30.0
ALL_OF: Final = 400  # so many in one place are all compared, if the table affords it
_TURN: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xBF58476D1CE4E5B9)


def pairs(matters: Vectors, names: Vectors, numbers: Vectors, days: Floats, points: Floats | None) -> tuple[Rows, Rows]:
    """Return the pairs, each once, the lower row first."""
    count = matters.shape[0]
    rarest = _rarest(matters)
    found: list[NDArray[np.int64]] = []
    alone = np.arange(count)
    if points is not None:
        has_point = ~np.isnan(points).any(axis=1)
        told = (rarest, _held(numbers))
        for shift in range(4):
            found += _in_place(shift, np.flatnonzero(has_point), points, days, told)
        alone = np.flatnonzero(~has_point)
    if len(alone):
        found += _without_place(count, alone, rarest, (names, numbers), days, is_everywhere=points is None)
    every = _distinct(found)
    return every // count, every % count


def _in_place(
    shift: int, rows: Rows, points: Floats, days: Floats, told: Sequence[tuple[Rows, Rows]]
) -> list[NDArray[np.int64]]:
    """Return pairs in the same cell of one of four grids, each shifted by half a cell: who is within reach meets in one.

    Where that are too many, all in small cells, and in the large ones those that share a piece or a number.
    """
    cells = _cells(points[rows], 2 * REACH_METRES, shift)
    size = np.unique(cells, return_counts=True)[1]
    if len(size) and int((size * (size - 1) // 2).sum()) <= PAIRS_PER_ROW * len(rows) // 2 and size.max() <= ALL_OF:
        return [_next_to(cells, rows, days, len(points), ALL_OF)]
    found = [_next_to(_cells(points[rows], 2 * CLOSE_METRES, shift), rows, days, len(points), 2 * NEXT)]
    cell, is_here = np.zeros(len(points), np.uint64), np.zeros(len(points), bool)
    cell[rows], is_here[rows] = cells, True
    for number, (row, word) in enumerate(told):
        row, word = row[is_here[row]], word[is_here[row]]  # noqa: PLW2901
        keys = _mixed(cell[row] + word.astype(np.uint64) * _TURN + np.uint64(number))
        found.append(_next_to(keys, row, days, len(points), NEXT))
    return found


def _cells(points: Floats, side: float, shift: int) -> Keys:
    stretch = METRES_PER_DEGREE / side
    narrowed = np.cos(np.radians(np.nanmean(points[:, 0]))) if len(points) else 1.0
    north = np.floor(points[:, 0] * stretch + 0.5 * (shift // 2)).astype(np.int64)
    east = np.floor(points[:, 1] * stretch * narrowed + 0.5 * (shift % 2)).astype(np.int64)
    return _mixed(_mixed(north.astype(np.uint64) * _TURN) + east.astype(np.uint64))


def _without_place(
    count: int,
    alone: Rows,
    rarest: tuple[Rows, Rows],
    wheres: tuple[Vectors, Vectors],
    days: Floats,
    *,
    is_everywhere: bool,
) -> list[NDArray[np.int64]]:
    """Return pairs by rare pieces alone, by a name with a number, and by each of these with a piece of the matter."""
    row, piece = rarest
    found = [_next_to(_mixed(piece.astype(np.uint64) * _TURN), row, days, count, NEXT // 2)]
    names, numbers = (_held(words) for words in wheres)
    rank = np.arange(len(row)) - np.searchsorted(row, np.arange(count))[row] if len(row) else row
    told = (row[rank < TOLD_WHERE], piece[rank < TOLD_WHERE])
    for one, two, most in ((names, numbers, 2 * NEXT), (names, told, NEXT), (numbers, told, NEXT)):
        rows, keys = _crossed(one, two, count)
        found.append(_next_to(keys, rows, days, count, most))
    if is_everywhere:
        return found
    is_alone = np.zeros(count, bool)
    is_alone[alone] = True
    return [pair[is_alone[pair // count] | is_alone[pair % count]] for pair in found]


def _held(words: Vectors) -> tuple[Rows, Rows]:
    return np.repeat(np.arange(words.shape[0]), np.diff(words.indptr)), words.indices.astype(np.int64)


def _crossed(one: tuple[Rows, Rows], two: tuple[Rows, Rows], count: int) -> tuple[Rows, Keys]:
    """Return for each row every word of the one with every word of the other, as keys; both come in order of rows."""
    begin = np.searchsorted(two[0], np.arange(count + 1))
    many = np.diff(begin)[one[0]]
    rows = np.repeat(one[0], many)
    step = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    other = two[1][np.repeat(begin[one[0]], many) + step]
    first = np.repeat(one[1], many).astype(np.uint64) + np.uint64(1)
    return rows, _mixed(_mixed(first * _TURN) + other.astype(np.uint64) * _SPREAD)


def _rarest(matters: Vectors) -> tuple[Rows, Rows]:
    """Return the weightiest pieces of each row that another row has too: rows and pieces, the weightiest first."""
    held = np.bincount(matters.indices, minlength=matters.shape[1])
    row = np.repeat(np.arange(matters.shape[0]), np.diff(matters.indptr))
    shared = held[matters.indices] > 1
    row, piece, weight = row[shared], matters.indices[shared].astype(np.int64), matters.data[shared]
    order = np.lexsort((piece, -weight, row))
    row, piece = row[order], piece[order]
    first = np.searchsorted(row, np.arange(matters.shape[0]))
    kept = np.arange(len(row)) - first[row] < RAREST
    return row[kept], piece[kept]


def _next_to(keys: Keys, rows: Rows, days: Floats, count: int, most: int) -> NDArray[np.int64]:
    """Return pairs of rows that share a key and are at most so many steps apart in time, as one number each."""
    order = np.lexsort((rows, days[rows], keys))
    key, row = keys[order], rows[order]
    found: list[Any] = []
    for step in range(1, most + 1):
        same = np.flatnonzero(key[step:] == key[:-step])
        if not len(same):
            break
        one, two = row[same], row[same + step]
        apart = one != two
        found.append(np.minimum(one, two)[apart] * count + np.maximum(one, two)[apart])
    return _distinct(found)


def _distinct(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return each number once, in order; sorting is three times faster than numpy's own `unique` for these."""
    every = np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)
    return every[np.concatenate(([True], every[1:] != every[:-1]))] if len(every) else every


def cosines(vectors: Vectors, one: Rows, two: Rows, at_once: int = 100_000) -> Floats:
    """Return how alike the rows of each pair are."""
    parts: Sequence[Any] = [
        np.asarray(vectors[one[at : at + at_once]].multiply(vectors[two[at : at + at_once]]).sum(axis=1)).ravel()
        for at in range(0, len(one), at_once)
    ]
    return np.concatenate(parts).astype(np.float64) if parts else np.zeros(0)


def _mixed(code: Keys) -> Keys:
    code = (code ^ (code >> np.uint64(29))) * _SPREAD
    return code ^ (code >> np.uint64(32))
