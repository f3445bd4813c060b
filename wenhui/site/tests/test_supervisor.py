"""The supervisor restarts what dies and stops everything, the stubborn included, within its patience."""

import sys
import threading
import time
from pathlib import Path

from wenhui.site.processes import supervisor
from wenhui.site.processes.supervisor import Child, Supervisor

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def _child(name: str, code: str, folder: Path) -> Child:
    return Child(name=name, command=[sys.executable, "-c", code], environ={}, log=folder / f"{name}.log")


def test_a_child_that_dies_is_started_again_and_said(tmp_path: Path) -> None:
    said: list[str] = []
    office = Supervisor(say=said.append)
    child = _child("brief", "print('here', flush=True)", tmp_path)
    child.delay = 0.05
    office.add(child)
    watcher = threading.Thread(target=office.watch)

    watcher.start()
    deadline = time.monotonic() + 10
    while (tmp_path / "brief.log").read_text().count("here") < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    office.stop()
    watcher.join()

    assert (tmp_path / "brief.log").read_text().count("here") >= 2
    assert said[0].startswith("brief ended (exit 0); starting it again")


def test_a_stubborn_child_is_stopped_by_force(tmp_path: Path) -> None:
    office = Supervisor(say=lambda text: None)
    office.add(_child("stubborn", STUBBORN, tmp_path))
    time.sleep(0.3)
    began = time.monotonic()

    office.stop()

    assert not office.children[0].is_running
    assert time.monotonic() - began < supervisor.PATIENCE + 2
