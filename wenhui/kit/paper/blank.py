"""Writes a plain Word document to begin a template with: a title, lines, tables with a row that repeats.

Only what WordprocessingML asks for (ECMA-376 part 1): one part, its type, one relationship; measures after GB/T 9704.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTS: Final = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
}
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PAGE: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>'
    "</w:sectPr>"
)
WIDTH: Final = 8844  # twentieths of a point between the margins
BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    said: str
    size: int = 32  # half points: 三号
    align: str = "left"
    is_bold: bool = False
    color: str = "000000"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first is bold where it is a head. Widths are parts of the whole."""

    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    has_head: bool = False


def document(parts: Iterable[Line | Table]) -> bytes:
    """Return a Word document; the same parts give the same bytes."""
    body = "".join(_table(one) if isinstance(one, Table) else _line(one) for one in parts)
    main = f'<w:document xmlns:w="{WORD}"><w:body>{body}{PAGE}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (*PARTS.items(), ("word/document.xml", main)):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, HEAD + content)
    return out.getvalue()


def _line(line: Line) -> str:
    bold = "<w:b/>" if line.is_bold else ""
    font = '<w:rFonts w:ascii="FangSong" w:hAnsi="FangSong" w:eastAsia="仿宋"/>'
    look = f'<w:rPr>{font}{bold}<w:color w:val="{line.color}"/><w:sz w:val="{line.size}"/></w:rPr>'
    said = f'<w:r>{look}<w:t xml:space="preserve">{escape(line.said, quote=False)}</w:t></w:r>' if line.said else ""
    return f'<w:p><w:pPr><w:spacing w:line="360" w:lineRule="auto"/><w:jc w:val="{line.align}"/></w:pPr>{said}</w:p>'


def _table(table: Table) -> str:
    unit = WIDTH // sum(table.widths)
    grid = "".join(f'<w:gridCol w:w="{width * unit}"/>' for width in table.widths)
    rows = []
    for number, row in enumerate(table.rows):
        is_bold = table.has_head and number == 0
        cells = zip(row, table.widths, strict=True)
        rows.append("<w:tr>" + "".join(_cell(said, width * unit, is_bold=is_bold) for said, width in cells) + "</w:tr>")
    body = "".join(rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _cell(said: str, width: int, *, is_bold: bool) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_line(Line(said, 24, is_bold=is_bold))}</w:tc>'
