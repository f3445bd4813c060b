"""The order of stages, gone round: the database keeps it for pages, jobs and whoever types SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.work.cases import order
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Verb

TAKE_BACK = "UPDATE cases_case SET stage = 'registered', closed_at = NULL WHERE id = %s"
MOVE = (
    "INSERT INTO cases_casemove (case_id, area_path, verb, from_stage, to_stage, by_kind, by_key, by_name, at, why, "
    "unit_key) VALUES (%s, '', %s, %s, %s, 'person', 'luming', '陆明溪', now(), '雨后又沉了', '')"
)


def commit(*statements: tuple[str, tuple[int | str, ...]]) -> None:
    """Run statements as one transaction up to and including what is asked at commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, parameters in statements:
            cursor.execute(statement, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_the_function_of_the_database_says_what_the_table_of_the_code_says(desk: Desk) -> None:
    allowed = set(order.allowed())

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verb, came, led FROM unnest(%s::text[]) verb, unnest(%s::text[]) came, unnest(%s::text[]) led "
            "WHERE cases_step_fits(verb, came, led)",
            [*(sorted({step[place] for step in allowed}) for place in range(3))],
        )
        assert set(cursor.fetchall()) == allowed


@pytest.mark.parametrize("is_web", [False, True], ids=["owner", "web role"])
def test_a_closed_case_opens_only_with_the_reopening_move(desk: Desk, as_web: AsWeb, is_web: bool) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    def go(*statements: tuple[str, tuple[int | str, ...]]) -> None:
        if is_web:
            with as_web(desk.cast["luming"].scope):
                commit(*statements)
        else:
            commit(*statements)

    with pytest.raises(IntegrityError, match="its last move leads to closed"):
        go((TAKE_BACK, (case.pk,)))
    if is_web:
        for verb, came, led in (("dispatch", "closed", "registered"), ("rework", "answered", "accepted")):
            with pytest.raises(IntegrityError, match=f"no step {verb} leads from {came} to {led}"):
                go((MOVE, (case.pk, verb, came, led)))
    go((TAKE_BACK, (case.pk,)), (MOVE, (case.pk, "reopen", "closed", "registered")))

    assert Case.objects.get(pk=case.pk).stage == "registered"


def test_a_step_of_the_way_cannot_be_left_out(desk: Desk, as_web: AsWeb) -> None:
    case = desk.take(desk.report(), Verb.DISPATCH)

    with as_web(desk.cast["luming"].scope), pytest.raises(IntegrityError, match="after a move to dispatched"):
        commit(
            ("UPDATE cases_case SET stage = 'verified' WHERE id = %s", (case.pk,)),
            (MOVE, (case.pk, "verify", "answered", "verified")),
        )


def test_no_page_begins_a_case_in_the_middle(desk: Desk, as_web: AsWeb) -> None:
    held = desk.report()

    with (
        as_web(desk.cast["luming"].scope),
        pytest.raises(IntegrityError, match="begins with its report"),
        transaction.atomic(),
    ):
        Case.objects.create(
            number="WH-X", area=held.area, type=held.type, platform=held.platform, channel=held.channel,
            stage="registered", urgency=held.urgency, title="x", reported_at=held.reported_at, soon_at=held.soon_at,
            due_at=held.due_at,
        )  # fmt: skip


def test_every_way_the_actions_take_is_one_the_database_allows(desk: Desk) -> None:
    case = desk.step(desk.take(desk.report(), Verb.CLOSE), Verb.REOPEN)

    taken = set(CaseMove.objects.filter(case=case).values_list("verb", "from_stage", "to_stage"))

    assert taken <= set(order.allowed())
