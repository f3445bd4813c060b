"""Heads are found in forms of seventeen builds, and what stands around them is told apart."""

from collections.abc import Sequence

import pytest

from wenhui.kit.sheets import heads, opening, reading, tails, taking
from wenhui.kit.sheets.sheet import Sheet
from wenhui.kit.sheets.tests import making
from wenhui.kit.sheets.tests.department_forms import BUILDINGS, FORMS, PEOPLE, Form


def _sheet(form: Form) -> Sheet:
    return reading.read(opening.open_file(making.saved(making.sheet(form.rows, merged=form.merged))))


def _read(*rows: Sequence[object]) -> Sheet:
    return reading.read(opening.open_file(making.saved(making.sheet(rows))))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.what)
def test_a_head_is_found_whatever_stands_around_it(form: Form) -> None:
    sheet = _sheet(form)

    found = heads.find(sheet)

    assert len(found) == 1
    assert (found[0].bottom, found[0].first_row) == (form.bottom, form.first_row)
    assert [column.full_title for column in found[0].columns] == form.titles
    assert found[0].confidence >= 0.5
    assert str(form.bottom) in found[0].reasons[0].zh or found[0].levels > 1


def test_marks_say_which_columns_must_be_filled() -> None:
    sheet = _read(["*姓名", "电话（必填，手机）", "备注（选填）", "住址"], ["张三", "12100000001", "", "1幢"])

    columns = heads.find(sheet)[0].columns

    assert [column.required for column in columns] == [True, True, False, None]
    assert [column.title for column in columns] == ["姓名", "电话", "备注", "住址"]
    assert columns[1].note == "手机"


def test_two_tables_below_each_other_are_told_and_kept_apart() -> None:
    sheet = _read(
        ["一、户籍人口", None, None],
        ["姓名", "性别", "联系电话"],
        ["张三", "男", "12100000001"],
        [None, None, None],
        ["二、车辆", None, None],
        ["车牌号码", "车辆类型", "车主姓名"],
        ["浙A00000", "小型", "李四"],
    )

    first, second = heads.find(sheet)

    assert (first.first_row, first.last_row, second.first_row, second.last_row) == (3, 4, 7, 7)
    assert second.titles == ("二、车辆",)
    assert "2 个表" in first.reasons[-1].zh
    assert taking.take(sheet, first).columns[0] == ["张三"]
    assert taking.take(sheet, second).columns[0] == ["浙A00000"]


def test_two_tables_side_by_side_are_told_by_what_they_repeat() -> None:
    row: list[object] = [1, "张三", "12100000001", None, 2, "李四", "12100000002"]
    sheet = _read(["序号", "姓名", "电话", None, "序号", "姓名", "电话"], row)

    left, right = heads.find(sheet)

    assert [column.number for column in left.columns] == [1, 2, 3]
    assert taking.take(sheet, right).columns[1] == ["李四"]


def test_values_under_no_head_keep_their_column() -> None:
    sheet = _read(
        ["姓名", "电话", "住址"], ["张三", "12100000001", "1幢", "空着的列名"], ["李四", "12100000002", "2幢", "有内容"]
    )

    head = heads.find(sheet)[0]

    assert [column.title for column in head.columns] == ["姓名", "电话", "住址", ""]


@pytest.mark.parametrize("rows", [[["随便写的一句话。"]], [[1, 2, 3], [4, 5, 6]], [[]]])
def test_a_sheet_without_a_head_is_refused_in_words(rows: list[list[object]]) -> None:
    with pytest.raises(heads.NoHeadError) as refused:
        heads.find(_read(*rows))

    assert "表头" in refused.value.words.zh


def test_an_example_and_column_numbers_are_no_data() -> None:
    sheet = _read(
        ["姓名", "电话", "住址", "人数"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["示例：张三", "12100000001", "1幢", 3],
        ["李四", "12100000002", "2幢", 2],
    )

    head = heads.find(sheet)[0]

    assert [(note.row, note.why) for note in head.notes] == [(2, tails.NUMBERS), (3, tails.EXAMPLE)]
    assert taking.take(sheet, head).columns[0] == ["李四"]


@pytest.mark.parametrize(("titles", "must"), [(PEOPLE, 4), (BUILDINGS, 3)], ids=["people", "buildings"])
def test_a_wide_import_template_with_a_row_of_requirements_is_understood(titles: list[str], must: int) -> None:
    """The 29 and 31 heads of a real community-grid system's import templates, with requirements in our own words."""
    told = ["必填，照证件填写"] * must + ["可选，如有则填写"] * (len(titles) - must)
    sheet = _read(titles, told)

    head = heads.find(sheet)[0]

    assert (head.top, head.bottom, head.first_row, head.last_row) == (1, 1, 3, 2)
    assert [column.title for column in head.columns] == titles
    assert sum(column.required is True for column in head.columns) == must
    assert head.columns[0].note == "必填，照证件填写"
    assert head.notes[0].why is tails.INSTRUCTION
