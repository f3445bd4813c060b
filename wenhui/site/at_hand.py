"""Puts a database at hand: the one that DATABASE_URL names, else the embedded one, started when it is not running."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict

from wenhui.site import environment, needs
from wenhui.site.postgres import Server

WEB_ROLE = "wenhui_web"


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says why and what to do."""


@contextmanager
def database(*, whole: bool = True) -> Iterator[Server | None]:
    """Set DATABASE_URL and DATABASE_URL_WEB for this process and its children; yield the embedded server, if it is that.

    Refuses a database that lacks something, unless it is not wanted `whole`: the doctor says everything that is lacking.
    """
    if environment.database_url(environment.DATABASE):
        if whole:
            check()
        yield None
        return
    server = Server(environment.data_folder())
    with server.in_use():
        server.ensure_database()
        os.environ[environment.DATABASE.name] = server.url()
        os.environ.setdefault(environment.DATABASE_WEB.name, server.url(role=WEB_ROLE))
        if whole:
            check()
        yield server


def connect(variable: environment.Variable) -> needs.Connection:
    """Open a connection to the database of a setting; raises DatabaseError with the reason where that fails."""
    url = environment.database_url(variable)
    try:
        return psycopg.connect(url, connect_timeout=5, autocommit=True)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0].strip()
        raise DatabaseError(
            f"The database of {variable.name} does not answer ({reason}). Nothing was changed. Start it, or mend the "
            f"setting; for example: {variable.name}={variable.example}"
        ) from error


def lacking(connection: needs.Connection) -> Iterator[needs.Need]:
    """Yield what the owner's database lacks for the role of pages and jobs as it is set."""
    web = conninfo_to_dict(environment.database_url(environment.DATABASE_WEB))
    yield from needs.lacking(connection, str(web.get("user") or WEB_ROLE), str(web.get("password") or ""))


def check() -> None:
    """Refuse a database that cannot be reached, or that lacks what the owner may not give it."""
    with connect(environment.DATABASE) as connection:
        found = list(lacking(connection))
    if not found:
        return
    advice = (
        " `wenhui doctor` prints the SQL that its administrator must run." if any(n.statements for n in found) else ""
    )
    raise DatabaseError(" ".join(need.why for need in found) + advice + " Nothing was changed.")


def check_web() -> None:
    """Refuse when pages and jobs would not reach the tables that the owner made."""
    with connect(environment.DATABASE_WEB) as connection:
        row = connection.execute("SELECT to_regclass('public.accounts_account') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        raise DatabaseError(
            f"{environment.DATABASE_WEB.name} leads to a database without Wenhui's tables; it must name the same "
            f"database as {environment.DATABASE.name}. Nothing was started."
        )
