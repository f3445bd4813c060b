"""What every measurement shares: a PostgreSQL of its own with fsync on, roles, a figure beside its bar, a stop-watch."""

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


def run(sql: str) -> None:
    """Execute one statement in a transaction of its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def as_web(path: str) -> Iterator[None]:
    """Act as the web role in a scope, as a page would."""
    from django.db import connection, transaction

    from wenhui.ground.accounts.scoped import scope_on
    from wenhui.ground.accounts.web_role import WEB_ROLE
    from wenhui.kit.privacy import Privacy
    from wenhui.kit.scope import Scope

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(WEB_ROLE)}")
        with scope_on(Scope(path, Privacy.PERSONAL)):
            yield


def neighbours(count: int) -> list[int]:
    """Plant other subdistricts beside the little office, each down to one building; return the ids of the buildings."""
    from wenhui.ground.areas.models import Area

    district = Area.objects.get(path="hz.gs.")
    buildings = []
    for number in range(1, count + 1):
        path, parent = "hz.gs.", district
        for label, level in (
            (f"s{number:02}", "subdistrict"),
            ("c1", "community"),
            ("g01", "grid"),
            ("b001", "building"),
        ):
            path += f"{label}."
            parent = Area.objects.create(path=path, label=label, level=level, parent=parent, name=label)
        buildings.append(parent.pk)
    return buildings
