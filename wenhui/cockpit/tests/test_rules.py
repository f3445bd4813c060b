"""How figures stand, change, are coloured and covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.cockpit import rules
from wenhui.cockpit.rules import Change, Direction, Goal, Standing
from wenhui.lake.indicators import Good

RATE = Goal(Good.MORE, target=95, limit=92)
LOAD = Goal(Good.LESS, limit=150)
NONE_LATE = Goal(Good.LESS, target=0, limit=1)
ASKED_AGAIN = Goal(Good.LESS, target=0, limit=1.5)
DUE_TODAY = Goal(Good.LESS, target=0)


@pytest.mark.parametrize(
    ("value", "goal", "expected"),
    [
        (96.4, RATE, Standing.MET),
        (95, RATE, Standing.MET),
        (94.9, RATE, Standing.NEAR),
        (92.1, RATE, Standing.NEAR),
        (92, RATE, Standing.MISSED),
        (126, LOAD, Standing.MET),
        (149, LOAD, Standing.MET),
        (150, LOAD, Standing.MISSED),
        (0, NONE_LATE, Standing.MET),
        (1, NONE_LATE, Standing.MISSED),
        (0, ASKED_AGAIN, Standing.MET),
        (0.8, ASKED_AGAIN, Standing.NEAR),
        (1.5, ASKED_AGAIN, Standing.MISSED),
        (0, DUE_TODAY, Standing.MET),
        (11, DUE_TODAY, Standing.NEAR),
        (55_000, Goal(Good.NEITHER, target=60_000), None),
        (5, Goal(Good.LESS), None),
        (None, RATE, None),
        (5, None, None),
    ],
)
def test_a_figure_stands_beside_its_goal(value: float | None, goal: Goal | None, expected: Standing | None) -> None:
    assert rules.standing(value, goal) == expected


@pytest.mark.parametrize(
    ("now", "before", "decimals", "expected"),
    [
        (126, 134, 0, Change(Direction.FALL, 8)),
        (3, 1, 0, Change(Direction.RISE, 2)),
        (7, 7, 0, Change(Direction.FLAT, 0)),
        (96.44, 95.76, 1, Change(Direction.RISE, 0.6)),  # as shown: 96.4 and 95.8
        (96.44, 96.36, 1, Change(Direction.FLAT, 0)),
        (None, 3, 0, None),
        (3, None, 0, None),
    ],
)
def test_a_change_is_what_readers_find_by_subtracting_what_is_shown(
    now: float | None, before: float | None, decimals: int, expected: Change | None
) -> None:
    assert rules.change(now, before, decimals=decimals) == expected


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, (1, 2, 3, 4)),
        (1, (1, 2, 3, 4)),
        (5, (1, 2, 3, 4)),
        (7, (1, 3, 5, 7)),
        (9, (1, 3, 5, 7)),
        (10, (1, 4, 7, 10)),
        (24, (1, 6, 11, 16)),
        (200, (1, 51, 101, 151)),
        (55_000, (1, 10_001, 20_001, 30_001)),
    ],
)
def test_counts_are_coloured_in_round_steps(most: int, expected: tuple[int, ...]) -> None:
    assert rules.counting_scale([0, most, None]).bounds == expected


def test_the_steps_of_counts_are_written_as_on_the_wall() -> None:
    scale = rules.counting_scale([8])

    ranges = scale.ranges()

    assert ranges == [(0, 0), (1, 2), (3, 4), (5, 6), (7, None)]
    assert [scale.step(value) for value in (None, 0, 1, 2, 3, 6, 7, 40)] == [None, 0, 1, 1, 2, 3, 4, 4]


def test_rates_are_coloured_from_the_lowest_to_the_highest() -> None:
    scale = rules.measuring_scale([93.0, 94.0, 100.0, None])

    assert list(scale.bounds) == [94, 96, 98, 100]
    assert [scale.step(value) for value in (None, 93.0, 94.0, 97.9, 100.0)] == [None, 0, 1, 2, 4]
    assert scale.ranges()[0] == (None, 94)


@given(st.lists(st.integers(0, 3_000_000), max_size=60))
def test_every_count_has_a_step_and_more_is_never_lighter(counts: list[int]) -> None:
    scale = rules.counting_scale(counts)

    steps = [scale.step(count) for count in sorted(counts)]

    assert steps == sorted(steps, key=int)  # type: ignore[arg-type]
    assert all(step in range(5) for step in steps)
    assert all((scale.step(count) == 0) == (count == 0) for count in counts)


@given(st.lists(st.floats(0, 1_000_000, allow_nan=False), max_size=60))
def test_every_measure_has_a_step_and_more_is_never_lighter(values: list[float]) -> None:
    scale = rules.measuring_scale(values)

    steps = [scale.step(value) for value in sorted(values)]

    assert steps == sorted(steps, key=int)  # type: ignore[arg-type]
    assert all(step in range(5) for step in steps)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([120, 80, 0], [False, False, False]),
        ([120, 4, 3, 0], [False, True, True, False]),
        ([120, 80, 3, 0], [False, True, True, False]),  # one alone would follow from the total
        ([3], [True]),
        ([3, None], [True, False]),
        ([5, 6], [False, False]),
    ],
)
def test_counts_that_point_at_somebody_are_covered(counts: list[float | None], expected: list[bool]) -> None:
    assert rules.covered(counts, below=5) == expected


@given(st.lists(st.integers(0, 30), min_size=2, max_size=12))
def test_no_covered_count_follows_from_the_total(counts: list[int]) -> None:
    hidden = rules.covered(counts, below=5)

    assert all(hidden[place] for place, count in enumerate(counts) if 0 < count < 5)
    assert sum(hidden) != 1 or sum(count > 0 for count in counts) == 1


@pytest.mark.parametrize(("count", "expected"), [(0, False), (1, True), (4, True), (5, False), (None, False)])
def test_one_count_alone_is_too_few_from_one_to_four(count: int | None, *, expected: bool) -> None:
    assert rules.is_too_few(count, below=5) is expected


def test_the_longest_deviation_fills_half_a_track() -> None:
    assert rules.reach([93.0, 100.0, None], target=95) == 5
    assert rules.reach([], target=95) == 1


def test_rods_stand_as_tall_as_their_counts() -> None:
    assert rules.heights([38, 47, 0], tallest=47) == [38, 47, 0]
    assert rules.heights([0, 0]) == [0, 0]
