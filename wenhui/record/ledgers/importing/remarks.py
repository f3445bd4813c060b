"""What was remarked while a sheet was read, told as findings: merged cells, formulas, lost digits, hidden rows.

A value that a spreadsheet programme has spoilt, or never computed, is not taken: it may look right. Merged cells, formulas
with a result and hidden rows are read, and to be checked.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wenhui.kit.sheets.areas import letters
from wenhui.kit.sheets.sheet import Kind, Remark
from wenhui.kit.sheets.taking import Rows
from wenhui.kit.words import Words
from wenhui.record.ledgers.importing.cells import MOST_ALIKE, Bound, Cells, Problem
from wenhui.record.ledgers.words import FindingKind

SPOILT: Final = frozenset({Kind.DAMAGED, Kind.NO_VALUE, Kind.ERROR})
OF_ROWS: Final = frozenset({Kind.HIDDEN, Kind.FILTERED})


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that is read: the attribute it means, its letters and its head."""

    key: str
    letters: str
    title: str


def heed(cells: Cells, rows: Rows, bound: Sequence[Bound]) -> None:
    """Empty what was spoilt and tell everything that was remarked of columns that are read, each with its row and column."""
    if not rows.remarks or not len(rows):
        return
    columns = _columns(rows, bound)
    counts = Counter((remark.kind, remark.where.left) for remark in rows.remarks)
    spoilt: set[tuple[int, str]] = set()
    told: list[Problem] = []
    several: set[tuple[Kind, int]] = set()
    for remark in rows.remarks:
        column = _column_of(remark, columns)
        if column is None and remark.kind not in OF_ROWS:
            continue
        place = min(bisect_left(rows.numbers, remark.where.top), len(rows) - 1)
        where = (column.letters, column.title) if column else ("", "")
        if remark.kind in SPOILT and column is not None:
            spoilt.add((place, column.letters))
            told.append(Problem(FindingKind.CELL, place, remark.words, *where))
            cells.columns[column.key][place] = ""
        elif (many := (remark.kind, remark.where.left)) not in several:
            count = counts[many]
            if count > MOST_ALIKE:
                several.add(many)
            told.append(Problem(FindingKind.DOUBT, place, _of_many(remark.words, count), *where))
    cells.problems = [one for one in cells.problems if (one.place, one.column) not in spoilt] + told


def _columns(rows: Rows, bound: Sequence[Bound]) -> Mapping[int, _Column]:
    heads = {one.key: rows.head.columns[one.place] for one in bound}
    return {head.number: _Column(key, letters(head.number), head.full_title) for key, head in heads.items()}


def _column_of(remark: Remark, columns: Mapping[int, _Column]) -> _Column | None:
    """Return the first column that is read in what a remark is about."""
    if remark.kind in OF_ROWS and remark.where.left != remark.where.right:
        return None
    return next((columns[at] for at in range(remark.where.left, remark.where.right + 1) if at in columns), None)


def _of_many(words: Words, count: int) -> Words:
    """Return the words, and where too many are alike to be told one by one, how many there are."""
    if count <= MOST_ALIKE:
        return words
    return Words(f"{words.zh}（这一列有 {count} 处如此）", f"{words.en} ({count} places in this column)")
