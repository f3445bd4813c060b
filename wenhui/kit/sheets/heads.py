"""Finds the head of a table under titles, notes and unit lines, over several levels, and says why.

A head is where labels of columns stand side by side: many, different, none of them a value, made of the words heads are
made of; below them begin the values, or the blanks of a form. Filters, frozen rows and drop-down lists point at it
where a form has them. Nothing here knows what the columns mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wenhui.kit.sheets import bands, tails
from wenhui.kit.sheets.bands import Band
from wenhui.kit.sheets.marks import Marked, read, squeezed, told
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.kit.sheets.sheet import Sheet
from wenhui.kit.sheets.tails import LeftOut
from wenhui.kit.words import Words

_MOST_TITLES_A_ROW = 2
_INDEX = {"序号", "编号", "行号", "序", "序列", "no", "no.", "#"}


class NoHeadError(RefusedFileError):
    """No row of the tab looks like the head of a table."""

    WORDS = Words(
        "没有找到表头。请确认选对了工作表，表头应是一行列名（如姓名、证件号码、联系电话），下面是数据。",
        "No head was found. Check that this is the right sheet; a head is a row of column names with values below.",
    )


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: where it stands, what its head says on every level, and what the form asks of it.

    `path` runs from the outermost head to the innermost, marks taken off; empty when values stand under no head.
    `allowed` are the words of its drop-down list. `format` is the number format of its first value cell.
    """

    number: int
    path: tuple[str, ...]
    written: str = ""
    required: bool | None = None
    note: str = ""
    allowed: tuple[str, ...] = ()
    format: str = "General"

    @property
    def title(self) -> str:
        """Return the innermost head."""
        return self.path[-1] if self.path else ""

    @property
    def full_title(self) -> str:
        """Return all levels: 户主信息 / 姓名."""
        return " / ".join(self.path)

    @property
    def is_index(self) -> bool:
        """Say whether it only counts the rows."""
        return self.title.lower() in _INDEX


@dataclass(frozen=True)
class Head:
    """A table as its head declares it. Rows and columns are numbered from 1 as in the sheet, both ends inside.

    It begins in row `begin` with its titles; `top` to `bottom` are the head's rows; values, or blanks for them, stand
    in `first_row` to `last_row` (`last_row` < `first_row` when nothing is written below the head); `tail` says which
    rows below are totals, signatures and notes; with row `until` a further table begins. `notes` are the rows between
    head and values. `confidence` runs from 0 to 1; `reasons` say what it rests on.
    """

    tab: str
    titles: tuple[str, ...]
    begin: int
    top: int
    bottom: int
    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    notes: tuple[LeftOut, ...]
    tail: tuple[LeftOut, ...]
    confidence: float
    reasons: tuple[Words, ...]
    until: int | None = None

    @property
    def width(self) -> int:
        """Return how many columns of the sheet it spans."""
        return self.columns[-1].number - self.columns[0].number + 1

    @property
    def levels(self) -> int:
        """Return on how many rows it stands."""
        return self.bottom - self.top + 1


def find(sheet: Sheet) -> tuple[Head, ...]:
    """Return the heads of a tab from top to bottom, then left to right. Raises NoHeadError.

    Nearly always one; with several, the first says in its `reasons` that there are more, and the caller chooses.
    """
    found: list[Head] = []
    start = 1
    for band in bands.find(sheet):
        if band.top < start:
            continue
        found += [_head(sheet, piece, start) for piece in bands.apart(sheet, band)]
        start = band.bottom + 1
    if not found:
        raise NoHeadError
    ended = [_ended(sheet, head, found[place + 1 :]) for place, head in enumerate(found)]
    if len(ended) > 1:
        ended[0] = replace(ended[0], reasons=(*ended[0].reasons, _more(ended)))
    return tuple(ended)


def _more(heads: Sequence[Head]) -> Words:
    rows = "、".join(str(head.bottom) for head in heads[1:])
    return Words(
        f"这张工作表有 {len(heads)} 个表（其余表头在第 {rows} 行），先取第一个；要读其他表请选择。",
        f"The sheet holds {len(heads)} tables (further heads in row {rows}); the first is taken unless you choose another.",
    )


def _head(sheet: Sheet, band: Band, start: int) -> Head:
    first, notes = _first_row(sheet, band)
    told_below = [note.row for note in notes if note.why is tails.INSTRUCTION]
    begin = _begin(sheet, band, start)
    return Head(
        tab=sheet.tab,
        titles=tuple(text for row in range(begin, band.top) for text in _texts(sheet, row, band)),
        begin=begin,
        top=band.top,
        bottom=band.bottom,
        first_row=first,
        last_row=0,
        columns=tuple(_column(sheet, band, number, first, told_below) for number in range(band.left, band.right + 1)),
        notes=notes,
        tail=(),
        confidence=band.confidence,
        reasons=band.reasons,
    )


def _begin(sheet: Sheet, band: Band, start: int) -> int:
    """Return where titles begin: at the top of the sheet for its first table, below the values before for others."""
    if start == 1:
        return 1
    row = band.top
    while row > start and 0 < len(_texts(sheet, row - 1, band)) <= _MOST_TITLES_A_ROW:
        row -= 1
    return row


def _texts(sheet: Sheet, row: int, band: Band) -> list[str]:
    found = (sheet.text(row, column) for column in range(band.left, band.right + 1))
    return [squeezed(text) for text in found if text]


def _first_row(sheet: Sheet, band: Band) -> tuple[int, tuple[LeftOut, ...]]:
    """Return where values begin, and the rows before that only explain the columns."""
    notes = []
    row = band.bottom + 1
    while row <= sheet.height and (why := tails.explains(_texts(sheet, row, band))):
        notes.append(LeftOut(row, why))
        row += 1
    return row, tuple(notes)


def _column(sheet: Sheet, band: Band, number: int, first: int, told_below: Sequence[int]) -> Column:
    written = bands.levels(sheet, band, number)
    marked = [read(text) for text in written]
    below = [text for row in told_below if (text := sheet.text(row, number))]
    return Column(
        number=number,
        path=tuple(level.title for level in marked),
        written=written[-1] if written else "",
        required=_required(marked, below),
        note="；".join([*(level.note for level in marked if level.note), *below]),
        allowed=sheet.allowed(first, number) or sheet.allowed(first + 1, number),
        format=sheet.format(first, number),
    )


def _required(marked: Sequence[Marked], below: Sequence[str]) -> bool | None:
    said = [level.required for level in marked] + [told(note) for note in below]
    return next((one for one in reversed(said) if one is not None), None)


def _ended(sheet: Sheet, head: Head, others: Sequence[Head]) -> Head:
    """Return a head that knows where its values end: before the next table, its titles, and its own tail."""
    below = [other for other in others if other.top > head.bottom]
    end = below[0].begin - 1 if below else sheet.height
    left, right = head.columns[0].number, head.columns[-1].number
    last, tail = tails.cut(sheet, first=head.first_row, last=end, left=left, right=right)
    columns = tuple(
        column for column in head.columns if column.path or _holds(sheet, column.number, head.first_row, last)
    )
    until = below[0].begin if below else None
    return replace(head, last_row=last, tail=tail, columns=columns, until=until)


def _holds(sheet: Sheet, column: int, first: int, last: int) -> bool:
    return any(sheet.value(row, column) != "" for row in range(first, min(last, sheet.height) + 1))


def labels_of(sheet: Sheet, head: Head) -> frozenset[tuple[str, ...]]:
    """Return the rows of texts that, met again below, are the head or its titles repeated at a page break."""
    numbers = [column.number for column in head.columns]
    band = range(head.begin, head.bottom + 1)
    rows = (tuple(sheet.text(row, number) for number in numbers) for row in band)
    return frozenset(row for row in rows if any(row))
