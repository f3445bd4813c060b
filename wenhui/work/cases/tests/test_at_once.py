"""What happens when many report in the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wenhui.ground.accounts import testing as accounts
from wenhui.work.cases import actions
from wenhui.work.cases.models import Case, CaseMove, CaseReport
from wenhui.work.cases.testing import TUESDAY, Desk, plant_types
from wenhui.work.cases.words import Stage

pytestmark = pytest.mark.database

MANY = 12


@pytest.fixture
def open_desk(own_database: None) -> Desk:
    """A desk whose work is committed, so that other connections see it."""
    desk = Desk(accounts.plant_office(), accounts.plant_cast())
    plant_types()
    return desk


def at_once(report: Callable[[int], Case]) -> list[Case]:
    def one(number: int) -> Case:
        try:
            return report(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as people:
        return list(people.map(one, range(MANY)))


def test_one_report_sent_many_times_at_once_is_one_case(open_desk: Desk) -> None:
    cases = at_once(lambda _: open_desk.report(key="form-1"))

    assert {case.pk for case in cases} == {Case.objects.get().pk}
    assert CaseMove.objects.count() == 1


def test_numbers_given_at_once_have_neither_gap_nor_twin(open_desk: Desk) -> None:
    cases = at_once(lambda number: open_desk.report(key=f"form-{number}"))

    assert sorted(case.number for case in cases) == [f"WH-2026-0317-{n:03d}" for n in range(1, MANY + 1)]


def test_a_report_that_joins_many_times_at_once_is_one_report(open_desk: Desk) -> None:
    case = open_desk.report()

    cases = at_once(lambda _: open_desk.report(key="form-1", same_as=case.number))

    assert {one.pk for one in cases} == {case.pk}
    assert CaseReport.objects.filter(source_key="form-1").count() == 1


def test_two_clerks_who_join_cases_crosswise_wait_for_each_other_and_one_is_refused(open_desk: Desk) -> None:
    pair = open_desk.report(), open_desk.report()
    clerk = open_desk.actor("luming")

    def join(number: int) -> Case:
        case, other = pair[number % 2], pair[(number + 1) % 2]
        try:
            return actions.attach(case_id=case.pk, into=other.number, by=clerk, at=TUESDAY)
        except actions.CaseError:
            return case

    at_once(join)

    assert sorted(case.stage for case in Case.objects.all()) == [Stage.MERGED, Stage.REPORTED]
