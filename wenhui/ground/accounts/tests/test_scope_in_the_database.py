"""Row-level security by plain SQL that goes round Django: who sees which rows, and by which plans at a million rows."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection

from wenhui.ground.accounts import web_role
from wenhui.ground.accounts.scoped import scope_of_session, scope_on
from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.areas.scoping import ScopedTable
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope, policy_sql, upper_bound

STREET = Scope("hz.gs.wh.")
LSDY, DTG = Scope("hz.gs.wh.lsdy."), Scope("hz.gs.wh.dtg.")

TABLE = """
CREATE TABLE throwaway_note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    area_id bigint NOT NULL REFERENCES areas_area,
    area_path varchar(160) COLLATE "C" NOT NULL DEFAULT '',
    words text NOT NULL
);
"""
GRANTS = f"GRANT SELECT, INSERT, UPDATE, DELETE ON throwaway_note TO {web_role.WEB_ROLE};"

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def run(statement: str, *parameters: str | int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def make_table(least: Privacy) -> None:
    guard = ScopedTable("throwaway_note", least=least)
    run(TABLE + str(guard.sql) + GRANTS)


@pytest.fixture
def notes(office: Office) -> Office:
    """Plant one note in each of the two communities, in a table guarded for people with a post."""
    make_table(Privacy.INSIDE)
    for area in (office.building, office.building_elsewhere):
        run("INSERT INTO throwaway_note (area_id, words) VALUES (%s, %s)", area.pk, area.path)
    return office


def seen() -> list[object]:
    return [row[0] for row in run("SELECT words FROM throwaway_note ORDER BY words")]


def test_without_a_scope_nothing_is_there(notes: Office, as_web: AsWeb) -> None:
    with as_web(None):
        assert seen() == []


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (STREET, ["hz.gs.wh.dtg.g01.b001.", "hz.gs.wh.lsdy.g04.b001."]),
        (LSDY, ["hz.gs.wh.lsdy.g04.b001."]),
        (DTG, ["hz.gs.wh.dtg.g01.b001."]),
        (Scope("hz.gs.wh.lsdy.g05."), []),
        (Scope("hz.gs.wh.ls."), []),
        (Scope("nyc."), []),
    ],
)
def test_one_sees_what_lies_at_or_below_the_scope(notes: Office, as_web: AsWeb, scope: Scope, words: list[str]) -> None:
    with as_web(scope):
        assert seen() == words


def test_the_scope_ends_with_the_transaction(notes: Office, as_web: AsWeb) -> None:
    with as_web(None):
        with scope_on(LSDY):
            inside = seen()
        outside = seen()

    assert (inside, outside) == (["hz.gs.wh.lsdy.g04.b001."], [])


def test_a_job_sees_its_scope_in_each_of_its_transactions_and_nothing_afterwards(notes: Office, as_web: AsWeb) -> None:
    with as_web(None):
        with scope_of_session(LSDY):
            inside = [seen(), seen()]
        outside = seen()

    assert (inside, outside) == ([["hz.gs.wh.lsdy.g04.b001."]] * 2, [])


def test_a_row_outside_the_scope_cannot_be_written(notes: Office, as_web: AsWeb) -> None:
    elsewhere = notes.building_elsewhere.pk

    with pytest.raises(DatabaseError, match="row-level security"), as_web(LSDY):
        run("INSERT INTO throwaway_note (area_id, words) VALUES (%s, 'x')", elsewhere)


def test_a_lie_about_the_path_does_not_help(notes: Office, as_web: AsWeb) -> None:
    elsewhere = notes.building_elsewhere.pk

    with pytest.raises(DatabaseError, match="row-level security"), as_web(LSDY):
        run("INSERT INTO throwaway_note (area_id, area_path, words) VALUES (%s, 'hz.gs.wh.lsdy.', 'x')", elsewhere)


def test_a_row_cannot_be_moved_out_of_the_scope(notes: Office, as_web: AsWeb) -> None:
    elsewhere = notes.building_elsewhere.pk

    with pytest.raises(DatabaseError, match="row-level security"), as_web(LSDY):
        run("UPDATE throwaway_note SET area_id = %s", elsewhere)


@pytest.mark.parametrize("statement", ["UPDATE throwaway_note SET words = ''", "DELETE FROM throwaway_note"])
def test_changes_reach_only_what_is_seen(notes: Office, as_web: AsWeb, statement: str) -> None:
    with as_web(LSDY):
        run(statement)

    assert "hz.gs.wh.dtg.g01.b001." in seen()


@pytest.mark.parametrize("least", list(Privacy))
@pytest.mark.parametrize("clearance", list(Privacy))
def test_a_clearance_below_the_class_sees_nothing(
    office: Office, as_web: AsWeb, least: Privacy, clearance: Privacy
) -> None:
    make_table(least)
    run("INSERT INTO throwaway_note (area_id, words) VALUES (%s, 'x')", office.building.pk)

    with as_web(Scope("hz.gs.wh.", clearance)):
        assert bool(seen()) == (clearance.rank >= least.rank)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE throwaway_note",
        "ALTER TABLE throwaway_note DISABLE ROW LEVEL SECURITY",
        "DROP POLICY scoped ON throwaway_note",
        "CREATE POLICY mine ON throwaway_note USING (true)",
        "DROP TRIGGER throwaway_note_area_path ON throwaway_note",
        "COPY throwaway_note FROM STDIN",
    ],
)
def test_the_guard_cannot_be_taken_down(notes: Office, as_web: AsWeb, statement: str) -> None:
    with pytest.raises(DatabaseError), as_web(STREET):
        run(statement)


def test_leaving_row_security_out_is_an_error_and_shows_nothing(notes: Office, as_web: AsWeb) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), as_web(LSDY):
        run("SET LOCAL row_security = off; SELECT words FROM throwaway_note")


# --- Plans at a million rows -----------------------------------------------------------------------------------------

MILLION = """
CREATE SCHEMA throwaway;
CREATE UNLOGGED TABLE throwaway.cases (
    id bigint NOT NULL, area_path text COLLATE "C" NOT NULL, kind int NOT NULL, at timestamptz NOT NULL);
INSERT INTO throwaway.cases
    SELECT n, format('hz.gs.wh.c%%s.g%%s.b%%s.', n %% 8, n %% 40, n %% 700), n %% 50, now() - n * interval '31 seconds'
    FROM generate_series(1, 1000000) AS n;
CREATE INDEX cases_by_area ON throwaway.cases (area_path, at);
"""


@pytest.fixture
def million(db: None) -> None:
    """Stand up a million rows under a policy, readable for the web role; the test's rollback takes them away."""
    run(MILLION)
    run(policy_sql("throwaway.cases"))
    run(f"GRANT USAGE ON SCHEMA throwaway TO {web_role.WEB_ROLE}")
    run(f"GRANT SELECT ON throwaway.cases TO {web_role.WEB_ROLE}")
    run("ANALYZE throwaway.cases")


def plan_of(question: str, *parameters: str | int) -> str:
    return "\n".join(str(row[0]) for row in run(f"EXPLAIN (ANALYZE, COSTS OFF) {question}", *parameters))


def milliseconds(plan: str) -> float:
    return float(plan.rsplit("Execution Time: ", 1)[1].split(maxsplit=1)[0])


def test_at_a_million_rows_the_web_role_reads_by_index_ranges(million: None, as_web: AsWeb) -> None:
    grid, building = "hz.gs.wh.c4.g12.", "hz.gs.wh.c4.g12.b212."

    with as_web(Scope(grid)):
        of_scope = plan_of("SELECT count(*) FROM throwaway.cases")
        of_kind = plan_of("SELECT id FROM throwaway.cases WHERE kind = 12 ORDER BY id LIMIT 50")
        of_building = plan_of(
            "SELECT id FROM throwaway.cases WHERE area_path >= %s AND area_path < %s ORDER BY at DESC LIMIT 50",
            building,
            upper_bound(building),
        )
    with as_web(None):
        of_nobody = plan_of("SELECT count(*) FROM throwaway.cases")

    assert "Seq Scan" not in of_nobody
    for plan in (of_scope, of_kind, of_building):
        assert "cases_by_area" in plan
        assert "Seq Scan" not in plan
        assert "area_path >= current_setting('wenhui.scope_from'" in plan.split("Filter")[0]
    assert max(map(milliseconds, (of_scope, of_kind, of_building, of_nobody))) < 500
