"""What the map of open cases asks and shows."""

from datetime import timedelta

import pytest

from wenhui.ground.accounts.testing import AsWeb, Browse
from wenhui.kit import clock
from wenhui.work.cases.desk import mapping
from wenhui.work.cases.desk.mapping import Window
from wenhui.work.cases.models import Case
from wenhui.work.cases.queries import Filters
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Verb

FAR, CLOSE = Window(120, 30, 121, 31, 12), Window(120, 30, 121, 31, mapping.CLOSEST)


@pytest.mark.parametrize(
    ("box", "zoom", "found"),
    [
        ("120,30,121,31", "14", Window(120, 30, 121, 31, 14)),
        ("120,30,121,31", "99", Window(120, 30, 121, 31, mapping.CLOSEST)),
        ("120,30,121,31", "-3", Window(120, 30, 121, 31, mapping.FARTHEST)),
        ("121,30,120,31", "14", None),
        ("120,30,121,91", "14", None),
        ("nan,30,121,31", "14", None),
        ("120,30,121", "14", None),
        ("120,30,121,31", "", None),
        ("", "14", None),
    ],
)
def test_a_window_is_read_as_far_as_it_makes_sense(box: str, zoom: str, found: Window | None) -> None:
    assert mapping.window({"box": box, "zoom": zoom}) == found


@pytest.fixture
def placed(desk: Desk) -> list[Case]:
    """Three cases in one place and one a street away, of which one is overdue; and one without a point."""
    points = [(120.17, 30.29), (120.17, 30.29), (120.17, 30.29), (120.175, 30.29), (None, None)]
    cases = [desk.report() for _ in points]
    for case, (lng, lat) in zip(cases, points, strict=True):
        Case.objects.filter(pk=case.pk).update(lng=lng, lat=lat)
    Case.objects.filter(pk=cases[1].pk).update(soon_at=TUESDAY, due_at=TUESDAY)
    return cases


def test_marks_gather_what_lies_close_and_show_the_most_pressing_light(desk: Desk, placed: list[Case]) -> None:
    at = TUESDAY + timedelta(minutes=1)

    far, close = (mapping.marks(Filters(), view, at=at) for view in (FAR, CLOSE))

    assert [(one["n"], one["light"], one.get("late")) for one in far] == [(4, "late", 1)]
    assert [(one["n"], one["light"], one["at"]) for one in close] == [
        (3, "late", [120.17, 30.29]), (1, "ok", [120.175, 30.29]),
    ]  # fmt: skip
    assert {number for number, _ in close[0]["cases"]} == {case.number for case in placed[:3]}


def test_the_extent_counts_what_has_no_point(placed: list[Case]) -> None:
    box, without = mapping.extent(Filters(), at=TUESDAY)

    assert (box, without) == ((120.17, 30.29, 120.175, 30.29), 1)


def test_a_map_holds_nothing_of_another_scope(desk: Desk, placed: list[Case], as_web: AsWeb) -> None:
    with as_web(desk.cast["hansg"].scope):
        assert mapping.marks(Filters(), FAR, at=TUESDAY) == []
    with as_web(desk.cast["zhounc"].scope):
        assert mapping.marks(Filters(), FAR, at=TUESDAY)[0]["n"] == 4


def test_the_map_goes_by_the_filters_of_the_board(
    desk: Desk, placed: list[Case], browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + timedelta(minutes=1))
    desk.step(placed[0], Verb.REGISTER)
    client = browse("luming")
    box = "&box=120,30,121,31&zoom=12"

    page = client.get("/cases/map/?stage=dispatch")
    marks = client.get(f"/cases/map/points.json?stage=dispatch{box}").json()["marks"]

    assert [one["n"] for one in marks] == [1]
    assert placed[0].number in page.content.decode()
    assert placed[3].number not in page.content.decode()
    assert client.get("/cases/map/points.json").json() == {"marks": []}
    assert client.get("/cases/map/ground.json").json()["type"] == "FeatureCollection"
    assert client.get("/cases/map/?q=没有这样的").status_code == 200
