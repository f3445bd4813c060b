"""The ID number rule against python-stdnum on real counties, and what it says when it refuses."""

import string
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import numdb
from stdnum.cn import ric

from wenhui.record.registry.rules import identity
from wenhui.record.registry.rules.refusal import NotUsableError

TODAY = date(2026, 3, 17)
BIRTHS = st.dates(date(1902, 1, 1), TODAY)
SERIALS = st.integers(0, 999)
KNOWN = st.sampled_from(["330105", "330103", "110105", "310104", "440304", "510107", "652701"])


def stdnum_accepts(number: str) -> bool:
    """Ask python-stdnum; a county it never heard of makes it raise a bare KeyError."""
    try:
        return bool(ric.is_valid(number))
    except KeyError:
        return False


def all_counties() -> list[str]:
    """Return the codes of all counties that python-stdnum knows and that existed in 2000."""
    provinces = numdb.get("cn/loc").prefixes
    codes = (province[1] + place[1] for province in provinces for place in province[4])
    return [code for code in codes if stdnum_accepts(invented(code))]


def invented(county: str, birth_on: date = date(2000, 2, 29), serial: int = 7) -> str:
    """Return a number that fits a county and belongs to nobody we know of."""
    return identity.compose(county=county, birth_on=birth_on, serial=serial)


def test_every_county_in_use_in_2000_agrees_with_stdnum() -> None:
    counties = all_counties()

    read = [identity.read_id_number(invented(county), today=TODAY) for county in counties]

    assert len(counties) > 2500
    assert all(not one.doubts for one in read)


@given(KNOWN, st.text("0123456789X", min_size=12, max_size=12))
def test_we_accept_exactly_what_stdnum_accepts_on_real_counties(county: str, rest: str) -> None:
    number = county + rest
    try:
        ours = bool(identity.read_id_number(number, today=date.max))
    except NotUsableError:
        ours = False

    assert ours == (rest[:11].isdecimal() and len(ric.compact(number)) == 18 and _stdnum_but_for_place(number))


def _stdnum_but_for_place(number: str) -> bool:
    try:
        ric.get_birth_date(number)
        return number[-1] == ric.calc_check_digit(number)
    except (ValueError, ric.ValidationError):
        return False


@given(KNOWN, BIRTHS, SERIALS)
def test_a_composed_number_says_birth_and_sex(county: str, birth_on: date, serial: int) -> None:
    read = identity.read_id_number(invented(county, birth_on, serial), today=TODAY)

    assert (read.birth_on, read.sex) == (birth_on, identity.MALE if serial % 2 else identity.FEMALE)


@given(KNOWN, BIRTHS, SERIALS, st.integers(0, 16), st.sampled_from(string.digits))
def test_one_miscopied_digit_is_always_noticed(
    county: str, birth_on: date, serial: int, place: int, digit: str
) -> None:
    right = invented(county, birth_on, serial)
    wrong = right[:place] + digit + right[place + 1 :]

    if wrong == right:
        assert identity.read_id_number(wrong, today=TODAY).number == right
    else:
        with pytest.raises(NotUsableError):
            identity.read_id_number(wrong, today=TODAY)


@given(KNOWN, BIRTHS, SERIALS, st.integers(0, 15))
def test_two_neighbours_exchanged_are_always_noticed(county: str, birth_on: date, serial: int, place: int) -> None:
    right = invented(county, birth_on, serial)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]

    if wrong == right:
        assert identity.read_id_number(wrong, today=TODAY).number == right
    else:
        with pytest.raises(NotUsableError):
            identity.read_id_number(wrong, today=TODAY)


@given(st.text())
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    with suppress(NotUsableError):
        read = identity.read_id_number(text, today=TODAY)

        assert len(read.number) == 18


GOOD = identity.compose(county="330105", birth_on=date(1958, 3, 9), serial=7)


@pytest.mark.parametrize(
    "text",
    [
        f" {GOOD} ",
        f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        f"{GOOD[:6]}-{GOOD[6:14]}-{GOOD[14:]}",
        "".join(chr(ord(character) + 0xFEE0) for character in GOOD),
        GOOD.lower(),
    ],
)
def test_spaces_dashes_full_width_and_small_x_are_the_same_number(text: str) -> None:
    assert identity.read_id_number(text, today=TODAY).number == GOOD


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("", "没有填号码"),
        ("330105580309001", "这是 15 位旧号码，2013 年起已停用，请填证件上的 18 位号码"),
        (GOOD[:-1], "少 1 位，应为 18 位"),
        (GOOD + "00", "多 2 位，应为 18 位"),
        ("A" + GOOD[1:], "只能是 17 位数字加一位数字或 X，第一位不是 0"),
        ("0" + GOOD[1:], "只能是 17 位数字加一位数字或 X，第一位不是 0"),
        (GOOD[:16] + "X" + GOOD[17], "只能是 17 位数字加一位数字或 X，第一位不是 0"),
        (GOOD[:6] + "19580230" + GOOD[14:], "第 7–14 位的出生日期 19580230 不存在"),
        (GOOD[:6] + "00000101" + GOOD[14:], "第 7–14 位的出生日期 00000101 不存在"),
        (invented("330105", TODAY + timedelta(1)), "第 7–14 位的出生日期 2026-03-18 还没有到"),
        (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), "末位校验不符，多半有一位抄错了，请对照证件再看一遍"),
    ],
)
def test_a_refusal_says_the_fact_and_the_remedy(text: str, zh: str) -> None:
    with pytest.raises(NotUsableError) as refused:
        identity.read_id_number(text, today=TODAY)

    assert refused.value.words.zh == zh


def test_an_unknown_county_is_a_doubt_and_not_a_refusal() -> None:
    read = identity.read_id_number(invented("999999"), today=TODAY)

    assert [doubt.zh for doubt in read.doubts] == ["前 6 位 999999 不是已知的县区代码，请确认"]


def test_a_county_that_was_merged_away_raises_no_doubt() -> None:
    xiacheng = invented("330103")

    assert identity.read_id_number(xiacheng, today=TODAY).doubts == ()


def test_someone_over_125_is_a_doubt() -> None:
    read = identity.read_id_number(invented("330105", date(1890, 1, 1)), today=TODAY)

    assert "125" in read.doubts[0].zh


def test_the_number_that_the_standard_prints_checks() -> None:
    assert identity.check_digit("11010519491231002") == "X"


def test_stdnum_still_knows_the_counties_we_rest_on() -> None:
    assert numdb.get("cn/loc").info("330105")[1][1]["county"] == "[1983-]拱墅区"
