"""One look over the bytes of a sheet part: how far it reaches, and what stands around its values.

It runs before the values are taken, because their reader allocates the whole rectangle up to the outermost cell: one
value in XFD1048576 would cost 400 GB. Costs a quarter of the reading itself.
"""

import re
from collections.abc import Callable, Sequence

from wenhui.kit.sheets import formats
from wenhui.kit.sheets.areas import number, parse, parse_list
from wenhui.kit.sheets.canonical import is_spelt_twice
from wenhui.kit.sheets.engine import MOST_CELLS, MOST_COLUMNS
from wenhui.kit.sheets.refusals import TooManyColumnsError, TooManyRowsError
from wenhui.kit.sheets.sheet import Layout, Validation
from wenhui.kit.sheets.sheetxml import SheetXml, cells
from wenhui.kit.sheets.xmlparts import Element, elements

MOST_ROWS = 300_000
SAMPLED_ROWS = 300

# A cell that holds something: neither `<c …/>` nor `<c …></c>`.
_HELD = rb"[^>]*(?<!/)>(?!</c>)"
_NOT_NEAR = re.compile(rb'<c(?! r="[A-Z]\d{1,5}")')
_FAR = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z](?:\d{7}|[3-9]\d{5}))')
_TOO_LOW = re.compile(rb'<c r="[A-Z]+(?!300000")(?:\d{7}|[3-9]\d{5})' + _HELD)
_TOO_WIDE = re.compile(rb'<c r="[A-Z]{3}' + _HELD)
_WIDE = re.compile(rb'<c r="([A-Z]{2})\d' + _HELD)
_ROW_OF_CELL = re.compile(rb'<c r="[A-Z]+(\d+)"' + _HELD)
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^>]*\bhidden="(?:1|true)"')
_ROW = re.compile(rb'<row r="(\d+)"')
_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)><f(?:[^>]*/>|[^>]*>[^<]*</f>)(<v>(?!</v>)|)')
_ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]* t="e"[^>]*>(?:<f.*?)?<v>([^<]*)')
_STYLED = rb'<c r="([A-Z]+)(\d+)"[^>]*? s="(%s)"' + _HELD

Lists = Callable[[str], tuple[str, ...]]


def is_near(part: bytes) -> bool:
    """Say at one look over a sheet part that all its cells lie within Z99999, spelt as usual, as in nearly all parts."""
    begin, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    return 0 <= begin < end and _NOT_NEAR.search(part, begin, end) is None and not is_spelt_twice(part, begin, end)


def bound(sheet: SheetXml) -> None:
    """Refuse a sheet whose values reach beyond what is read. Raises TooManyRowsError, TooManyColumnsError."""
    if not _FAR.search(sheet.body):
        return  # within Z300000, as nearly all are
    if _TOO_LOW.search(sheet.body):
        raise TooManyRowsError.beyond(MOST_ROWS)
    width = max((number(found.decode()) for found in set(_WIDE.findall(sheet.body))), default=26)
    if _TOO_WIDE.search(sheet.body) or width > MOST_COLUMNS:
        raise TooManyColumnsError.beyond(MOST_COLUMNS, MOST_CELLS)
    if width * MOST_ROWS > MOST_CELLS:
        height = max(map(int, _ROW_OF_CELL.findall(sheet.body)), default=0)
        if width * height > MOST_CELLS:
            raise TooManyColumnsError.beyond(MOST_COLUMNS, MOST_CELLS)


def layout(sheet: SheetXml, styles: Sequence[str], lists: Lists) -> Layout:
    """Return what stands around the values. `lists` gives the words a drop-down's formula means."""
    around = elements(sheet.head + sheet.tail)
    formulas, unvalued = _formulas(sheet.body)
    return Layout(
        hidden_rows=frozenset(map(int, _HIDDEN_ROW.findall(sheet.body))),
        hidden_columns=frozenset(column for part in around if _hides(part) for column in _columns(part)),
        filtered=next((parse(part.get("ref")) for part in around if part.name == "autoFilter"), None),
        frozen_rows=next((_frozen(part) for part in around if part.name == "pane"), 0),
        formulas=formulas,
        unvalued=unvalued,
        errors=_errors(sheet.body),
        validations=tuple(_validations(around, lists)),
        formats=_formats(sheet.body, styles),
        column_formats={
            column: formats.of_style(styles, int(part.get("style")))
            for part in around
            if part.name == "col" and part.get("style")
            for column in _columns(part)
        },
    )


def shown_otherwise(sheet: SheetXml, styles: Sequence[str]) -> dict[tuple[int, int], str]:
    """Return the format of each number that is seen otherwise than its digits: 000123, or 85%."""
    wanted = [index for index, code in enumerate(styles) if formats.padding(code) or formats.is_percent(code)]
    if not wanted:
        return {}
    pattern = re.compile(_STYLED % b"|".join(str(index).encode() for index in wanted))
    return {
        (int(row), number(column.decode())): styles[int(style)] for column, row, style in pattern.findall(sheet.body)
    }


def _hides(part: Element) -> bool:
    return part.name == "col" and part.holds("hidden")


def _columns(part: Element) -> range:
    return range(int(part.get("min") or 1), min(int(part.get("max") or 0), MOST_COLUMNS) + 1)


def _frozen(part: Element) -> int:
    return int(float(part.get("ySplit") or 0)) if part.get("state").startswith("frozen") else 0


def _formulas(body: bytes) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Return the cells that are computed, and among them those no programme has computed yet."""
    if b"<f" not in body:
        return frozenset(), frozenset()
    found = [
        ((int(row), number(column.decode())), bool(value) or b't="str"' in attributes)
        for column, row, attributes, value in _FORMULA.findall(body)
    ]
    return frozenset(cell for cell, _ in found), frozenset(cell for cell, valued in found if not valued)


def _errors(body: bytes) -> dict[tuple[int, int], str]:
    if b't="e"' not in body:
        return {}
    return {(int(row), number(column.decode())): said.decode() for column, row, said in _ERROR.findall(body)}


def _formats(body: bytes, styles: Sequence[str]) -> dict[tuple[int, int], str]:
    found = {}
    for count, row in enumerate(_ROW.finditer(body)):
        if count == SAMPLED_ROWS:
            break
        end = body.find(b"<row", row.end())
        for cell in cells(body[row.end() : end if end >= 0 else len(body)]):
            code = formats.of_style(styles, cell.style)
            if code != formats.GENERAL:
                found[int(row[1]), cell.column] = code
    return found


def _validations(around: list[Element], lists: Lists) -> list[Validation]:
    """Read drop-down lists as Excel 2007 writes them, and as 2010 does for lists on another sheet (x14)."""
    found = []
    for place, part in enumerate(around):
        if part.name == "dataValidation" and part.get("type") == "list":
            inside = []
            for below in around[place + 1 :]:
                if below.name in {"dataValidation", "extLst"}:
                    break
                inside.append(below)
            areas = part.get("sqref") or next((below.text for below in inside if below.name == "sqref"), "")
            formula = "".join(
                below.text for below in inside if "formula1" in {below.name, below.parent} and below.text.strip()
            )
            found.append(Validation(tuple(parse_list(areas)), lists(formula)))
    return found
