"""What is the matter with a file, as a sheet to hand back to whoever provided it; values are never repeated."""

import csv
import io
from collections.abc import Iterable
from itertools import chain
from typing import Final

import xlsxwriter
from django.utils.translation import gettext

from wenhui.kit.html import wording
from wenhui.kit.words import Words
from wenhui.record.ledgers.models import Finding
from wenhui.record.ledgers.words import FindingKind

KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
WIDTHS: Final = (8, 8, 24, 20, 80)


def heads() -> list[str]:
    """Return the names of the columns."""
    return [gettext("表中行号"), gettext("列"), gettext("列名"), gettext("类别"), gettext("说明")]


def line(one: Finding) -> list[str | int]:
    """Return one finding as a line of the sheet."""
    return [one.row, one.column, one.title, str(FindingKind(one.kind).label), wording.say(Words(one.zh, one.en))]


def sheet(kind: str, found: Iterable[Finding], *, more: int = 0) -> bytes:
    """Return the file. What a spreadsheet would take for a formula is text. Its last line says of how many more nothing is.

    `more` are findings that were not kept, as they are too many.
    """
    lines = chain(map(line, found), [left_out(more)] if more else [])
    return (_csv if kind == "csv" else _xlsx)(lines)


def left_out(more: int) -> list[str | int]:
    """Return the line that says how many findings are not in the sheet."""
    return ["", "", "", "", gettext("问题太多：另有 %(n)s 处没有逐条列出") % {"n": more}]


def _csv(found: Iterable[list[str | int]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads())
    for one in found:
        writer.writerow([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in one])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(found: Iterable[list[str | int]]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(gettext("导入问题"))
        page.freeze_panes(1, 0)
        page.write_row(0, 0, heads(), book.add_format({"bold": True}))
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, width in enumerate(WIDTHS):
            page.set_column(place, place, width)
        for number, one in enumerate(found, start=1):
            page.write_row(number, 0, one, wrapped)
    return out.getvalue()
