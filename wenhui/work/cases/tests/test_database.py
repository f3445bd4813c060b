"""What the database itself refuses and keeps true, whoever writes: invariants, steadfast moves, scope, search."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wenhui.ground.accounts.testing import OFFICE, AsWeb
from wenhui.ground.areas import actions as areas
from wenhui.kit.scope import Scope
from wenhui.work.cases import queries
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Stage, Verb

pytestmark = pytest.mark.database


def run(statement: str, *parameters: int | str) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("stage = 'asleep'", "cases_stand_at_a_known_stage"),
        ("channel = 'pigeon'", "cases_come_by_a_known_channel"),
        ("platform = 'fifth'", "cases_belong_to_a_known_platform"),
        ("urgency = 'whatever'", "cases_have_a_known_urgency"),
        ("stage = 'closed'", "cases_closed_has_closed_at"),
        ("closed_at = now()", "cases_only_closed_has_closed_at"),
        ("registered_at = now()", "cases_reported_is_not_registered"),
        ("stage = 'accepted'", "cases_in_handling_has_a_unit"),
        ("soon_at = due_at + interval '1 minute'", "cases_turn_soon_before_late"),
        ("lng = 30", "cases_lie_on_earth"),
        ("lng = 190, lat = 30", "cases_lie_on_earth"),
    ],
)
def test_a_case_that_contradicts_itself_is_refused(desk: Desk, change: str, constraint: str) -> None:
    case = desk.report()

    with pytest.raises(IntegrityError, match=constraint):
        run(f"UPDATE cases_case SET {change} WHERE id = %s", case.pk)


def test_a_source_brings_each_case_once(desk: Desk) -> None:
    desk.report(key="form-1")
    other = desk.report()

    with pytest.raises(IntegrityError, match="cases_come_once_from_each_source"):
        run(
            "UPDATE cases_case SET source = %s, source_key = 'form-1' WHERE id = %s", str(desk.actor("gulan")), other.pk
        )


def test_whether_a_case_was_on_time_cannot_be_written(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    with pytest.raises(DatabaseError, match="is_on_time"):
        run("UPDATE cases_case SET is_on_time = false WHERE id = %s", case.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_casemove SET why = '改一改'",
        "UPDATE cases_casemove SET at = at - interval '1 day'",
        "DELETE FROM cases_casemove",
        "TRUNCATE cases_casemove CASCADE",
    ],
)
def test_moves_stand_even_against_the_owner(desk: Desk, statement: str) -> None:
    desk.report()
    run("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no foreign keys

    with pytest.raises(IntegrityError, match="never changed or deleted"):
        run(statement)


def test_a_move_of_an_unknown_kind_is_refused(desk: Desk) -> None:
    case = desk.report()

    with pytest.raises(IntegrityError, match="case_moves_are_known_verbs"):
        CaseMove.objects.create(
            case=case, verb="lose", to_stage="void", by_kind="job", by_key="x", by_name="x", at=TUESDAY
        )


def test_moves_follow_their_case_when_its_building_moves_to_another_grid(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.DISPATCH)

    areas.move(path=case.area_path, to="hz.gs.wh.lsdy.g05.", by=OFFICE, at=TUESDAY)

    moved = "hz.gs.wh.lsdy.g05.b001."
    assert Case.objects.get(pk=case.pk).area_path == moved
    assert set(case.moves.values_list("area_path", flat=True)) == {moved}


def test_the_owners_bulk_load_may_bring_the_path_along(desk: Desk) -> None:
    case = desk.report()

    run(
        "INSERT INTO cases_casemove (case_id, area_path, verb, from_stage, to_stage, by_kind, by_key, by_name, at, why, "
        "unit_key) SELECT id, 'brought.along.', 'register', 'reported', 'registered', 'job', 'load', 'load', reported_at, "
        "'', '' FROM cases_case"
    )

    assert case.moves.get(verb="register").area_path == "brought.along."


def test_someone_of_another_community_sees_nothing_of_it(desk: Desk, as_web: AsWeb) -> None:
    here, there = desk.report(), desk.report(area=desk.office.building_elsewhere, by=OFFICE)

    with as_web(desk.cast["hansg"].scope):
        seen = run("SELECT id FROM cases_case"), run("SELECT case_id FROM cases_casemove")
        found = queries.found("塌陷")

    assert seen == ([(there.pk,)], [(there.pk,)])
    assert found == [there.pk]
    assert here.pk not in found


def test_without_a_scope_nothing_is_there(desk: Desk, as_web: AsWeb) -> None:
    desk.report()

    with as_web(None):
        assert run("SELECT id FROM cases_case") == []
        assert run("SELECT id FROM cases_casemove") == []
        assert queries.found("塌陷") == []


def test_the_web_role_cannot_forge_a_move_of_a_case_out_of_sight(desk: Desk, as_web: AsWeb) -> None:
    case = desk.report()

    with as_web(desk.cast["hansg"].scope), pytest.raises(IntegrityError, match="does not exist here"):
        run(
            "INSERT INTO cases_casemove (case_id, area_path, verb, from_stage, to_stage, by_kind, by_key, by_name, at, why, "
            "unit_key) VALUES (%s, 'hz.gs.wh.dtg.', 'close', 'verified', 'closed', 'person', '1', 'x', now(), '', '')",
            case.pk,
        )


@pytest.mark.parametrize("statement", ["UPDATE cases_casemove SET area_path = ''", "DELETE FROM cases_case"])
def test_the_web_role_may_neither_touch_moves_nor_delete_cases(desk: Desk, as_web: AsWeb, statement: str) -> None:
    desk.report()

    with as_web(Scope("hz.")), pytest.raises(DatabaseError, match="permission denied"):
        run(statement)


def test_actions_work_within_the_scope_of_a_post(desk: Desk, as_web: AsWeb) -> None:
    with as_web(desk.cast["gulan"].scope):
        case = desk.report()
    with as_web(desk.cast["luming"].scope):
        desk.take(case, Verb.DISPATCH)

    assert Case.objects.get(pk=case.pk).stage == Stage.DISPATCHED


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("塌陷", True),
        ("陷", True),
        ("围挡松动", True),
        ("路面 河西南路", True),
        ("0317-001", True),
        ("wh-2026-0317-001", True),
        ("３０米", True),
        ("行人摔倒", True),
        ("塌了", False),
        ("面路", False),
        ("动河", False),  # neighbours across two columns are no neighbours
        ("0317-002", False),
    ],
)
def test_cases_are_found_by_words_of_number_title_place_and_description(
    desk: Desk, as_web: AsWeb, text: str, *, is_found: bool
) -> None:
    case = desk.report(place="河西南路口向北 30 米", description="险些有行人摔倒")

    with as_web(desk.cast["luming"].scope):
        found = queries.found(text)

    assert found == ([case.pk] if is_found else [])


def test_a_search_without_words_finds_nothing(desk: Desk, as_web: AsWeb) -> None:
    desk.report()

    with as_web(desk.cast["luming"].scope):
        assert queries.found(" ，。！") == []


def test_a_search_brings_the_newest_first_and_keeps_to_stages(
    desk: Desk, as_web: AsWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = desk.report()
    new = desk.report(at=TUESDAY + timedelta(hours=1))
    closed = desk.take(desk.report(), Verb.CLOSE)

    with as_web(desk.cast["luming"].scope):
        assert queries.found("塌陷", stages=(Stage.REPORTED,)) == [new.pk, old.pk]
        assert queries.found("塌陷", stages=(Stage.CLOSED,)) == [closed.pk]
        monkeypatch.setattr(queries, "MOST_FOUND", 1)
        assert queries.found("塌陷", stages=(Stage.REPORTED,)) == [new.pk]
