"""A column's values tell what it holds, whatever its head says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.kit.sheets import dates, shapes
from wenhui.kit.sheets.shapes import Kind

MANY = 30


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([f"99999919900101{number:03}X" for number in range(MANY)], Kind.ID_NUMBER),
        ([f"999999900101{number:03}" for number in range(MANY)], Kind.ID_NUMBER),
        ([f"91330105MA{number:08}" for number in range(MANY)], Kind.CREDIT_CODE),
        ([f"121000{number:05}" for number in range(MANY)], Kind.PHONE),
        ([f"121000{number:05}；0571-8500{number:04}" for number in range(MANY)], Kind.PHONE),
        ([f"+86 121000{number:05}" for number in range(MANY)], Kind.PHONE),
        (["1990.1.2", "1990年1月", "19900102", "1990-01-02", "1990/1/2 08:30", "1990年1月2日"], Kind.DATE),
        (["是", "否", "否", "是"], Kind.YES_NO),
        (["1", "0", "1"], Kind.YES_NO),
        (["低保", "特困", "低边"] * MANY, Kind.CODES),
        (["1,200.50", "900", "￥30.00", "45元"], Kind.MONEY),
        ([str(number) for number in range(MANY)], Kind.INTEGER),
        (["1.234", "2.5", "3.14159"], Kind.NUMBER),
        ([f"流水东苑{number}幢1单元101室" for number in range(MANY)], Kind.ADDRESS),
        ([f"第{number}次走访，情况良好" for number in range(MANY)], Kind.TEXT),
        (["", "  "], Kind.BLANK),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_shape_is_what_most_values_look_like(values: list[str], kind: Kind) -> None:
    assert shapes.shape_of(values).kind is kind


def test_the_share_says_how_many_agree() -> None:
    shape = shapes.shape_of([*(f"121000{number:05}" for number in range(9)), "无电话", "", ""])

    assert (shape.kind, shape.share, shape.filled, shape.distinct) == (Kind.PHONE, 0.9, 10, 10)


def test_a_closed_set_gives_its_words_by_frequency() -> None:
    shape = shapes.shape_of(["低保"] * 30 + ["特困"] * 50)

    assert shape.words == ("特困", "低保")


def test_whole_numbers_that_may_be_days_say_so() -> None:
    shape = shapes.shape_of([str(number) for number in range(32_000, 32_040)])

    assert (shape.kind, shape.also) == (Kind.INTEGER, frozenset({Kind.DATE}))


@given(st.dates())
def test_a_day_is_known_again_in_each_written_form(day: object) -> None:
    written = f"{day:%Y}".zfill(4), f"{day:%m}", f"{day:%d}"

    assert {dates.parse(mark.join(written)) for mark in ("-", "/", ".", "", "．")} == {day}
    assert dates.parse("{}年{}月{}日".format(*written)) == day


@pytest.mark.parametrize(
    "text", ["1990.2.30", "1990-13-01", "1990年1月", "1990", "12345678901", "", "昨天", "1990-1-1 25:00"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert dates.parse(text) is None


def test_a_serial_number_is_a_day_within_living_memory() -> None:
    assert str(dates.from_serial(46_053)) == "2026-01-31"
    assert dates.from_serial(12_100_000_001) is None
