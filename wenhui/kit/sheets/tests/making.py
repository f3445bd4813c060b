"""Makes workbooks for tests, as departments build theirs. All people are invented: county 999999, phones from 12."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

LINE = Border(*(Side(style="thin"),) * 4)


def saved(workbook: Workbook) -> bytes:
    """Return a workbook's bytes."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sheet(rows: Iterable[Sequence[object]], *, merged: Iterable[str] = (), title: str = "台账") -> Workbook:
    """Return a workbook of one tab; None is a blank cell."""
    workbook = Workbook()
    tab = workbook.active
    tab.title = title
    for row in rows:
        tab.append(list(row))
    for area in merged:
        tab.merge_cells(area)
    return workbook


def low_income_form(*, blanks: int = 16) -> Workbook:
    """Return a monthly form of low-income households with twelve columns, drawn, merged, summed and signed."""
    workbook = Workbook()
    tab = workbook.active
    tab.title = "低保户"
    tab["A1"] = "莆田市城厢区低收入家庭月报表"
    tab.merge_cells("A1:L1")
    tab["A1"].font = Font(name="方正小标宋简体", size=18, bold=True)
    tab["A1"].alignment = Alignment(horizontal="center")
    tab["A2"] = "填报单位：　　　　　　　填报日期：　　年　月　日"
    tab.merge_cells("A2:L2")
    for area, text in {
        "A3:A4": "序号",
        "B3:D3": "户主信息",
        "E3:G3": "家庭情况",
        "H3:J3": "救助情况",
        "K3:K4": "联系电话",
        "L3:L4": "备注",
    }.items():
        tab[area.split(":", maxsplit=1)[0]] = text
        tab.merge_cells(area)
    for column, text in zip(
        "BCDEFGHIJ",
        ["姓名", "身份证号", "性别", "家庭人口", "住址", "致困原因", "救助类别", "月救助金（元）", "起始日期"],
        strict=True,
    ):
        tab[f"{column}4"] = text
    for row in range(3, 5 + blanks):
        for column in "ABCDEFGHIJKL":
            tab[f"{column}{row}"].border = LINE
            tab[f"{column}{row}"].font = Font(name="仿宋", size=11)
    for row in range(5, 5 + blanks):
        tab.row_dimensions[row].height = 24
        tab[f"C{row}"].number_format = "@"
        tab[f"I{row}"].number_format = "#,##0.00"
        tab[f"J{row}"].number_format = "yyyy-mm-dd"
    end = 5 + blanks
    tab[f"A{end}"] = "合计"
    tab.merge_cells(f"A{end}:D{end}")
    tab[f"E{end}"] = f"=SUM(E5:E{end - 1})"
    tab[f"I{end}"] = f"=SUM(I5:I{end - 1})"
    tab[f"A{end + 1}"] = "填表人：　　　　审核人：　　　　联系电话："
    tab.merge_cells(f"A{end + 1}:L{end + 1}")
    tab[f"A{end + 2}"] = "说明：1.本表每月5日前报送。"
    tab.print_area = f"A1:L{end + 2}"
    tab.print_title_rows = "1:4"
    return workbook
