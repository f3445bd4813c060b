"""A sheet part in three pieces: what stands before the rows, the rows, what stands after (ECMA-376 part 1, 18.3.1.99)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenhui.kit.sheets.areas import number
from wenhui.kit.sheets.canonical import canonical
from wenhui.kit.sheets.refusals import BrokenFileError

ROW = re.compile(rb'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
CELL = re.compile(rb'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_DATA = re.compile(rb"<sheetData\s*(/)?>")
_STYLE = re.compile(rb'\bs="(\d+)"')


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as written: column number, attributes but its name, content."""

    column: int
    attributes: bytes
    content: bytes

    @property
    def style(self) -> int:
        """Return the index of its format in the workbook's list (cellXfs)."""
        found = _STYLE.search(self.attributes)
        return int(found[1]) if found else 0

    @property
    def is_formula(self) -> bool:
        """Say whether the form computes it."""
        return b"<f" in self.content

    @property
    def is_blank(self) -> bool:
        """Say whether it has neither value nor formula."""
        return b"<v>" not in self.content and b"<f" not in self.content and b"<t" not in self.content


@dataclass(frozen=True, slots=True)
class SheetXml:
    """The three pieces; the head ends with `<sheetData>`, the tail begins with `</sheetData>`."""

    head: bytes
    body: bytes
    tail: bytes


def split(part: bytes) -> SheetXml:
    """Return a sheet part in three pieces, spelt canonically. Raises BrokenFileError."""
    part = canonical(part)
    begin = _DATA.search(part)
    if not begin:
        raise BrokenFileError
    head = part[: begin.start()] + b"<sheetData>"
    if begin[1]:
        return SheetXml(head, b"", b"</sheetData>" + part[begin.end() :])
    end = part.rfind(b"</sheetData>")
    if end < 0:
        raise BrokenFileError
    return SheetXml(head, part[begin.end() : end], part[end:])


def cells(row: bytes) -> Iterator[Cell]:
    """Yield the cells written in a row's content."""
    for match in CELL.finditer(row):
        yield Cell(number(match[1].decode()), match[2], match[3] or b"")
