"""Every value is read at its place and as a person sees it, whatever programme wrote the file."""

import datetime
from pathlib import Path

import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from wenhui.kit.sheets import opening, reading, refusals
from wenhui.kit.sheets.areas import Area
from wenhui.kit.sheets.sheet import Sheet
from wenhui.kit.sheets.tests import containers, making


def _read(content: bytes, tab: str | None = None) -> Sheet:
    return reading.read(opening.open_file(content), tab)


def test_values_keep_their_coordinates_whatever_is_blank_before_them() -> None:
    sheet = _read(making.saved(making.sheet([[], [None, None, "姓名"], [], [None, None, "张三"]])))

    assert (sheet.value(2, 3), sheet.value(4, 3), sheet.value(1, 1), sheet.value(99, 99)) == ("姓名", "张三", "", "")


def test_numbers_days_and_texts_read_as_they_are_seen() -> None:
    workbook = making.sheet(
        [[12100000001, 0.1 + 0.2, 1e-7, 20.5, True, datetime.date(2026, 1, 31), datetime.datetime(2026, 1, 31, 8, 30)]]
    )
    tab = workbook.active
    for column, (value, code) in enumerate(
        [(123, "000000"), (0.856, "0%"), (0.856, "0.0%"), (46053, 'yyyy"年"m"月"')], 8
    ):
        tab.cell(1, column, value).number_format = code

    sheet = _read(making.saved(workbook))

    assert [sheet.text(1, column) for column in range(1, 12)] == [
        "12100000001", "0.3", "0.0000001", "20.5", "TRUE", "2026-01-31", "2026-01-31 08:30:00",
        "000123", "86%", "85.6%", "2026-01-31",
    ]  # fmt: skip


def test_days_counted_from_1904_are_the_same_days() -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    workbook = making.sheet([])
    workbook.epoch = CALENDAR_MAC_1904
    workbook.active["A1"] = datetime.date(2026, 1, 31)

    assert _read(making.saved(workbook)).text(1, 1) == "2026-01-31"


def test_a_formula_counts_by_its_last_result_and_one_without_is_told() -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="str"><f>"甲"</f><v>甲</v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><v>5</v></c></row>'
    )

    sheet = _read(containers.rows_of(rows))

    assert [sheet.text(1, column) for column in range(1, 6)] == ["2", "", "甲", "", "5"]
    assert sheet.layout.formulas == {(1, 1), (1, 2), (1, 3), (1, 4)}
    assert sheet.layout.unvalued == {(1, 2)}
    assert sheet.layout.errors == {(1, 4): "#DIV/0!"}


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    workbook = making.sheet([["姓名", "电话"], ["张三", "1"], ["李四", "2"]])
    workbook.active.row_dimensions[2].hidden = True
    workbook.active.column_dimensions["B"].hidden = True
    workbook.active.auto_filter.ref = "A1:B3"
    workbook.active.freeze_panes = "A2"

    sheet = _read(making.saved(workbook))

    assert (sheet.layout.hidden_rows, sheet.layout.hidden_columns) == (frozenset({2}), frozenset({2}))
    assert (sheet.layout.filtered, sheet.layout.frozen_rows) == (Area(1, 1, 3, 2), 1)
    assert sheet.value(2, 2) == "1"


def test_the_words_of_a_drop_down_are_read_from_wherever_they_stand() -> None:
    workbook = making.sheet([["性别", "类别", "等级"]])
    codes = workbook.create_sheet("代码 表")
    for row, word in enumerate(["低保", "特困", "低边"], 1):
        codes.cell(row, 1, word)
        codes.cell(row, 2, f"{row}级")
    from openpyxl.workbook.defined_name import DefinedName

    workbook.defined_names["等级"] = DefinedName("等级", attr_text="'代码 表'!$B$1:$B$3")
    for area, formula in {
        "A2:A9": '"男,女"',
        "B2:B9": "'代码 表'!$A$1:$A$3",
        "C2:C9": "等级",
        "D2:D9": "INDIRECT(A1)",
    }.items():
        validation = DataValidation(type="list", formula1=formula)
        validation.add(area)
        workbook.active.add_data_validation(validation)

    sheet = _read(making.saved(workbook))

    assert [sheet.allowed(2, column) for column in range(1, 6)] == [
        ("男", "女"), ("低保", "特困", "低边"), ("1级", "2级", "3级"), (), (),
    ]  # fmt: skip


def test_lists_as_excel_2010_writes_them_are_read() -> None:
    extension = (
        '</sheetData><extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>S!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>B2:B9</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst>"
    )
    rows = '<row r="1"><c r="A1" t="str"><v>是</v></c></row><row r="2"><c r="A2" t="str"><v>否</v></c></row>'
    part = f'<worksheet xmlns="{containers.MAIN}"><sheetData>{rows}{extension}</worksheet>'

    sheet = _read(containers.xlsx({"xl/worksheets/sheet1.xml": part}))

    assert sheet.allowed(3, 2) == ("是", "否")


@pytest.mark.parametrize(
    ("rows", "root"),
    [
        ('<row><c><v>1</v></c><c hidden="x"><v>2</v></c></row>', None),
        ("<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>", None),
        ('<row r="1"><!-- kept --><c r="A1"><v>1</v></c><c s="0" r="B1"><v>2</v></c></row>', None),
        (
            '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row>',
            f'<x:worksheet xmlns:x="{containers.MAIN}">',
        ),
    ],
)
def test_the_spellings_of_other_producers_read_the_same(rows: str, root: str | None) -> None:
    content = containers.rows_of(rows)
    if root:
        part = f"{root}<x:sheetData>{rows}</x:sheetData></x:worksheet>"
        content = containers.xlsx({"xl/worksheets/sheet1.xml": part})

    sheet = _read(content)

    assert sheet.rows == [[1.0, 2.0]]
    assert sheet.layout.hidden_rows == frozenset()


def test_an_old_xls_is_read() -> None:
    sheet = _read(containers.biff([["姓名", "年龄"], ["张三", 36]]))

    assert sheet.tab == "台账"
    assert [sheet.text(2, 1), sheet.text(2, 2)] == ["张三", "36"]


@pytest.mark.parametrize(
    "content",
    [
        "姓名,电话\n张三,12100000001\n".encode(),
        "姓名,电话\r\n张三,12100000001\r\n".encode("utf-8-sig"),
        "姓名,电话\n张三,12100000001\n".encode("gb18030"),
        "姓名\t电话\n张三\t12100000001\n".encode("utf-16"),
        "姓名;电话\n张三;12100000001\n".encode(),
        '"姓名","电话"\n"张三","12100000001"\n'.encode(),
    ],
)
def test_text_tables_are_read_in_each_encoding_and_separator(content: bytes) -> None:
    sheet = _read(content)

    assert sheet.rows == [["姓名", "电话"], ["张三", "12100000001"]]


def test_a_csv_named_xlsx_is_read_as_what_it_is() -> None:
    opened = opening.open_file("姓名,备注\n张三,\"两行\n文字\"\n".encode())  # fmt: skip

    assert reading.read(opened).rows[1] == ["张三", "两行\n文字"]


def test_text_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(refusals.UnreadableTextError):
        _read(b"name,\xff\xff\xff\xff\x81\n")


def test_two_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "big.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        tab = workbook.add_worksheet()
        for row in range(200_000):
            tab.write_row(row, 0, (row, "张三", "12100000001"))

    sheet = _read(path.read_bytes())

    assert (sheet.height, sheet.width) == (200_000, 3)
    assert sheet.value(200_000, 1) == 199_999
