"""How long it lasts, what a circle is, what holds several places."""

from datetime import UTC, datetime, timedelta
from math import cos, hypot, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenhui.work.emergency import rules

AT = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)


@settings(max_examples=20)
@given(st.floats(-179, 179), st.floats(-70, 70), st.sampled_from(rules.RADII))
def test_every_corner_of_a_circle_is_as_far_as_was_asked(lng: float, lat: float, metres: int) -> None:
    for east, north in rules.circle(lng, lat, metres):
        apart = hypot((east - lng) * 111_320 * cos(radians(lat)), (north - lat) * 111_320)

        assert metres * 0.99 < apart < metres * 1.02


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        ([], ""),
        (["hz.gs.wh.lsdy.g04.b001."], "hz.gs.wh.lsdy.g04.b001."),
        (["hz.gs.wh.lsdy.g04.b001.", "hz.gs.wh.lsdy.g04.b002."], "hz.gs.wh.lsdy.g04."),
        (["hz.gs.wh.lsdy.g04.b001.", "hz.gs.wh.lsdy.g05.b002."], "hz.gs.wh.lsdy."),
        (["hz.gs.wh.lsdy.g04.b001.", "hz.gs.wh.dtg.g04.b001."], "hz.gs.wh."),
    ],
)
def test_what_holds_several_places_is_the_smallest_area_around_them(paths: list[str], common: str) -> None:
    assert rules.common_path(paths) == common


@pytest.mark.parametrize(
    ("ended_at", "after", "is_on"),
    [
        (None, timedelta(0), True),
        (None, timedelta(hours=24) - timedelta(seconds=1), True),
        (None, timedelta(hours=24), False),
        (AT + timedelta(hours=1), timedelta(hours=2), False),
    ],
)
def test_it_ends_by_itself_after_a_day(ended_at: datetime | None, after: timedelta, is_on: bool) -> None:
    assert rules.is_on(ends_at=AT + rules.LASTS, ended_at=ended_at, at=AT + after) is is_on
