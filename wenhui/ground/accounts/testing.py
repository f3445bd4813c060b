"""Fixtures for every room's tests: a small office, its cast, and both ways of acting as the web role.

def test_…(office, cast, as_web):
    with as_web(cast["luming"].scope): …     # plain queries and SQL as pages make them
def test_…(browse):
    browse("luming").get("/cases/")          # logged in, in the cast's post, as the web role
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from django.http import HttpRequest
from django.test import Client

from wenhui.ground.accounts import actions, catalogue, seed, sessions
from wenhui.ground.accounts.models import Account, Post, Token
from wenhui.ground.accounts.scoped import scope_on
from wenhui.ground.accounts.web_role import WEB_ROLE
from wenhui.ground.areas.models import Area, Level
from wenhui.kit import clock
from wenhui.kit.actor import Actor, job
from wenhui.kit.catalogue import load
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope

OFFICE = job("tests", "tests")
PLANTED_AT = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = Path(settings.ROOT) / "catalogue" / "wenhui" / "accounts.yaml"

TREE = (
    ("hz.", Level.CITY, "杭州市"),
    ("hz.gs.", Level.DISTRICT, "拱墅区"),
    ("hz.gs.wh.", Level.SUBDISTRICT, "文晖街道"),
    ("hz.gs.wh.lsdy.", Level.COMMUNITY, "流水东苑社区"),
    ("hz.gs.wh.lsdy.g04.", Level.GRID, "流水东苑 04 网格"),
    ("hz.gs.wh.lsdy.g04.b001.", Level.BUILDING, "流水东苑 1 幢"),
    ("hz.gs.wh.lsdy.g04.b001.u1.", Level.UNIT, "1 单元"),
    ("hz.gs.wh.lsdy.g04.b001.u1.r501.", Level.DWELLING, "501 室"),
    ("hz.gs.wh.lsdy.g04.b002.", Level.BUILDING, "流水东苑 2 幢"),
    ("hz.gs.wh.lsdy.g05.", Level.GRID, "流水东苑 05 网格"),
    ("hz.gs.wh.lsdy.g05.b003.", Level.BUILDING, "流水东苑 3 幢"),
    ("hz.gs.wh.lsdy.g05.b004.", Level.BUILDING, "流水东苑 4 幢"),
    ("hz.gs.wh.dtg.", Level.COMMUNITY, "打铁关社区"),
    ("hz.gs.wh.dtg.g01.", Level.GRID, "打铁关 01 网格"),
    ("hz.gs.wh.dtg.g01.b001.", Level.BUILDING, "打铁关 1 幢"),
    ("hz.gs.wh.dtg.g01.b002.", Level.BUILDING, "打铁关 2 幢"),
    ("hz.gs.wh.dtg.g02.", Level.GRID, "打铁关 02 网格"),
    ("hz.gs.wh.dtg.g02.b003.", Level.BUILDING, "打铁关 3 幢"),
    ("hz.gs.wh.dtg.g02.b004.", Level.BUILDING, "打铁关 4 幢"),
)


@dataclass(frozen=True)
class Office:
    """A small tree: two communities with two grids of two buildings each, and one dwelling."""

    areas: Mapping[str, Area]

    def at(self, path: str) -> Area:
        """Return the area at a path below the subdistrict, such as `lsdy.g04.b001.`; `""` is the subdistrict."""
        return self.areas["hz.gs.wh." + path]

    @property
    def subdistrict(self) -> Area:
        """Return 文晖街道."""
        return self.at("")

    @property
    def community(self) -> Area:
        """Return 流水东苑社区."""
        return self.at("lsdy.")

    @property
    def grid(self) -> Area:
        """Return 流水东苑 04 网格, where 顾晓岚 works."""
        return self.at("lsdy.g04.")

    @property
    def building(self) -> Area:
        """Return a building of that grid."""
        return self.at("lsdy.g04.b001.")

    @property
    def dwelling(self) -> Area:
        """Return a dwelling of that building."""
        return self.at("lsdy.g04.b001.u1.r501.")

    @property
    def building_elsewhere(self) -> Area:
        """Return a building of 打铁关, where 韩拾光 works."""
        return self.at("dtg.g01.b001.")


@dataclass(frozen=True)
class Player:
    """One of the cast with the post they hold."""

    account: Account
    post: Post

    @property
    def actor(self) -> Actor:
        """Return who they are in moves and journal lines."""
        return self.account.actor

    @property
    def scope(self) -> Scope:
        """Return what they see."""
        return self.post.scope


Cast = Mapping[str, Player]
AsWeb = Callable[[Scope | None], AbstractContextManager[None]]


class Browse(Protocol):
    """Logs one of the cast in (nobody: a stranger) and returns their browser."""

    def __call__(self, username: str | None = None, **defaults: Any) -> Client: ...


def plant_office() -> Office:
    """Create the small tree."""
    areas: dict[str, Area] = {}
    for path, level, name in TREE:
        labels = path.split(".")[:-1]
        parent = areas.get(".".join(labels[:-1]) + ".")
        zone = {"time_zone": "Asia/Shanghai", "calendar": "china"} if level is Level.CITY else {}
        areas[path] = Area.objects.create(
            parent=parent, level=level, label=labels[-1], path=path, name=name, is_synthetic=True, **zone
        )
    return Office(areas)


def plant_cast() -> Cast:
    """Create the roles of the shipped catalogue and the cast; the office must stand."""
    catalogue.write(_roles())
    posts = seed.seed_cast(by=OFFICE, at=PLANTED_AT)
    return {post.account.username: Player(post.account, post) for post in posts}


@cache
def _roles() -> catalogue.Schema:
    return load(ROLES, catalogue.Schema)


@contextmanager
def web_role(scope: Scope | None = None) -> Iterator[None]:
    """Act as the web role inside the test's transaction, in `scope`; None stands for a transaction without one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(WEB_ROLE)}")
        if scope is None:
            yield
        else:
            with scope_on(scope):
                yield
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(before)}")


class WebClient(Client):
    """Django's test client whose requests run as the web role, under whatever scope the guard sets."""

    def request(self, **request: Any) -> Any:
        """Send one request as the web role."""
        role = connection.ops.quote_name(WEB_ROLE)
        if connection.in_atomic_block:
            with web_role():
                return super().request(**request)
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")
        try:
            return super().request(**request)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")

    def enter(self, account: Account) -> None:
        """Log in without the page, as its action does after the password was right."""
        request = HttpRequest()
        request.META = {"REMOTE_ADDR": "127.0.0.1"}
        request.session = sessions.new_store()
        sessions.begin(request, account, at=clock.now())
        request.session.save()
        self.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)


# Counters stand as long as their tables do, so their list is kept and their figures are emptied instead.
STANDING_COUNTERS = "tally_counted"
EMPTY_COUNTERS = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'tally' LOOP
        EXECUTE 'TRUNCATE ' || name;
    END LOOP;
END $$
"""


@pytest.fixture(scope="session", autouse=True)
def tables_that_refuse_truncate_can_be_emptied_between_tests() -> Iterator[None]:
    """Let Django's flush pass the triggers that refuse TRUNCATE; only a superuser may switch them off."""
    flush = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Iterable[str], **options: Any) -> list[str]:
        emptied = flush(self, style, [table for table in tables if table != STANDING_COUNTERS], **options)
        return ["SET LOCAL session_replication_role = replica", *emptied, EMPTY_COUNTERS] if emptied else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_are_hashed_cheaply() -> Iterator[None]:
    """Keep Argon2 and lower its cost: a test that logs in should not take half a second."""
    with pytest.MonkeyPatch.context() as patch:
        for name, cost in (("time_cost", 1), ("memory_cost", 64), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, name, cost)
        yield


@pytest.fixture
def office(db: None) -> Office:
    """Plant the small tree."""
    return plant_office()


@pytest.fixture
def cast(office: Office) -> Cast:
    """Plant the cast in the small office."""
    return plant_cast()


class MakeToken(Protocol):
    """Makes a token below the subdistrict for `permissions` and returns it with its key."""

    def __call__(self, *permissions: str, path: str = "", **given: Any) -> tuple[Token, str]: ...


@pytest.fixture
def make_token(office: Office) -> MakeToken:
    """Return how a test makes a key for a program."""
    day = clock.local_day(clock.now())

    def make(*permissions: str, path: str = "", **given: Any) -> tuple[Token, str]:
        usual: dict[str, Any] = {
            "name": f"区城管平台 {Token.objects.count()}", "area": office.at(path), "permissions": permissions,
            "clearance": Privacy.INSIDE, "valid_from": day, "valid_to": day + timedelta(days=30), "per_minute": 600,
        }  # fmt: skip
        return actions.make_token(**(usual | given), by=OFFICE, at=clock.now())

    return make


@pytest.fixture
def as_web(db: None) -> AsWeb:
    """Return the context in which the test acts as the web role."""
    return web_role


@pytest.fixture
def browse(cast: Cast) -> Browse:
    """Return how one of the cast opens pages."""

    def browse(username: str | None = None, **defaults: Any) -> Client:
        client = WebClient(**defaults)
        if username is not None:
            client.enter(cast[username].account)
        return client

    return browse
