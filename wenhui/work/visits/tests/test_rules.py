"""When one may knock, which way one walks, when a reminder falls due: tables of cases."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.record.registry.queries import age_on
from wenhui.work.visits.rules import knocking, reminding, walking
from wenhui.work.visits.rules.knocking import Attempt, Policy

TODAY = date(2026, 3, 17)
POLICY = Policy()
DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 12, 31))


@pytest.mark.parametrize(
    ("clock", "part"),
    [
        (time(8, 29), ""),
        (time(8, 30), "morning"),
        (time(11, 30), ""),
        (time(14), "afternoon"),
        (time(17, 29), "afternoon"),
        (time(20, 29), "evening"),
        (time(20, 30), ""),
        (time(3), ""),
    ],
)
def test_the_day_has_parts_and_quiet_between_them(clock: time, part: str) -> None:
    assert knocking.part_at(clock, POLICY) == part


@pytest.mark.parametrize(
    ("ago", "until"),
    [
        ((), None),
        ((0, 1), None),
        ((0, 1, 2), 28),
        ((29, 1, 0), 1),
        ((30, 1, 0), None),
        ((3, 2, 1, 0), 28),
    ],
)
def test_a_home_rests_after_so_many_knocks(ago: tuple[int, ...], until: int | None) -> None:
    attempts = [Attempt(TODAY - timedelta(days=days), "morning") for days in ago]

    rests = knocking.rests_until(attempts, today=TODAY, policy=POLICY)

    assert rests == (None if until is None else TODAY + timedelta(days=until))


@pytest.mark.parametrize(
    ("tried", "left"),
    [
        ((), ("morning", "afternoon", "evening")),
        (("morning",), ("afternoon", "evening")),
        (("morning", "afternoon", "evening"), ("morning", "afternoon", "evening")),
        (("morning", "morning", "evening", ""), ("afternoon",)),
    ],
)
def test_one_tries_another_hour(tried: tuple[str, ...], left: tuple[str, ...]) -> None:
    assert knocking.parts_to_try([Attempt(TODAY, part) for part in tried], POLICY) == left


@pytest.mark.parametrize(("kind", "days"), [("outreach", None), ("reminder", 180)])
def test_a_refusal_ends_a_reason_or_lets_it_rest(kind: str, days: int | None) -> None:
    rest = knocking.rest_after_refusal(kind, today=TODAY, policy=Policy(pauses={"reminder": 180}))

    assert rest == (None if days is None else TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("label", "floor"),
    [
        ("r501", 5),
        ("r1203", 12),
        ("501 室", 5),
        ("1203室", 12),
        ("r01", None),
        ("商铺", None),
        ("r502-1", None),
        ("b12", None),
    ],
)
def test_a_door_tells_its_floor(label: str, floor: int | None) -> None:
    assert walking.floor_of(label) == floor


def test_one_walks_by_numbers_not_by_letters() -> None:
    paths = ["g1.b10.u1.r101.", "g1.b2.u2.r101.", "g1.b2.u1.r1001.", "g1.b2.u1.r502.", "g1.b2.u1.r501."]

    assert sorted(paths, key=walking.walking_order) == [paths[4], paths[3], paths[2], paths[1], paths[0]]


@pytest.mark.parametrize(
    ("on", "years", "expected"),
    [
        (date(1946, 3, 17), 80, date(2026, 3, 17)),
        (date(1944, 2, 29), 80, date(2024, 2, 29)),
        (date(1946, 2, 28), 80, date(2026, 2, 28)),
        (date(1960, 2, 29), 65, date(2025, 3, 1)),
        (date(2026, 3, 17), 0, date(2026, 3, 17)),
        (date(2024, 2, 29), -80, date(1944, 2, 29)),
        (date(2024, 2, 29), -65, date(1959, 3, 1)),
    ],
)
def test_an_anniversary_falls_where_ages_change(on: date, years: int, expected: date) -> None:
    assert reminding.anniversary(on, years) == expected


@given(born=DAYS, years=st.integers(1, 100))
def test_on_the_anniversary_one_is_so_old_and_the_day_before_not(born: date, years: int) -> None:
    day = reminding.anniversary(born, years)

    assert age_on(born, day) == years
    assert age_on(born, day - timedelta(days=1)) == years - 1


@given(born=DAYS, years=st.integers(1, 100), first=DAYS, days=st.integers(0, 200))
def test_no_birthday_within_the_days_is_missed(born: date, years: int, first: date, days: int) -> None:
    first = reminding.anniversary(first, years)
    last = first + timedelta(days=days)

    earliest, latest = reminding.born_between(first, last, years)

    if first <= reminding.anniversary(born, years) <= last:
        assert earliest <= born <= latest


def test_a_reminder_stands_ahead_of_its_date_and_catches_up() -> None:
    window = reminding.window(TODAY, lead_days=30, open_days=60)
    first, last = reminding.moments_to_raise(TODAY, lead_days=30, open_days=60)

    assert (window.from_on, window.due_on) == (date(2026, 2, 15), date(2026, 5, 16))
    assert (first, last) == (date(2026, 1, 16), date(2026, 4, 16))
