"""How alike two reports are: tables of pairs that people would call one matter, or two."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from time import perf_counter

import pytest

from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases.intake import near
from wenhui.work.cases.intake.likeness import ENOUGH, Said, likeness, ranked

AT = datetime(2026, 3, 17, 9, 0, tzinfo=SHANGHAI)
HERE = Said("路面塌陷，围挡松动", "", "event-0401", "hz.gs.wh.lsdy.g04.b001.", AT, 120.1700, 30.2900)
UNKNOWN = "not_given"


def score(other: Said, one: Said = HERE) -> float:
    found = likeness(one, other, radius=200, unknown_type=UNKNOWN)
    return 0.0 if found is None else found.score


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "路面塌陷", "lng": 120.1703},
        {"title": "路面塌了，围挡也松动了", "at": AT + timedelta(hours=5)},
        {"title": "1 幢门口路面塌陷，有人差点摔倒", "type_key": UNKNOWN},
        {"lng": None, "lat": None, "title": "路面塌陷"},
    ],
)
def test_the_same_matter_in_other_words_is_offered(changes: dict[str, object]) -> None:
    assert score(replace(HERE, **changes)) >= ENOUGH  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": 30.2930},  # 330 m away
        {"title": "楼道堆放旧沙发", "type_key": "event-2107"},
        {"title": "路灯不亮", "type_key": "component-0108"},
        {"title": "", "words": ""},
        {"lng": None, "lat": None, "area_path": "hz.gs.wh.dtg.g01.b001."},
    ],
)
def test_another_matter_or_another_place_is_not(changes: dict[str, object]) -> None:
    assert score(replace(HERE, **changes)) < ENOUGH  # type: ignore[arg-type]


def test_nearer_sooner_and_more_alike_scores_more() -> None:
    exact = score(HERE)

    assert exact > score(replace(HERE, lng=120.1708))
    assert exact > score(replace(HERE, at=AT + timedelta(days=20)))
    assert exact > score(replace(HERE, type_key="event-0402"))
    assert score(replace(HERE, title="塌陷的路面"), HERE) == score(HERE, replace(HERE, title="塌陷的路面"))


def test_two_hundred_are_ranked_in_a_moment() -> None:
    others = [(n, replace(HERE, title=f"{n} 幢路面塌陷，请尽快来修", lng=120.17 + n / 1e6)) for n in range(200)]

    began = perf_counter()
    found = ranked(HERE, others, radius=200, unknown_type=UNKNOWN)

    assert perf_counter() - began < 0.2
    assert [key for key, _ in found] == sorted(key for key, _ in found)
    assert len(found) == 5


def test_the_ring_holds_every_point_within_its_metres() -> None:
    draw = Random(7)

    for _ in range(3000):
        lng, lat = 120.17 + draw.uniform(-0.01, 0.01), 30.29 + draw.uniform(-0.01, 0.01)
        other = lng + draw.uniform(-0.006, 0.006), lat + draw.uniform(-0.005, 0.005)
        metres = near.metres_between(lng, lat, *other)
        cell = near.cell_of(lng, lat)
        assert cell is not None
        assert near.cell_of(*other) in near.ring(cell, metres=metres)


def test_without_a_point_there_is_no_cell() -> None:
    assert near.cell_of(None, 30.0) is None
