"""What every measurement shares: a PostgreSQL of its own with fsync on, a figure beside its bar, a stop-watch."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wenhui.site.postgres import Server


@contextmanager
def office() -> Iterator[tuple[Server, Path]]:
    """Start a server in a folder of its own, name it in the environment, and leave nothing behind."""
    folder = Path(tempfile.mkdtemp(prefix="wenhui-bench-"))
    folder.chmod(0o755)
    server = Server(folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then too
    try:
        server.start()
        server.ensure_database()
        os.environ |= {"DATABASE_URL": server.url(), "WENHUI_DATA": str(folder), "WENHUI_DEMO": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")
        yield server, folder
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Result:
    """One measured figure beside its bar."""

    what: str
    value: float
    bar: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Say whether the bar is met."""
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{'ok  ' if self.is_met else 'MISS'} {self.what}: {self.value:.2f} (bar {sign} {self.bar:g})"


def timed(act: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin
