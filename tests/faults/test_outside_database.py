"""An office on a database of its own administrator's: what its owner may not give is said as SQL, and that SQL is enough."""

import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests import folders
from tests.faults import offices
from wenhui.ground.accounts.seed import CAST_PASSWORD

pytestmark = [pytest.mark.faults, pytest.mark.database]

TITLE = "路面塌陷，围挡松动"
PLANT = f"""
from wenhui.ground.accounts import seed
from wenhui.ground.areas import seed as areas
from wenhui.ground.areas.models import Area
from wenhui.kit import actor, clock
from wenhui.work.cases import actions
from wenhui.work.cases.words import Channel
by, at = actor.job("tests"), clock.now()
areas.seed(number=1, by=by, at=at)
seed.seed_cast(by=by, at=at)
place = Area.objects.filter(path__startswith="hz.gs.wh.lsdy.", level="building").order_by("path")[0]
actions.report(title="{TITLE}", channel=Channel.GRID_PATROL, area=place, by=by, at=at)
"""


class Outside:
    """A database and two roles on the run's own server, as an administrator would make them for an office."""

    def __init__(self) -> None:
        mark = uuid.uuid4().hex[:8]
        self.name, self.owner, self.web = f"office_{mark}", f"owner_{mark}", f"web_{mark}"
        self._known: dict[str, Any] = dict(conninfo_to_dict(os.environ["DATABASE_URL"]))
        self.run("postgres", f"CREATE DATABASE {self.name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
        self.run("postgres", f"CREATE ROLE {self.owner} LOGIN")

    @property
    def settings(self) -> dict[str, str]:
        """Return how the office is told of it."""
        host = urllib.parse.quote(str(self._known["host"]), safe="")
        return {
            "DATABASE_URL": f"postgresql://{self.owner}@/{self.name}?host={host}",
            "DATABASE_URL_WEB": f"postgresql://{self.web}:k%27wort@/{self.name}?host={host}",
        }

    def run(self, database: str, statements: str, user: str | None = None) -> list[tuple[object, ...]]:
        """Run SQL in a database, as the administrator or another role; return the last rows."""
        url = make_conninfo(**self._known | {"dbname": database, "user": user or self._known["user"]})
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statements.encode())
            return cursor.fetchall() if cursor.description else []

    def drop(self) -> None:
        """Take it away again."""
        self.run("postgres", f"DROP DATABASE {self.name} WITH (FORCE)")
        for role in (self.web, self.owner):
            self.run("postgres", f"DROP ROLE IF EXISTS {role}")


@contextmanager
def made_outside() -> Iterator[Outside]:
    """Have such a database meanwhile."""
    made = Outside()
    try:
        yield made
    finally:
        made.drop()


@pytest.fixture
def outside() -> Iterator[Outside]:
    with made_outside() as made:
        yield made


@dataclass
class BroughtUp:
    """A database whose owner may make roles, after an office was started on it and stopped."""

    outside: Outside
    users: set[str]
    stopped_within: float
    has_own_server: bool


@pytest.fixture(scope="module")
def brought_up() -> Iterator[BroughtUp]:
    with made_outside() as outside, folders.reachable() as folder:
        outside.run("postgres", f"ALTER ROLE {outside.owner} CREATEROLE")
        outside.run("postgres", f"ALTER DATABASE {outside.name} OWNER TO {outside.owner}")
        with offices.running(folder, **outside.settings) as office:
            asked = f"SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = '{outside.name}'"
            users = {str(row[0]) for row in outside.run("postgres", asked)}
            seconds, _ = office.stop()
        yield BroughtUp(outside, users, seconds, (folder / "pgdata").exists())


def test_an_owner_who_may_make_roles_brings_up_the_office_alone(brought_up: BroughtUp) -> None:
    assert brought_up.users == {brought_up.outside.owner, brought_up.outside.web}
    assert brought_up.stopped_within < offices.STOPS_WITHIN
    assert not brought_up.has_own_server


def test_pages_run_there_as_the_web_role_under_policies(brought_up: BroughtUp, tmp_path: Path) -> None:
    outside = brought_up.outside
    settings = outside.settings | {"WENHUI_DEMO": "1", "WENHUI_DATA": str(tmp_path / "data")}
    planted = offices.wenhui("manage", "shell", "--no-imports", "-c", PLANT, **settings)
    assert planted.returncode == 0, planted.stderr
    port = offices.free_port()
    web = subprocess.Popen(
        [sys.executable, "-m", "wenhui.site.processes.web"],
        env=offices.environ(**settings | {"WENHUI_AS": "web", "DATABASE_URL": "", "WENHUI_PORT": str(port)}),
    )

    try:
        offices.wait_for(lambda: _is_up(port))
        seen = {name: TITLE in _board_of(name, port) for name in ("luming", "hansg")}
    finally:
        web.terminate()
        web.wait(offices.PATIENCE)

    without_scope = outside.run(outside.name, "SELECT count(*) FROM cases_case", outside.web)
    assert seen == {"luming": True, "hansg": False}
    assert without_scope == [(0,)]
    assert outside.run(outside.name, "SELECT count(*) FROM cases_case") == [(1,)]


def test_what_the_doctor_prints_is_all_that_an_administrator_must_run(outside: Outside, tmp_path: Path) -> None:
    settings = outside.settings | {"WENHUI_DATA": str(tmp_path / "data"), "WENHUI_PORT": str(offices.free_port())}

    refused = offices.wenhui("up", **settings)
    told = offices.wenhui("doctor", **settings)
    outside.run(outside.name, "\n".join(re.findall(r"^  (.*;)$", told.stdout, re.MULTILINE)))

    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "`wenhui doctor` prints the SQL that its administrator must run. Nothing was changed." in refused.stderr
    assert told.returncode == 1
    assert "k'wort" not in told.stdout
    assert offices.wenhui("doctor", **settings).stdout == "Nothing is missing.\n"
    with offices.running(tmp_path / "data", **outside.settings) as office:
        office.stop()


def _is_up(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=3).close()
    except OSError:
        return False
    return True


def _board_of(name: str, port: int) -> str:
    """Log in as one of the cast and return the board that this person sees."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"http://127.0.0.1:{port}"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(f"{address}/login/").read().decode())
    assert token is not None
    given = {"csrfmiddlewaretoken": token[1], "username": name, "password": CAST_PASSWORD, "next": "/cases/"}
    page: str = browser.open(f"{address}/login/", urllib.parse.urlencode(given).encode()).read().decode()
    assert browser.open(f"{address}/cases/").status == 200
    return page
