"""Names: their one form, their surname, their pinyin, their mask."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.record.registry.rules import masks, names
from wenhui.record.registry.rules.refusal import NotUsableError


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("张伟", "zhangwei", "zw"),
        ("顾晓岚", "guxiaolan", "gxl"),
        ("单玉兰", "shanyulan", "syl"),
        ("仇和", "qiuhe", "qh"),
        ("曾国平", "zengguoping", "zgp"),
        ("解海龙", "xiehailong", "xhl"),
        ("区志强", "ouzhiqiang", "ozq"),
        ("任重", "renzhong", "rz"),
        ("查良", "zhaliang", "zl"),
        ("乐嘉", "yuejia", "yj"),
        ("万俟雅", "moqiya", "mqy"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("单于烈", "chanyulie", "cyl"),
        ("欧阳修", "ouyangxiu", "oyx"),
        ("吕绿", "lvlv", "ll"),
        ("买买提·艾力", "maimaitiaili", "mmtal"),
        ("John Smith", "johnsmith", "js"),
        ("Renée Müller", "reneemuller", "rm"),
        ("张A", "zhanga", "za"),
    ],
)
def test_names_are_found_by_pinyin_with_the_reading_of_the_surname(name: str, pinyin: str, initials: str) -> None:
    assert names.search_keys(name) == names.SearchKeys(pinyin, initials)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 张 伟 ", "张伟"),
        ("张　伟", "张伟"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提 . 艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        ("Ｊｏｈｎ", "John"),
    ],
)
def test_every_way_to_write_a_name_is_kept_in_one(text: str, name: str) -> None:
    assert names.read_name(text) == name


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("", "没有填姓名"),
        ("　", "没有填姓名"),
        ("张3", "姓名里有数字或符号，请照证件填写"),
        ("<script>", "姓名里有数字或符号，请照证件填写"),
        ("·", "姓名里有数字或符号，请照证件填写"),
        ("张" * 81, "姓名有 81 个字，最多 80 个"),
    ],
)
def test_a_refusal_says_the_fact_and_the_remedy(text: str, zh: str) -> None:
    with pytest.raises(NotUsableError) as refused:
        names.read_name(text)

    assert refused.value.words.zh == zh


@given(st.text())
def test_whatever_is_typed_is_read_once_and_for_all_or_refused(text: str) -> None:
    with suppress(NotUsableError):
        name = names.read_name(text)

        assert names.read_name(name) == name
        assert set(names.search_keys(name).pinyin) <= set("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张伟", "张**"),
        ("顾晓岚", "顾**"),
        ("欧阳修", "欧阳**"),
        ("欧阳", "欧**"),
        ("买买提·艾力", "买**"),
        ("John Smith", "J**"),
    ],
)
def test_a_masked_name_hides_even_its_length(name: str, masked: str) -> None:
    assert masks.mask_name(name) == masked


def test_a_masked_id_number_hides_the_birth_date() -> None:
    assert masks.mask_id_number("33010519491231002X") == "3301**********002X"
