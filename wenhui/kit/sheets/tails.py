"""Rows of a table that are no data: totals, signatures, notes, examples, heads repeated on each page."""

from collections.abc import Sequence
from typing import NamedTuple

from wenhui.kit.sheets import headlike
from wenhui.kit.sheets.sheet import Sheet
from wenhui.kit.words import Words

TOTAL = Words("合计行", "a total")
SIGNATURE = Words("落款（填表、审核等）", "signatures")
NOTE = Words("说明文字", "notes")
EXAMPLE = Words("示例行", "an example")
INSTRUCTION = Words("填写要求", "how to fill the columns")
NUMBERS = Words("列号行", "numbers of the columns")
REPEATED = Words("重复的表头", "the head repeated")
PAGE = Words("页码", "a page number")

_LONG = 15  # letters; a lone text as long as this in a table of several columns is a note


class LeftOut(NamedTuple):
    """A row that is no data, and what it is."""

    row: int
    why: Words


def explains(texts: Sequence[str]) -> Words | None:
    """Return what a row right under the head is, when it only explains the columns; None for data and blanks."""
    if not texts:
        return None
    if headlike.is_number_row(texts):
        return NUMBERS
    if headlike.is_example_row(texts):
        return EXAMPLE
    return INSTRUCTION if headlike.is_instruction_row(texts) else None


def ends(texts: Sequence[str], *, spread: int) -> Words | None:
    """Return what a row at the end of a table is, when it is no data. `spread`: columns its first cell is merged over."""
    if headlike.is_total(texts[0]):
        return TOTAL
    if headlike.is_page_mark(texts):
        return PAGE
    if headlike.is_signature(texts):
        return SIGNATURE
    if headlike.is_note(texts[0]):
        return NOTE
    lone = len(texts) == 1 and (spread > 2 or len(texts[0]) >= _LONG or headlike.is_numbered(texts[0]))
    return NOTE if lone else None


def cut(sheet: Sheet, *, first: int, last: int, left: int, right: int) -> tuple[int, tuple[LeftOut, ...]]:
    """Return the last row of the values and the rows below it that are no data, looked at from the bottom up."""
    spreads = {(area.top, area.left): area.width for area in sheet.merged}
    tail: list[LeftOut] = []
    row = last
    while row >= first:
        filled = [column for column in range(left, right + 1) if sheet.text(row, column)]
        if filled:
            texts = [sheet.text(row, column) for column in filled]
            why = ends(texts, spread=spreads.get((row, filled[0]), 1)) if right > left else None
            if why is None:
                break
            tail.append(LeftOut(row, why))
        row -= 1
    end = min((out.row for out in tail), default=last + 1) - 1
    return end, tuple(reversed(tail))
