"""Rows are taken without what is no data, and what was spoilt, merged, hidden or computed is told."""

from collections.abc import Sequence

from wenhui.kit.sheets import heads, opening, reading, tails, taking
from wenhui.kit.sheets.sheet import Kind
from wenhui.kit.sheets.taking import Rows
from wenhui.kit.sheets.tests import making

HEAD: list[object] = ["姓名", "身份证号", "联系电话", "备注"]


def _taken(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> Rows:
    sheet = reading.read(opening.open_file(making.saved(making.sheet(rows, merged=merged))))
    return taking.take(sheet, heads.find(sheet)[0])


def test_blank_rows_totals_signatures_and_notes_are_left_out_in_words() -> None:
    rows = _taken(
        [
            HEAD,
            ["张三", "999999199001010010", "12100000001", ""],
            [None] * 4,
            ["小计", None, 1, None],
            ["李四", "999999199001010029", "12100000002", ""],
            HEAD,
            ["王五", "999999199001010037", "12100000003", ""],
            ["第1页，共2页"],
            ["合　计", None, 3, None],
            [None] * 4,
            ["填表人：张三", None, "审核人：李四"],
            ["说明：1.本表每月报送。"],
            ["2.联系电话填写手机号码，多个用分号分开。"],
        ]
    )

    assert rows.columns[0] == ["张三", "李四", "王五"]
    assert rows.numbers == [2, 5, 7]
    assert [(out.row, out.why) for out in rows.left_out] == [
        (4, tails.TOTAL), (6, tails.REPEATED), (8, tails.PAGE), (9, tails.TOTAL), (11, tails.SIGNATURE), (12, tails.NOTE),
        (13, tails.NOTE),
    ]  # fmt: skip


def test_titles_repeated_on_each_page_are_left_out_with_their_head() -> None:
    page: list[list[object]] = [["人员花名册"], HEAD]

    rows = _taken([*page, ["张三", "1", "2", ""], *page, ["李四", "3", "4", ""]])

    assert rows.columns[0] == ["张三", "李四"]
    assert [out.why for out in rows.left_out] == [tails.REPEATED] * 2


def test_a_merged_value_counts_for_each_of_its_cells_and_is_told() -> None:
    rows = _taken(
        [
            ["户主", "成员姓名", "地址", "备注"],
            ["张三", "张三", "1幢101", ""],
            [None, "张小三", None, ""],
            ["李四", "李四", "1幢102", ""],
        ],
        merged=["A2:A3", "C2:C3"],
    )

    assert rows.columns[0] == ["张三", "张三", "李四"]
    assert rows.columns[2] == ["1幢101", "1幢101", "1幢102"]
    assert [remark.place for remark in rows.remarks if remark.kind is Kind.MERGED] == ["A2", "C2"]


def test_numbers_whose_digits_are_lost_are_told_cell_by_cell() -> None:
    rows = _taken(
        [
            HEAD,
            ["张三", 999999199001010010, "1.21E+10", "1.21E+10 是好的"],
            ["李四", "999999199001010029", 12100000002, ""],
        ]
    )

    damaged = {remark.place: remark.words.zh for remark in rows.remarks if remark.kind is Kind.DAMAGED}
    assert damaged.keys() == {"B2", "C2"}
    assert "15 位" in damaged["B2"]
    assert "科学记数法" in damaged["C2"]
    assert rows.columns[2][1] == "12100000002"


def test_a_column_of_texts_that_end_with_000_was_a_number_before() -> None:
    cut = _taken([HEAD, *(["张三", f"9999991990010{day:02}000", "", ""] for day in range(10, 20))])
    ids = [f"9999991990010{day:02}{day:03}" for day in range(10, 99)]
    honest = _taken([HEAD, *(["张三", number, "", ""] for number in [*ids, "999999199001010000"])])

    assert sum(remark.kind is Kind.DAMAGED for remark in cut.remarks) == 10
    assert [remark for remark in honest.remarks if remark.kind is Kind.DAMAGED] == []


def test_formulas_hidden_rows_and_columns_are_told() -> None:
    workbook = making.sheet([HEAD, ["张三", "1", "2", "=1+1"], ["李四", "1", "2", "好"], ["王五", "1", "2", "好"]])
    workbook.active.row_dimensions[3].hidden = True
    workbook.active.column_dimensions["C"].hidden = True
    sheet = reading.read(opening.open_file(making.saved(workbook)))

    rows = taking.take(sheet, heads.find(sheet)[0])

    assert len(rows) == 3
    assert [(remark.kind, remark.place) for remark in rows.remarks] == [
        (Kind.HIDDEN, "C2"), (Kind.HIDDEN, "A3"), (Kind.FORMULA, "D2"), (Kind.NO_VALUE, "D2"),
    ]  # fmt: skip


def test_a_row_of_words_like_a_total_is_still_a_person() -> None:
    rows = _taken([HEAD, ["合小玲", "1", "2", ""], ["总务", "1", "2", ""], ["全家", "1", "2", ""]])

    assert len(rows) == 3
