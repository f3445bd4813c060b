"""The formulas alone: rounding to the last digit, the closed list, and DuckDB against an independent count by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import duckdb
import pyarrow
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from wenhui.kit import catalogue as yaml
from wenhui.work.cases import catalogue
from wenhui.work.cases.evaluation import packing
from wenhui.work.cases.evaluation.figures import grouped, told
from wenhui.work.cases.evaluation.formulas import ALL_UNITS, Formulas, Measure, Term
from wenhui.work.cases.evaluation.periods import Period
from wenhui.work.cases.testing import FILE

SHIPPED = yaml.load(FILE, catalogue.Schema).evaluation[0]
FACTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "handed": lambda row: row["unit_key"] != "",
    "timed": lambda row: row["work_minutes"] is not None,
}
COUNTS = ("reworked", "returned", "extended", "deferred", "held", "hanged", "voided")


def holds(row: dict[str, Any], condition: str) -> bool:
    if condition in COUNTS:
        return int(row[condition]) > 0
    return FACTS[condition](row) if condition in FACTS else bool(row[condition])


def counted(rows: list[dict[str, Any]], term: Term | None) -> int | None:
    """Count by hand, as the catalogue reads."""
    if term is None:
        return None
    entering = [
        row for row in rows
        if all(holds(row, one) for one in term.of)
        and not any(holds(row, one) for one in (*term.without, *SHIPPED.left_out))
    ]  # fmt: skip
    return sum(row[term.sum] or 0 for row in entering) if term.sum else len(entering)


def shown(measure: Measure, above: int, below: int | None) -> str | None:
    if below is None:
        return str(above)
    if not below:
        return None
    exact = Decimal(above * measure.per) / Decimal(below * measure.each)
    return str(exact.quantize(Decimal(1).scaleb(-measure.digits), rounding=ROUND_HALF_UP))


BOOLS = ("led", "due", "closed", "on_time", "solved", "reopened", "paused", "hung", "joined", "excluded", "void")
ROW = st.fixed_dictionaries(
    {
        "round": st.integers(0, 1), "unit_key": st.sampled_from(["", "municipal", "greening"]),
        "type_key": st.sampled_from(["event-0401", "event-0102", "component-0118", "event-2101"]),
        "area_path": st.just("hz.gs.wh."), "due_at": st.just(datetime(2026, 3, 17, tzinfo=UTC)),
        "closed_at": st.none(), "work_minutes": st.none() | st.integers(0, 100_000),
        "heard": st.integers(0, 3), "pleased": st.integers(0, 3), **dict.fromkeys(BOOLS, st.booleans()),
        **dict.fromkeys(COUNTS, st.sampled_from([0, 0, 1, 2])),
    }
)  # fmt: skip


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(ROW, max_size=40))
@example([])
def test_duckdb_over_any_rows_says_what_a_count_by_hand_says(rows: list[dict[str, Any]]) -> None:
    rows = [row | {"number": f"WH-{place}"} for place, row in enumerate(rows)]
    table = pyarrow.Table.from_pylist(rows, schema=packing.SCHEMA)
    units = sorted({row["unit_key"] for row in rows} | {ALL_UNITS})

    with duckdb.connect(config={"threads": 1}) as there:
        there.register("evaluation_rows", table)
        said = there.execute(packing.figures_sql(SHIPPED)).fetchall()
        groups = there.execute(grouped(SHIPPED, "evaluation_rows"))
        names = [column[0] for column in groups.description]
        pages = [dict(zip(names, group, strict=True)) for group in groups.fetchall()]
        types = there.execute(packing.types_sql(SHIPPED) + " ORDER BY unit_key, place").fetchall()

    of = {unit: [row for row in rows if unit in {ALL_UNITS, row["unit_key"]}] for unit in units}
    byhand = {
        (unit, one.key): (counted(of[unit], one.above), counted(of[unit], one.denominator))
        for unit in units
        for one in SHIPPED.measures
    }
    measures = {one.key: one for one in SHIPPED.measures}
    assert {(unit, key): (above, below, value) for unit, key, above, below, value in said} == {
        (unit, key): (above, below, shown(measures[key], above or 0, below))
        for (unit, key), (above, below) in byhand.items()
    }
    figures = told(SHIPPED, pages)
    assert {
        (unit, key): (one.above, one.below) for unit, all_of in figures.by_unit.items() for key, one in all_of.items()
    } == byhand
    assert [(unit, key, n) for unit, _, key, n in types] == [
        (unit, key, n) for unit, firsts in figures.first_types.items() for key, n in firsts
    ]


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [(2, 3, "66.7"), (1, 3, "33.3"), (1, 2000, "0.1"), (1, 2001, "0.0"), (3, 3, "100.0"), (0, 7, "0.0"), (0, 0, None),
     (937, 1000, "93.7"), (91_249, 100_000, "91.2"), (91_250, 100_000, "91.3")],
)  # fmt: skip
def test_a_rate_is_rounded_half_up_and_nothing_is_no_rate(above: int, below: int, value: str | None) -> None:
    rate = SHIPPED.measure("on_time_rate")

    assert rate
    assert rate.value(above, below) == value
    sql = f"SELECT {rate.value_in_duckdb()} FROM (SELECT {above}::bigint AS above, {below}::bigint AS below)"
    with duckdb.connect() as there:
        assert there.execute(sql).fetchall() == [(value,)]


WORDS = {"key": "one", "zh": "一", "en": "one", "means_zh": "一", "means_en": "one"}


@pytest.mark.parametrize(
    "measures",
    [
        [],
        [WORDS],
        [WORDS | {"count": {"of": ["led"]}, "denominator": {"of": ["led"]}}],
        [WORDS | {"numerator": {"of": ["led"]}}],
        [WORDS | {"count": {"of": ["is_pretty"]}}],
        [WORDS | {"count": {"of": ["led) OR (true"]}}],
        [WORDS | {"count": {"of": ["led"], "sum": "points"}}],
        [WORDS | {"count": {"of": ["led"]}}] * 2,
    ],
)
def test_what_is_not_on_the_list_is_refused(measures: list[dict[str, object]]) -> None:
    with pytest.raises(ValidationError):
        Formulas.model_validate({"measures": measures})


def test_formulas_are_kept_as_they_are_and_named_by_what_they_say() -> None:
    formulas = Formulas.model_validate(SHIPPED.model_dump(exclude={"area"}))
    changed = formulas.model_copy(update={"left_out": ("joined",)})

    assert Formulas.model_validate(formulas.stored) == formulas
    assert formulas.digest == Formulas.model_validate(formulas.stored).digest != changed.digest


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [("2026-03", date(2026, 3, 1), date(2026, 4, 1)), ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
     ("2026", date(2026, 1, 1), date(2027, 1, 1)), ("2026-12", date(2026, 12, 1), date(2027, 1, 1))],
)  # fmt: skip
def test_a_period_is_written_and_read(text: str, begins: date, ends: date) -> None:
    period = Period.read(text)

    assert period
    assert (period.begins_on, period.ends_before, str(period)) == (begins, ends, text)
    assert period.before.after == period
    assert str(period.as_long_as(12)) == text[:4]


@pytest.mark.parametrize("text", ["", "2026-13", "2026-Q5", "26-03", "2026-3", "1999", "2026-03-01", "２０２６"])
def test_what_is_no_period_is_none(text: str) -> None:
    assert Period.read(text) is None
