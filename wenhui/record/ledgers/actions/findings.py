"""What is the matter with a file, written down: so many by themselves, the rest as how many more."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from wenhui.record.ledgers.actions import writing
from wenhui.record.ledgers.importing.cells import Problem
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.words import FindingKind

MOST: Final = 20_000


def write(upload: Upload, problems: Sequence[Problem], numbers: Sequence[int]) -> int:
    """Write down what is the matter with cells and rows; return how many are not told one by one, as there are too many.

    Rows come before cells and doubts then: they were left out as a whole.
    """
    told = problems if len(problems) <= MOST else sorted(problems, key=lambda one: one.kind is not FindingKind.ROW)
    rows = [
        (one.kind.value, numbers[one.place], one.column, one.title[:120], one.words.zh, one.words.en)
        for one in told[:MOST]
    ]
    writing.insert(writing.FINDINGS, [upload.pk, upload.area_id], rows)
    return len(problems) - len(rows)


def write_of_columns(upload: Upload, problems: Sequence[Problem], row: int) -> None:
    """Write down what is the matter with whole columns, at their head."""
    rows = [(one.kind.value, row, one.column, one.title[:120], one.words.zh, one.words.en) for one in problems]
    writing.insert(writing.FINDINGS, [upload.pk, upload.area_id], rows)


def counts(problems: Sequence[Problem], *, more: int) -> dict[str, int]:
    """Return how many cells were not taken and are to be checked, of all, and how many are not told one by one."""
    kinds = Counter(one.kind for one in problems)
    return {"cells": kinds[FindingKind.CELL], "doubts": kinds[FindingKind.DOUBT], "more": more}
