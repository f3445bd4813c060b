"""Counts the same figures from the rows alone, on any engine: PostgreSQL, DuckDB over Parquet, Spark for a city.

Nothing here is shared with the cells but the definitions: periods and windows become half-open ranges of moments, not
days and grains. So when both agree, neither the trigger's idea of a day nor the fold's arithmetic is wrong.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlglot

from wenhui.kit import clock
from wenhui.lake import conditions, periods
from wenhui.lake.faces import AREA, DATE
from wenhui.lake.indicators import Edge, Indicator, Kind, Period, Unit


def figures_sql(
    wanted: Sequence[Indicator],
    columns: Mapping[str, str],
    path: str,
    at: datetime,
    period: Period | None = None,
    *,
    dialect: str = "postgres",
) -> str:
    """Return the SELECT of one row with a column per indicator, all of one table, for one area.

    A duration gives the exact median in seconds, which the cells know within 2 %. `columns` maps the table's columns to
    PostgreSQL's names of their types.
    """
    [table] = {one.table for one in wanted}
    numbers = ", ".join(f"{_figure(one, columns, at, period)} AS v{number}" for number, one in enumerate(wanted))
    inside = f"{AREA} >= '{path}' AND {AREA} < '{path[:-1]}/'"
    sql = f"SELECT {numbers} FROM {table} WHERE {inside}"
    return sqlglot.transpile(sql, read="postgres", write=dialect)[0] if dialect != "postgres" else sql


def _figure(one: Indicator, columns: Mapping[str, str], at: datetime, period: Period | None) -> str:
    tests = [
        conditions.postgres(conditions.read(one.where, of=one.key, columns=columns)),
        *_range(one, columns, at, period),
    ]
    test = " AND ".join(f"({part})" for part in tests)
    if one.kind is Kind.SUM:
        return f"coalesce(sum(CASE WHEN {test} THEN {one.value} END), 0)"
    if one.kind is Kind.DURATION:
        seconds = f"extract(epoch FROM {one.at} - {one.value})"
        return f"percentile_disc(0.5) WITHIN GROUP (ORDER BY CASE WHEN {test} THEN {seconds} END)"
    return f"count(CASE WHEN {test} THEN 1 END)"


def _range(one: Indicator, columns: Mapping[str, str], at: datetime, period: Period | None) -> list[str]:
    """Return the conditions that a row's moment lies in the period or window; a stock has none."""
    if one.kind is Kind.STOCK:
        return []
    is_date = columns[one.at] == DATE
    if one.kind is Kind.DUE and one.window is not None:
        begin = None if one.window.begin is None else _edge(one.window.begin, at, is_date=is_date)
        end = None if one.window.end is None else _edge(one.window.end, at, is_date=is_date)
    else:
        first, after = periods.days_of(period or one.period, at)
        begin = None if first is None else _start(first, is_date=is_date)
        end = _start(after, is_date=is_date)
    bounds = [(">=", begin), ("<", end)]
    return [f"{one.at} IS NOT NULL", *(f"{one.at} {operator} {value}" for operator, value in bounds if value)]


def _edge(edge: Edge, at: datetime, *, is_date: bool) -> str:
    if edge.unit is Unit.MINUTES and not is_date:
        return f"CAST('{periods.edge_moment(edge, at).isoformat()}' AS TIMESTAMPTZ)"
    return _start(periods.edge_day(edge, at), is_date=is_date)


def _start(day: date, *, is_date: bool) -> str:
    """Return the day itself, or the moment at which it begins in Shanghai."""
    if is_date:
        return f"CAST('{day.isoformat()}' AS DATE)"
    return f"CAST('{clock.day_begins_at(day).isoformat()}' AS TIMESTAMPTZ)"
