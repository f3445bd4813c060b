"""The same definitions counted by another engine give the same figures."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from django.db import connection

from wenhui.ground.tally import actions, definitions, queries
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE
from wenhui.lake import recounting
from wenhui.lake.indicators import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counted")]
PATHS = ("hz.", "hz.gs.wh.lsdy.", "hz.gs.wh.dtg.g02.b007.")
COUNTED = [one for one in scratch.INDICATORS if one.kind is not Kind.RATIO]


@pytest.fixture
def duck(counted: None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The scratch table with 300 rows, folded here, and the same rows in DuckDB."""
    for n in range(300):
        scratch.insert(
            ("hz.gs.wh.lsdy.g04.b001.", "hz.gs.wh.dtg.g02.b007.", "hz.gs.")[n % 3],
            reported_at=NOON - timedelta(hours=7 * n),
            closed_at=None if n % 4 == 0 else NOON - timedelta(hours=6 * n),
            due_at=NOON - timedelta(minutes=40 * (n - 100)),
            stage=("reported", "closed")[n % 2],
            minutes=n if n % 5 else None,
            birth_on=date(1966, 3, 17) + timedelta(days=n - 150),
        )
    actions.fold()
    columns = list(definitions.columns_of(TABLE))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {TABLE}")
        rows = cursor.fetchall()
    types = {"timestamp with time zone": "TIMESTAMPTZ", "date": "DATE", "bigint": "BIGINT", "integer": "INTEGER"}
    there = duckdb.connect()
    made = ", ".join(f"{name} {types.get(kind, 'VARCHAR')}" for name, kind in definitions.columns_of(TABLE).items())
    there.execute(f"CREATE TABLE {TABLE} ({made})")
    there.executemany(f"INSERT INTO {TABLE} VALUES ({', '.join('?' * len(columns))})", rows)
    yield there
    there.close()


@pytest.mark.parametrize("path", PATHS)
def test_duckdb_and_postgresql_and_the_cells_agree(duck: duckdb.DuckDBPyConnection, path: str) -> None:
    columns = definitions.columns_of(TABLE)
    with connection.cursor() as cursor:
        cursor.execute(recounting.figures_sql(COUNTED, columns, path, NOON))
        [here] = cursor.fetchall()

    [there] = duck.execute(recounting.figures_sql(COUNTED, columns, path, NOON, dialect="duckdb")).fetchall()

    figures = queries.figures([one.key for one in COUNTED], path, NOON)
    assert [float(value) for value in there] == [float(value) for value in here]
    assert [figures[one.key].value for one in COUNTED] == pytest.approx([float(value) for value in here], rel=0.02)
    assert all(
        figures[one.key].value == float(value)
        for one, value in zip(COUNTED, here, strict=True)
        if one.kind is not Kind.DURATION
    )


def test_spark_is_written_in_its_own_dialect() -> None:
    sql = recounting.figures_sql(COUNTED, definitions.columns_of(TABLE), "hz.", NOON, dialect="spark")

    assert "TIMESTAMPTZ" not in sql
    assert "PERCENTILE" in sql.upper()
