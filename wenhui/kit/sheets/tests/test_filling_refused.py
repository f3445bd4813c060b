"""What is no blank form, or no value for one, is refused in words and nothing is made."""

import pytest

from wenhui.kit.sheets import filling
from wenhui.kit.sheets.bodies import FormNotBlankError
from wenhui.kit.sheets.tests import containers, making, monthly
from wenhui.kit.sheets.values import TooLongValueError

TITLES = ["姓名", "数量", "合计"]


def test_a_form_that_already_holds_values_is_refused() -> None:
    form = making.low_income_form()
    form.active["B5"] = "去年的名字"

    with pytest.raises(FormNotBlankError) as refused:
        monthly.fill(making.saved(form), [monthly.household(1)])

    assert "B5" in refused.value.words.zh


def test_numbers_of_rows_printed_on_the_form_do_not_make_it_filled() -> None:
    form = making.low_income_form(blanks=3)
    for row in (5, 6, 7):
        form.active[f"A{row}"] = row - 4

    filled = monthly.fill(making.saved(form), [[None, *monthly.household(1)[1:]]] * 4)

    assert [row[0] for row in monthly.taken(filled.content)] == ["1", "2", "3", ""]


@pytest.mark.parametrize("content", [containers.biff([["姓名", "联系电话"]]), "姓名,联系电话\n".encode()])
def test_a_form_of_an_old_kind_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(filling.OldTemplateError) as refused:
        monthly.fill(content, [["张三", "12100000001"]])

    assert "另存为 .xlsx" in refused.value.words.zh


def test_a_value_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(TooLongValueError):
        monthly.fill(making.saved(making.low_income_form()), [[*monthly.household(1)[:11], "长" * 32_768]])


def test_a_row_of_the_wrong_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="shorter"):
        monthly.fill(making.saved(making.low_income_form()), [["张三"]])
