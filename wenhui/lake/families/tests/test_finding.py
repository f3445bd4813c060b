"""Families planted in synthetic months are found, near misses are not, and chains do not grow."""

import pytest

from wenhui.lake.families import clusters, finding
from wenhui.lake.families.tests import months

HERE, THERE = (30.2901, 120.1701), (30.2990, 120.1850)


@pytest.mark.parametrize("known", ["points", "no points", "half"])
def test_planted_families_are_found(known: str) -> None:
    table = months.make(1500, seed=5, spots=600)
    places = {
        "points": table.places,
        "no points": None,
        "half": [place if row % 2 else None for row, place in enumerate(table.places)],
    }[known]

    families, scores = finding.families(table.texts, table.days, places)

    precision, recall = months.judged(families, table.planted)
    assert precision > 0.9
    assert recall > 0.85
    assert all((score > 0) == (family is not None) for family, score in zip(families, scores, strict=True))
    assert all(families.count(family) > 1 for family in families if family is not None)


@pytest.mark.parametrize(
    ("texts", "days", "places", "together"),
    [
        (["流水东苑3幢路灯不亮", "3幢的灯都灭了，晚上一片黑"], [0, 9], [HERE, HERE], True),
        (["流水东苑3幢路灯不亮", "流水东苑3幢的路灯坏了"], [0, 30], None, True),
        (["流水东苑3幢路灯不亮", "流水东苑3幢下水道堵了"], [0, 9], [HERE, HERE], False),
        (["流水东苑3幢路灯不亮", "流水东苑8幢路灯不亮"], [0, 9], None, False),
        (["路灯不亮", "路灯不亮"], [0, 9], [HERE, THERE], False),
        (["路灯不亮", "路灯不亮"], [0, 400], [HERE, HERE], False),
        (["", ""], [0, 0], None, False),
        (["loud music at 45 main st", "noise again from 45 main st, music"], [0, 5], None, True),
    ],
)
def test_matter_place_and_time_must_agree(
    texts: list[str], days: list[float], places: list[tuple[float, float] | None] | None, *, together: bool
) -> None:
    others = months.make(60, seed=2, share=0)
    more = None if places is None else [*places, *others.places]

    families, _ = finding.families([*texts, *others.texts], [*days, *others.days], more)

    assert (families[0] is not None and families[0] == families[1]) is together


def test_few_rows_have_no_families() -> None:
    assert finding.families([], []) == ([], [])
    assert finding.families(["路灯不亮"], [0]) == ([None], [0.0])


def test_a_chain_of_neighbours_is_no_family() -> None:
    chain = [(row, row + 1, 2.0) for row in range(9)]
    ring = [(one, two, 2.0) for one in range(10, 14) for two in range(one + 1, 14)]

    groups = clusters.groups(chain + ring)

    assert [10, 11, 12, 13] in groups
    assert max(len(group) for group in groups if 10 not in group) <= 3


def test_one_strong_tie_does_not_join_what_differs() -> None:
    assert clusters.groups([(0, 1, 5.0), (1, 2, 1.0), (0, 2, -4.0)]) == [[0, 1]]
