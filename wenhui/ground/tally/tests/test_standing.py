"""Counters are built, rebuilt and taken down as definitions and tables change."""

from datetime import timedelta
from typing import Any, cast

import pytest
from django.db import connection

from wenhui.ground.tally import actions, definitions, queries, reading
from wenhui.ground.tally.models import Counted
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE, make
from wenhui.lake.indicators import NOW, Definitions, Kind, Window

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("counted")]
TOWN = "hz.gs.wh."


def use(monkeypatch: pytest.MonkeyPatch, changed: Definitions) -> list[str]:
    monkeypatch.setattr(definitions, "office", lambda: changed)
    return actions.sync(at=NOON)


def test_a_changed_definition_counts_the_rows_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.insert(stage="closed")
    scratch.insert(stage="reported")

    touched = use(monkeypatch, Definitions((make("scratch.open", Kind.STOCK, where="stage <> 'closed'"),)))

    assert touched == [TABLE]
    assert queries.figures(["scratch.open"], TOWN, NOON)["scratch.open"].value == 1
    assert list(actions.differences()) == []


def test_a_table_that_nobody_counts_any_more_keeps_its_rows_and_loses_its_counters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch.insert()

    use(monkeypatch, Definitions(()))
    scratch.run(f"TRUNCATE {TABLE}")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE starts_with(relname, %s) AND relkind = 'r'", [f"{TABLE}__"])
        assert cursor.fetchone() == (0,)
    assert not Counted.objects.filter(table=TABLE).exists()


def test_a_table_made_anew_is_counted_again() -> None:
    scratch.run(f"DROP TABLE {TABLE}")
    scratch.run(scratch.MAKE)
    scratch.insert()

    touched = actions.sync(at=NOON)

    assert touched == [TABLE]
    assert queries.figures(["scratch.all"], TOWN, NOON)["scratch.all"].value == 1


def test_counters_that_nobody_has_on_record_are_built_again() -> None:
    scratch.insert()
    Counted.objects.all().delete()

    assert actions.sync(at=NOON) == [TABLE]
    assert list(actions.differences()) == []


def test_deltas_wait_while_the_folder_knows_other_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.insert()
    Counted.objects.filter(table=TABLE).update(fingerprint="of a newer release")

    assert actions.fold() == 0
    assert list(actions.differences()) == []


def test_two_indicators_of_the_same_last_word_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.insert(stage="reported")
    scratch.insert(stage="closed")
    ones = (
        make("scratch.some", Kind.STOCK, where="stage = 'closed'"),
        make("other.some", Kind.STOCK, where="stage LIKE '%o%'"),
    )

    use(monkeypatch, Definitions(ones))
    reading.forget()

    figures = queries.figures(["scratch.some", "other.some"], TOWN, NOON)
    assert [figure.value for figure in figures.values()] == [1, 2]


def test_a_per_cent_sign_in_a_condition_reads_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.insert(stage="reported", due_at=NOON - timedelta(hours=1))
    scratch.insert(stage="closed", due_at=NOON - timedelta(hours=1))
    overdue = make("scratch.overdue", Kind.DUE, at="due_at", where="stage LIKE 'rep%'", window=Window(end=NOW))

    use(monkeypatch, Definitions((overdue,)))
    reading.forget()

    rows = queries.behind("scratch.overdue", TOWN, NOON)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {rows.table} WHERE {rows.condition}", cast("list[Any]", rows.parameters))
        assert cursor.fetchone() == (1,)
    assert queries.figures(["scratch.overdue"], TOWN, NOON)["scratch.overdue"].value == 1


def test_nothing_is_counted_below_the_building() -> None:
    with pytest.raises(ValueError, match="below the building"):
        queries.figures(["scratch.all"], "hz.gs.wh.lsdy.g04.b001.u1.", NOON)
