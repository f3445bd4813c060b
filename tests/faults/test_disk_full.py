"""A full disk is said in words, loses nothing that was accepted, and is got over once there is room again."""

import csv
import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.faults import offices
from tests.faults.disks import Disk, disk
from tests.faults.test_killed import MAPPING, ROWS, casework, environ_of_test_database, office
from wenhui.ground.tally import actions as tally
from wenhui.site import failing
from wenhui.site.postgres import PostgresError, Server
from wenhui.work.cases.models import Case

__all__ = ["disk", "office"]

pytestmark = pytest.mark.faults


def test_a_first_start_without_room_says_so_and_goes_on_when_there_is_room(disk: Disk) -> None:
    folder = disk.folder / "data"
    settings = {"WENHUI_DATA": str(folder), "WENHUI_PORT": str(offices.free_port())}

    making = offices.wenhui("up", **settings)
    disk.resize(65)
    migrating = offices.wenhui("up", **settings)
    disk.resize(400)

    assert (making.returncode, migrating.returncode) == (2, 2)
    assert "No space left on device" in making.stderr
    assert making.stderr.endswith("or set WENHUI_DATA to another folder.\n")
    assert migrating.stderr.startswith("wenhui: The disk is full")
    assert not Server(folder).is_running
    assert making.stderr.count("\n") == migrating.stderr.count("\n") == 1
    with offices.running(folder) as running:
        assert running.is_ready
        running.stop()


def test_what_was_accepted_before_the_disk_was_full_is_there_afterwards(disk: Disk) -> None:
    disk.resize(120)
    server = Server(disk.folder / "data")
    accepted, said = 0, None
    with server.in_use():
        connection = psycopg.connect(server.url("postgres"), autocommit=True)
        connection.execute("CREATE TABLE reports (n int, noise bytea)")

        for _ in range(10_000):
            try:
                connection.execute("INSERT INTO reports VALUES (%s, %s)", [accepted, os.urandom(100_000)])
                accepted += 1
            except psycopg.Error as error:
                said = failing.in_words(error)
                break
        connection.close()

    disk.resize(300)
    with server.in_use(), psycopg.connect(server.url("postgres")) as connection:
        kept = connection.execute("SELECT count(*) FROM reports").fetchone()
    assert accepted > 0
    assert said is not None
    assert kept in {(accepted,), (accepted + 1,)}  # the last may have been committed and its answer lost


def test_a_server_that_finds_no_room_says_why_it_did_not_start(disk: Disk) -> None:
    disk.resize(120)
    server = Server(disk.folder / "data")
    with server.in_use():
        pass
    disk.fill()

    with pytest.raises(PostgresError, match="No space left on device"):
        server.start()

    assert not server.is_running


def test_an_import_whose_rejects_find_no_room_is_refused_and_later_goes_through(
    office: None, disk: Disk, tmp_path: Path
) -> None:
    file = casework(tmp_path)
    with file.open("a", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(
            [f"BAD{n}", "NYCC01", "no day", "", "", "", "", "", "", "", ""] for n in range(999)
        )
    rejects = disk.folder / "rejects.csv"
    arguments = ("cases", "import", str(file), "--mapping", str(MAPPING), "--rejects", str(rejects))
    disk.fill()

    full = _wenhui(*arguments)
    created_on_full = Case.objects.count()
    disk.free()
    free = _wenhui(*arguments)

    assert full.returncode == 2
    assert "wenhui: The disk is full" in full.stderr
    assert created_on_full == 0
    assert free.returncode == 0
    assert Case.objects.count() == ROWS - ROWS // 1000
    assert rejects.read_text(encoding="utf-8").count("\n") == 1000
    assert list(tally.differences()) == []


def _wenhui(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        offices.command(*arguments),
        env=environ_of_test_database(),
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
