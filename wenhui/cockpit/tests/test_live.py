"""What a stream sends, and to which walls a notice matters."""

import json

import pytest

from wenhui.cockpit.live import Seat
from wenhui.cockpit.painting import Painted, WallKey, concerns
from wenhui.cockpit.sights import Sight
from wenhui.kit.privacy import Privacy


def sent(seat: Seat, painted: Painted, *, now: float = 0) -> list[tuple[str, str]]:
    """Return the events that bring a seat up to date, as pairs of event and id."""
    lines = [event.split("\n") for event in seat.news(painted, now=now)]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))["id"]) for name, data, *_ in lines]


def test_a_new_stream_gets_everything_and_later_only_what_changed() -> None:
    seat = Seat()
    first = Painted({"f-open": "<a>1</a>", "due": "<p>none</p>"}, {"map": "1"}, None)
    second = Painted({"f-open": "<a>2</a>", "due": "<p>none</p>"}, {"map": "2"}, None)

    events = [sent(seat, first), sent(seat, first, now=1), sent(seat, second, now=5)]

    assert events[0] == [("tile", "f-open"), ("tile", "due"), ("refresh", "map")]
    assert events[1] == []
    assert events[2] == [("tile", "f-open"), ("refresh", "map")]


def test_a_map_is_not_fetched_for_every_case_of_a_busy_minute() -> None:
    seat = Seat()
    painted = [Painted({"f-open": f"<a>{n}</a>"}, {"map": str(n)}, None) for n in range(4)]

    events = [sent(seat, one, now=at) for one, at in zip(painted, (0, 0.5, 1.0, 2.5), strict=True)]

    assert [("refresh", "map") in one for one in events] == [True, False, False, True]
    assert [("tile", "f-open") in one for one in events] == [True] * 4


def test_a_stream_that_is_behind_wakes_in_time_to_catch_up() -> None:
    seat = Seat()
    sent(seat, Painted({}, {"map": "1"}, None), now=0)

    sent(seat, Painted({}, {"map": "2"}, None), now=0.5)

    assert seat.patience(now=0.5) == 1.5
    assert sent(seat, Painted({}, {"map": "2"}, None), now=2.1) == [("refresh", "map")]


def test_an_event_is_one_line_of_data() -> None:
    seat = Seat()

    events = seat.news(Painted({"due": "<p>\n一行\n</p>"}, {}, None), now=0)

    assert events[0].count("\n") == 3
    assert events[0].endswith("\n\n")


@pytest.mark.parametrize(
    ("path", "notice", "expected"),
    [
        ("hz.gs.wh.", "cases_case hz.gs.wh.lsdy.g04.", True),
        ("hz.gs.wh.lsdy.g04.", "cases_case hz.gs.wh.", True),  # changes in several communities share their subdistrict
        ("hz.gs.wh.lsdy.", "cases_case hz.gs.wh.dtg.g01.", False),
        ("hz.gs.wh.lsdy.", "cases_case ", True),  # nothing shared: anywhere
        ("hz.gs.wh.lsdy.g01.", "cases_case hz.gs.wh.lsdy.g01.", True),
    ],
)
def test_a_notice_matters_to_walls_above_and_below_it(path: str, notice: str, *, expected: bool) -> None:
    key = WallKey(Sight(path), Privacy.INSIDE, "zh-hans")

    assert concerns(key, notice) is expected
