"""Under the web role with its policies, the questions of the board still go by index."""

from datetime import timedelta

import pytest
from django.db import connection

from wenhui.ground.accounts.testing import AsWeb
from wenhui.work.cases import queries
from wenhui.work.cases.queries import Filters
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Light

pytestmark = pytest.mark.database

MANY = """
INSERT INTO cases_case (
    number, area_id, area_path, type_key, platform, channel, stage, urgency, title, description, place, unit_key,
    reported_at, registered_at, closed_at, soon_at, due_at, returned_count, rework_count, reopened_count, source,
    source_key, attributes)
SELECT 'X-' || i, area.id, '', 'event-0102', 'service', 'resident', CASE WHEN i % 50 = 0 THEN 'registered' ELSE 'closed' END,
    'ordinary', CASE WHEN i % 100 = 0 THEN '水管泄漏' ELSE '暴露垃圾未清运' END, '', '', '', t, t,
    CASE WHEN i % 50 = 0 THEN NULL ELSE t + interval '1 day' END, t + interval '1 day', t + interval '2 days',
    0, 0, 0, '', '', '{}'
FROM generate_series(1, 6000) i
CROSS JOIN LATERAL (SELECT timestamptz '2026-03-17' - i * interval '1 hour' AS t) moment
JOIN (SELECT id, row_number() OVER () - 1 AS n FROM areas_area WHERE level = 'building') area ON area.n = i % 8
"""


@pytest.fixture
def many(desk: Desk) -> Desk:
    """A desk with 6,000 cases, one in fifty open, and statistics as after an autovacuum."""
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE cases_case")
    return desk


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(), "cases_open_by"),
        (Filters(path="hz.gs.wh.dtg."), "cases_open_by"),
        (Filters(lights=frozenset({Light.LATE})), "cases_open_by"),
        (Filters(closed_since=TUESDAY - timedelta(days=1)), "cases_closed_by_day"),
        (Filters(is_any=True), "cases_by_newest_first"),
    ],
)
def test_a_leaf_of_the_board_goes_by_index(many: Desk, as_web: AsWeb, filters: Filters, index: str) -> None:
    order = ("due_at", "pk") if filters.is_open else ("-reported_at", "-pk")

    with as_web(many.cast["zhounc"].scope):
        plan = queries.matching(filters, at=TUESDAY).order_by(*order)[:50].explain()

    assert index in plan
    assert "Seq Scan on cases_case" not in plan


def test_a_search_by_two_characters_goes_by_index(many: Desk, as_web: AsWeb) -> None:
    with as_web(many.cast["luming"].scope):
        found = queries.found("泄漏")
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT id FROM cases_case "
            "WHERE cases_grams(number || ' ' || title || ' ' || place || ' ' || description) @> %s",
            [queries.grams("泄漏")],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert len(found) == 60
    assert "cases_found_by_words" in plan
