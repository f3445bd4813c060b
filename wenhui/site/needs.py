"""What a database must have before Wenhui can live in it; where the owner may not give it, the SQL for whoever may.

Asked with plain SQL as the owner, before Django: of the embedded database as of any other.
"""

from collections.abc import Iterator
from typing import NamedTuple

import psycopg
from psycopg import errors, sql

OLDEST_VERSION = 15
EXTENSIONS = ("btree_gist",)

Connection = psycopg.Connection[tuple[object, ...]]


class Need(NamedTuple):
    """Something lacking: why it matters, and the statements that an administrator of the database runs, if any help."""

    why: str
    statements: tuple[str, ...] = ()


def is_old(server_version: int) -> bool:
    """Say whether a server is older than Wenhui can use; the number is as PostgreSQL gives it, such as 150018."""
    return server_version // 10000 < OLDEST_VERSION


def lacking(connection: Connection, web: str, password: str) -> Iterator[Need]:
    """Yield what this database lacks. `web` is the role of pages and jobs, `password` the one they log in with."""
    if is_old(connection.info.server_version):
        yield Need(
            f"The database is PostgreSQL {connection.info.server_version // 10000}; Wenhui needs {OLDEST_VERSION} or newer."
        )
        return
    yield from _locale(connection)
    yield from _rights(connection)
    yield from _extensions(connection)
    yield from _web_role(connection, web, password)


def _locale(connection: Connection) -> Iterator[Need]:
    (encoding, knows_chinese, name) = _row(
        connection,
        "SELECT pg_encoding_to_char(encoding), '文晖' ~ '^[[:alpha:]]+$', datname"
        " FROM pg_database WHERE datname = current_database()",
    )
    if encoding != "UTF8" or not knows_chinese:
        made = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        yield Need(
            "The database takes Chinese characters for no letters, so that searches by words find nothing. This cannot be "
            "changed afterwards: make another one and name it in DATABASE_URL.",
            (_said(connection, made, f"{name}_utf8"),),
        )


def _rights(connection: Connection) -> Iterator[Need]:
    (owns, creates, owner, name) = _row(
        connection,
        "SELECT pg_has_role(datdba, 'USAGE'), has_schema_privilege('public', 'CREATE'), current_user::text, datname"
        " FROM pg_database WHERE datname = current_database()",
    )
    if not owns:
        yield Need(
            f"The database does not belong to {owner}, the role of DATABASE_URL.",
            (_said(connection, "ALTER DATABASE {} OWNER TO {}", name, owner),),
        )
    if not creates and (owns or not _follows_owner(connection)):
        yield Need(
            f"{owner}, the role of DATABASE_URL, may make no tables.",
            (_said(connection, "GRANT ALL ON SCHEMA public TO {}", owner),),
        )


def _follows_owner(connection: Connection) -> bool:
    """Say whether the schema belongs to whoever owns the database, as it does where it was made by 15 or newer."""
    query = "SELECT nspowner::regrole::text = 'pg_database_owner' FROM pg_namespace WHERE nspname = 'public'"
    return bool(_row(connection, query)[0])


def _extensions(connection: Connection) -> Iterator[Need]:
    """Try to make those that are missing, and take it back."""
    for name in EXTENSIONS:
        create = _said(connection, "CREATE EXTENSION IF NOT EXISTS {}", name)
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(create.encode())
        except errors.InsufficientPrivilege:
            yield Need(f"The extension {name} is missing and the role of DATABASE_URL may not make it.", (create,))
        except (errors.UndefinedFile, errors.FeatureNotSupported):
            yield Need(f"The server lacks the extension {name}; install PostgreSQL's contrib package there.")


def _web_role(connection: Connection, web: str, password: str) -> Iterator[Need]:
    may_make = _row(connection, "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")[0]
    is_strong = connection.execute(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, (SELECT oid FROM pg_roles WHERE rolname = current_user),"
        " 'MEMBER') FROM pg_roles WHERE rolname = %s",
        [web],
    ).fetchone()
    if is_strong is None and not may_make:
        from wenhui.ground.accounts import web_role

        yield Need(
            f"The role {web} of pages and jobs is missing and the role of DATABASE_URL may not make it.",
            (web_role.creation(web, password, connection),),
        )
    if is_strong is not None and is_strong[0]:
        yield Need(
            f"The role {web} of DATABASE_URL_WEB is a superuser, may bypass policies or may act as the owner. Pages need "
            "a role that may not; name another one in DATABASE_URL_WEB."
        )


def _row(connection: Connection, query: str) -> tuple[object, ...]:
    row = connection.execute(query.encode()).fetchone()
    if row is None:
        raise LookupError(query)
    return row


def _said(connection: Connection, statement: str, *names: object) -> str:
    identifiers = [sql.Identifier(str(name)) for name in names]
    return sql.SQL(statement).format(*identifiers).as_string(connection) + ";"
