"""Starts and stops whole offices as an administrator does: `wenhui up` in a folder of its own on a port of its own."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

STOPS_WITHIN = 5.0
PATIENCE = 90.0
SECRETS = {"WENHUI_SECRET_KEY": "k" * 50, "WENHUI_FIELD_KEY": "ab" * 32}


def command(*arguments: str) -> list[str]:
    """Return the command line of `wenhui` in this environment."""
    return [sys.executable, "-c", f"from wenhui.site.command import main; main({list(arguments)!r})"]


def environ(**settings: str) -> dict[str, str]:
    """Return the environment of an office that is not the demonstration and is not the test run's own."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("WENHUI_", "DATABASE_"))}
    return plain | SECRETS | settings


def wenhui(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return subprocess.run(
        command(*arguments), env=environ(**settings), capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def free_port() -> int:
    """Return a port that nobody listens on, nor on the next one."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as one, contextlib.suppress(OSError):
            port = int(one.getsockname()[1])
            socket.create_server(("127.0.0.1", port + 1)).close()
            return port


def wait_for(reached: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    until = time.monotonic() + patience
    while not reached():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)


@dataclass
class Office:
    """One running `wenhui up`."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    def start(self) -> "Office":
        """Start it and wait until it says its address."""
        self.process = subprocess.Popen(
            command("up"),
            env=environ(WENHUI_DATA=str(self.folder), WENHUI_PORT=str(self.port), **self.settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        assert self.said.endswith("Press Ctrl-C to stop.\n"), self.said + self.process.communicate()[0]
        return self

    @property
    def is_ready(self) -> bool:
        """Say whether its pages can serve."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=3) as answer:
                return bool(json.load(answer)["ready"])
        except OSError:
            return False

    @property
    def postmaster(self) -> int | None:
        """Return the process of its embedded server, None while there is none."""
        file = self.folder / "pgdata" / "postmaster.pid"
        lines = file.read_text().splitlines() if file.exists() else []
        return int(lines[0]) if lines else None

    @property
    def processes(self) -> list[psutil.Process]:
        """Return every process of it."""
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def listens_on(self) -> set[int]:
        """Return the TCP ports that its processes listen on."""
        ports: set[int] = set()
        for process in self.processes:
            with contextlib.suppress(psutil.NoSuchProcess):  # one that ended while we looked listens nowhere
                ports |= {one.laddr.port for one in process.net_connections("tcp") if one.status == psutil.CONN_LISTEN}
        return ports

    def stop(self) -> tuple[float, str]:
        """Press Ctrl-C; return the seconds until all of it is gone, and all that it said."""
        processes = self.processes
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.said += self.process.communicate(timeout=PATIENCE)[0]
        _, left = psutil.wait_procs(processes, timeout=0.2)
        assert not left
        return time.monotonic() - began, self.said

    def kill(self) -> None:
        """End whatever is left of it, so that a failed test leaves nobody behind."""
        if self.process.poll() is None:
            for one in self.processes:
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
        with contextlib.suppress(psutil.NoSuchProcess):
            if self.postmaster is not None:
                psutil.Process(self.postmaster).kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextlib.contextmanager
def running(folder: Path, **settings: str) -> Iterator[Office]:
    """Have an office run meanwhile."""
    office = Office(folder, settings)
    try:
        yield office.start()
    finally:
        office.kill()


def make_started_before(folder: Path) -> None:
    """Make a folder an office that was started before: a copy of one that the test run starts and stops once."""
    kept = Path(os.environ["WENHUI_TEST_SERVER"]) / "office"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            fresh = kept.with_suffix(".new")
            with running(fresh) as office:
                office.stop()
            shutil.rmtree(fresh / "logs")
            fresh.rename(kept)
    subprocess.run(["cp", "--archive", str(kept), str(folder)], check=True)
