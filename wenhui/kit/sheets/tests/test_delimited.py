"""Text tables are written so that no spreadsheet runs what they hold."""

import pytest

from wenhui.kit.sheets import delimited, opening, reading


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert delimited.harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["张三", "-3.5", "+86", "1-1", "", "a=b"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert delimited.harmless(text) == text


def test_what_is_written_reads_back() -> None:
    content = delimited.write([["姓名", "备注"], ["张三", '两行\n"文字"'], ["李四", "=1+1"]])

    assert reading.read(opening.open_file(content)).rows == [
        ["姓名", "备注"],
        ["张三", '两行\n"文字"'],
        ["李四", "'=1+1"],
    ]
