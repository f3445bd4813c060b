"""Rules of forms by tables of cases: periods, lateness, states of a cell, what repeats, what was measured."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.record.forms.rules import cells, measuring, moves, periods, repeats
from wenhui.record.forms.rules.cells import Held
from wenhui.record.forms.words import FormStanding

TODAY = date(2026, 3, 17)
ADMITTED, EXPIRES = date(2026, 1, 20), date(2026, 12, 31)
AT = datetime(2026, 3, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "begin", "end", "due_on", "code"),
    [
        ("month", date(2026, 3, 1), date(2026, 4, 1), date(2026, 4, 5), "202603"),
        ("quarter", date(2026, 1, 1), date(2026, 4, 1), date(2026, 4, 5), "2026Q1"),
        ("year", date(2026, 1, 1), date(2027, 1, 1), date(2027, 1, 5), "2026"),
        ("once", ADMITTED, date(2027, 1, 1), date(2026, 1, 25), "20260120"),
    ],
)
def test_a_day_lies_in_its_period(kind: str, begin: date, end: date, due_on: date, code: str) -> None:
    found = periods.period_of(kind, TODAY, admitted_on=ADMITTED, expires_on=EXPIRES, due_days=5)

    assert (found.begin, found.end, found.due_on, found.code) == (begin, end, due_on, code)


@given(st.sampled_from(["month", "quarter", "year"]), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_periods_follow_each_other_without_a_gap(kind: str, admitted_on: date, days: int) -> None:
    today = admitted_on + timedelta(days=days)

    found = list(
        periods.periods_since(kind, today=today, admitted_on=admitted_on, expires_on=date(2040, 1, 1), due_days=5)
    )

    assert all(one.end == other.begin for one, other in pairwise(found))
    assert found[0].begin <= admitted_on < found[0].end
    assert found[-1].begin <= today < found[-1].end


@pytest.mark.parametrize(
    ("today", "is_filed", "how"),
    [
        (date(2026, 3, 17), False, "coming"),
        (date(2026, 3, 29), False, "due"),
        (date(2026, 4, 2), False, "due"),
        (date(2026, 4, 5), False, "due"),
        (date(2026, 4, 6), False, "late"),
        (date(2026, 4, 6), True, "filed"),
    ],
)
def test_a_period_comes_is_due_and_is_late(today: date, *, is_filed: bool, how: str) -> None:
    period = periods.period_of("month", TODAY, admitted_on=ADMITTED, expires_on=EXPIRES, due_days=5)

    assert periods.lateness(period, today=today, is_filed=is_filed) == how


YOUNG, OLD = TODAY - timedelta(days=180), TODAY - timedelta(days=181)


@pytest.mark.parametrize(
    ("held", "more", "state"),
    [
        (Held("a", YOUNG), {}, "locked"),
        (Held("a", OLD), {}, "confirm"),
        (Held("a"), {}, "confirm"),
        (Held("a"), {"freshness_days": None}, "locked"),
        (Held(""), {}, "ask"),
        (Held("a", YOUNG), {"asks_anew": True}, "ask"),
        (Held("a", YOUNG), {"is_asked_every_time": True}, "ask"),
        (Held("86", is_worked_out=True), {"asks_anew": True}, "computed"),
        (Held("501 室", is_sayable=False), {"asks_anew": True}, "locked"),
        (Held("", is_sayable=False), {}, "elsewhere"),
        (Held("a", YOUNG), {"is_cleared": False}, "above"),
    ],
)
def test_a_cell_is_shown_confirmed_or_asked(held: Held, more: dict[str, object], state: str) -> None:
    given = {"today": TODAY, "freshness_days": 180} | more

    assert cells.state_of(held, **given) == state  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subjects", "fresh", "every_time", "again"),
    [(10, 5, False, True), (10, 4, False, False), (0, 0, False, False), (10, 10, True, False), (1, 1, False, True)],
)
def test_a_column_repeats_what_every_second_subject_has_fresh(
    subjects: int, fresh: int, *, every_time: bool, again: bool
) -> None:
    assert repeats.is_repeated(subjects=subjects, fresh=fresh, is_asked_every_time=every_time) == again


@pytest.mark.parametrize(
    ("first", "last", "seconds"),
    [("60000", "1000", 59), ("5", "5", 0), ("", "", None), ("1", "2", None), ("-1", "0", None), ("9" * 12, "1", None)],
)
def test_only_credible_spans_between_keys_are_measured(first: str, last: str, seconds: int | None) -> None:
    typed = measuring.typed_between(first, last, at=AT)

    assert (None if typed is None else (typed[1] - typed[0]).total_seconds()) == seconds


def test_what_was_refused_or_ended_stays_that() -> None:
    assert set(moves.MOVES) == set(FormStanding.values)
    assert not any(moves.may_follow(moves.REFUSED, one) for one in FormStanding.values)
    assert moves.may_follow(moves.SUBMITTED, moves.ADMITTED)
    assert not moves.may_follow(moves.DRAFTED, moves.ADMITTED)
