"""Writes cases as a sheet: csv with a byte order mark, which Excel asks for, or xlsx in constant memory."""

import csv
import io
from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from wenhui.kit.html import times
from wenhui.work.cases.shown import Shown

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def head() -> list[str]:
    """Return the names of the columns; those of moments name the zone where it is not taken for granted."""
    zone = times.zone()
    clocks = [pgettext("heading of a column", "上报"), gettext("立案"), gettext("到期"), gettext("结案")]
    if zone:
        clocks = [gettext("%(what)s（%(zone)s）") % {"what": what, "zone": zone} for what in clocks]
    return [
        gettext("案件号"), gettext("事项"), gettext("阶段"), gettext("灯"), gettext("类型"), gettext("平台"),
        gettext("来源"), gettext("紧急程度"), gettext("网格"), gettext("地点"), gettext("处置单位"),
        *clocks, gettext("退单次数"), gettext("返工次数"), gettext("说明"),
    ]  # fmt: skip


def line(row: Shown) -> list[Any]:
    """Return one case as a line of the sheet; moments as the reader's zone writes them."""
    case = row.case
    moments = [case.reported_at, case.registered_at, case.due_at, case.closed_at]
    reported, registered, due, closed = [f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "" for at in moments]
    return [
        case.number, case.title, row.stage, row.left, row.type, row.platform, row.channel, row.urgency, row.grid,
        row.spot, row.unit, reported, registered, due, closed, case.returned_count, case.rework_count, case.description,
    ]  # fmt: skip


def sheet(kind: str, rows: Iterable[Shown]) -> tuple[IO[bytes], int]:
    """Return the file, at its beginning, and how many cases are in it. Whoever sends it closes it."""
    file = TemporaryFile()  # noqa: SIM115 - outlives this function
    count = (_csv if kind == "csv" else _xlsx)(file, rows)
    file.seek(0)
    return file, count


def _csv(file: IO[bytes], rows: Iterable[Shown]) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(head())
    count = 0
    for row in rows:
        writer.writerow([_harmless(cell) for cell in line(row)])
        count += 1
    text.detach()
    return count


def _xlsx(file: IO[bytes], rows: Iterable[Shown]) -> int:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(gettext("案件"))
    page.freeze_panes(1, 0)
    page.write_row(0, 0, head(), book.add_format({"bold": True}))
    count = 0
    for row in rows:
        count += 1
        page.write_row(count, 0, line(row))
    book.close()
    return count


def _harmless(cell: Any) -> Any:
    """Return the cell so that a spreadsheet takes none of it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
