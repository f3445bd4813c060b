"""Moves references in formulas: when rows are put into a sheet, and when a formula is copied to another row.

ECMA-376 part 1, 18.17.2.3 (cell references). A reference is left alone inside quoted text, in the name of a function or
of another file, and where it spans several sheets.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from wenhui.kit.sheets.areas import Area, letters, number, parse

LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384

_CELL = r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})"
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'  # quoted text
    r"|(?<=\w)\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]"  # a column of a named table
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[\w.\u0080-\uffff\[\]]+(?::[\w.\u0080-\uffff]+)?)!)?"
    r"(?:(?<![\w.$\]])(?P<cells>\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\w.(\[!])"
    r"|(?<![\w.$\]:])(?P<rows>\$?\d{1,7}:\$?\d{1,7})(?![\w.]))"
)
_ONE = re.compile(_CELL)


@dataclass(frozen=True, slots=True)
class Insertion:
    """`count` rows put in below row `after`. What reaches down to `after` reaches further by them, if it `grows`.

    It does when `after` is the last blank row of a form; it does not when that is the form's head.
    """

    after: int
    count: int
    grows: bool = True

    def row(self, row: int) -> int:
        """Return where a row is afterwards."""
        return row + self.count if row > self.after else row

    def reach(self, bottom: int) -> int:
        """Return where something that reaches down to a row ends afterwards."""
        reached = bottom >= self.after if self.grows else bottom > self.after
        return min(LAST_ROW, bottom + self.count) if reached else bottom

    def area(self, area: Area) -> Area:
        """Return where an area is afterwards; one that touches the last row of the form's body grows."""
        if area.top > self.after:
            return area._replace(top=self.row(area.top), bottom=min(LAST_ROW, area.bottom + self.count))
        return area._replace(bottom=self.reach(area.bottom))

    def areas(self, sqref: str) -> str:
        """Return a list of references (`sqref`) afterwards."""
        return " ".join(str(self.area(area)) if (area := parse(piece)) else piece for piece in sqref.split())


def inserted(formula: str, insertion: Insertion, *, tab: str, own: bool) -> str:
    """Return a formula after rows were put into `tab`. `own`: it stands in that tab, so bare references mean it too."""

    def moved(match: re.Match[str]) -> str:
        sheet = match["sheet"]
        if (match["cells"] or match["rows"]) is None or not (own if sheet is None else _names(sheet, tab)):
            return match[0]
        return (sheet or "") + _inserted(match["cells"] or match["rows"], insertion)

    return _TOKEN.sub(moved, formula)


def copied(formula: str, rows: int, columns: int = 0) -> str:
    """Return a formula copied so many rows down and columns right: what has no `$` goes along."""

    def moved(match: re.Match[str]) -> str:
        if match["cells"]:
            return (match["sheet"] or "") + _ONE.sub(lambda one: _copied(one, rows, columns), match["cells"])
        if match["rows"]:
            return (match["sheet"] or "") + re.sub(r"(?<!\$)\b\d+", lambda row: str(int(row[0]) + rows), match["rows"])
        return match[0]

    return _TOKEN.sub(moved, formula)


def _names(sheet: str, tab: str) -> bool:
    name = sheet.removesuffix("!")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name.casefold() == tab.casefold()


def _inserted(reference: str, insertion: Insertion) -> str:
    first, colon, second = reference.partition(":")
    if not colon:
        return _with_row(first, insertion.row)
    inside = int(re.sub(r"\D", "", first)) <= insertion.after
    return f"{_with_row(first, insertion.row)}:{_with_row(second, insertion.reach if inside else insertion.row)}"


def _with_row(reference: str, change: Callable[[int], int]) -> str:
    return re.sub(r"\d+\Z", lambda row: str(change(int(row[0]))), reference)


def _copied(one: re.Match[str], rows: int, columns: int) -> str:
    fixed_column, column, fixed_row, row = one.groups()
    to_column = number(column) + (0 if fixed_column else columns)
    to_row = int(row) + (0 if fixed_row else rows)
    if not (1 <= to_row <= LAST_ROW and 1 <= to_column <= _LAST_COLUMN):
        return "#REF!"
    return f"{fixed_column}{letters(to_column)}{fixed_row}{to_row}"
