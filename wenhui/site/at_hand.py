"""Puts a database at hand: the one that DATABASE_URL names, else the embedded one, started when it is not running."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from wenhui.site import environment
from wenhui.site.postgres import Server

WEB_ROLE = "wenhui_web"
OLDEST_VERSION = 15


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says why and what to do."""


@contextmanager
def database() -> Iterator[Server | None]:
    """Set DATABASE_URL and DATABASE_URL_WEB for this process and its children; yield our server, if it is ours.

    An embedded server that another process already runs is used and left running; one started here is stopped after.
    """
    if environment.database_url(environment.DATABASE):
        environment.database_url(environment.DATABASE_WEB)
        check()
        yield None
        return
    server = Server(environment.data_folder())
    ours = not server.answers()
    if ours:
        server.start()
    try:
        server.ensure_database()
        os.environ[environment.DATABASE.name] = server.url()
        os.environ.setdefault(environment.DATABASE_WEB.name, server.url(role=WEB_ROLE))
        check()
        yield server
    finally:
        if ours:
            server.stop()


def check() -> None:
    """Refuse a database that cannot be reached, is too old, or whose locale makes trigrams of Chinese empty."""
    url = environment.database_url(environment.DATABASE)
    try:
        connection = psycopg.connect(url, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise DatabaseError(
            f"The database of DATABASE_URL does not answer ({reason}). Start it or mend DATABASE_URL."
        ) from error
    with connection:
        version = connection.info.server_version // 10000
        if version < OLDEST_VERSION:
            raise DatabaseError(f"The database is PostgreSQL {version}; Wenhui needs {OLDEST_VERSION} or newer.")
        row = connection.execute(
            "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        if row is not None and row[1] in {"C", "POSIX"}:
            raise DatabaseError(
                "The database's character type is C, so that searches by Chinese words find nothing. "
                "Create it with: CREATE DATABASE wenhui TEMPLATE template0 LC_CTYPE 'C.UTF-8' LC_COLLATE 'C';"
            )
