"""Under the web role with its policies, the questions of the list and the door still go by index."""

import pytest
from django.db import connection

from wenhui.ground.accounts.testing import AsWeb
from wenhui.kit.scope import upper_bound
from wenhui.work.visits import queries
from wenhui.work.visits.models import Reason, Visit
from wenhui.work.visits.testing import TODAY, Walk

pytestmark = pytest.mark.database

MANY = """
INSERT INTO visits_reason (
    kind, source, source_key, dwelling_id, zh, en, tell_zh, tell_en, asks, ground, from_on, due_on, state, asked_at,
    ended_at, area_id, area_path)
SELECT 'outreach', 'many', i::text, door.id, '一', '', '二', '', '{}', '三', '2026-03-01', '2026-03-20',
    CASE WHEN i % 20 = 0 THEN 'open' ELSE 'met' END, now(), CASE WHEN i % 20 = 0 THEN NULL ELSE now() END, area.id, ''
FROM generate_series(1, 8000) i
JOIN (SELECT id, row_number() OVER (ORDER BY path) - 1 AS n FROM areas_area WHERE level = 'building') area ON area.n = i % 8
CROSS JOIN LATERAL (
    SELECT id FROM areas_area WHERE level = 'dwelling' ORDER BY (id + i) % 4 LIMIT 1
) door
"""
VISITS = """
INSERT INTO visits_visit (key, dwelling_id, outcome, at, part, is_invited, by_kind, by_key, by_name, area_id, area_path)
SELECT 'v' || id, dwelling_id, 'nobody_home', now() - id * interval '1 hour', 'morning', false, 'job', 'x', 'x', area_id, ''
FROM visits_reason
"""


@pytest.fixture
def many(walk: Walk) -> Walk:
    """8,000 reasons and visits, one in twenty open, and statistics as after an autovacuum."""
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute(VISITS)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE visits_reason, visits_visit")
    return walk


def test_the_list_of_a_grid_goes_by_index(many: Walk, as_web: AsWeb) -> None:
    path = many.cast["gulan"].scope.path

    with as_web(many.cast["gulan"].scope):
        plan = Reason.objects.filter(
            queries.to_do(TODAY), area_path__gte=path, area_path__lt=upper_bound(path)
        ).explain()

    assert "visits_open_reason_by_area" in plan
    assert "Seq Scan on visits_reason" not in plan


def test_the_visits_of_a_door_go_by_index(many: Walk, as_web: AsWeb) -> None:
    with as_web(many.cast["gulan"].scope):
        plan = Visit.objects.filter(dwelling=many.doors["r501"].pk).order_by("-at")[:5].explain()

    assert "visits_of_a_home_latest_first" in plan
