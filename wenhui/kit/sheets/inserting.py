"""What else must change in a workbook when rows are put into one of its tabs.

Formulas of every tab, defined names (print areas and titles), merged cells, drop-down lists, conditional formats,
filters, hyperlinks, page breaks, comments, tables, drawings and charts: each keeps meaning what it meant. Parts are
edited in place by pattern, so that whatever is not a reference stays byte for byte.
"""

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from xml.sax.saxutils import escape

from wenhui.kit.sheets.areas import Area, parse
from wenhui.kit.sheets.opening import Tab
from wenhui.kit.sheets.package import MOST_UNPACKED, Package
from wenhui.kit.sheets.references import LAST_ROW, Insertion, inserted

_REFERENCE = re.compile(rb'(<(?!brk|sheetView|pane|selection)[\w:]+\b[^>]*?\b(?:ref|sqref))="([^"]*)"')
_FORMULA = re.compile(rb"(<((?:\w+:)?(?:f|formula|formula1|formula2))\b[^>]*>)([^<]+)(</\2>)")
_SQREF = re.compile(rb"(<(\w+:)?sqref>)([^<]*)(</(?:\w+:)?sqref>)")
_LOCATION = re.compile(rb'(<hyperlink\b[^>]*?\blocation)="([^"]*)"')
_BREAKS = re.compile(rb"<rowBreaks\b.*?</rowBreaks>", re.DOTALL)
_BREAK = re.compile(rb'(<brk\b[^>]*?\bid)="(\d+)"')
_NAME = re.compile(rb"(<definedName\b[^>]*>)([^<]*)(</definedName>)")
_ANCHOR_ROW = re.compile(rb"(<(?:\w+:)?row>)(\d+)(</(?:\w+:)?row>)")
_NOTE_ROW = re.compile(rb"(<x:Row>)(\d+)(</x:Row>)")
_NOTE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_CACHED = re.compile(rb"(<f\b[^>]*?(?:/>|>[^<]*</f>))<v>[^<]*</v>")
_SOURCE = re.compile(rb"<worksheetSource\b[^>]*>")


def formula(text: bytes, insertion: Insertion, *, tab: str, own: bool) -> bytes:
    """Return a formula as it stands in XML, moved."""
    plain = unescape(text.decode())
    moved = inserted(plain, insertion, tab=tab, own=own)
    return text if moved == plain else escape(moved, {'"': "&quot;"}).encode()


def formulas(part: bytes, insertion: Insertion, *, tab: str, own: bool) -> bytes:
    """Return a part with the formulas in it moved."""
    return _FORMULA.sub(lambda found: found[1] + formula(found[3], insertion, tab=tab, own=own) + found[4], part)


def around(piece: bytes, insertion: Insertion, *, tab: str) -> bytes:
    """Return what stands before or after the rows of the tab itself, moved."""
    piece = formulas(piece, insertion, tab=tab, own=True)
    piece = _REFERENCE.sub(lambda found: b'%s="%s"' % (found[1], _areas(found[2], insertion)), piece)
    piece = _SQREF.sub(lambda found: found[1] + _areas(found[3], insertion) + found[4], piece)
    piece = _LOCATION.sub(
        lambda found: b'%s="%s"' % (found[1], formula(found[2], insertion, tab=tab, own=False)), piece
    )
    return _BREAKS.sub(lambda breaks: _BREAK.sub(lambda one: _break(one, insertion), breaks[0]), piece)


def _break(one: re.Match[bytes], insertion: Insertion) -> bytes:
    """Move a page break with the row below it; its number is that of the row above (18.3.1.3)."""
    return b'%s="%d"' % (one[1], insertion.row(int(one[2]) + 1) - 1)


def merges(piece: bytes, insertion: Insertion, copied_from: int) -> bytes:
    """Return the tail of a sheet with its merged cells moved, and those within one row copied to the new rows."""
    found = re.search(rb"<mergeCells\b[^>]*>(.*?)</mergeCells>", piece, re.DOTALL)
    if not found:
        return piece
    areas = [area for ref in re.findall(rb'ref="([^"]+)"', found[1]) if (area := parse(ref.decode()))]
    kept: list[Area] = []
    for area in areas:
        if area.top == area.bottom == copied_from:
            kept += [
                area._replace(top=row, bottom=row) for row in range(copied_from, copied_from + insertion.count + 1)
            ]
        else:
            kept.append(insertion.area(area))
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in kept)
    written = f'<mergeCells count="{len(kept)}">{cells}</mergeCells>'.encode()
    return piece[: found.start()] + written + piece[found.end() :]


def names(workbook: bytes, insertion: Insertion, *, tab: str) -> bytes:
    """Return the workbook part with its defined names moved: print areas, print titles, filters, lists."""
    return _NAME.sub(lambda found: found[1] + formula(found[2], insertion, tab=tab, own=False) + found[3], workbook)


def elsewhere(package: Package, tab: Tab, insertion: Insertion) -> Iterator[tuple[str, bytes]]:
    """Yield the other parts that must change: those hanging on the tab, other tabs, charts and pivot sources."""
    hanging = set(_hanging(package, tab.part))
    for name in package.names:
        low = name.lower()
        if not low.startswith("xl/") or low == tab.part.lower() or not low.endswith((".xml", ".vml")):
            continue
        if name in hanging or low.startswith(("xl/worksheets/", "xl/charts/", "xl/pivotcache/")):
            old = package.read(name, most=MOST_UNPACKED)
            new = _moved(low, old, tab.name, insertion, hangs=name in hanging)
            if new != old:
                yield name, new


def recomputed(sheet: bytes) -> bytes:
    """Return a sheet whose formulas hold no result, so that the next programme computes them."""
    return _CACHED.sub(rb"\1", sheet)


def _hanging(package: Package, part: str) -> Iterator[str]:
    for _, target in package.related(part).values():
        if target in package and posixpath.dirname(target) != "xl/worksheets":
            yield next(name for name in package.names if name.lower() == target.lower())


def _moved(low: str, part: bytes, tab: str, insertion: Insertion, *, hangs: bool) -> bytes:
    """Return a part other than the tab's own, moved by what its folder says it is."""
    part = formulas(part, insertion, tab=tab, own=False)
    if low.startswith("xl/worksheets/"):
        return _LOCATION.sub(
            lambda found: b'%s="%s"' % (found[1], formula(found[2], insertion, tab=tab, own=False)), part
        )
    if low.startswith("xl/pivotcache/"):
        return _SOURCE.sub(lambda found: _pivot_source(found[0], tab, insertion), part)
    return _hung(low, part, insertion) if hangs else part


def _hung(low: str, part: bytes, insertion: Insertion) -> bytes:
    """Return a part that belongs to the tab, moved: its comments and their boxes, its drawings, its tables."""

    def lower(found: re.Match[bytes]) -> bytes:
        return b"%s%d%s" % (found[1], insertion.row(int(found[2]) + 1) - 1, found[3])

    if low.endswith(".vml"):
        part = _NOTE_ROW.sub(lower, part)
        return _NOTE_ANCHOR.sub(lambda found: found[1] + _note_anchor(found[2], insertion) + found[3], part)
    if low.startswith("xl/drawings/"):
        return _ANCHOR_ROW.sub(lower, part)
    move = _noted if "comment" in low else _areas
    return _REFERENCE.sub(lambda found: b'%s="%s"' % (found[1], move(found[2], insertion)), part)


def _noted(reference: bytes, insertion: Insertion) -> bytes:
    """Move the one cell a comment belongs to."""
    area = parse(reference.decode())
    return (
        str(area._replace(top=insertion.row(area.top), bottom=insertion.row(area.top))).encode() if area else reference
    )


def _areas(sqref: bytes, insertion: Insertion) -> bytes:
    return insertion.areas(sqref.decode()).encode()


def _pivot_source(source: bytes, tab: str, insertion: Insertion) -> bytes:
    sheet = re.search(rb'\bsheet="([^"]*)"', source)
    if not sheet or unescape(sheet[1].decode()) != tab:
        return source
    return _REFERENCE.sub(lambda found: b'%s="%s"' % (found[1], _areas(found[2], insertion)), source)


def _note_anchor(anchor: bytes, insertion: Insertion) -> bytes:
    """Move the box of a comment: left column, offset, top row, offset, right column, offset, bottom row, offset."""
    numbers = [int(one) for one in anchor.split(b",")]
    if len(numbers) == 8:
        numbers[2], numbers[6] = (min(LAST_ROW, insertion.row(row + 1) - 1) for row in (numbers[2], numbers[6]))
    return ", ".join(map(str, numbers)).encode()
