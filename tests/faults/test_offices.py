"""Whole offices: two side by side, one started twice, one whose supervisor or database is killed outright."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests import folders
from tests.faults import offices
from wenhui.site.postgres import Server

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder of data folders; the tests here use that of one office, one after the other."""
    with folders.reachable() as made:
        offices.make_started_before(made / "one")
        yield made


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[offices.Office]:
    """One office that runs until a test stops it."""
    with offices.running(folder / "one") as one:
        yield one


def test_two_offices_run_side_by_side_and_touch_nothing_of_each_other(office: offices.Office, folder: Path) -> None:
    offices.make_started_before(folder / "two")
    with offices.running(folder / "two") as other:
        listening = office.listens_on(), other.listens_on()
        with psycopg.connect(Server(office.folder).url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE only_here ()")
        with psycopg.connect(Server(other.folder).url()) as connection:
            found = connection.execute("SELECT to_regclass('only_here')").fetchone()
        seconds, said = other.stop()

    assert listening == ({office.port}, {other.port})
    assert found == (None,)
    assert seconds < offices.STOPS_WITHIN
    assert said == f"Wenhui: http://127.0.0.1:{other.port}/ Press Ctrl-C to stop.\n"
    assert not Server(other.folder).is_running
    assert office.is_ready


def test_an_office_is_not_started_twice_from_one_folder(office: offices.Office) -> None:
    second = offices.wenhui("up", WENHUI_DATA=str(office.folder), WENHUI_PORT=str(offices.free_port()))

    assert second.returncode == 2
    assert second.stderr.startswith(f"wenhui: This office runs already (process {office.process.pid})")
    assert second.stderr.count("\n") == 1
    assert office.is_ready


def test_commands_use_the_server_of_a_running_office_and_leave_it_running(office: offices.Office) -> None:
    checked = offices.wenhui("recount", "--check", WENHUI_DATA=str(office.folder))

    assert checked.stdout == "No differences: every figure is what the rows say.\n"
    assert office.is_ready


def test_a_command_on_tables_of_another_version_is_refused_in_words(folder: Path) -> None:
    empty = offices.wenhui("recount", WENHUI_DATA=str(folder / "empty"))

    assert empty.returncode == 2
    assert empty.stderr.startswith("wenhui: The database lacks ")
    assert empty.stderr.endswith("without starting: wenhui manage migrate\n")
    assert empty.stderr.count("\n") == 1


def test_a_database_killed_outright_is_started_again_by_the_supervisor(office: offices.Office) -> None:
    before = office.postmaster
    psutil.Process(before).send_signal(signal.SIGKILL)

    offices.wait_for(lambda: office.postmaster not in {before, None} and office.is_ready, 30)

    seconds, said = office.stop()
    assert "database ended" in said
    assert seconds < offices.STOPS_WITHIN
    assert not Server(office.folder).is_running


def test_a_supervisor_killed_outright_leaves_no_process_and_the_next_start_takes_its_server(folder: Path) -> None:
    with offices.running(folder / "one") as office:
        server = office.postmaster
        own = psutil.Process(office.process.pid).children()  # their own children come and go while one looks
        orphans = [one for one in own if one.pid != server]
        office.process.kill()
        office.process.wait()

        gone, left = psutil.wait_procs(orphans, timeout=offices.STOPS_WITHIN)
        with offices.running(office.folder) as again:
            taken = again.postmaster
            again.stop()

    assert len(gone) == 4
    assert not left
    assert taken == server
    offices.wait_for(lambda: not psutil.pid_exists(server), offices.STOPS_WITHIN)  # whoever adopted it lays it to rest


def test_a_command_stops_the_server_it_started(folder: Path) -> None:
    checked = offices.wenhui("journal", "verify", WENHUI_DATA=str(folder / "one"))

    assert checked.returncode == 0
    assert not Server(folder / "one").is_running
