"""A committed database of a test's own, copied from the migrated one that was put aside before the first test wrote.

Nothing in it is rolled back or truncated (counted and append-only tables refuse TRUNCATE), so commits, triggers and NOTIFY
happen as in the office. It is not copied from the database in which tests roll back: what they wrote stays in the files of
its tables, and after a thousand tests such a copy takes seven times as long.

Named in the root's conftest, so that it comes after pytest-django, whose setting up of the database it goes on from.
"""

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

EMPTY = "_empty"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """Put a copy of the migrated database aside before any test has written to it.

    pytest-django makes that database only where some test of the run asks for `db`; for the others it is made here.
    """
    from django.db import connection
    from django.db.backends.base.creation import TEST_DATABASE_PREFIX
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        is_made = connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX)
        made = [] if is_made else setup_databases(verbosity=0, interactive=False)
        name = connection.settings_dict["NAME"]
        _on_the_server('CREATE DATABASE "{}" TEMPLATE "{}"', name + EMPTY, name)
    yield
    with django_db_blocker.unblock():
        _on_the_server('DROP DATABASE "{}" WITH (FORCE)', name + EMPTY)
        teardown_databases(made, verbosity=0)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """Give the test a committed database of its own, copied from the migrated one."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    copy = f"{name}_{uuid.uuid4().hex[:8]}"
    with django_db_blocker.unblock():
        _on_the_server('CREATE DATABASE "{}" TEMPLATE "{}" STRATEGY FILE_COPY', copy, name + EMPTY)
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            _on_the_server('DROP DATABASE "{}" WITH (FORCE)', copy)


def _on_the_server(statement: str, *databases: str) -> None:
    """Run a statement that no database can run on itself, with no connection of ours left open to either."""
    from django.db import connection

    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement.format(*databases))
    connection.close()
