"""A committed database of a test's own, copied from the migrated one that was put aside before the first test wrote.

Nothing in it is rolled back or truncated (counted and append-only tables refuse TRUNCATE), so commits, triggers and NOTIFY
happen as in the office. It is not copied from the database in which tests roll back: what they wrote stays in the files of
its tables, and after a thousand tests such a copy takes seven times as long.

Named in the root's conftest, so that it comes after pytest-django, whose setting up of the database it goes on from.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

EMPTY = "wenhui_migrated"


@pytest.fixture(scope="session")
def one_migrates() -> Iterator[IO[str]]:
    """Hold whoever else of the run wants a database until one has been migrated; the others copy it."""
    with (Path(os.environ["WENHUI_TEST_SERVER"]) / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


@pytest.fixture(scope="session")
def django_db_keepdb(
    one_migrates: IO[str], django_db_modify_db_settings: None, django_db_blocker: "DjangoDbBlocker"
) -> bool:
    """Copy what another worker migrated; it is kept, and goes with the throw-away server."""
    from django.db import connection

    with django_db_blocker.unblock():
        if _is_there(EMPTY):
            own: str = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
            _on_the_server('CREATE DATABASE "{}" TEMPLATE "{}"', own, EMPTY)
    return True


@pytest.fixture(scope="session")
def django_db_setup(one_migrates: IO[str], django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> None:
    """Put a copy of the migrated database aside before any test has written to it.

    pytest-django makes that database only where some test of the run asks for `db`; for the others it is made here.
    """
    from django.db import connection
    from django.db.backends.base.creation import TEST_DATABASE_PREFIX
    from django.test.utils import setup_databases

    with django_db_blocker.unblock():
        if not connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX):
            setup_databases(verbosity=0, interactive=False, keepdb=True)
        if not _is_there(EMPTY):
            _on_the_server('CREATE DATABASE "{}" TEMPLATE "{}"', EMPTY, connection.settings_dict["NAME"])
    fcntl.flock(one_migrates, fcntl.LOCK_UN)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """Give the test a committed database of its own, copied from the migrated one."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    copy = f"{name}_{uuid.uuid4().hex[:8]}"
    with django_db_blocker.unblock():
        _on_the_server('CREATE DATABASE "{}" TEMPLATE "{}" STRATEGY FILE_COPY', copy, EMPTY)
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            _on_the_server('DROP DATABASE "{}" WITH (FORCE)', copy)


def _is_there(database: str) -> bool:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def _on_the_server(statement: str, *databases: str) -> None:
    """Run a statement that no database can run on itself, with no connection of ours left open to either."""
    from django.db import connection

    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement.format(*databases))
    connection.close()
