"""The database role of pages and jobs: it owns nothing, bypasses nothing, and may only what each model says.

A model says what the web role may do with `WEB_MAY` (default SELECT, INSERT, UPDATE, DELETE). `grant` takes everything
away first, so that a model that becomes stricter is stricter after the next migration. Applying it twice is harmless.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from psycopg import errors, sql

WEB_ROLE: str = settings.WEB_ROLE
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
MAY_OF_STRANGERS = {"contenttypes": "SELECT", "auth": "SELECT", "admin": "SELECT"}
"""What the web role may do with tables of apps that are not ours; the rest (jobs) it may write."""

READ_ONLY_SCHEMAS = ("tally",)
READ_ONLY_TABLES = ("django_migrations",)


class WebRoleError(RuntimeError):
    """The web role is missing or too strong and the owner may not mend it; the message says what to run instead."""


@dataclass(frozen=True, slots=True)
class Right:
    """What the web role may do with one table."""

    table: str
    may: str


def ensure_web_role(
    connection: BaseDatabaseWrapper, *, name: str = WEB_ROLE, password: str = settings.WEB_PASSWORD
) -> None:
    """Create the web role if it is missing, and take powers away that it must not have.

    Several databases of one cluster may do this at the same moment, so finding it already made is fine. Raises
    WebRoleError where the owner may not make or mend roles.
    """
    is_harmless = _is_harmless(connection, name)
    if is_harmless:
        return
    statement = sql.SQL("ALTER ROLE {} " + POWERS).format(sql.Identifier(name)).as_string() + ";"
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            if is_harmless is None:
                statement = creation(name, password, connection.connection)
            cursor.execute(statement)
    except DatabaseError as error:
        if isinstance(error.__cause__, (errors.DuplicateObject, errors.UniqueViolation)):
            return
        if isinstance(error.__cause__, errors.InsufficientPrivilege):
            raise WebRoleError(
                f"The role {name} of pages and jobs cannot be made or mended here. Let an administrator of the database "
                f"run: {statement}"
            ) from error
        raise


def creation(name: str, password: str, connection: "psycopg.Connection[Any]") -> str:
    """Return the statement that makes the web role. It holds the password's SCRAM secret, never the password."""
    made = sql.SQL("CREATE ROLE {} " + POWERS).format(sql.Identifier(name))
    if password:
        secret = connection.pgconn.encrypt_password(password.encode(), name.encode()).decode()
        made += sql.SQL(" PASSWORD {}").format(sql.Literal(secret))
    return made.as_string(connection) + ";"


POWERS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT"


def _is_harmless(connection: BaseDatabaseWrapper, name: str) -> bool | None:
    """Say whether the role has no power that it must not have; None where there is no such role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcanlogin AND NOT (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication) "
            "FROM pg_roles WHERE rolname = %s",
            [name],
        )
        row = cursor.fetchone()
    return None if row is None else bool(row[0])


def rights() -> list[Right]:
    """Return what the web role may do with each table, from the models."""
    return [Right(model._meta.db_table, _may(model)) for model in apps.get_models(include_auto_created=True)]


def _may(model: type[Model]) -> str:
    stranger = MAY_OF_STRANGERS.get(model._meta.app_label)
    return stranger or str(getattr(model, "WEB_MAY", EVERYTHING))


def grant(connection: BaseDatabaseWrapper, *, name: str = WEB_ROLE) -> None:
    """Give the web role exactly its rights on this database: runs after every migration."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('wenhui.grant'))")
        tables = set(connection.introspection.table_names(cursor, include_views=True))
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s)", [list(READ_ONLY_SCHEMAS)])
        schemas = [row[0] for row in cursor.fetchall()]
        for statement in _grant_statements(name, tables, schemas, connection.settings_dict["NAME"]):
            cursor.execute(statement.as_string(connection.connection))


def _grant_statements(name: str, tables: set[str], schemas: list[str], database: str) -> Iterator[sql.Composable]:
    role = sql.Identifier(name)
    yield sql.SQL("REVOKE TEMPORARY, CREATE ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role)
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
    for right in rights():
        if right.table in tables and right.may:
            yield sql.SQL("GRANT " + right.may + " ON {} TO {}").format(sql.Identifier(right.table), role)
    for table in READ_ONLY_TABLES:
        yield sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(table), role)
    for schema in map(sql.Identifier, schemas):
        yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role)
        yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA {} FROM {}").format(schema, role)
        yield sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, role)
        yield sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT ON TABLES TO {}").format(schema, role)
