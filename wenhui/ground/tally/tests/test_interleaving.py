"""Whatever two connections do, in whatever order, figures equal the recount after every commit.

Two writers with open transactions of their own, and a folder between them, run random programs; after each commit the
cells and deltas are compared with the rows cell by cell, and figures with a count that shares nothing with them.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenhui.ground.tally import actions, definitions, queries
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE
from wenhui.lake import recounting
from wenhui.lake.indicators import Kind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
PATHS = [
    "hz.gs.wh.lsdy.g04.b001.",
    "hz.gs.wh.lsdy.g04.b001.u1.r501.",
    "hz.gs.wh.lsdy.g05.",
    "hz.gs.wh.dtg.g01.b001.",
    "nyc.council.d01.",
]
ASKED = ["hz.", "hz.gs.wh.", "hz.gs.wh.lsdy.g04.", "nyc.council.d01."]

around_noon = st.integers(-180, 180).map(lambda minutes: NOON + timedelta(minutes=minutes))
known = st.one_of(
    around_noon,
    st.sampled_from([NOON - timedelta(hours=12), NOON + timedelta(hours=12), NOON - timedelta(hours=12, seconds=1)]),
    st.datetimes(datetime(2024, 2, 20), datetime(2026, 12, 31), timezones=st.just(UTC)),
)
moments = st.one_of(st.none(), known)
rows = st.fixed_dictionaries(
    {
        "area_path": st.sampled_from(PATHS),
        "stage": st.sampled_from(["reported", "closed"]),
        "type_key": st.sampled_from([None, "lamp", "waste"]),
        "reported_at": known,
        "closed_at": moments,
        "due_at": st.one_of(around_noon, moments),
        "minutes": st.one_of(st.none(), st.integers(-5, 500)),
        "birth_on": st.one_of(st.none(), st.sampled_from([date(1966, 3, 17), date(1966, 3, 18), date(1968, 2, 29)])),
    }
)
writers = st.integers(0, 1)
numbers = st.integers(0, 9)
steps = st.one_of(
    st.tuples(st.just("insert"), writers, st.lists(rows, min_size=1, max_size=4)),
    st.tuples(st.just("update"), writers, st.tuples(numbers, rows)),
    st.tuples(st.just("move"), writers, st.tuples(numbers, st.sampled_from(PATHS))),
    st.tuples(st.just("delete"), writers, numbers),
    st.tuples(st.just("commit"), writers, st.none()),
    st.tuples(st.just("rollback"), writers, st.none()),
    st.tuples(st.just("fold"), writers, st.integers(1, 5)),
    st.tuples(st.just("pass"), writers, st.one_of(st.integers(1, 90), st.integers(1, 60 * 24 * 40))),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(rows, min_size=4, max_size=8), program=st.lists(steps, min_size=5, max_size=25))
def test_figures_equal_the_recount_after_every_commit(
    committed: list[psycopg.Connection], first: list[dict[str, Any]], program: list[tuple[str, int, Any]]
) -> None:
    at = NOON
    scratch.run(f"DELETE FROM {TABLE}")
    for number, writer in enumerate(committed):
        act(writer, "insert", first[number::2], number)
        writer.commit()
    assert_exact(at)

    for verb, number, what in program:
        if verb == "pass":
            at += timedelta(minutes=what)
        elif verb == "fold":
            actions.fold(limit=what)
        else:
            act(committed[number], verb, what, number)
        if verb in {"commit", "fold", "pass"}:
            assert_exact(at)
    for writer in committed:
        writer.commit()

    assert_exact(at)
    actions.fold()
    assert_exact(at)


def act(writer: psycopg.Connection, verb: str, what: Any, number: int) -> None:
    """Do one thing in a writer's open transaction; each writer has rows of its own, so that none waits for a lock."""
    mine = f"(SELECT id FROM {TABLE} WHERE mod(id, 2) = {number} ORDER BY id OFFSET %s LIMIT 2)"
    match verb, what:
        case "insert", [*several]:
            names = list(several[0])
            places = ", ".join(f"({2 * next_id(writer)} + {number}, {', '.join(['%s'] * len(names))})" for _ in several)
            values = [row[name] for row in several for name in names]
            writer.execute(f"INSERT INTO {TABLE} (id, {', '.join(names)}) VALUES {places}", values)
        case "update", (offset, dict() as row):
            changes = ", ".join(f"{name} = %s" for name in row)
            writer.execute(f"UPDATE {TABLE} SET {changes} WHERE id IN {mine}", [*row.values(), offset])
        case "move", (offset, path):
            writer.execute(f"UPDATE {TABLE} SET area_path = %s WHERE id IN {mine}", [path, offset])
        case "delete", offset:
            writer.execute(f"DELETE FROM {TABLE} WHERE id IN {mine}", [offset])
        case "commit", _:
            writer.commit()
        case _:
            writer.rollback()


def next_id(writer: psycopg.Connection) -> int:
    row = writer.execute(f"SELECT nextval(pg_get_serial_sequence('{TABLE}', 'id'))").fetchone()
    assert row is not None
    return int(row[0])


COUNTED = [one for one in scratch.INDICATORS if one.kind not in {Kind.RATIO, Kind.DURATION}]


def assert_exact(at: datetime) -> None:
    """Compare cell by cell with the rows, and figures with a count over ranges of moments."""
    assert list(actions.differences()) == []
    columns = definitions.columns_of(TABLE)
    found = queries.figures_of([one.key for one in COUNTED], ASKED, at)
    for path in ASKED:
        with connection.cursor() as cursor:
            cursor.execute(recounting.figures_sql(COUNTED, columns, path, at))
            from_rows = [float(value) for value in cursor.fetchone()]
        assert [found[path][one.key].value for one in COUNTED] == from_rows
