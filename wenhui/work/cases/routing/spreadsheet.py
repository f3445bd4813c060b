"""The decision table as a spreadsheet: written for the office to change, read back, refused cell by cell."""

import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from django.utils.translation import gettext

from wenhui.ground.areas.models import Area, Level
from wenhui.kit.scope import upper_bound
from wenhui.kit.sheets import opening, reading
from wenhui.work.cases import queries
from wenhui.work.cases.models import CaseType
from wenhui.work.cases.routing import decision_table
from wenhui.work.cases.routing.decision_table import COLUMNS, Names, Row

MOST_ROWS = 500
LETTERS = "ABCDEFGHIJKLM"


class RefusedSheetError(ValueError):
    """The sheet is no decision table; each problem is a sentence that names its cell."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems[0])
        self.problems = list(problems)


def names(path: str) -> Names:
    """Return what the office at `path` calls its types, areas and units."""
    types = list(CaseType.objects.filter(ended=False).values_list("key", "zh", "major_zh"))
    majors = {(key[:-2], major) for key, _, major in types if major}
    areas = Area.objects.filter(
        path__gte=path, path__lt=upper_bound(path), level__in=[Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID]
    )
    return Names(
        types=[*((key, name) for key, name, _ in types), *majors],
        areas=[(area.path, area.short_name or area.name) for area in areas],
        units=[(key, unit.zh) for key, unit in queries.units().items() if not unit.ended],
    )


def write(rows: Sequence[Row], known: Names) -> bytes:
    """Return the table as xlsx: one heading, one line a row, in the order in which they are asked."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(gettext("派遣规则"))
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, (_, word) in enumerate(COLUMNS):
            sheet.write_string(0, column, word.zh, bold)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(decision_table.written(row, known)):
                sheet.write_string(number, column, text)
        sheet.set_column(0, len(COLUMNS) - 1, 14)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def read(content: bytes, known: Names) -> list[Row]:
    """Return the rows that a changed sheet says. Raises RefusedSheetError or a RefusedFileError of the kit."""
    sheet = reading.read(opening.open_file(content))
    places = range(1, len(COLUMNS) + 1)
    heads = [sheet.text(1, column) for column in places]
    wanted = [word.zh for _, word in COLUMNS]
    if heads != wanted:
        raise RefusedSheetError(
            [gettext("第一行要是：%(heads)s。请先导出再改。") % {"heads": gettext("、").join(wanted)}]
        )
    if sheet.height > MOST_ROWS + 1:
        raise RefusedSheetError([gettext("最多 %(n)s 行规则。") % {"n": MOST_ROWS}])
    rows: list[Row] = []
    problems: list[str] = []
    for line in range(2, sheet.height + 1):
        cells = [sheet.text(line, column) for column in places]
        if not any(cells):
            continue
        wrong = list(_wrong(cells, line, known))
        problems += wrong
        if not wrong:
            rows.append(decision_table.read(cells, known))
    if problems:
        raise RefusedSheetError(problems)
    return rows


def _wrong(cells: Sequence[str], line: int, known: Names) -> Iterator[str]:
    """Yield what cannot be read in a line, cell by cell."""
    for column, text in enumerate(cells):
        alone = ["" if other != column else text for other in range(len(cells))]
        try:
            decision_table.read(alone, known)
        except decision_table.UnknownNameError as error:
            cell = f"{LETTERS[column]}{line}"
            if error.found:
                told = gettext("%(cell)s：叫“%(name)s”的有 %(n)s 个，请写代码：%(keys)s。")
            else:
                told = gettext("%(cell)s：不认得“%(name)s”。")
            yield told % {
                "cell": cell, "name": error.name, "n": len(error.found), "keys": gettext("、").join(error.found),
            }  # fmt: skip
