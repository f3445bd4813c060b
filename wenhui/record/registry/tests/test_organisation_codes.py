"""Credit codes are read by python-stdnum and refused in our words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from wenhui.record.registry.rules import organisations
from wenhui.record.registry.rules.refusal import NotUsableError

GOOD = organisations.compose_credit_code(register="91", region="330105", serial=12345)


@given(st.sampled_from(["11", "12", "51", "52", "91", "92"]), st.integers(0, 99_999_999))
def test_a_composed_code_is_valid(register: str, serial: int) -> None:
    code = organisations.compose_credit_code(register=register, region="999999", serial=serial)

    assert uscc.is_valid(code)
    assert organisations.read_credit_code(code).register == register


def test_the_organisation_digit_is_that_of_gb_11714() -> None:
    code = organisations.compose_credit_code(register="91", region="330100", serial=79965505)

    assert code == "91330100799655058B"


@pytest.mark.parametrize("text", [GOOD.lower(), f" {GOOD[:2]} {GOOD[2:8]} {GOOD[8:]} ", f"{GOOD[:8]}-{GOOD[8:]}"])
def test_spaces_dashes_and_small_letters_are_the_same_code(text: str) -> None:
    assert organisations.read_credit_code(text).number == GOOD


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("", "有 0 位，应为 18 位"),
        (GOOD[:-1], "有 17 位，应为 18 位"),
        ("AB" + GOOD[2:], "前 8 位应为数字，后 10 位是数字或字母（没有 I、O、S、V、Z）"),
        (GOOD[:10] + "I" + GOOD[11:], "前 8 位应为数字，后 10 位是数字或字母（没有 I、O、S、V、Z）"),
        (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), "末位校验不符，多半有一位抄错了，请对照执照再看一遍"),
    ],
)
def test_a_refusal_says_the_fact_and_the_remedy(text: str, zh: str) -> None:
    with pytest.raises(NotUsableError) as refused:
        organisations.read_credit_code(text)

    assert refused.value.words.zh == zh


@pytest.mark.parametrize(("region", "doubts"), [("330105", 0), ("330100", 0), ("999999", 1)])
def test_an_unknown_region_is_a_doubt(region: str, doubts: int) -> None:
    code = organisations.compose_credit_code(register="91", region=region, serial=1)

    assert len(organisations.read_credit_code(code).doubts) == doubts
