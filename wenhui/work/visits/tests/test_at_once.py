"""Two phones, two taps, two rooms in the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wenhui.ground.accounts import testing as accounts
from wenhui.ground.accounts.testing import OFFICE
from wenhui.kit.words import Words
from wenhui.work.visits import actions
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.models import DueHome, Reason, ReasonOutcome, Visit
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk, plant_doors, plant_rules
from wenhui.work.visits.words import ReasonKind

pytestmark = pytest.mark.database

MANY = 8


@pytest.fixture
def open_walk(own_database: None) -> Walk:
    """A round whose work is committed, so that other connections see it."""
    office = accounts.plant_office()
    cast = accounts.plant_cast()
    plant_rules()
    return Walk(office, cast, plant_doors(office))


def at_once(act: Callable[[int], object]) -> list[object]:
    def one(number: int) -> object:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as people:
        return list(people.map(one, range(MANY)))


def test_a_visit_sent_many_times_at_once_counts_once(open_walk: Walk) -> None:
    reason = open_walk.ask("r501")

    visits = at_once(lambda _: open_walk.knock("r501", key="tap", told=[reason.pk]))

    assert set(visits) == {Visit.objects.get()}
    assert ReasonOutcome.objects.count() == 1


def test_a_home_counts_right_when_many_give_it_reasons_at_once(open_walk: Walk) -> None:
    def ask(number: int) -> object:
        wanted = Wanted(
            key=str(number % 4), dwelling_id=open_walk.doors["r501"].pk, words=Words("一", ""), tell=Words("二", ""),
            from_on=TODAY, due_on=TODAY,
        )  # fmt: skip
        return actions.ask(
            kind=ReasonKind.OUTREACH, source="test", ground="反诈", wanted=[wanted], by=OFFICE, at=TUESDAY
        )

    at_once(ask)

    assert Reason.objects.count() == DueHome.objects.get().asks == 4


def test_a_home_counts_right_when_many_of_its_reasons_end_at_once(open_walk: Walk) -> None:
    for number in range(MANY):
        open_walk.ask("r501", str(number))

    at_once(lambda number: actions.withdraw(source="test", keys=[f"r501:{number}"], by=OFFICE, at=TUESDAY))

    home = DueHome.objects.get()
    assert (home.asks, home.due_on) == (0, None)
