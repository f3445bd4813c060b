"""What the web role may and may not do, by plain SQL and by connections of its own."""

import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection
from psycopg import errors

from wenhui.ground.accounts import web_role
from wenhui.ground.accounts.models import Account
from wenhui.ground.accounts.testing import AsWeb

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def as_stranger() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Log in to the test database as the web role itself, not as an owner who took the role."""
    given = connection.settings_dict
    with psycopg.connect(host=given["HOST"], dbname=given["NAME"], user=web_role.WEB_ROLE, autocommit=True) as own:
        yield own


def test_making_the_role_and_granting_twice_is_harmless() -> None:
    for _ in range(2):
        web_role.ensure_web_role(connection)
        web_role.grant(connection)

    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'accounts_account', 'UPDATE')", [web_role.WEB_ROLE])
        assert cursor.fetchone() == (True,)


def test_a_model_says_what_the_web_role_may() -> None:
    may = {right.table: right.may for right in web_role.rights()}

    assert may["accounts_role"] == "SELECT"
    assert may["accounts_account"] == "SELECT, INSERT, UPDATE"


def test_a_right_taken_from_the_model_is_taken_from_the_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Account, "WEB_MAY", "SELECT")

    web_role.grant(connection)

    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'accounts_account', 'UPDATE')", [web_role.WEB_ROLE])
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_account",
        "DELETE FROM accounts_account",
        "UPDATE accounts_role SET permissions = '{accounts.administer}'",
        "ALTER TABLE accounts_account DISABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON accounts_account USING (true)",
        "CREATE TABLE theirs (id int)",
        "CREATE TEMPORARY TABLE theirs (id int)",
        "CREATE FUNCTION theirs() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE another",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "SET ROLE wenhui_owner",
        "SET SESSION AUTHORIZATION wenhui_owner",
        "SET session_replication_role = replica",
        "SELECT * FROM pg_authid",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY accounts_account TO PROGRAM 'cat'",
    ],
)
def test_the_web_role_cannot(as_stranger: "psycopg.Connection[tuple[object, ...]]", statement: str) -> None:
    with pytest.raises((errors.InsufficientPrivilege, errors.InvalidParameterValue)):
        as_stranger.execute(statement)


def test_the_web_role_sees_no_other_schema(as_web: AsWeb) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA hidden; CREATE TABLE hidden.rows (id int)")

    with (
        pytest.raises(DatabaseError, match="permission denied for schema hidden"),
        as_web(None),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM hidden.rows")


def test_where_the_owner_may_not_make_roles_the_error_says_what_to_run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE wenhui_test_humble NOLOGIN; SET LOCAL ROLE wenhui_test_humble")

    with pytest.raises(web_role.WebRoleError, match='CREATE ROLE "wenhui_test_other" LOGIN NOSUPERUSER'):
        web_role.ensure_web_role(connection, name="wenhui_test_other")


def test_a_role_that_grew_too_strong_is_made_harmless() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE wenhui_test_strong LOGIN BYPASSRLS CREATEDB")

        web_role.ensure_web_role(connection, name="wenhui_test_strong")

        cursor.execute("SELECT rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = 'wenhui_test_strong'")
        assert cursor.fetchone() == (False, False)


@pytest.mark.django_db(transaction=True)
def test_several_processes_may_make_the_role_at_once() -> None:
    failures: list[BaseException] = []

    def make() -> None:
        try:
            web_role.ensure_web_role(connection, name="wenhui_test_race")
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE wenhui_test_race")
    assert failures == []


def test_the_web_role_may_hand_out_and_take_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT has_table_privilege(%s, tablename::text, privilege) FROM pg_tables, "
            "unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege WHERE tablename LIKE 'procrastinate%%'",
            [web_role.WEB_ROLE],
        )
        assert cursor.fetchall() == [(True,)]
