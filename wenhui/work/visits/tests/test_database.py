"""What the database itself keeps true, whoever writes: steadfast visits, scope, and homes that count themselves."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.work.visits.models import DueHome, HandOver, Reason, ReasonOutcome, Visit
from wenhui.work.visits.testing import Walk
from wenhui.work.visits.words import Outcome

pytestmark = pytest.mark.database


def run(statement: str, *parameters: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'asleep'", "visits_a_reason_stands_somewhere"),
        ("kind = 'whim'", "visits_a_reason_is_of_a_known_kind"),
        ("state = 'met'", "visits_a_reason_that_ended_knows_when"),
        ("ended_at = now()", "visits_a_reason_that_ended_knows_when"),
        ("due_on = from_on - 1", "visits_a_reason_is_due_after_it_begins"),
        ("ground = ''", "visits_a_reason_names_its_ground"),
        ("tell_zh = ''", "visits_a_reason_asks_or_tells_something"),
    ],
)
def test_a_reason_that_contradicts_itself_is_refused(walk: Walk, change: str, constraint: str) -> None:
    walk.ask("r501")

    with pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE visits_reason SET {change}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE visits_visit SET outcome = 'answered'",
        "UPDATE visits_visit SET at = now()",
        "DELETE FROM visits_visit",
        "UPDATE visits_reasonoutcome SET outcome = 'answered'",
        "DELETE FROM visits_reasonoutcome",
        "TRUNCATE visits_handover",
    ],
)
def test_what_happened_at_a_door_stays_as_written(walk: Walk, statement: str) -> None:
    walk.ask("r501")
    walk.knock("r501", Outcome.NOBODY_HOME)

    with pytest.raises(DatabaseError, match="never changed"):
        run(statement)


def test_rows_follow_when_the_ground_is_divided_otherwise(walk: Walk) -> None:
    walk.ask("r501")
    walk.knock("r501", Outcome.NOBODY_HOME)
    run("UPDATE areas_area SET path = 'hz.gs.wh.lsdy.g99.b001.' WHERE path = 'hz.gs.wh.lsdy.g04.b001.'")

    for table in ("visits_visit", "visits_reasonoutcome", "visits_reason", "visits_duehome"):
        run(f"UPDATE {table} SET area_id = area_id")

    assert Visit.objects.get().area_path == ReasonOutcome.objects.get().area_path == "hz.gs.wh.lsdy.g99.b001."
    assert Reason.objects.get().area_path == DueHome.objects.get().area_path == "hz.gs.wh.lsdy.g99.b001."


@pytest.fixture
def planted(walk: Walk) -> Walk:
    """One row of everything in 流水东苑."""
    walk.ask("r501")
    walk.knock("r501", Outcome.REFERRED, what="楼道灯不亮")
    return walk


@pytest.mark.parametrize("table", ["reason", "duehome", "visit", "referral"])
def test_who_works_elsewhere_or_may_see_no_people_sees_no_row(planted: Walk, as_web: AsWeb, table: str) -> None:
    counts = []
    for scope in (planted.cast["hansg"].scope, Scope("hz.gs.wh.", Privacy.INSIDE), None, planted.cast["gulan"].scope):
        with as_web(scope), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM visits_{table}")
            counts.append(cursor.fetchone()[0])

    assert counts == [0, 0, 0, 1]


def test_a_home_counts_itself_through_bulk_writes_and_deletes(walk: Walk) -> None:
    for label in ("r501", "r502"):
        for zh in ("一", "二", "三"):
            walk.ask(label, zh)

    run("UPDATE visits_reason SET state = 'met', ended_at = now() WHERE zh = '一'")
    run("DELETE FROM visits_reason WHERE zh = '二'")
    run(
        "UPDATE visits_reason SET dwelling_id = %s WHERE dwelling_id = %s",
        walk.doors["r1201"].pk,
        walk.doors["r502"].pk,
    )

    homes = dict(DueHome.objects.values_list("dwelling", "asks"))
    assert homes == {walk.doors["r501"].pk: 1, walk.doors["r502"].pk: 0, walk.doors["r1201"].pk: 1}
    assert DueHome.objects.get(dwelling=walk.doors["r502"]).due_on is None


def test_nothing_is_handed_to_the_same_post(walk: Walk) -> None:
    post = walk.cast["gulan"].post

    with pytest.raises(IntegrityError, match="visits_are_handed_to_another_post"), transaction.atomic():
        HandOver.objects.create(
            ended=post,
            begun=post,
            on=post.valid_from,
            at=walk.at,
            area=walk.office.grid,
            homes=0,
            reasons=0,
            promises=0,
        )
