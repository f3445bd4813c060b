"""What has room beside what, how residences part again, and whose a row is that came in between."""

from datetime import date

import pytest

from wenhui.record.registry.rules.merging import Stay, movable, parted, whose

D = [date(2020, month, 1) for month in range(1, 8)]


def stay(key: int, begin: date | None, end: date | None, kind: str = "home") -> Stay:
    """Return a residence that stood before the merge."""
    return Stay(key, kind, begin, end, was=end)


def new(key: int, begin: date, end: date | None = None, kind: str = "home") -> Stay:
    """Return a residence that came since."""
    return Stay(key, kind, begin, end, is_new=True)


@pytest.mark.parametrize(
    ("theirs", "held", "moves"),
    [
        (stay(1, D[0], D[1]), stay(2, D[1], None), True),  # one ends on the day the other begins
        (stay(1, D[0], D[2]), stay(2, D[1], None), False),
        (stay(1, None, D[1]), stay(2, None, D[2]), False),
        (stay(1, D[0], None, "rented"), stay(2, D[0], None, "home"), False),  # one sleeps in one place
        (stay(1, D[0], None, "register"), stay(2, D[0], None, "home"), True),
        (stay(1, D[0], None, "register"), stay(2, D[3], None, "register"), False),
        (stay(1, D[3], None), stay(2, None, D[3]), True),
    ],
)
def test_a_residence_has_room_where_none_alike_holds_on_a_day_of_it(theirs: Stay, held: Stay, moves: bool) -> None:
    assert movable([theirs], [held]) == ([1] if moves else [])


@pytest.mark.parametrize(
    ("stays", "begun", "ends"),
    [
        # the other's move had ended the primary's home: it is open again
        ([Stay(1, "home", D[0], D[2])], {("home", D[2])}, {1: None}),
        # their own move ends it, and the other's no longer does
        ([Stay(1, "home", D[0], D[2]), new(3, D[4])], {("home", D[2]), ("home", D[4])}, {1: D[4], 3: None}),
        # the primary's later move had ended the other's new home
        ([new(2, D[2], D[4])], {("home", D[2]), ("home", D[4])}, {2: None}),
        # a row that had stayed aside ends with the move that comes to it
        ([Stay(1, "rented", D[0], None), new(2, D[2])], {("home", D[2])}, {1: D[2], 2: None}),
        # another kind ends nothing
        ([Stay(1, "register", D[0], D[2])], {("home", D[2])}, {1: D[2]}),
        # what had ended before the merge stays ended, and what somebody ended by hand too
        ([stay(1, D[0], D[2]), Stay(2, "register", D[0], D[3])], {("home", D[2])}, {1: D[2], 2: D[3]}),
        ([], set(), {}),
    ],
)
def test_a_move_of_one_ends_nothing_of_the_other(
    stays: list[Stay], begun: set[tuple[str, date | None]], ends: dict[int, date | None]
) -> None:
    assert parted(stays, begun) == ends


@pytest.mark.parametrize(
    ("links", "primary", "other", "told"),
    [
        ({"door 1"}, {"door 1"}, {"door 2"}, False),
        ({"door 2"}, {"door 1"}, {"door 2"}, True),
        ({"door 3"}, {"door 1"}, {"door 2"}, None),
        ({"door 1"}, {"door 1"}, {"door 1"}, None),
        ({"door 1", "household 2"}, {"door 1"}, {"household 2"}, None),  # they tell differently
        ({"door 1", "household 9"}, {"door 1"}, {"door 2"}, False),
        (set(), {"door 1"}, {"door 2"}, None),
    ],
)
def test_a_door_or_household_that_only_one_had_tells_whose_a_row_is(
    links: set[str], primary: set[str], other: set[str], told: bool | None
) -> None:
    assert whose(links, primary, other) is told
