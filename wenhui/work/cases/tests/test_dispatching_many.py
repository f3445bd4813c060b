"""Many cases dispatched in one act, and taken back."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.journal.models import Entry
from wenhui.work.cases import actions, rules
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Stage, Verb

LATER = TUESDAY + timedelta(minutes=30)


def waiting(desk: Desk, count: int = 3) -> list[Case]:
    return [desk.step(desk.report(), Verb.REGISTER) for _ in range(count)]


def sent(desk: Desk, cases: list[Case], **given: object) -> actions.Many:
    units = dict.fromkeys([case.pk for case in cases], "municipal")
    return actions.dispatch_many(**({"units": units, "by": desk.actor("luming"), "at": LATER} | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minutes", "may"), [(-1, False), (0, True), (10, True), (11, False)], ids=["before", "at once", "ten", "eleven"]
)
def test_a_dispatch_is_taken_back_within_ten_minutes(minutes: int, may: bool) -> None:
    assert rules.may_recall(LATER + timedelta(minutes=minutes), dispatched_at=LATER) is may


def test_dispatch_many_sends_each_case_to_its_unit_with_a_move_and_a_line_each(desk: Desk) -> None:
    first, second, third = waiting(desk)
    units = {first.pk: "municipal", second.pk: "greening", third.pk: "municipal"}

    done = actions.dispatch_many(units=units, by=desk.actor("luming"), at=LATER)

    rows = Case.objects.order_by("pk").values_list("stage", "unit_key", "dispatched_at")
    assert list(rows) == [(Stage.DISPATCHED, unit, LATER) for unit in ("municipal", "greening", "municipal")]
    moves = CaseMove.objects.filter(verb=Verb.DISPATCH).order_by("case_id")
    assert [(one.case_id, one.unit_key, one.from_stage, one.to_stage, one.by_name, one.area_path) for one in moves] == [
        (case.pk, units[case.pk], "registered", "dispatched", "陆明溪", first.area_path)
        for case in (first, second, third)
    ]
    lines = Entry.objects.filter(verb="cases.dispatch").order_by("pk").values_list("subject", "refs__unit")
    assert list(lines) == [(f"case:{pk}", unit) for pk, unit in units.items()]
    assert (len(done.done), done.left) == (3, [])


def test_dispatch_many_says_which_cases_moved_meanwhile_and_leaves_them_alone(desk: Desk) -> None:
    first, second = waiting(desk, 2)
    desk.step(second, Verb.DISPATCH, unit_key="greening")

    done = sent(desk, [first, second])

    assert ([one.pk for one in done.done], done.left) == ([first.pk], [second.number])
    second.refresh_from_db()
    assert second.unit_key == "greening"
    assert second.moves.filter(verb=Verb.DISPATCH).count() == 1


@pytest.mark.parametrize(
    ("who", "unit", "error"),
    [("shenzy", "municipal", actions.NotAllowedError), ("luming", "nobody", actions.UnknownUnitError)],
)
def test_dispatch_many_refuses_all_or_nothing(desk: Desk, who: str, unit: str, error: type[Exception]) -> None:
    cases = waiting(desk, 2)

    with pytest.raises(error):
        sent(desk, cases, units={case.pk: unit for case in cases}, by=desk.actor(who))

    assert set(Case.objects.values_list("stage", flat=True)) == {Stage.REGISTERED}


def test_a_hundred_cases_cost_as_many_statements_as_three(
    desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    cases = waiting(desk, 100)

    with django_assert_max_num_queries(10):
        sent(desk, cases)


def test_recall_many_brings_back_what_nobody_accepted(desk: Desk) -> None:
    first, second, third = waiting(desk)
    sent(desk, [first, second])
    desk.step(third, Verb.DISPATCH, at=LATER + timedelta(minutes=1))
    desk.step(second, Verb.ACCEPT)

    back = actions.recall_many(dispatched_at=LATER, by=desk.actor("luming"), at=LATER + timedelta(minutes=9))

    assert ([one.number for one in back.done], back.left) == ([first.number], [second.number])
    stages = Case.objects.order_by("pk").values_list("stage", "unit_key", "dispatched_at")
    assert next(iter(stages)) == (Stage.REGISTERED, "", None)
    assert [stage for stage, *_ in stages] == [Stage.REGISTERED, Stage.ACCEPTED, Stage.DISPATCHED]
    move = first.moves.latest("pk")
    assert (move.verb, move.from_stage, move.to_stage, move.unit_key) == (
        Verb.RECALL, Stage.DISPATCHED, Stage.REGISTERED, "municipal",
    )  # fmt: skip
    assert Entry.objects.get(verb="cases.recall").subject == f"case:{first.pk}"


def test_recall_many_is_for_who_dispatched_and_not_for_later(desk: Desk) -> None:
    sent(desk, waiting(desk, 2))

    with pytest.raises(actions.TooLateError):
        actions.recall_many(dispatched_at=LATER, by=desk.actor("luming"), at=LATER + timedelta(minutes=11))
    by_another = actions.recall_many(dispatched_at=LATER, by=desk.actor("chengws"), at=LATER)

    assert (by_another.done, by_another.left) == ([], [])
    assert set(Case.objects.values_list("stage", flat=True)) == {Stage.DISPATCHED}
