"""Puts a scope on a transaction: for pages (through `guard`), jobs, streams and tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from wenhui.kit import scope as scopes
from wenhui.kit.scope import Scope


@contextmanager
def scope_on(scope: Scope) -> Iterator[None]:
    """Open a transaction that sees `scope`; inside another transaction, give back its former scope afterwards."""
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        before = _settings(cursor) if nested else None
        cursor.execute(*scopes.enter_sql(scope))
        yield
        if before is not None:
            cursor.execute(
                "SELECT set_config(%s, %s, true), set_config(%s, %s, true), set_config(%s, %s, true)", before
            )


@contextmanager
def scope_of_session(scope: Scope) -> Iterator[None]:
    """Let every transaction of this connection see `scope`, for a job that commits in pieces; then what it saw before.

    A connection that is broken by then sees nothing any more: its owner closes it.
    """
    with connection.cursor() as cursor:
        before = _settings(cursor)
        _put(cursor, [part for pair in _pairs(scope) for part in pair])
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                _put(cursor, before)


def _put(cursor: CursorWrapper, settings: list[str]) -> None:
    cursor.execute("SELECT set_config(%s, %s, false), set_config(%s, %s, false), set_config(%s, %s, false)", settings)


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    _, values = scopes.enter_sql(scope)
    return list(zip(values[::2], values[1::2], strict=True))


def _settings(cursor: CursorWrapper) -> list[str]:
    names = (scopes.FROM, scopes.TO, scopes.CLEARANCE)
    cursor.execute("SELECT " + ", ".join("coalesce(current_setting(%s, true), '')" for _ in names), names)
    values: tuple[str, ...] = cursor.fetchone()
    return [part for pair in zip(names, values, strict=True) for part in pair]
