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


def _settings(cursor: CursorWrapper) -> list[str]:
    names = (scopes.FROM, scopes.TO, scopes.CLEARANCE)
    cursor.execute("SELECT " + ", ".join("coalesce(current_setting(%s, true), '')" for _ in names), names)
    values: tuple[str, ...] = cursor.fetchone()
    return [part for pair in zip(names, values, strict=True) for part in pair]
