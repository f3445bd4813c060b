"""What a stream sends, and to which walls a notice matters."""

import json

import pytest

from wenhui.cockpit.live import Seat
from wenhui.cockpit.painting import Painted, WallKey, concerns
from wenhui.cockpit.sights import Sight
from wenhui.kit.privacy import Privacy


def sent(seat: Seat, painted: Painted) -> list[tuple[str, str]]:
    """Return the events that bring a seat up to date, as pairs of event and id."""
    lines = [event.split("\n") for event in seat.news(painted)]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))["id"]) for name, data, *_ in lines]


def test_a_new_stream_gets_everything_and_later_only_what_changed() -> None:
    seat = Seat()
    first = Painted({"f-open": "<a>1</a>", "due": "<p>none</p>"}, {"map": "1"}, None)
    second = Painted({"f-open": "<a>2</a>", "due": "<p>none</p>"}, {"map": "2"}, None)

    events = [sent(seat, first), sent(seat, first), sent(seat, second)]

    assert events[0] == [("tile", "f-open"), ("tile", "due"), ("refresh", "map")]
    assert events[1] == []
    assert events[2] == [("tile", "f-open"), ("refresh", "map")]


def test_an_event_is_one_line_of_data() -> None:
    seat = Seat()

    events = seat.news(Painted({"due": "<p>\n一行\n</p>"}, {}, None))

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
