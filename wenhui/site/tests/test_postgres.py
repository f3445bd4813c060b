"""The embedded server starts, stops and says in words why it cannot."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import folders
from wenhui.site.postgres import LONGEST_SOCKET_FOLDER, SYSTEM_USER, PostgresError, Server, ensure_system_user


@pytest.fixture
def folder() -> Iterator[Path]:
    with folders.reachable() as made:
        yield made


@pytest.mark.faults
def test_a_server_killed_outright_comes_up_again_with_its_rows(folder: Path) -> None:
    first = Server(folder / "killed")
    first.start()
    with psycopg.connect(first.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    assert first.process is not None
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    time.sleep(0.2)

    second = Server(folder / "killed")
    second.start()

    with psycopg.connect(second.url("postgres")) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)
    second.stop()
    assert not second.answers()


def test_a_deep_folder_gets_a_short_socket(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)

    server = Server(deep)

    assert len(str(server.socket_folder)) <= LONGEST_SOCKET_FOLDER


def test_a_folder_that_cannot_be_made_is_refused_in_words(folder: Path) -> None:
    blocker = folder / "file"
    blocker.write_text("not a folder")

    with pytest.raises(PostgresError, match="cannot be used"):
        Server(blocker / "data").start()


def test_a_database_of_another_version_is_left_alone(folder: Path) -> None:
    server = Server(folder / "newer")
    server.pgdata.mkdir(parents=True, mode=0o700)
    (server.pgdata / "PG_VERSION").write_text("99\n")
    _give_to_server(server.pgdata)

    with pytest.raises(PostgresError, match=f"made by PostgreSQL 99; the programs here are {server.version}"):
        server.start()

    assert [one.name for one in server.pgdata.iterdir()] == ["PG_VERSION"]


def test_a_database_of_another_user_is_left_alone(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder that is someone else's")
    server = Server(folder / "theirs")
    server.pgdata.mkdir(parents=True, mode=0o700)
    shutil.chown(server.pgdata, "nobody")

    with pytest.raises(PostgresError, match=f"belongs to nobody, .* chown -R {SYSTEM_USER} "):
        server.start()


def test_files_that_are_no_database_are_left_alone(folder: Path) -> None:
    server = Server(folder / "strange")
    server.pgdata.mkdir(parents=True, mode=0o700)
    (server.pgdata / "letters.txt").write_text("Dear Sir")
    _give_to_server(server.pgdata)

    with pytest.raises(PostgresError, match="holds files and no whole database"):
        server.start()

    assert (server.pgdata / "letters.txt").read_text() == "Dear Sir"


def test_a_folder_below_a_closed_one_is_refused_in_words(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only as root is the database run by another user")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(PostgresError, match=f"{closed} is closed to the database's own user .* WENHUI_DATA=/var/lib"):
        Server(closed / "data").start()


def test_a_cluster_whose_making_was_interrupted_is_made_anew(folder: Path) -> None:
    server = Server(folder / "interrupted", throwaway=True)
    half = server.folder / "pgdata.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("half")

    with server.in_use():
        assert server.answers()

    assert server.is_made
    assert not half.exists()


def test_the_last_one_out_stops_the_server(folder: Path) -> None:
    one, other = Server(folder / "shared", throwaway=True), Server(folder / "shared", throwaway=True)

    first = one.in_use()
    first.__enter__()
    with other.in_use():
        first.__exit__(None, None, None)
        was_left_running = other.answers()

    assert was_left_running
    assert not other.is_running
    one.stop()


def test_what_a_killed_server_left_behind_does_not_keep_the_next_from_starting(folder: Path) -> None:
    server = Server(folder / "left", throwaway=True)
    with server.in_use():
        pass
    for left in (server.pgdata / "postmaster.pid", server.socket_folder / ".s.PGSQL.5432.lock"):
        left.write_text(f"{os.getpid()}\n{server.pgdata}\n")  # a number that another process was given meanwhile

    with server.in_use():
        assert server.answers()


def _give_to_server(place: Path) -> None:
    if os.geteuid() == 0:
        ensure_system_user()
        shutil.chown(place, SYSTEM_USER)
