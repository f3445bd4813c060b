"""Starts the office's processes, restarts one that dies, and stops them all within seconds.

Each child leads a process group of its own, so that Ctrl-C reaches only the supervisor, which then stops them in order.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 2.5  # seconds a child may take to stop by itself
FASTEST_RESTART = 1.0
SLOWEST_RESTART = 30.0
STEADY_AFTER = 60.0  # a child that lived this long is restarted at once again


@dataclass
class Child:
    """One process: how it is called, its command and the environment it gets."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    delay: float = FASTEST_RESTART
    restart_at: float = 0.0

    def start(self) -> None:
        """Start the process; what it prints goes to its log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environ},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Say whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the child's whole group."""
        if self.process is not None and self.is_running:
            os.killpg(self.process.pid, number)


@dataclass
class Supervisor:
    """All children of one office. `database` is looked after like them, and stopped by whoever started it."""

    say: Callable[[str], None] = lambda text: print(text, file=sys.stderr, flush=True)  # noqa: T201
    children: list[Child] = field(default_factory=list)
    database: Child | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def add(self, child: Child) -> None:
        """Take a child under care and start it."""
        self.children.append(child)
        child.start()

    def watch(self) -> None:
        """Wait until told to stop; restart what dies, slower each time it dies young."""
        while not self.stopping.wait(0.2):
            for child in (*([self.database] if self.database else []), *self.children):
                self._revive(child)

    def stop(self) -> None:
        """Stop every child: politely, then after `PATIENCE` seconds by force."""
        self.stopping.set()
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and any(child.is_running for child in self.children):
            time.sleep(0.02)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def _revive(self, child: Child) -> None:
        if child.is_running:
            return
        now = time.monotonic()
        if not child.restart_at:
            lived = now - child.started_at
            child.delay = FASTEST_RESTART if lived > STEADY_AFTER else min(child.delay * 2, SLOWEST_RESTART)
            child.restart_at = now + child.delay
            code = f" (exit {child.process.returncode})" if child.process else ""
            self.say(f"{child.name} ended{code}; starting it again in {child.delay:.0f} s. Its log: {child.log}")
        elif now >= child.restart_at:
            child.restart_at = 0.0
            child.start()
