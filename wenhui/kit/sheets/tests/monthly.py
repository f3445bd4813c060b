"""The monthly form with everything careless tools lose, filled and opened again, for tests of filling."""

import datetime
import io
from collections.abc import Sequence

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from wenhui.kit.sheets import filling, heads, opening, reading, taking
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.filling import Filled
from wenhui.kit.sheets.tests.making import low_income_form

DAY = datetime.date(2026, 1, 31)


def fill(content: bytes, rows: Sequence[Sequence[Value | None]]) -> Filled:
    """Fill the first form of a file."""
    opened = opening.open_file(content)
    return filling.fill(opened, heads.find(reading.read(opened))[0], rows)


def taken(content: bytes) -> list[tuple[str, ...]]:
    """Return the rows of the first table of a file."""
    sheet = reading.read(opening.open_file(content))
    return list(taking.take(sheet, heads.find(sheet)[0]).lines())


def household(number: int) -> list[Value | None]:
    """Return a row of the monthly form."""
    person = f"99999919900101{number:04}"
    return [number, "张三", person, "男", 3, "流水东苑1幢", "因病", "低保", 900.5, DAY, "12100000001", None]


def opened(content: bytes) -> Workbook:
    """Open a file as openpyxl does."""
    return openpyxl.load_workbook(io.BytesIO(content))


def rich_form() -> Workbook:
    """Return the monthly form with everything that is lost or left behind by careless tools."""
    workbook = low_income_form(blanks=16)
    tab = workbook.active
    validation = DataValidation(type="list", formula1='"男,女"')
    validation.add("D5:D20")
    tab.add_data_validation(validation)
    tab.conditional_formatting.add("I5:I20", CellIsRule(operator="greaterThan", formula=["$I$21"]))
    chart = BarChart()
    chart.add_data(Reference(tab, min_col=9, min_row=5, max_row=20))
    tab.add_chart(chart, "B26")
    tab["A23"].comment = Comment("每月五日前", "科室")
    tab["B4"].comment = Comment("自动编号", "科室")
    tab["L23"].hyperlink = "#汇总!A1"
    other = workbook.create_sheet("汇总")
    other["A1"], other["A2"], other["A3"] = "=低保户!I21", "=SUM(低保户!I5:I20)", "=SUM(A1:A30)"
    workbook.properties.creator = "民政办"
    return workbook
