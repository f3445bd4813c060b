"""What reading a sheet costs beside its engine alone, and filling a form beside openpyxl: `python -m bench.sheets`.

Reading: 55,000 rows of 24 columns, opened, bounded, read with all that stands around the values, against python-calamine
alone on the same bytes. Filling: 5,000 rows into a drawn form of 24 columns with titles, two levels of heads, a total and
signatures, understood first, against openpyxl loading the form, setting the same cells and saving (which leaves the total
where it was). Medians of five rounds in turn, in one process. People are invented.
"""

import io
import statistics
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import python_calamine
import xlsxwriter
from openpyxl.styles import Border, Side

from bench.own import Result, timed
from wenhui.kit.sheets import filling, heads, opening, reading, shapes, taking
from wenhui.kit.sheets.engine import Value

RESIDENTS = 55_000
FILLED = 5_000
BLANKS = 20
FIRST = 5
ROUNDS = 5
READ_BAR = 2.0
FILL_BAR = 2.5
DAY = date(2026, 3, 17)
TITLES = (
    *(
        "序号",
        "姓名",
        "性别",
        "身份证号",
        "出生日期",
        "联系电话",
        "民族",
        "婚姻状况",
        "文化程度",
        "户籍地址",
        "现住地址",
        "小区",
    ),
    *(
        "楼幢",
        "单元",
        "房号",
        "与户主关系",
        "户编号",
        "是否人户分离",
        "就业状况",
        "工作单位",
        "面积",
        "月收入",
        "登记日期",
        "备注",
    ),
)


def main() -> int:
    """Print each figure beside its bar; 1 when one is missed."""
    results = [*measure_reading(ledger()), measure_filling(form())]
    for result in results:
        print(result)
    return int(not all(result.is_met for result in results))


def person(number: int) -> list[Value]:
    """Return one invented person: county 999999, a phone from 12."""
    born = date(1935, 1, 1) + timedelta(days=number * 7 % 30_000)
    home = [f"{number % 80 + 1}幢", f"{number % 4 + 1}单元", str(number % 600 + 101)]
    name = "张" + chr(0x4E00 + number % 4999) + chr(0x4E00 + number * 31 % 4993)
    id_number = f"999999{born:%Y%m%d}{number % 1000:03}X"
    return [
        number, name, "男女"[number % 2], id_number, born, f"12{number:09}", "汉族", "已婚", "本科", "某省某县" + home[0],
        "流水东苑" + "".join(home), "流水东苑", *home, "户主", f"H{number // 3:06}", "否", "在职", f"单位{number % 4000}",
        number % 1200 / 10, number % 9000, DAY - timedelta(days=number % 700), "",
    ]  # fmt: skip


def ledger() -> bytes:
    """Return the sheet of residents."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        tab, day = workbook.add_worksheet("台账"), workbook.add_format({"num_format": "yyyy-mm-dd"})
        tab.write_row(0, 0, TITLES)
        for row in range(1, RESIDENTS + 1):
            for column, value in enumerate(person(row)):
                if isinstance(value, date):
                    tab.write_datetime(row, column, value, day)
                else:
                    tab.write(row, column, value)
    return out.getvalue()


def form() -> bytes:
    """Return a drawn form with twenty blank rows."""
    workbook = openpyxl.Workbook()
    tab = workbook.active
    line = Border(*(Side(style="thin"),) * 4)
    tab["A1"], tab["A2"], tab["A3"], tab["D3"] = "居民信息登记表", "填报单位：　　填报日期：", "基本信息", "详细信息"
    for area in ("A1:X1", "A2:X2", "A3:C3", "D3:X3"):
        tab.merge_cells(area)
    for column, title in enumerate(TITLES, 1):
        tab.cell(FIRST - 1, column, title).border = line
        for row in range(FIRST, FIRST + BLANKS):
            cell = tab.cell(row, column)
            cell.border = line
            cell.number_format = {"身份证号": "@", "出生日期": "yyyy-mm-dd", "登记日期": "yyyy-mm-dd"}.get(
                title, "General"
            )
    end = FIRST + BLANKS
    tab.cell(end, 1, "合计")
    tab.cell(end, 22, f"=SUM(V{FIRST}:V{end - 1})")
    tab.cell(end + 1, 1, "填表人：　　审核人：")
    tab.print_area = f"A1:X{end + 1}"
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    """Return a workbook's bytes."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def medians(*acts: Callable[[], object]) -> list[float]:
    """Return the median seconds of each act, done in turn."""
    rounds = [[timed(act) for act in acts] for _ in range(ROUNDS)]
    return [statistics.median(taken) for taken in zip(*rounds, strict=True)]


def measure_reading(content: bytes) -> list[Result]:
    """Time reading against the engine alone, and say what understanding adds."""

    def engine() -> object:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)

    sheet = reading.read(opening.open_file(content))

    def understand() -> object:
        return shapes.shapes_of(taking.take(sheet, heads.find(sheet)[0]))

    ours, alone, understood = medians(lambda: reading.read(opening.open_file(content)), engine, understand)
    print(f"     {RESIDENTS} rows × {len(TITLES)} columns: read in {ours:.2f} s, python-calamine alone {alone:.2f} s;")
    print(f"     head found, rows taken as text, shapes of all columns told: {understood:.2f} s")
    return [Result("reading a sheet ÷ python-calamine alone", ours / alone, READ_BAR)]


def measure_filling(content: bytes) -> Result:
    """Time filling a form against openpyxl setting the same cells."""
    rows = [person(number) for number in range(1, FILLED + 1)]

    def ours() -> object:
        opened = opening.open_file(content)
        return filling.fill(opened, heads.find(reading.read(opened))[0], rows)

    def theirs() -> object:
        workbook = openpyxl.load_workbook(io.BytesIO(content))
        tab = workbook.active
        for row, values in enumerate(rows, FIRST + BLANKS + 2):  # below all merged cells, which refuse values
            for column, value in enumerate(values, 1):
                tab.cell(row, column, value)
        return saved(workbook)

    mine, other = medians(ours, theirs)
    print(f"     {FILLED} rows × {len(TITLES)} columns: filled in {mine:.2f} s, openpyxl {other:.2f} s")
    return Result("filling a form ÷ writing the same cells with openpyxl", mine / other, FILL_BAR)


if __name__ == "__main__":
    raise SystemExit(main())
