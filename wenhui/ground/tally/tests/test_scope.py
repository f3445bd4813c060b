"""Cells and deltas are scoped like rows: plain SQL under the web role sees its own area only, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import Error, connection, transaction

from wenhui.ground.tally import actions, queries
from wenhui.ground.tally.tests import scratch
from wenhui.ground.tally.tests.scratch import NOON, TABLE
from wenhui.kit import scope
from wenhui.kit.scope import Scope

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("counted")]
HERE = "hz.gs.wh.lsdy.g04.b001."
THERE = "hz.gs.wh.dtg.g02.b007."
OURS = Scope("hz.gs.wh.lsdy.")


@pytest.fixture(autouse=True)
def _web_role(counted: None) -> None:
    scratch.run(
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{settings.WEB_ROLE}') "
        f"THEN CREATE ROLE {settings.WEB_ROLE}; END IF; END $$"
    )
    scratch.run(f"GRANT USAGE ON SCHEMA tally TO {settings.WEB_ROLE}")
    scratch.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA tally TO {settings.WEB_ROLE}")
    scratch.run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO {settings.WEB_ROLE}")
    scratch.run(scope.policy_sql(TABLE))


@contextmanager
def as_web(within: Scope | None) -> Iterator[None]:
    """Act as the web role, then roll back: a released savepoint would leave the scope on the test's transaction."""
    with transaction.atomic():
        scratch.run(f"SET LOCAL ROLE {settings.WEB_ROLE}")
        if within is not None:
            sql, parameters = scope.enter_sql(within)
            scratch.run(sql, *parameters)
        yield
        transaction.set_rollback(True)


def seen(relation: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT area_path FROM {relation}")
        return {path for (path,) in cursor.fetchall()}


@pytest.mark.parametrize("relation", [f"tally.{TABLE}__now", f"tally.{TABLE}__reported_at", f"tally.{TABLE}__deltas"])
def test_a_scope_sees_itself_and_below_and_nothing_else(relation: str) -> None:
    scratch.insert(HERE)
    scratch.insert(THERE)
    if not relation.endswith("deltas"):
        actions.fold()

    with as_web(OURS):
        ours = seen(relation)
    with as_web(None):
        nobodys = seen(relation)

    assert ours
    assert all(path.startswith(OURS.path) for path in ours)
    assert nobodys == set()


@pytest.mark.parametrize("is_folded", [False, True], ids=["unfolded", "folded"])
def test_figures_under_the_web_role_are_those_of_the_scope(is_folded: bool) -> None:
    scratch.insert(HERE, due_at=NOON)
    scratch.insert(THERE, due_at=NOON)
    if is_folded:
        actions.fold()
    keys = [one.key for one in scratch.INDICATORS]

    with as_web(OURS):
        ours = queries.figures(keys, OURS.path, NOON)
        elsewhere = queries.figures(keys, "hz.gs.wh.dtg.", NOON)
    with as_web(None):
        nobodys = queries.figures(keys, OURS.path, NOON)

    assert ours == queries.figures(keys, OURS.path, NOON)
    assert {figure.value or 0 for figure in (*elsewhere.values(), *nobodys.values())} == {0}


def test_the_web_role_writes_rows_and_the_trigger_counts_them() -> None:
    with as_web(OURS):
        scratch.insert(HERE)

        inside = queries.figures(["scratch.all"], OURS.path, NOON)["scratch.all"].value

    assert inside == 1


@pytest.mark.parametrize("relation", [f"tally.{TABLE}__now", f"tally.{TABLE}__deltas"])
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET n_all = 9", "DELETE FROM {}", "INSERT INTO {} (area_path) VALUES ('hz.')"]
)
def test_the_web_role_writes_no_counts(relation: str, verb: str) -> None:
    with pytest.raises(Error, match="permission denied"), as_web(OURS):
        scratch.run(verb.format(relation))
