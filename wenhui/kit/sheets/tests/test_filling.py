"""A filled form differs from the blank one in its value cells and in nothing else."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.tests import containers, making, monthly

TITLES = ["姓名", "数量", "合计"]


def _rules(tab: Worksheet) -> list[tuple[str, list[list[str]]]]:
    """Return where conditional formats lie, and their formulas."""
    rules = tab.conditional_formatting
    return [(str(key.sqref), [rule.formula for rule in rules[key]]) for key in rules]


def _look(cell: Cell | MergedCell) -> tuple[str, ...]:
    """Return how a cell is drawn."""
    return (repr(cell.font), repr(cell.border), repr(cell.fill), cell.number_format, repr(cell.alignment))


def _looks(content: bytes, rows: int) -> list[object]:
    """Return everything openpyxl knows of the first so many rows but the values of blank cells."""
    found: list[object] = []
    for tab in monthly.opened(content).worksheets:
        found += [tab.title, sorted(map(str, tab.merged_cells.ranges)), tab.print_area, tab.print_title_rows]
        found += [sorted((name, dimension.width) for name, dimension in tab.column_dimensions.items())]
        found += [(str(one.sqref), one.formula1) for one in tab.data_validations.dataValidation]
        found += _rules(tab)
        found += [tab.page_setup.orientation, tab.sheet_view.selection[0].sqref, len(tab._charts)]
        for row in tab.iter_rows(max_row=rows):
            found.append(tab.row_dimensions[row[0].row].height)
            found += [(cell.coordinate, cell.comment and cell.comment.text) for cell in row]
            found += [_look(cell) for cell in row]
    return found


def test_only_value_cells_differ() -> None:
    blank = making.saved(monthly.rich_form())

    filled = monthly.fill(blank, [monthly.household(number) for number in range(1, 11)])

    assert (filled.first_row, filled.last_row, filled.added) == (5, 14, 0)
    assert _looks(filled.content, 40) == _looks(blank, 40)
    assert len(monthly.taken(filled.content)) == 10


def test_parts_that_hold_no_value_keep_every_byte() -> None:
    blank = making.saved(monthly.rich_form())

    filled = monthly.fill(blank, [monthly.household(1)])

    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (blank, filled.content))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert before.namelist() == after.namelist()
    assert changed <= {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    assert "xl/styles.xml" not in changed


def test_more_rows_than_the_form_has_move_everything_below_down() -> None:
    blank = making.saved(monthly.rich_form())

    filled = monthly.fill(blank, [monthly.household(number) for number in range(1, 25)])

    tab = monthly.opened(filled.content)["低保户"]
    assert filled.added == 8
    assert [tab["A29"].value, tab["E29"].value, tab["I29"].value] == ["合计", "=SUM(E5:E28)", "=SUM(I5:I28)"]
    assert tab["A31"].value == "说明：1.本表每月5日前报送。"
    assert {"A29:D29", "A30:L30", "B3:D3"} <= set(map(str, tab.merged_cells.ranges))
    assert (tab.print_area, tab.print_title_rows) == ("'低保户'!$A$1:$L$31", "$1:$4")
    assert str(tab.data_validations.dataValidation[0].sqref) == "D5:D28"
    assert _rules(tab) == [("I5:I28", [["$I$29"]])]
    assert (tab["A31"].comment.text, tab["B4"].comment.text) == ("每月五日前", "自动编号")
    assert tab["L31"].hyperlink.ref == "L31"


def test_what_other_parts_say_of_the_form_moves_too() -> None:
    filled = monthly.fill(making.saved(monthly.rich_form()), [monthly.household(number) for number in range(1, 25)])

    workbook = monthly.opened(filled.content)
    chart = workbook["低保户"]._charts[0]
    assert [cell.value for cell in workbook["汇总"]["A"]] == ["=低保户!I29", "=SUM(低保户!I5:I28)", "=SUM(A1:A30)"]
    assert (chart.anchor._from.row, chart.series[0].val.numRef.f) == (33, "'低保户'!$I$5:$I$28")
    assert workbook.calculation.fullCalcOnLoad is True


def _modern_form() -> bytes:
    """Return a form with what openpyxl would drop: a sparkline, data bars of 2010, rich text, a text box, a page break."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        tab, line = workbook.add_worksheet("民政 表"), workbook.add_format({"border": 1})
        tab.write_row("A1", ["姓名", "金额", "备注"], line)
        for row in (1, 2, 3):
            for column in range(3):
                tab.write_blank(row, column, None, line)
        tab.write_rich_string("A5", "填表", workbook.add_format({"bold": True}), "人：", "审核")
        tab.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
        tab.add_sparkline("D2", {"range": "'民政 表'!B2:B4"})
        tab.insert_textbox("B8", "盖章处")
        tab.set_h_pagebreaks([4])
        tab.set_footer("第 &P 页")
    return out.getvalue()


def test_what_a_model_would_drop_is_kept_and_moved() -> None:
    filled = monthly.fill(_modern_form(), [["张三", number, None] for number in range(10)])

    archive = zipfile.ZipFile(io.BytesIO(filled.content))
    part = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<xm:f>'民政 表'!B2:B11</xm:f><xm:sqref>D2</xm:sqref>" in part
    assert "<xm:sqref>B2:B11</xm:sqref>" in part
    assert '<brk id="11"' in part
    assert "第 &amp;P 页" in part
    assert "<xdr:row>14</xdr:row>" in archive.read("xl/drawings/drawing1.xml").decode()
    assert "审核" in archive.read("xl/sharedStrings.xml").decode()


def test_a_form_with_prefixed_elements_is_filled_too() -> None:
    rows = '<x:row r="1"><x:c r="A1" t="str"><x:v>姓名</x:v></x:c><x:c r="B1" t="str"><x:v>备注</x:v></x:c></x:row>'
    part = f'<x:worksheet xmlns:x="{containers.MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'

    filled = monthly.fill(containers.xlsx({"xl/worksheets/sheet1.xml": part}), [["张三", "好"], ["李四", "好"]])

    assert monthly.taken(filled.content) == [("张三", "好"), ("李四", "好")]


def test_new_rows_look_like_the_last_blank_one() -> None:
    filled = monthly.fill(making.saved(monthly.rich_form()), [monthly.household(number) for number in range(1, 25)])

    tab = monthly.opened(filled.content)["低保户"]
    for row in range(21, 29):
        assert tab.row_dimensions[row].height == 24
        for column in range(1, 13):
            new, old = tab.cell(row, column), tab.cell(20, column)
            assert _look(new) == _look(old)


def test_values_are_typed_as_their_column_expects() -> None:
    workbook = making.sheet([["姓名", "日期", "金额", "编号", "备注", "时刻"], ["", "", "", "", "", ""]])
    for column, code in enumerate(["General", "yyyy-mm-dd", "0.00", "@", "General", "yyyy-mm-dd hh:mm"], 1):
        workbook.active.cell(2, column).number_format = code
    moment = datetime.datetime(2026, 1, 31, 12, 0)

    first: list[Value | None] = ["999999199001010010", "2026.1.31", "12.5", 7, 12100000001, moment]
    filled = monthly.fill(making.saved(workbook), [first, [1, monthly.DAY, 3, 12100000001, monthly.DAY, "昨天"]])

    tab = monthly.opened(filled.content).active
    assert [cell.value for cell in tab[2]] == [
        "999999199001010010", datetime.datetime(2026, 1, 31), 12.5, "7", 12100000001, moment,
    ]  # fmt: skip
    assert [cell.value for cell in tab[3]] == [
        1,
        datetime.datetime(2026, 1, 31),
        3,
        "12100000001",
        "2026-01-31",
        "昨天",
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 12100000001", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_what_looks_like_a_formula_is_stored_as_text(text: str) -> None:
    filled = monthly.fill(making.saved(making.sheet([["姓名", "备注"], ["", ""]])), [["张三", text]])

    part = zipfile.ZipFile(io.BytesIO(filled.content)).read("xl/worksheets/sheet1.xml")
    assert b"<f" not in part
    assert monthly.taken(filled.content) == [("张三", text)]


def test_formulas_of_the_form_stay_and_are_carried_on() -> None:
    workbook = making.sheet([["序号", "单价（元）", "数量", "金额（元）"], *([None] * 4 for _ in range(3))])
    tab = workbook.active
    for row in (2, 3, 4):
        tab.cell(row, 4, f"=B{row}*C{row}+$F$6").border = making.LINE
        for column in (1, 2, 3):
            tab.cell(row, column).border = making.LINE
    tab["A5"], tab["D5"], tab["F6"] = "合计", "=SUM(D2:D4)", 5

    filled = monthly.fill(making.saved(workbook), [[number, 2, 3, 99] for number in range(1, 6)])

    tab = monthly.opened(filled.content).active
    assert [tab[f"D{row}"].value for row in range(2, 8)] == [
        *(f"=B{row}*C{row}+$F$8" for row in range(2, 7)),
        "=SUM(D2:D6)",
    ]
    assert "公式" in filled.remarks[0].zh


def test_shared_formulas_are_carried_on_as_their_own() -> None:
    labels = "".join(f'<c r="{column}1" t="str"><v>{text}</v></c>' for column, text in zip("ABC", TITLES, strict=True))
    rows = f'<row r="1">{labels}</row>'
    rows += '<row r="2"><c r="A2"/><c r="B2"/><c r="C2"><f t="shared" ref="C2:C3" si="0">B2*2</f><v>0</v></c></row>'
    rows += '<row r="3"><c r="A3"/><c r="B3"/><c r="C3"><f t="shared" si="0"/><v>0</v></c></row>'

    filled = monthly.fill(containers.rows_of(rows), [["张三", number, None] for number in range(4)])

    assert [cell.value for cell in monthly.opened(filled.content).active["C"]] == [
        "合计",
        "=B2*2",
        "=B3*2",
        "=B4*2",
        "=B5*2",
    ]


def test_a_form_without_drawn_rows_is_filled_below_its_head() -> None:
    titles = ["姓名", "性别", "联系电话", "住址"]
    filled = monthly.fill(
        making.saved(making.sheet([titles, ["必填，真实姓名", "男/女", "必填", "如1单元101室"]])),
        [["张三", "男", "12100000001", "1幢"]] * 3,
    )

    assert (filled.first_row, filled.last_row, filled.added) == (3, 5, 0)
    assert monthly.taken(filled.content) == [("张三", "男", "12100000001", "1幢")] * 3


def test_a_form_whose_signatures_follow_its_head_makes_room() -> None:
    form = making.sheet([["花名册"], ["姓名", "联系电话", "住址"], ["填表人：", None, "审核人："]], merged=["A1:C1"])

    filled = monthly.fill(making.saved(form), [["张三", "12100000001", "1幢"]] * 2)

    tab = monthly.opened(filled.content).active
    assert (filled.added, tab["A5"].value, tab["A2"].value) == (2, "填表人：", "姓名")
    assert sorted(map(str, tab.merged_cells.ranges)) == ["A1:C1"]


def test_what_follows_a_form_without_blank_rows_is_never_written_over() -> None:
    first = ["姓名", "联系电话", "住址"]
    second = ["车牌号码", "车辆类型", "车主姓名"]
    form = making.sheet([first, [None] * 3, ["二、车辆"], second, ["浙A00000", "小型", "李四"]])

    filled = monthly.fill(making.saved(form), [["张三", "12100000001", "1幢"]] * 4)

    tab = monthly.opened(filled.content).active
    below = [[cell.value for cell in row] for row in tab.iter_rows(min_row=7, max_row=9)]
    assert filled.added == 4
    assert below == [["二、车辆", None, None], second, ["浙A00000", "小型", "李四"]]


def test_cells_merged_within_a_row_are_merged_in_the_new_rows_too() -> None:
    workbook = making.low_income_form(blanks=2)
    workbook.active.merge_cells("F5:G5")
    workbook.active.merge_cells("F6:G6")

    filled = monthly.fill(
        making.saved(workbook),
        [[*monthly.household(number)[:6], None, *monthly.household(number)[7:]] for number in range(1, 5)],
    )

    assert {"F5:G5", "F6:G6", "F7:G7", "F8:G8"} <= set(
        map(str, monthly.opened(filled.content).active.merged_cells.ranges)
    )


def test_the_order_of_computing_is_left_out_so_that_excel_makes_it_anew() -> None:
    blank = making.saved(making.low_income_form())
    with zipfile.ZipFile(io.BytesIO(blank)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    chain = b'<Override PartName="/xl/calcChain.xml" ContentType="x.calcChain+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", chain)
    parts["xl/calcChain.xml"] = b"<calcChain/>"

    filled = monthly.fill(containers.xlsx(parts), [monthly.household(1)])

    after = zipfile.ZipFile(io.BytesIO(filled.content))
    assert "xl/calcChain.xml" not in after.namelist()
    assert b"calcChain" not in after.read("[Content_Types].xml")
