"""Phones are kept in one form, and what is no phone is refused in words."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.record.registry.rules import masks, phones
from wenhui.record.registry.rules.refusal import NotUsableError


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12034567890", "12034567890"),
        (" 120 3456 7890 ", "12034567890"),
        ("120-3456-7890", "12034567890"),
        ("120—3456—7890", "12034567890"),
        ("+86 120 3456 7890", "12034567890"),
        ("+8612034567890", "12034567890"),
        ("0086-12034567890", "12034567890"),
        ("１２０３４５６７８９０", "12034567890"),
        ("0571-88880000", "0571-88880000"),
        ("(0571) 8888 0000", "0571-88880000"),
        ("（０５７１）８８８８００００", "0571-88880000"),
        ("+86 571 8888 0000", "0571-88880000"),
        ("010 6666 0000", "010-66660000"),
        ("021-55550000", "021-55550000"),
        ("0911-2220000", "0911-2220000"),
        ("+852 2222 0000", "+85222220000"),
        ("00852 2222 0000", "+85222220000"),
    ],
)
def test_every_way_to_write_a_number_is_kept_in_one(text: str, number: str) -> None:
    assert phones.read_phone(text).number == number


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("", "没有填号码"),
        (" - ", "没有填号码"),
        ("8888 0000", "固定电话请加区号，如 0571"),
        ("1203456789", "手机号少 1 位，应为 11 位"),
        ("120345678901", "手机号多 1 位，应为 11 位"),
        ("10034567890", "没有 10、11 开头的手机号"),
        ("0571-18880000", "区号或号码位数不对，应如 0571-88888888"),
        ("0571-8888", "区号或号码位数不对，应如 0571-88888888"),
        ("99", "不是手机号，也不是带区号的固定电话"),
        ("0571-88880000 转 12", "只能有数字、空格、横线、括号和开头的 +；分机号请不要写在这里"),
        ("顾晓岚", "只能有数字、空格、横线、括号和开头的 +；分机号请不要写在这里"),
    ],
)
def test_a_refusal_says_the_fact_and_the_remedy(text: str, zh: str) -> None:
    with pytest.raises(NotUsableError) as refused:
        phones.read_phone(text)

    assert refused.value.words.zh == zh


@pytest.mark.parametrize(("number", "doubts"), [("12034567890", 1), ("19900000000", 0)])
def test_a_range_never_assigned_is_a_doubt(number: str, doubts: int) -> None:
    assert len(phones.read_phone(number).doubts) == doubts


@given(st.text())
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    with suppress(NotUsableError):
        number = phones.read_phone(text).number

        assert phones.read_phone(number).number == number


@given(st.from_regex(r"\A1[2-9][0-9]{9}\Z"))
def test_a_masked_phone_shows_six_digits_of_eleven(number: str) -> None:
    masked = masks.mask_phone(number)

    assert (masked[:2], masked[2:7], masked[7:]) == (number[:2], "*****", phones.tail(number))


@pytest.mark.parametrize(("number", "masked"), [("0571-88880000", "05**-****0000"), ("+85222220000", "+8******0000")])
def test_masked_landlines_keep_their_shape(number: str, masked: str) -> None:
    assert masks.mask_phone(number) == masked
