"""Fills a department's form: a copy in which nothing differs but the cells that take values.

The sheet's XML is edited in place instead of being loaded into a model and saved: a model (openpyxl's, say) drops what
it does not know, such as shapes, printer settings, newer validations and conditional formats, rich text and theme
effects. Rows are patterns of bytes, so this is also several times quicker, and memory holds one copy of the sheet.
Rows are written with the standard library's strings; no XML library is needed, for nothing else is parsed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wenhui.kit.sheets import bodies, formats, inserting, reading
from wenhui.kit.sheets.areas import letters, parse
from wenhui.kit.sheets.bodies import Body, Pattern
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.heads import Head
from wenhui.kit.sheets.opening import Opened
from wenhui.kit.sheets.package import Package
from wenhui.kit.sheets.packing import pack
from wenhui.kit.sheets.references import LAST_ROW, Insertion
from wenhui.kit.sheets.refusals import RefusedFileError, TooManyRowsError
from wenhui.kit.sheets.scanning import MOST_ROWS
from wenhui.kit.sheets.sheetxml import CELL, ROW, SheetXml
from wenhui.kit.sheets.values import Writer
from wenhui.kit.words import Words

_CALCULATION = re.compile(rb"<calcPr\b([^>]*?)/>|<calcPr\b([^>]*?)></calcPr>")
_DIMENSION = re.compile(rb'<dimension ref="([^"]*)"')
_MERGES = re.compile(rb"<mergeCells\b.*?</mergeCells>", re.DOTALL)
_FULL = re.compile(rb'\s*fullCalcOnLoad="\w+"')
# What may stand after calcPr in a workbook (18.2.27), so that a new one is put in its place.
_AFTER_CALCULATION = re.compile(
    rb"<(?:\w+:)?(?:oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr|"
    rb"webPublishObjects|extLst)\b|</(?:\w+:)?workbook>"
)


class OldTemplateError(RefusedFileError):
    """The form is no xlsx, the only kind that can be filled without loss."""

    WORDS = Words(
        "只能填写 .xlsx 表格；旧版 .xls 和文本表格填写后会丢失格式。请用 WPS 或 Excel 打开，另存为 .xlsx 后再试。",
        "Only .xlsx forms can be filled; an old .xls or a text table would lose its looks. Save it as .xlsx first.",
    )


@dataclass(frozen=True)
class Filled:
    """A filled form: the file, the sheet rows that hold values, how many rows were added, and remarks in words."""

    content: bytes
    first_row: int
    last_row: int
    added: int
    remarks: tuple[Words, ...]


def fill(opened: Opened, head: Head, rows: Iterable[Sequence[Value | None]]) -> Filled:
    """Write rows into a copy of a blank form; each row has one value for each of `head.columns`.

    None and "" leave a cell as the form has it; a cell that the form computes stays computed. More rows than the form
    has blanks: new ones in the likeness of its last blank row, all below moves down, and whatever referred to the
    blanks refers to the new rows too. Fewer: the rest stays blank.

    Raises OldTemplateError, FormNotBlankError, TooLongValueError, TooManyRowsError; ValueError for a row of wrong
    length.
    """
    if opened.package is None:
        raise OldTemplateError
    tab = opened.tab(head.tab)
    sheet = reading.written(opened.package, tab)
    sheet = SheetXml(sheet.head, bodies.plain_formulas(sheet.body), sheet.tail)
    body = bodies.find(sheet, head)
    styles = formats.of_package(opened.package)
    workbook = opened.package.read(opened.package.workbook)
    writing = bodies.writers(sheet, body, head, styles, since_1904=_since_1904(workbook))
    lines = [bodies.contents(row, head, writing) for row in rows]
    if body.first + len(lines) > MOST_ROWS:
        raise TooManyRowsError.beyond(MOST_ROWS)
    form = _Form(sheet, body, _insertion(body, len(lines)), tab.name, writing)
    changed: dict[str, bytes] = {}
    if form.insertion.count:
        changed.update(inserting.elsewhere(opened.package, tab, form.insertion))
        workbook = inserting.names(workbook, form.insertion, tab=tab.name)
    part = next(name for name in opened.package.names if name.lower() == tab.part.lower())
    changed[part] = form.filled(lines)
    others = {name: changed.get(name) or opened.package.unpack(name) for name in _other_sheets(opened.package, part)}
    changed |= {name: inserting.recomputed(other) for name, other in others.items() if _mentions(other, tab.name)}
    if b"<f" in changed[part] or any(b"<f" in other for other in others.values()):
        workbook = _to_be_computed(workbook)
    changed[opened.package.workbook] = workbook
    return Filled(
        content=pack(opened.package, changed),
        first_row=body.first,
        last_row=body.first + len(lines) - 1,
        added=form.insertion.count,
        remarks=_computed(head, form.patterns, lines),
    )


def _insertion(body: Body, count: int) -> Insertion:
    """Return how many rows must be put in, and where. A form that ends with its head needs none: below it all is free."""
    if body.room > 0:
        return Insertion(body.last, max(0, count - body.room))
    return Insertion(body.last, count if body.is_followed else 0, grows=False)


@dataclass(frozen=True)
class _Form:
    """A sheet about to be filled: its three pieces, its body, the rows that must be put in, and how columns are written."""

    sheet: SheetXml
    body: Body
    insertion: Insertion
    tab: str
    writing: Mapping[int, tuple[int, Writer]]

    @cached_property
    def patterns(self) -> dict[int, Pattern]:
        """Return how each blank row is written; the last one is the likeness of all that are added."""
        patterns = {
            row: Pattern(row, attributes, self._moved_formulas(content), self.writing)
            for row, (attributes, content) in self.body.rows.items()
        }
        return patterns or {self.body.last: Pattern(self.body.last, b"", b"", self.writing)}

    def filled(self, lines: Sequence[Mapping[int, str]]) -> bytes:
        """Return the sheet part with the rows of the body replaced, and all below them moved."""
        before, after = [], []
        for row in ROW.finditer(self.sheet.body):
            place = int(row[1])
            if place < self.body.first:
                before.append(self._moved(row))
            elif place > max(self.body.last, self._end(lines)) and self.insertion.row(place) <= LAST_ROW:
                after.append(self._moved(row))
        written = "".join(self._written(lines)).encode()
        head = self._head_grown(lines)
        return inserting.recomputed(head + b"".join([*before, written, *after]) + self._tail())

    def _end(self, lines: Sequence[Mapping[int, str]]) -> int:
        """Return the last row that values take up without any being put in."""
        return self.body.first + len(lines) - 1 - self.insertion.count

    def _written(self, lines: Sequence[Mapping[int, str]]) -> Iterator[str]:
        """Yield the rows of the body: filled, then those that stay blank."""
        last = max(self.patterns)
        blank: Mapping[int, str] = {}
        for place in range(max(len(lines), self.body.room)):
            row = self.body.first + place
            pattern = self.patterns.get(row) or self.patterns[last]
            yield pattern.write(row, lines[place] if place < len(lines) else blank)

    def _moved(self, row: re.Match[bytes]) -> bytes:
        """Return a row outside the body at its new place."""
        if not self.insertion.count:
            return row[0]
        place = self.insertion.row(int(row[1]))
        content = self._moved_formulas(row[3] or b"")
        content = re.sub(rb'(<f\b[^>]*?\bref)="([^"]*)"', self._moved_area, content)
        if place != int(row[1]):
            content = CELL.sub(
                lambda cell: b'<c r="%s%d%s' % (cell[1], place, cell[0][cell[0].index(b'"', 6) :]), content
            )
        return b'<row r="%d"%s>%s</row>' % (place, row[2], content)

    def _moved_formulas(self, content: bytes) -> bytes:
        if not self.insertion.count or b"<f" not in content:
            return content
        return inserting.formulas(content, self.insertion, tab=self.tab, own=True)

    def _moved_area(self, found: re.Match[bytes]) -> bytes:
        return b'%s="%s"' % (found[1], self.insertion.areas(found[2].decode()).encode())

    def _tail(self) -> bytes:
        """Return what stands after the rows; merged cells are moved by a rule of their own."""
        tail = self.sheet.tail
        if not self.insertion.count:
            return tail
        found = _MERGES.search(tail)
        begin, end = found.span() if found else (0, 0)
        merges = inserting.merges(tail[begin:end], self.insertion, self.body.last)
        before, after = (inserting.around(piece, self.insertion, tab=self.tab) for piece in (tail[:begin], tail[end:]))
        return before + merges + after

    def _head_grown(self, lines: Sequence[Mapping[int, str]]) -> bytes:
        """Return what stands before the rows with the stated extent (18.3.1.35) grown over what was written."""
        head = self.sheet.head
        found = _DIMENSION.search(head)
        area = parse(found[1].decode()) if found else None
        if found is None or area is None or not lines:
            return head
        columns = {column for line in lines for column in line} | {area.left, area.right}
        bottom = max(self.insertion.reach(area.bottom), self.body.first + len(lines) - 1)
        grown = area._replace(bottom=bottom, left=min(columns), right=max(columns))
        return head[: found.start(1)] + str(grown).encode() + head[found.end(1) :]


def _other_sheets(package: Package, part: str) -> list[str]:
    return [
        name
        for name in package.names
        if name.lower().startswith("xl/worksheets/") and name.endswith(".xml") and name != part
    ]


def _mentions(part: bytes, tab: str) -> bool:
    return b"<f" in part and tab.encode() in part


def _to_be_computed(workbook: bytes) -> bytes:
    """Return the workbook part with the wish that all formulas be computed when it is opened (18.2.2)."""
    found = _CALCULATION.search(workbook)
    if found:
        kept = _FULL.sub(b"", found[1] or found[2] or b"").rstrip()
        return workbook[: found.start()] + b'<calcPr%s fullCalcOnLoad="1"/>' % kept + workbook[found.end() :]
    after = _AFTER_CALCULATION.search(workbook)
    if after is None:
        return workbook
    return workbook[: after.start()] + b'<calcPr fullCalcOnLoad="1"/>' + workbook[after.start() :]


def _since_1904(workbook: bytes) -> bool:
    return re.search(rb'\bdate1904="(?:1|true)"', workbook) is not None


def _computed(head: Head, patterns: Mapping[int, Pattern], lines: Sequence[Mapping[int, str]]) -> tuple[Words, ...]:
    """Say which columns were given values although the form computes them."""
    given = {column for line in lines for column in line}
    kept = sorted({column for pattern in patterns.values() for column in pattern.computed} & given)
    titles = {column.number: column.title for column in head.columns}
    return tuple(
        Words(
            f"{letters(column)} 列“{titles[column]}”由表中的公式算出，没有填写。",
            f"Column {letters(column)} ({titles[column]}) is computed by the form itself and was not filled.",
        )
        for column in kept
    )
