"""`wenhui doctor`: what is missing, in words."""

import argparse
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from wenhui.site import at_hand, environment
from wenhui.site.commands import tell
from wenhui.site.postgres import PostgresError, wheel_binaries

FONT = "Noto Sans CJK"
LEAST_FREE_BYTES = 2 * 1024**3


def doctor(given: argparse.Namespace) -> int:
    """Look at everything, say what is missing and how to mend it; exit 1 if anything is."""
    ills = [ill for look in LOOKS for ill in look()]
    for ill in ills:
        tell(f"- {ill}")
    tell("Nothing is missing." if not ills else f"{len(ills)} missing or wrong; each line says what to do.")
    return 1 if ills else 0


def settings() -> Iterator[str]:
    """Look at every setting by itself, so that one wrong value does not hide the next."""
    checks: tuple[Callable[[], object], ...] = (
        environment.port,
        environment.is_demo,
        environment.secret_key,
        environment.field_key,
        environment.as_role,
        lambda: environment.database_url(environment.DATABASE),
        lambda: environment.database_url(environment.DATABASE_WEB),
    )
    for check in checks:
        try:
            check()
        except environment.SettingError as error:
            yield str(error)


def folder() -> Iterator[str]:
    """Look whether the data folder can be written and has room."""
    path = environment.data_folder()
    nearest = next(place for place in (path, *path.parents) if place.exists())
    if not os.access(nearest, os.W_OK):
        yield f"The data folder {path} cannot be written; set {environment.DATA.name} to one that can."
        return
    free = shutil.disk_usage(nearest).free
    if free < LEAST_FREE_BYTES:
        yield f"Only {free // 1024**2} MiB are free under {path}; a subdistrict's first year needs 2 GiB."


def database() -> Iterator[str]:
    """Look whether the database answers, is new enough, finds Chinese words, and knows the web role."""
    if not environment.database_url(environment.DATABASE):
        try:
            wheel_binaries()
        except PostgresError as error:
            yield str(error)
            return
    try:
        with at_hand.database():
            yield from _inside()
    except (at_hand.DatabaseError, PostgresError, environment.SettingError) as error:
        yield str(error)


def _inside() -> Iterator[str]:
    url = environment.database_url(environment.DATABASE)
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_available_extensions WHERE name IN ('btree_gist', 'pg_trgm')"
        ).fetchone()
        if row is None or row[0] != 2:
            yield "The server lacks the extensions btree_gist and pg_trgm; install PostgreSQL's contrib package."
        yield from _web_role(connection)


def _web_role(connection: "psycopg.Connection[tuple[object, ...]]") -> Iterator[str]:
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [at_hand.WEB_ROLE]
    ).fetchone()
    may = connection.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row is None and not (may and may[0]):
        from wenhui.ground.accounts import web_role

        statements = web_role.doctor_sql()
        yield f"The role {at_hand.WEB_ROLE} is missing and the owner may not make it. Let an administrator run: {statements}"
    if row is not None and row[0]:
        yield f"The role {at_hand.WEB_ROLE} may bypass policies; run: ALTER ROLE {at_hand.WEB_ROLE} NOSUPERUSER NOBYPASSRLS;"


def browser_packages() -> Iterator[str]:
    """Look whether the browser packages were fetched."""
    root = Path(__file__).resolve().parents[3]
    if not (root / "node_modules" / "echarts").is_dir():
        yield "The browser packages are missing; run: make install"


def demonstration() -> Iterator[str]:
    """Look whether the demonstration's cast logs in where it must not."""
    try:
        if environment.is_demo():
            return
        with at_hand.database():
            import django

            django.setup()
            from wenhui.ground.accounts import seed

            yield from seed.cast_found_outside_demonstration()
    except (at_hand.DatabaseError, PostgresError, environment.SettingError):
        return  # said by the looks above


LOOKS = (settings, folder, database, browser_packages, demonstration)
