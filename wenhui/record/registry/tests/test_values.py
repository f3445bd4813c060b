"""What cells say, in the one form in which it is kept, or why not."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.kit.words import Words
from wenhui.record.registry.rules import identity
from wenhui.record.registry.rules.codes import Code, CodeTable
from wenhui.record.registry.rules.organisations import compose_credit_code
from wenhui.record.registry.rules.values import Cell, columns, factor_of, read_column
from wenhui.record.registry.rules.values.plain import plain
from wenhui.record.registry.tests.conftest import TODAY, invented_id_number
from wenhui.record.registry.words import Kind

SEXES = CodeTable(
    "sex", Words("性别", "Sex"), (Code("1", Words("男", "Male"), ("男性",)), Code("2", Words("女", "Female")))
)
NUMBER = invented_id_number()
WIDE = NUMBER.translate({ord(character): ord(character) + 0xFEE0 for character in "0123456789X"})
USCC = compose_credit_code(register="92", region="999999", serial=7)


def value(cell: Cell, kind: Kind, *, is_several: bool = False, factor: int = 1) -> str:
    """Return the canonical text of a cell, or the Chinese words that refuse it after an exclamation mark."""
    table = SEXES if kind == Kind.CODE else None
    column = read_column([cell], kind, today=TODAY, table=table, is_several=is_several, factor=Decimal(factor))
    return f"!{column.refusals[0].zh}" if column.refusals else column.values[0]


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (None, Kind.TEXT, ""), ("  ", Kind.TEXT, ""), ("/", Kind.TEXT, ""), ("—", Kind.DATE, ""),
        ("NULL", Kind.NAME, ""), ("无", Kind.TEXT, "无"), ("无", Kind.PHONE, ""), ("不详", Kind.DATE, ""),
        ("暂无", Kind.ID_NUMBER, ""), ("无", Kind.INTEGER, ""),
        (" 文晖路\n１２号\u3000 甲 ", Kind.TEXT, "文晖路 12号 甲"), (3.0, Kind.TEXT, "3"), ("'007", Kind.TEXT, "007"),
        (float("nan"), Kind.TEXT, ""), ("文晖路\u200b1号", Kind.TEXT, "文晖路1号"), (0.1, Kind.TEXT, "0.1"),
        ("流水西苑 12 幢 3－501", Kind.ADDRESS, "流水西苑12幢3-501"), ("张 伟", Kind.NAME, "张伟"),
        ("阿依古丽•买买提", Kind.NAME, "阿依古丽·买买提"), ("1958-03-09", Kind.DATE, "1958-03-09"),
        ("1958/3/9", Kind.DATE, "1958-03-09"), ("1958.3.9", Kind.DATE, "1958-03-09"),
        ("1958年3月9日", Kind.DATE, "1958-03-09"), ("１９５８年３月９日", Kind.DATE, "1958-03-09"),
        ("19580309", Kind.DATE, "1958-03-09"), (19580309, Kind.DATE, "1958-03-09"),
        (19580309.0, Kind.DATE, "1958-03-09"), (45000, Kind.DATE, "2023-03-15"),
        (datetime(1958, 3, 9, 8, 30), Kind.DATE, "1958-03-09"), (date(1958, 3, 9), Kind.DATE, "1958-03-09"),
        ("2024-03-09 08:30:00", Kind.DATE, "2024-03-09"), ("20240309083000", Kind.DATE, "2024-03-09"),
        ("长期", Kind.DATE, "9999-12-31"), ("2024年3月", Kind.MONTH, "2024-03"), ("202403", Kind.MONTH, "2024-03"),
        (202403, Kind.MONTH, "2024-03"), ("2024-3", Kind.MONTH, "2024-03"), (date(2024, 3, 1), Kind.MONTH, "2024-03"),
        ("2024年3月5日", Kind.MONTH, "2024-03"), ("2024.10", Kind.MONTH, "2024-10"), (2015.0, Kind.YEAR, "2015"),
        ("2015年", Kind.YEAR, "2015"), ("2015年6月", Kind.YEAR, "2015"), ("2015-06-01", Kind.YEAR, "2015"),
        ("3人", Kind.INTEGER, "3"), ("１２", Kind.INTEGER, "12"), ("1,200", Kind.INTEGER, "1200"),
        (3.0, Kind.INTEGER, "3"), ("两", Kind.INTEGER, "2"), ("十二", Kind.INTEGER, "12"), ("二十", Kind.INTEGER, "20"),
        ("75岁", Kind.INTEGER, "75"), ("007", Kind.INTEGER, "7"), ("89.50㎡", Kind.DECIMAL, "89.5"),
        ("120.26968", Kind.DECIMAL, "120.26968"), (89.5, Kind.DECIMAL, "89.5"), ("100平方米", Kind.DECIMAL, "100"),
        ("1,200.50元", Kind.MONEY, "1200.50"), ("3万元", Kind.MONEY, "30000.00"), ("1.2万", Kind.MONEY, "12000.00"),
        ("￥1200", Kind.MONEY, "1200.00"), ("3500元/月", Kind.MONEY, "3500.00"), (0.1 + 0.2, Kind.MONEY, "0.30"),
        ("2亿元", Kind.MONEY, "200000000.00"), ("√", Kind.BOOLEAN, "true"), (True, Kind.BOOLEAN, "true"),
        (0, Kind.BOOLEAN, "false"), (1.0, Kind.BOOLEAN, "true"), ("无", Kind.BOOLEAN, "false"),
        ("男性", Kind.CODE, "1"), (2, Kind.CODE, "2"), ("不详", Kind.CODE, ""), (NUMBER, Kind.ID_NUMBER, NUMBER),
        (f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:].lower()}", Kind.ID_NUMBER, NUMBER), (WIDE, Kind.ID_NUMBER, NUMBER),
        (f"'{NUMBER}", Kind.ID_NUMBER, NUMBER), (USCC.lower(), Kind.USCC, USCC),
        (12034567890, Kind.PHONE, "12034567890"), ("120 3456 7890", Kind.PHONE, "12034567890"),
        ("057185310000", Kind.PHONE, "0571-85310000"), ("+86 120-3456-7890", Kind.PHONE, "12034567890"),
        ("（0571）85310000", Kind.PHONE, "0571-85310000"),
    ],
)  # fmt: skip
def test_a_cell_has_one_canonical_text(cell: Cell, kind: Kind, text: str) -> None:
    assert value(cell, kind) == text


@pytest.mark.parametrize(
    ("cell", "kind", "said"),
    [
        ("75岁", Kind.DATE, "填的是年龄，不是日期"), (75, Kind.DATE, "填的是年龄"), ("1958", Kind.DATE, "只有年份"),
        ("1958年3月", Kind.DATE, "只到月份"), ("58.3.9", Kind.DATE, "年份只写了两位"),
        ("3/9/1958", Kind.DATE, "年份写在最后"), ("2023-02-29", Kind.DATE, "没有这一天"),
        ("20231301", Kind.DATE, "没有这一天"), ("1058-03-09", Kind.DATE, "年份不合常理"),
        ("195803091", Kind.DATE, "位数不对"), ("春节前", Kind.DATE, "不是日期"),
        (2024.1, Kind.MONTH, "分不清是 1 月还是 10 月"), ("2024", Kind.MONTH, "只有年份，缺月份"),
        ("202413", Kind.MONTH, "没有这一天"), ("80年代", Kind.YEAR, "不是日期"), ("约300", Kind.INTEGER, "约数或范围"),
        ("3-5", Kind.INTEGER, "约数或范围"), ("3.5", Kind.INTEGER, "应为整数"), ("很多", Kind.INTEGER, "约数或范围"),
        ("甲", Kind.DECIMAL, "不是数字"), ("1200美元", Kind.MONEY, "不是数字"), (10**14, Kind.INTEGER, "大得不合常理"),
        ("雄", Kind.CODE, "不是“性别”认得的写法，可以写：男、女"), ("也许", Kind.BOOLEAN, "可以写：是、否"),
        (NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2"), Kind.ID_NUMBER, "末位校验不符"),
        ("330105580309007", Kind.ID_NUMBER, "15 位旧号码"), ("999999202302290071", Kind.ID_NUMBER, "不存在"),
        (3.3010519580309e17, Kind.ID_NUMBER, "末几位已经丢失"), (9.99e17, Kind.TEXT, "末几位已经丢失"),
        ("3.30106E+17", Kind.ID_NUMBER, "末几位已经丢失"), ("91330100799655058A", Kind.USCC, "末位校验不符"),
        ("1203456789", Kind.PHONE, "少 1 位"), ("12034567890转3", Kind.PHONE, "只能有数字"),
        ("#N/A", Kind.TEXT, "公式算出的错误"), ("#REF!", Kind.DATE, "公式算出的错误"),
        ("=A1+1", Kind.INTEGER, "这里是公式"), ("字" * 501, Kind.TEXT, "超过 500 个字"),
        ("张三1", Kind.NAME, "数字或符号"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_in_words_of_its_own(cell: Cell, kind: Kind, said: str) -> None:
    refused = value(cell, kind)

    assert refused.startswith("!")
    assert said in refused


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("12034567890/12034567891", "12034567890;12034567891"),
        ("12034567890、057185310000", "12034567890;0571-85310000"),
        ("12034567890 12034567891", "12034567890;12034567891"),
        ("12034567890\n12034567891", "12034567890;12034567891"),
        ("12034567890;12034567890", "12034567890"),
        ("1203456789012034567891", "12034567890;12034567891"),
        ("120 3456 7890", "12034567890"),
        ("12034567890", "12034567890"),
        (12034567890.0, "12034567890"),
        ("0571-8531 0000，12034567890", "0571-85310000;12034567890"),
        ("", ""),
    ],
)
def test_several_phones_in_a_cell_are_told_apart(cell: Cell, text: str) -> None:
    assert value(cell, Kind.PHONE, is_several=True) == text


def test_one_wrong_phone_of_several_refuses_the_cell() -> None:
    assert "少 1 位" in value("12034567890/1203456789", Kind.PHONE, is_several=True)


def test_several_codes_in_a_cell_are_told_apart() -> None:
    assert value("男，女", Kind.CODE, is_several=True) == "1;2"


@pytest.mark.parametrize(("unit", "factor"), [("万元", 10_000), ("万元/月", 10_000), ("元", 1), ("", 1), ("人", 1)])
def test_the_unit_of_a_head_multiplies_what_has_no_unit_of_its_own(unit: str, factor: int) -> None:
    column = read_column(["3", "2元"], Kind.MONEY, today=TODAY, factor=factor_of(unit))

    assert column.values == [f"{3 * factor}.00", "2.00"]


def test_refusals_and_doubts_name_their_rows_and_the_rest_goes_on() -> None:
    wrong = NUMBER[:16]

    column = read_column([NUMBER, wrong, "", wrong], Kind.ID_NUMBER, today=TODAY)

    assert column.values == [NUMBER, "", "", ""]
    assert {row: words.zh for row, words in column.refusals.items()} == dict.fromkeys((1, 3), "少 2 位，应为 18 位")
    assert list(column.doubts) == [0], "the county is not known"


def test_truth_and_one_stay_apart_in_one_column() -> None:
    assert read_column([True, 1, 1.0, "1"], Kind.TEXT, today=TODAY).values == ["true", "1", "1", "1"]


def test_codes_are_not_read_without_their_table() -> None:
    with pytest.raises(ValueError, match="by its table"):
        read_column(["男"], Kind.CODE, today=TODAY)


@given(
    st.dates(date(1850, 1, 1), date(2150, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"])
)
def test_every_way_to_write_a_day_means_that_day(day: date, form: str) -> None:
    assert value(day.strftime(form), Kind.DATE) == day.isoformat()


@given(st.sampled_from([kind for kind in Kind if kind != Kind.CODE]), st.text(max_size=20))
def test_no_text_breaks_a_reader_and_what_was_read_reads_the_same_again(kind: Kind, text: str) -> None:
    once = value(text, kind)

    if not once.startswith("!"):
        assert value(once, kind) == once


IN_ONE_FORM = {
    Kind.NAME: st.text("张伟没有不详无一鿼㐀 ·a1", min_size=0, max_size=5),
    Kind.PHONE: st.from_regex(r"\A1?[0-9]{9,10}\Z") | st.sampled_from(["12000000000", "+8613912345678", "1391234567;"]),
    Kind.ID_NUMBER: st.builds(
        lambda county, days, serial, last: (
            (number := identity.compose(county=county, birth_on=date(1880, 1, 1) + timedelta(days), serial=serial))[:-1]
            + (last or number[-1])
        ),
        st.sampled_from(["330105", "999999", "110101"]),
        st.integers(0, 60_000),
        st.integers(0, 999),
        st.sampled_from(["", "", "X", "7"]),
    )
    | st.sampled_from(["330105198002300012", "030105198002010012", "33010519800101001x"]),
}


@given(st.data())
def test_what_is_told_in_passing_is_what_reading_says(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(IN_ONE_FORM)))
    cells = data.draw(st.lists(IN_ONE_FORM[Kind(kind)], max_size=8))

    told = plain(cells, Kind(kind), today=TODAY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "plain", lambda *_, **__: {})
        read = read_column(cells, Kind(kind), today=TODAY)
    for row, cell in enumerate(cells):
        if cell in told:
            assert (read.values[row], read.doubts.get(row, ())) == (cell, told[cell])
    assert read_column(cells, Kind(kind), today=TODAY) == read
