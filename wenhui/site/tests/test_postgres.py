"""The embedded server starts, stops and says in words why it cannot."""

import signal
import time
from pathlib import Path

import psycopg
import pytest

from wenhui.site.postgres import LONGEST_SOCKET_FOLDER, PostgresError, Server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for place in (tmp_path, *tmp_path.parents):
        if place.owner() == "root" and place != Path("/") and not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o011)
    return tmp_path


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
