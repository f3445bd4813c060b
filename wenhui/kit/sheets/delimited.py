"""Text tables: encoding and separator found out, quotes as RFC 4180 has them; and text written so that nothing runs."""

import csv
import io
from collections.abc import Iterable, Sequence

from wenhui.kit.sheets.engine import MOST_CELLS, MOST_COLUMNS
from wenhui.kit.sheets.refusals import NotASpreadsheetError, TooManyColumnsError, TooManyRowsError, UnreadableTextError
from wenhui.kit.sheets.scanning import MOST_ROWS

# What a spreadsheet takes for the begin of a formula when it opens text (OWASP, CSV injection).
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_SEPARATORS = ",\t;"
_LONGEST_FIELD = 2**20


def read(content: bytes) -> list[list[str]]:
    """Return the rows of a text table. Raises UnreadableTextError, NotASpreadsheetError, TooManyRowsError."""
    text = decode(content)
    rows = []
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)):
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise TooManyRowsError.beyond(MOST_ROWS)
    except csv.Error:
        raise NotASpreadsheetError from None
    width = max(map(len, rows), default=0)
    if width > MOST_COLUMNS or width * len(rows) > MOST_CELLS:
        raise TooManyColumnsError.beyond(MOST_COLUMNS, MOST_CELLS)
    return [row + [""] * (width - len(row)) for row in rows]


def decode(content: bytes) -> str:
    """Return text written in UTF-8, UTF-16 with its mark, or GB18030 (GB 18030-2022). Raises UnreadableTextError."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTextError


def harmless(text: str) -> str:
    """Return text that no spreadsheet executes when it opens a csv: an apostrophe before what begins like a formula.

    A plain number (`-3.5`, `+86`) stays as it is. In xlsx this is not needed and not done: a string cell is never
    executed by Excel, WPS or LibreOffice. But all three drop that protection when such a sheet is saved as csv.
    """
    if text.startswith(STARTS_FORMULA) and not text[1:].replace(".", "", 1).isdecimal():
        return "'" + text
    return text


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as csv in UTF-8 with its mark, which Excel needs to see Chinese; formulas made harmless."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([harmless(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _separator(text: str) -> str:
    """Return what parts the fields of the first lines: the separator most lines agree on."""
    lines = [line for line in text[:20_000].splitlines()[:50] if line.strip()]
    return max(_SEPARATORS, key=lambda mark: sum(mark in line for line in lines))
