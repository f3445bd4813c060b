"""The cells of a table in canonical form, and what is wrong with which of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from wenhui.kit.sheets.areas import letters
from wenhui.kit.sheets.taking import Rows
from wenhui.kit.words import Words
from wenhui.record.ledgers.words import FindingKind
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules import agreement
from wenhui.record.registry.rules.values import read_column

MOST_ALIKE: Final = 200  # cells of a column with one doubt, each told by itself


@dataclass(frozen=True, slots=True)
class Bound:
    """A column of the sheet and the attribute it means; `place` counts the head's columns from 0, `factor` is for money."""

    place: int
    key: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is the matter with a row, or with one of its cells. `place` counts the rows of data from 0."""

    kind: FindingKind
    place: int
    words: Words
    column: str = ""
    title: str = ""


@dataclass
class Cells:
    """Canonical texts by attribute, one for each row of data; `refused` are rows of which nothing is taken."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    def refuse(self, place: int, words: Words) -> None:
        """Take nothing of a row."""
        self.refused.add(place)
        self.problems.append(Problem(FindingKind.ROW, place, words))


def read(rows: Rows, bound: Sequence[Bound], dictionary: Dictionary, *, today: date) -> Cells:
    """Return what the bound columns say. Where two columns mean one attribute, the first that says something counts."""
    cells = Cells()
    where: dict[str, tuple[str, str]] = {}
    for one in bound:
        attribute, head = dictionary.attributes[one.key], rows.head.columns[one.place]
        column = read_column(
            rows.columns[one.place],
            attribute.kind,
            today=today,
            table=dictionary.tables.get(attribute.table),
            is_several=attribute.is_several,
            factor=one.factor,
        )
        place_of = (letters(head.number), head.full_title)
        where.setdefault(one.key, place_of)
        cells.problems += [Problem(FindingKind.CELL, row, words, *place_of) for row, words in column.refusals.items()]
        cells.problems += _doubts(column.doubts, *place_of)
        held = cells.columns.get(one.key)
        cells.columns[one.key] = (
            column.values if held is None else [a or b for a, b in zip(held, column.values, strict=True)]
        )
    _agree(cells, where, today)
    return cells


def _doubts(doubts: Mapping[int, Sequence[Words]], column: str, title: str) -> Iterator[Problem]:
    """Yield what to check, one by one; where most of a column has the same doubt, say it once, at its first row."""
    counts = Counter(words for found in doubts.values() for words in found)
    said: set[Words] = set()
    for row, found in doubts.items():
        for words in found:
            if counts[words] <= MOST_ALIKE:
                yield Problem(FindingKind.DOUBT, row, words, column, title)
            elif words not in said:
                said.add(words)
                alike = Words(
                    f"{words.zh}（这一列有 {counts[words]} 格如此）",
                    f"{words.en} ({counts[words]} cells of this column)",
                )
                yield Problem(FindingKind.DOUBT, row, alike, column, title)


def _agree(cells: Cells, where: Mapping[str, tuple[str, str]], today: date) -> None:
    """Empty cells that contradict others; of two rows that give one number to two names nothing is taken."""
    for found in agreement.contradictions(cells.columns, today=today):
        if found.is_doubt or found.other_row is not None:
            cells.refuse(found.row, found.words)
        else:
            cells.columns[found.key][found.row] = ""
            cells.problems.append(Problem(FindingKind.CELL, found.row, found.words, *where[found.key]))
