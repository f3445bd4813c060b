"""A known word is written as the form writes it, and reading it again gives the same word."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.heads import Column
from wenhui.kit.sheets.texts import text_of
from wenhui.record.ledgers.rules import cells
from wenhui.record.ledgers.rules.columns import Bound
from wenhui.record.ledgers.tests.making import TODAY
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.rules.values import read_column
from wenhui.record.registry.words import Kind

DAYS = "yyyy-mm-dd"


def column(held: Dictionary, key: str, *, form: str = "General", note: str = "", factor: int = 1) -> Bound:
    """Return a bound column."""
    attribute = held.attributes[key]
    table = YES_NO if attribute.kind is Kind.BOOLEAN else held.tables.get(attribute.table)
    there = Column(1, ("列",), "列", note=note, format=form)
    return Bound(there, attribute, Decided.PROPOSED, factor=Decimal(factor), table=table)


@pytest.mark.parametrize(
    ("key", "text", "form", "note", "value"),
    [
        ("person.birth_date", "1958-03-09", "General", "", date(1958, 3, 9)),
        ("person.birth_date", "1958-03-09", DAYS, "YYYYMMDD", date(1958, 3, 9)),
        ("person.birth_date", "1958-03-09", "General", "如19900101", "19580309"),
        ("person.birth_date", "1958-03-09", "General", "格式：1990.01.01", "1958.03.09"),
        ("person.birth_date", "1958-03-09", "General", "yyyy年mm月dd日", "1958年03月09日"),
        ("person.certificate_until", "9999-12-31", DAYS, "", "长期"),
        ("person.enlisted_on", "1980-12", "General", "", "1980-12"),
        ("person.enlisted_on", "1980-12", 'yyyy"年"m"月"', "", date(1980, 12, 1)),
        ("building.built_year", "1986", "General", "", 1986),
        ("building.built_year", "1986", DAYS, "", "1986"),
        ("person.age", "68", "General", "", 68),
        ("person.age", "68", DAYS, "", "68"),
        ("building.floor_area", "89.5", "0.00", "", 89.5),
        ("building.floor_area", "89.5", "0%", "", "89.5%"),
        ("person.former_name", "林甲;林乙", "General", "", "林甲;林乙"),
        ("dwelling.smoke_alarm", "true", "General", "", "是"),
    ],
)
def test_words_become_values_of_the_form(
    shipped: Dictionary, key: str, text: str, form: str, note: str, value: Value
) -> None:
    assert cells.writer(column(shipped, key, form=form, note=note))(text) == (value, text)


def test_amounts_have_the_unit_of_the_head(shipped: Dictionary) -> None:
    write = cells.writer(column(shipped, "organisation.capital", factor=10_000))

    assert [write("500000.00"), write("1234.56")] == [(50, "500000.00"), (0.123456, "1234.56")]


def test_several_codes_stand_beside_each_other(shipped: Dictionary) -> None:
    first, second = shipped.tables["house_hazard"].codes[:2]

    written = cells.writer(column(shipped, "dwelling.hazard"))(f"{first.code};{second.code}")

    assert written == (f"{first.words.zh}、{second.words.zh}", f"{first.code};{second.code}")


TEXTS = {
    "person.age": st.integers(0, 130).map(str),
    "person.monthly_income": st.decimals(0, 10**8, places=2, allow_nan=False).map(str),
    "building.floor_area": st.integers(1, 10**7).map(
        lambda number: f"{number / 10:g}" if number < 10**5 else str(number)
    ),
    "person.birth_date": st.dates(date(1901, 1, 1), date(2026, 1, 1)).map(date.isoformat),
    "person.enlisted_on": st.dates(date(1950, 1, 1), date(2026, 1, 1)).map(lambda day: day.isoformat()[:7]),
    "building.built_year": st.integers(1900, 2025).map(str),
    "person.marriage": st.sampled_from(["10", "20", "21", "22", "30", "40", "90"]),
    "person.is_veteran": st.sampled_from(["true", "false"]),
}


@settings(max_examples=150, deadline=None)
@given(
    pair=st.sampled_from(sorted(TEXTS)).flatmap(lambda key: st.tuples(st.just(key), TEXTS[key])),
    form=st.sampled_from(["General", "@", DAYS, "0.00"]),
    factor=st.sampled_from([1, 1000, 10_000]),
)
def test_reading_a_written_cell_gives_the_word_again(
    shipped: Dictionary, pair: tuple[str, str], form: str, factor: int
) -> None:
    key, text = pair
    bound = column(shipped, key, form=form, factor=factor if key == "person.monthly_income" else 1)
    attribute = shipped.attributes[key]

    written = cells.writer(bound)(text)

    assert written is not None
    read = read_column(
        [text_of(written[0])],
        attribute.kind,
        today=TODAY,
        table=shipped.tables.get(attribute.table),
        factor=bound.factor,
    )
    assert (read.values, read.refusals, written[1]) == ([text], {}, text)
