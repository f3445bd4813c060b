"""Reads a tab: all values at once, at their places, as a person sees them."""

import re
from concurrent.futures import ThreadPoolExecutor

from wenhui.kit.sheets import delimited, engine, formats, scanning
from wenhui.kit.sheets.areas import parse
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.opening import Kind, Opened, Tab
from wenhui.kit.sheets.package import MOST_UNPACKED, Package
from wenhui.kit.sheets.refusals import BrokenFileError, UnknownTabError
from wenhui.kit.sheets.sheet import Sheet
from wenhui.kit.sheets.sheetxml import SheetXml, split
from wenhui.kit.sheets.texts import text_of
from wenhui.kit.sheets.xmlparts import elements

_ELSEWHERE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)\Z")
_STRINGS = "xl/sharedStrings.xml"


def read(opened: Opened, tab: str | None = None) -> Sheet:
    """Return a tab with all its values (the first that is shown, unless named).

    55,000 rows of 24 columns take about one and a half times what python-calamine takes alone; the rest is the look over the
    part that keeps it within bounds. Of an old xls, values and merged cells are read, hidden rows and formulas are not
    told. Raises a RefusedFileError.
    """
    chosen = opened.tab(tab)
    if opened.kind is Kind.TEXT:
        return Sheet(chosen.name, delimited.read(opened.content))
    if opened.package is None:
        rows, merged = engine.values(opened.content, chosen.name)
        return Sheet(chosen.name, rows, tuple(merged))
    return _read_xlsx(opened, opened.package, chosen)


def written(package: Package, tab: Tab) -> SheetXml:
    """Return a tab as it is written, in three pieces, within bounds. Raises a RefusedFileError."""
    return _bounded(package.read(tab.part, most=MOST_UNPACKED))


def _bounded(part: bytes) -> SheetXml:
    pieces = split(part)
    scanning.bound(pieces)
    return pieces


def _read_xlsx(opened: Opened, package: Package, tab: Tab) -> Sheet:
    if _STRINGS in package:
        package.read(_STRINGS, most=MOST_UNPACKED)  # verified before the engine unpacks it without limits
    part = package.read(tab.part, most=MOST_UNPACKED)
    styles = formats.of_package(package)
    with ThreadPoolExecutor(1) as beside:  # the engine takes the part apart without holding up Python
        near = beside.submit(engine.values, opened.content, tab.name) if scanning.is_near(part) else None
        pieces = _bounded(part)
        values = near or beside.submit(engine.values, opened.content, tab.name)
        layout = scanning.layout(pieces, styles, lambda formula: _words(opened, tab, formula))
        otherwise = scanning.shown_otherwise(pieces, styles)
        del part, pieces
        rows, merged = values.result()
    for (row, column), code in otherwise.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = _shown(rows[row - 1][column - 1], code)
    return Sheet(tab.name, rows, tuple(merged), layout)


def _shown(value: Value, code: str) -> Value:
    if isinstance(value, bool) or not isinstance(value, float | int):
        return value
    if formats.is_percent(code):
        return f"{value * 100:.{formats.decimals(code)}f}%"
    return str(round(value)).zfill(formats.padding(code))


def _words(opened: Opened, tab: Tab, formula: str) -> tuple[str, ...]:
    """Return the words a drop-down's formula means: a list in quotes, cells of some tab, or a name for them."""
    formula = formula.strip().removeprefix("=")
    if formula.startswith('"'):
        return tuple(word.strip() for word in formula.strip('"').split(",") if word.strip())
    formula = _named(opened).get(formula, formula)
    found = _ELSEWHERE.match(formula)
    area = parse(found[3] if found else formula)
    if area is None or opened.package is None:
        return ()
    try:
        other = opened.tab((found[1] or found[2]).replace("''", "'") if found else tab.name)
        written(opened.package, other)
    except (UnknownTabError, BrokenFileError):
        return ()
    rows, _ = engine.values(opened.content, other.name)
    listed = (value for row in rows[area.top - 1 : area.bottom] for value in row[area.left - 1 : area.right])
    return tuple(dict.fromkeys(text for value in listed if (text := text_of(value).strip())))


def _named(opened: Opened) -> dict[str, str]:
    if opened.package is None:
        return {}
    workbook = elements(opened.package.read(opened.package.workbook))
    return {part.get("name"): part.text for part in workbook if part.name == "definedName"}
