"""The demonstration's invented city: what it does, the cast could have done at their desks."""

from datetime import timedelta
from random import Random

from wenhui.ground.accounts.testing import AsWeb
from wenhui.site import city
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Stage, Verb


def test_turn_by_turn_cases_come_in_and_move_to_their_end(desk: Desk, as_web: AsWeb) -> None:
    draw = Random(3)

    with as_web(None):
        for minute in range(60):
            city.turn(draw, at=TUESDAY + timedelta(minutes=minute))

    assert Case.objects.filter(stage=Stage.CLOSED).exists()
    assert set(CaseMove.objects.values_list("verb", flat=True)) >= {"report", "register", "dispatch", "accept", "close"}


def test_nobody_of_the_cast_checks_their_own_work(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ANSWER)

    verified = city.step(case, at=desk.at)

    answered, checked = (verified.moves.get(verb=verb).by_name for verb in (Verb.ANSWER, Verb.VERIFY))
    assert answered != checked


def test_a_case_of_a_unit_outside_the_cast_waits_for_its_own_people(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.REGISTER)
    desk.step(case, Verb.DISPATCH, unit_key="greening")

    assert city.waiting_for_the_cast() == []
