"""How numbers and times are written."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from wenhui.kit.html import numbers, times

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 17, 9, 42, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 3, 17, 10, 30, tzinfo=SHANGHAI), "今日 10:30"),
        (datetime(2026, 3, 17, 0, 0, tzinfo=SHANGHAI), "今日 00:00"),
        (datetime(2026, 3, 16, 23, 59, tzinfo=SHANGHAI), "昨日 23:59"),
        (datetime(2026, 3, 18, 9, 0, tzinfo=SHANGHAI), "明日 09:00"),
        (datetime(2026, 3, 13, 17, 0, tzinfo=SHANGHAI), "3-13 17:00"),
        (datetime(2026, 12, 1, 8, 5, tzinfo=SHANGHAI), "12-01 08:05"),
        (datetime(2025, 7, 2, 8, 5, tzinfo=SHANGHAI), "2025-07-02"),
        (datetime(2026, 3, 16, 16, 30, tzinfo=UTC), "今日 00:30"),
    ],
)
def test_a_moment_is_written_as_a_clerk_would(at: datetime, written: str) -> None:
    assert times.moment(at, now=NOW) == written


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 3, 17, 10, 30, tzinfo=SHANGHAI), "Today 10:30"),
        (datetime(2026, 3, 16, 18, 0, tzinfo=SHANGHAI), "Yesterday 18:00"),
        (datetime(2026, 3, 13, 17, 0, tzinfo=SHANGHAI), "13 Mar 17:00"),
        (datetime(2025, 7, 2, 8, 5, tzinfo=SHANGHAI), "2025-07-02"),
    ],
)
def test_a_moment_is_written_in_english(at: datetime, written: str) -> None:
    with translation.override("en"):
        assert times.moment(at, now=NOW) == written


def test_spans_and_days_are_said_in_english() -> None:
    with translation.override("en"):
        said = [times.left(timedelta(minutes=48)), times.left(-timedelta(days=2, hours=1)), times.day(NOW)]

    assert said == ["48 min left", "2 d 1 h over", "Tue 17 Mar"]


def test_a_moment_is_written_in_the_zone_of_the_city() -> None:
    at = datetime(2026, 3, 17, 3, 0, tzinfo=UTC)

    with timezone.override(ZoneInfo("America/New_York")):
        written = times.moment(at, now=datetime(2026, 3, 17, 12, 0, tzinfo=UTC))

    assert written == "昨日 23:00"


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(minutes=48), "剩 48 分"),
        (timedelta(hours=1, minutes=18), "剩 1 时 18 分"),
        (timedelta(hours=2), "剩 2 时"),
        (timedelta(days=3), "剩 3 天"),
        (timedelta(days=2, hours=1, minutes=59), "剩 2 天 1 时"),
        (timedelta(days=1, minutes=40), "剩 1 天"),
        (timedelta(seconds=59), "剩不到 1 分"),
        (timedelta(0), "超不到 1 分"),
        (-timedelta(minutes=32), "超 32 分"),
        (-timedelta(days=2, hours=1), "超 2 天 1 时"),
    ],
)
def test_what_is_left_is_said_in_the_two_largest_units(length: timedelta, written: str) -> None:
    assert times.left(length) == written


def test_lateness_and_days_are_said_in_words() -> None:
    late, day = times.old(timedelta(hours=3, minutes=41)), times.day(NOW)

    assert (late, day) == ("迟 3 时 41 分", "3 月 17 日 周二")


def test_an_exact_moment_is_written_to_the_second() -> None:
    assert times.exact(datetime(2026, 3, 17, 1, 41, 58, tzinfo=UTC)) == "2026-03-17 09:41:58"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (1764, 0, "1,764"),
        (-8, 0, "−8"),
        (96.35, 1, "96.4"),
        (2.5, 0, "3"),
        (-0.04, 1, "0.0"),
        (1234567.891, 2, "1,234,567.89"),
        (None, 0, "—"),
    ],
)
def test_numbers_have_commas_and_a_true_minus(value: float | None, decimals: int, written: str) -> None:
    assert numbers.number(value, decimals) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0.964, "96.4 %"), (1, "100.0 %"), (0, "0.0 %"), (-0.003, "−0.3 %"), (None, "—")]
)
def test_shares_are_written_with_one_decimal(share: float | None, written: str) -> None:
    assert numbers.percent(share) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(3, 0, "+3"), (-8, 0, "−8"), (0, 0, "0"), (0.7, 1, "+0.7"), (0.04, 1, "0.0"), (None, 0, "—")],
)
def test_changes_carry_their_sign(value: float | None, decimals: int, written: str) -> None:
    assert numbers.signed(value, decimals) == written
