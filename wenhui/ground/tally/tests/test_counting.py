"""Every kind of indicator is exact at once, before and after the fold, whatever writes the rows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction

from wenhui.ground.tally import actions, queries
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE
from wenhui.lake.indicators import Period

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("counted")]
TOWN = "hz.gs.wh."
HERE = "hz.gs.wh.lsdy.g04.b001."
THERE = "hz.gs.wh.dtg.g02.b007."
FOLDS: list[Callable[[], object]] = [lambda: None, actions.fold]


def value(key: str, path: str = TOWN, period: Period | None = None) -> float | None:
    return queries.figures([f"scratch.{key}"], path, NOON, period)[f"scratch.{key}"].value


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_a_row_counts_in_its_building_and_everything_above(fold: Callable[[], object]) -> None:
    scratch.insert(HERE)
    scratch.insert(THERE, closed_at=NOON)

    fold()

    assert [value("open", path) for path in ("hz.", TOWN, "hz.gs.wh.lsdy.", HERE, THERE)] == [1, 1, 1, 1, 0]
    assert list(actions.differences()) == []


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_a_flow_counts_the_rows_of_its_period(fold: Callable[[], object]) -> None:
    for days in (0, 1, 29, 30, 400):
        scratch.insert(reported_at=NOON - timedelta(days=days))

    fold()

    assert value("reported", period=Period.TODAY) == 1
    assert value("reported", period=Period.DAYS_30) == 3
    assert value("reported", period=Period.MONTH) == 2
    assert value("reported", period=Period.ALL) == 5


def test_the_day_is_the_day_of_shanghai() -> None:
    before_midnight = NOON.replace(hour=15, minute=59)
    scratch.insert(reported_at=before_midnight)
    scratch.insert(reported_at=before_midnight + timedelta(minutes=1))

    counted = queries.trend("scratch.reported", TOWN, date(2026, 3, 17), date(2026, 3, 19), NOON)

    assert counted == [(date(2026, 3, 17), 1), (date(2026, 3, 18), 1)]


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_a_ratio_carries_its_operands_and_is_unknown_over_nothing(fold: Callable[[], object]) -> None:
    nothing = queries.figures(["scratch.rate"], TOWN, NOON)["scratch.rate"]
    for late in (False, False, False, True):
        scratch.insert(closed_at=NOON, due_at=NOON - timedelta(hours=1 if late else -1))

    fold()
    rate = queries.figures(["scratch.rate"], TOWN, NOON)["scratch.rate"]

    assert nothing.value is None
    assert (rate.value, rate.numerator, rate.denominator) == (75.0, 3, 4)


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_a_sum_adds_the_values_of_its_rows(fold: Callable[[], object]) -> None:
    scratch.insert(minutes=20)
    scratch.insert(minutes=22)
    scratch.insert(minutes=None)

    fold()

    assert value("minutes") == 42


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_a_duration_is_within_two_percent(fold: Callable[[], object]) -> None:
    for hours in range(1, 101):
        scratch.insert(reported_at=NOON - timedelta(hours=hours), closed_at=NOON)

    fold()
    handling = queries.figures(["scratch.handling"], TOWN, NOON)["scratch.handling"]

    assert handling.n == 100
    assert handling.value == pytest.approx(50 * 3600, rel=0.021)
    assert handling.p90 == pytest.approx(90 * 3600, rel=0.021)


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_due_figures_change_because_time_passes(fold: Callable[[], object]) -> None:
    for minutes in (-60 * 24 * 40, -1, 1, 119, 121, 60 * 24):
        scratch.insert(due_at=NOON + timedelta(minutes=minutes))
    scratch.insert(due_at=NOON - timedelta(days=3), closed_at=NOON)

    fold()
    now = {key: value(key) for key in ("overdue", "due_today", "due_soon")}
    later = queries.figures(["scratch.overdue"], TOWN, NOON + timedelta(hours=3))["scratch.overdue"].value

    assert now == {"overdue": 2, "due_today": 4, "due_soon": 2}
    assert later == 5


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_an_age_is_reached_on_the_birthday(fold: Callable[[], object]) -> None:
    scratch.insert(birth_on=date(1966, 3, 17))
    scratch.insert(birth_on=date(1966, 3, 18))
    scratch.insert(birth_on=date(1931, 1, 1))
    scratch.insert(birth_on=None)

    fold()

    assert value("over_60") == 2


@pytest.mark.parametrize("fold", FOLDS, ids=["unfolded", "folded"])
def test_categories_are_ranked(fold: Callable[[], object]) -> None:
    for kind in ("lamp", "lamp", "waste", None):
        scratch.insert(type_key=kind)

    fold()

    ranked = queries.by_category("scratch.reported", TOWN, "type_key", NOON)
    assert ranked == [("lamp", 2), ("", 1), ("waste", 1)]


def test_a_row_that_moves_leaves_its_old_area() -> None:
    moved = scratch.insert(HERE)
    actions.fold()

    scratch.run(f"UPDATE {TABLE} SET area_path = %s WHERE id = %s", THERE, moved)

    assert (value("open", HERE), value("open", THERE), value("open")) == (0, 1, 1)
    actions.fold()
    assert (value("open", HERE), value("open", THERE), value("open")) == (0, 1, 1)
    assert list(actions.differences()) == []


def test_an_update_that_counts_nothing_leaves_no_delta() -> None:
    scratch.insert(minutes=1, stage="reported")
    actions.fold()

    scratch.run(f"UPDATE {TABLE} SET stage = stage, id = id + 1000")

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM tally.{TABLE}__deltas")
        assert cursor.fetchone() == (0,)


def test_bulk_statements_and_copy_are_counted() -> None:
    scratch.run(
        f"INSERT INTO {TABLE} (area_path, reported_at, type_key) "
        "SELECT 'hz.gs.wh.lsdy.g0' || mod(n, 4) || '.b00' || mod(n, 9) || '.', %s, 't' || mod(n, 3) "
        "FROM generate_series(1, 500) AS n",
        NOON,
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} (area_path, reported_at) FROM STDIN") as copy:
        for _ in range(100):
            copy.write_row((THERE, NOON))
    actions.fold()

    scratch.run(f"UPDATE {TABLE} SET closed_at = %s WHERE mod(id, 2) = 0", NOON)
    scratch.run(f"DELETE FROM {TABLE} WHERE mod(id, 5) = 0")

    assert value("all") == 480
    assert list(actions.differences()) == []
    actions.fold()
    assert list(actions.differences()) == []


def test_truncate_is_refused_in_words() -> None:
    scratch.insert()

    with pytest.raises(Error, match="counted and cannot be truncated"), transaction.atomic():
        scratch.run(f"TRUNCATE {TABLE}")

    assert value("all") == 1


def test_cells_in_which_nothing_is_left_disappear() -> None:
    scratch.insert()
    actions.fold()

    scratch.run(f"DELETE FROM {TABLE}")
    actions.fold()

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM tally.{TABLE}__reported_at")
        assert cursor.fetchone() == (0,)


def test_a_recount_finds_and_mends_a_cell_that_was_changed_by_hand() -> None:
    scratch.insert(HERE)
    actions.fold()
    scratch.run(f"UPDATE tally.{TABLE}__now SET n_all = 7 WHERE area_path = %s", TOWN)

    found = list(actions.differences())
    actions.recount()

    assert [(one.face, one.key) for one in found] == [(f"{TABLE}__now", (TOWN,))]
    assert list(actions.differences()) == []


def test_figures_are_frozen_once_a_day() -> None:
    scratch.insert(HERE)
    day = date(2026, 3, 17)
    actions.freeze(day=day)
    scratch.insert(HERE)

    actions.freeze(day=day)

    trend = queries.trend("scratch.open", TOWN, day, day + timedelta(days=2), NOON + timedelta(days=1))
    assert trend == [(day, 1), (day + timedelta(days=1), 2)]


def test_set_up_again_nothing_changes() -> None:
    assert actions.sync(at=NOON) == []
