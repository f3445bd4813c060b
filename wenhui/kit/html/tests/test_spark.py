"""Sparklines, deviations and parts of a whole fall where they should."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.kit.html import spark

values = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=40)


def test_the_highest_touches_the_top_and_the_lowest_the_bottom() -> None:
    drawn = spark.line([1, 5, 3])

    assert drawn.path == "M5.0 47.0L68.0 5.0L131.0 26.0"
    assert drawn.last == (131.0, 26.0)
    assert drawn.aim is None


def test_the_target_belongs_to_the_picture() -> None:
    drawn = spark.line([90, 92], target=95)

    assert drawn.aim == 5.0
    assert drawn.last is not None
    assert drawn.last[1] > drawn.aim


def test_a_value_that_is_not_known_leaves_a_gap() -> None:
    drawn = spark.line([1, None, 3, 4])

    assert drawn.path.count("M") == 2
    assert drawn.path.count("L") == 1


def test_a_level_line_runs_through_the_middle() -> None:
    drawn = spark.line([7, 7, 7])

    assert drawn.last == (131.0, 26.0)


def test_one_value_is_a_point_at_the_start() -> None:
    assert spark.line([3]).last == (5.0, 26.0)


def test_nothing_known_draws_nothing() -> None:
    assert spark.line([None, None]) == spark.Spark("", None, None)


@given(values, st.one_of(st.none(), st.floats(-1e6, 1e6)))
def test_nothing_is_ever_drawn_outside_the_frame(given_values: list[float | None], target: float | None) -> None:
    drawn = spark.line(given_values, target=target)

    points = [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn.path)]
    assert all(0 <= x <= spark.WIDTH and 0 <= y <= spark.HEIGHT for x, y in points)
    assert len(points) == sum(value is not None for value in given_values)


@pytest.mark.parametrize(
    ("value", "placed"),
    [(95, (50.0, 0.0)), (97.5, (50.0, 25.0)), (92.5, (25.0, 25.0)), (100, (50.0, 50.0)), (40, (0.0, 50.0))],
)
def test_a_deviation_is_a_bar_from_the_target_line(value: float, placed: tuple[float, float]) -> None:
    assert spark.from_target(value, target=95, reach=5) == placed


def test_a_track_without_reach_is_refused() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        spark.from_target(1, target=1, reach=0)


def test_parts_of_a_whole_lie_end_to_end() -> None:
    assert spark.shares([22, 6, 0, 4]) == [(0.0, 68.75), (68.75, 18.75), (87.5, 0.0), (87.5, 12.5)]


def test_an_empty_whole_has_no_width() -> None:
    assert spark.shares([0, 0]) == [(0.0, 0.0), (0.0, 0.0)]
