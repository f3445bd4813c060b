"""The body of a form: its blank rows as they are written, and how a row of values is written in their likeness."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from xml.sax.saxutils import escape

from wenhui.kit.sheets import formats, sheetxml
from wenhui.kit.sheets.areas import letters, name, number
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.heads import Head
from wenhui.kit.sheets.references import copied
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.kit.sheets.sheetxml import ROW, Cell, SheetXml
from wenhui.kit.sheets.values import Writer, writer
from wenhui.kit.words import Words

_SHARED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*><f\b([^>]*\bt="shared"[^>]*?)(?:/>|>([^<]*)</f>)')
_INDEX = re.compile(rb'\bsi="(\d+)"')
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>([^<]*)</f>)")
_SPANS = re.compile(r' spans="[^"]*"')


class FormNotBlankError(RefusedFileError):
    """Values stand where rows are to be written."""

    @classmethod
    def at(cls, row: int, column: int) -> "FormNotBlankError":
        """Return the refusal that names the first of them."""
        place = name(row, column)
        return cls(
            Words(
                f"{place} 已有内容，不是空白表，没有生成文件。请用空白模板，或先删去表头以下的内容。",
                f"{place} holds a value, so this is no blank form; no file was made. Use the blank form.",
            )
        )


@dataclass(frozen=True)
class Body:
    """The rows of a form that take values: sheet rows `first` to `last`, each as written; none when `last` < `first`.

    `is_followed` says whether anything is written below them.
    """

    first: int
    last: int
    rows: Mapping[int, tuple[bytes, bytes]]
    is_followed: bool

    @property
    def room(self) -> int:
        """Return how many rows of values it takes as it is."""
        return self.last - self.first + 1


def find(sheet: SheetXml, head: Head) -> Body:
    """Return the body under a head: down to its tail, blank rows that are not drawn like the others left out.

    Raises FormNotBlankError when a column of the head holds a value there that is neither a formula nor a row's number.
    """
    written = {int(row[1]): (row[2], row[3] or b"") for row in ROW.finditer(sheet.body)}
    ends = [*(out.row for out in head.tail), *([head.until] if head.until else [])]
    end = min(ends, default=max(written, default=0) + 1)
    wanted = {column.number for column in head.columns}
    drawn = {
        row: cells
        for row in range(head.first_row, min(end, head.first_row + len(written) + 1))
        if row in written and (cells := {cell.column for cell in sheetxml.cells(written[row][1])} & wanted)
    }
    last = head.first_row - 1
    if head.first_row in drawn:
        like = len(drawn[head.first_row])
        while len(drawn.get(last + 1, ())) * 2 >= like:
            last += 1
    rows = {row: written[row] for row in range(head.first_row, last + 1)}
    _refuse_values(rows, {column.number for column in head.columns if not column.is_index})
    below = (content for row, (_, content) in written.items() if row > last)
    is_followed = any(not cell.is_blank for content in below for cell in sheetxml.cells(content))
    return Body(head.first_row, last, rows, is_followed)


def _refuse_values(rows: Mapping[int, tuple[bytes, bytes]], wanted: set[int]) -> None:
    for row, (_, content) in rows.items():
        for cell in sheetxml.cells(content):
            if cell.column in wanted and not cell.is_blank and not cell.is_formula:
                raise FormNotBlankError.at(row, cell.column)


def plain_formulas(body: bytes) -> bytes:
    """Return rows in which formulas shared by several cells (18.3.1.40) are written out in each."""
    masters = {
        index[1]: (int(row), number(column.decode()), unescape(formula.decode()))
        for column, row, attributes, formula in _SHARED.findall(body)
        if formula and (index := _INDEX.search(attributes))
    }

    def plain(match: re.Match[bytes]) -> bytes:
        index = _INDEX.search(match[3])
        if index is None or index[1] not in masters:
            return match[0]
        row, column, formula = masters[index[1]]
        own = copied(formula, int(match[2]) - row, number(match[1].decode()) - column)
        return match[0][: match[0].index(b"<f")] + b"<f>" + escape(own).encode() + b"</f>"

    return _SHARED.sub(plain, body) if masters else body


class Pattern:
    """How one row of a form is written: its own attributes, and for each column the style and what stands there."""

    def __init__(self, row: int, attributes: bytes, content: bytes, writers: Mapping[int, tuple[int, Writer]]) -> None:
        """Prepare a row for values; `writers` gives for a column its default style and how values are written."""
        self._row = row
        self._attributes = _SPANS.sub("", attributes.decode())
        written = {cell.column: cell for cell in sheetxml.cells(content)}
        self._slots = [
            (column, letters(column), *self._slot(written.get(column), writers.get(column)))
            for column in sorted(written.keys() | writers.keys())
        ]
        self.computed = {cell.column for cell in written.values() if cell.is_formula}

    @staticmethod
    def _slot(cell: Cell | None, default: tuple[int, Writer] | None) -> tuple[str, str, bool]:
        """Return a cell's opening with its style, what it keeps when no value is given, and whether that is a formula."""
        style = cell.style if cell else default[0] if default else 0
        opening = f' s="{style}"' if style else ""
        if cell is None or cell.is_blank:
            return opening, "/>", False
        if cell.is_formula:
            kind = ' t="str"' if b't="str"' in cell.attributes else ""
            return opening + kind, cell.content.decode(), True
        return cell.attributes.decode(), f">{cell.content.decode()}</c>", False

    def write(self, row: int, values: Mapping[int, str]) -> str:
        """Return the row at its place with cells' contents (as `values.writer` makes them) by column."""
        out = [f'<row r="{row}"{self._attributes}>']
        for column, letter, opening, kept, computed in self._slots:
            content = values.get(column)
            if computed:
                out.append(f'<c r="{letter}{row}"{opening}>{self._computed(kept, row)}</c>')
            elif content is None and row != self._row:
                out.append(f'<c r="{letter}{row}"{_untyped(opening)}/>')
            elif content is None:
                out.append(f'<c r="{letter}{row}"{opening}{kept}')
            else:
                out.append(f'<c r="{letter}{row}"{_untyped(opening)}{content}')
        out.append("</row>")
        return "".join(out)

    def _computed(self, content: str, row: int) -> str:
        """Return a formula copied to another row, without its old result."""
        match = _FORMULA.search(content)
        if match is None or match[1] is None or row == self._row:
            return match[0] if match else ""
        return f"<f>{escape(copied(unescape(match[1]), row - self._row))}</f>"


def _untyped(opening: str) -> str:
    return re.sub(r' t="\w+"', "", opening) if " t=" in opening else opening


def writers(
    sheet: SheetXml, body: Body, head: Head, styles: Sequence[str], *, since_1904: bool
) -> dict[int, tuple[int, Writer]]:
    """Return for each column of the head the style of its blank cells and how values are written in it."""
    columns = dict(_column_styles(sheet.head))
    first = {cell.column: cell.style for cell in sheetxml.cells(body.rows[body.first][1])} if body.room > 0 else {}
    chosen = {}
    for column in head.columns:
        style = first.get(column.number, columns.get(column.number, 0))
        code = formats.of_style(styles, style)
        chosen[column.number] = (style, writer(code, since_1904=since_1904))
    return chosen


def _column_styles(head: bytes) -> list[tuple[int, int]]:
    found = []
    for column in re.findall(rb"<col\b[^>]*>", head):
        first, last, style = (re.search(rb'\b%s="(\d+)"' % key, column) for key in (b"min", b"max", b"style"))
        if first and last and style:
            found += [(number, int(style[1])) for number in range(int(first[1]), min(int(last[1]), 512) + 1)]
    return found


def contents(values: Sequence[Value | None], head: Head, writing: Mapping[int, tuple[int, Writer]]) -> dict[int, str]:
    """Return the contents of a row's cells by column; None and "" leave a cell as the form has it."""
    return {
        column.number: writing[column.number][1](value)
        for column, value in zip(head.columns, values, strict=True)
        if value is not None and value != ""
    }
