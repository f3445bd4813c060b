"""When to try again, when to give up, what a clock is worth."""

from datetime import timedelta
from random import Random

import pytest

from wenhui.edge.exchange import rules
from wenhui.edge.exchange.words import Mark
from wenhui.work.cases.testing import TUESDAY


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (9, 512), (10, 900), (300, 900)])
def test_waits_double_up_to_a_cap_and_are_never_alike(attempts: int, seconds: int) -> None:
    waits = [rules.wait(attempts, Random(seed)).total_seconds() for seed in range(50)]

    assert seconds / 2 <= min(waits) < max(waits) <= seconds


def test_a_party_that_is_away_for_three_days_still_gets_everything() -> None:
    draw = Random(1)

    longest = sum((rules.wait(tries, draw) for tries in range(1, rules.MOST_TRIES)), timedelta())

    assert longest > timedelta(days=3)
    assert not rules.may_give_up(rules.MOST_TRIES - 1)
    assert rules.may_give_up(rules.MOST_TRIES)


@pytest.mark.parametrize(
    ("ago", "marks", "is_unbelievable"),
    [
        (None, set(), False),
        (timedelta(0), set(), False),
        (timedelta(minutes=-4), set(), False),
        (timedelta(minutes=-6), {Mark.AHEAD}, False),
        (timedelta(hours=-25), {Mark.AHEAD}, True),
        (timedelta(hours=23), set(), False),
        (timedelta(days=40), {Mark.LATE}, False),
    ],
)
def test_clocks_that_are_off_are_marked_and_days_to_come_not_believed(
    ago: timedelta | None, marks: set[Mark], is_unbelievable: bool
) -> None:
    said_at = None if ago is None else TUESDAY - ago

    assert rules.marks_of_clock(said_at=said_at, at=TUESDAY) == marks
    assert rules.is_unbelievable(said_at=said_at, at=TUESDAY) is is_unbelievable
