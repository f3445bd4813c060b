"""One row at a time, by statements that the server has prepared: for steps that are taken hundreds of times a second.

The ORM composes its SQL anew for every call, and the server parses and plans it anew. Here the text of a statement is made
once for each model and its columns, and the server keeps its plan for as long as the connection lives. Policies,
triggers, constraints and Django's own wrappers hold as ever. Not for questions: those stay querysets.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import DatabaseError, connection
from django.db.backends.postgresql.psycopg_any import register_tzloader
from django.db.models import Field, Model
from psycopg.pq import Format

M = TypeVar("M", bound=Model)
NEVER_UNASKED = 2**31
TIMESTAMPTZ = psycopg.postgres.types["timestamptz"].oid
AS_READ = "_as_read"
_NEVER = object()


class _Prepared(psycopg.Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_: Any) -> "_Prepared":
        return super().execute(query, params, prepare=True)


_waiting: ContextVar[list[tuple[Any, Callable[[list[tuple[Any, ...]]], None]]] | None] = ContextVar(
    "rows", default=None
)


@contextmanager
def at_once() -> Iterator[None]:
    """Send what is written meanwhile without waiting for each answer; new rows learn their keys at the end.

    Raises at its end what a statement alone would have raised; then nothing of it is kept.
    """
    connection.ensure_connection()
    waiting: list[tuple[Any, Callable[[list[tuple[Any, ...]]], None]]] = []
    with connection.wrap_database_errors, connection.connection.pipeline():
        mark = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(mark)
        for cursor, settle in waiting:
            settle(cursor.fetchall())


def run(sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
    """Ask what is always asked in the same words, and return the rows."""
    found: list[tuple[Any, ...]] = _sent(sql, values).fetchall()
    return found


def insert(row: M) -> M:
    """Insert a new row; it learns its key. What the database makes of it otherwise (its path) it does not."""
    sql, fields = _insert(type(row))

    def settle(found: list[tuple[Any, ...]]) -> None:
        (row.pk,) = found[0]
        row._state.adding, row._state.db = False, connection.alias

    _write(sql, [_given(field, row, is_new=True) for field in fields], settle)
    return row


def update(row: Model, names: Iterable[str]) -> None:
    """Write those of the named columns that are not as they were when `locked` read the row.

    Raises DatabaseError when there is no such row, or none in the scope.
    """
    as_read = row.__dict__.get(AS_READ, {})
    changed = tuple(
        name for name in names if as_read.get(name, _NEVER) != row.__dict__[_field(type(row), name).attname]
    )
    if not changed:
        return
    sql, fields = _update(type(row), changed)

    def settle(found: list[tuple[Any, ...]]) -> None:
        if not found:
            raise DatabaseError(f"There is no {row._meta.label} {row.pk}, or none in the scope.")

    _write(sql, [*(_given(field, row, is_new=False) for field in fields), row.pk], settle)


def locked(model: type[M], key: object) -> M | None:
    """Return a row, locked until the transaction ends; None when there is no such row, or none in the scope."""
    sql, fields = _locked(model)
    found = run(sql, [key])
    return _loaded(model, fields, found[0]) if found else None


def _write(sql: str, values: Sequence[object], settle: Callable[[list[tuple[Any, ...]]], None]) -> None:
    waiting = _waiting.get()
    cursor = _sent(sql, values)
    if waiting is None:
        settle(cursor.fetchall())
    else:
        waiting.append((cursor, settle))


def _sent(sql: str, values: Sequence[object] | Mapping[str, object]) -> Any:
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:  # Django's default; psycopg would then prepare nothing, not even what asks for it
        raw.prepare_threshold = NEVER_UNASKED
    cursor = _Prepared(raw)
    if connection.timezone != raw.adapters.get_loader(TIMESTAMPTZ, Format.TEXT).timezone:
        register_tzloader(connection.timezone, cursor)
    wrapped = connection._prepare_cursor(cursor)  # type: ignore[attr-defined]
    wrapped.execute(sql, values)
    return wrapped


def _loaded(model: type[M], fields: Sequence["Field[Any, Any]"], values: Sequence[Any]) -> M:
    made = [
        value if convert is None else convert(value, None, connection)
        for value, convert in zip(values, (getattr(field, "from_db_value", None) for field in fields), strict=True)
    ]
    row = model.from_db(connection.alias, [field.attname for field in fields], made)
    row.__dict__[AS_READ] = {
        field.name: deepcopy(value) if isinstance(value, dict | list) else value
        for field, value in zip(fields, made, strict=True)
    }
    return row


@cache
def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    (field,) = (one for one in model._meta.concrete_fields if one.name == name)
    return field


@cache
def _insert(model: type[Model]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    name = connection.ops.quote_name
    key = model._meta.pk
    given = [field for field in model._meta.concrete_fields if not field.generated]
    fields = tuple(field for field in given if field is not key or not field.db_returning)
    names, marks = ", ".join(name(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    table = name(model._meta.db_table)
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING {name(str(key.column))}", fields


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    name = connection.ops.quote_name
    fields = tuple(_field(model, one) for one in names)
    sets = ", ".join(f"{name(str(field.column))} = %s" for field in fields)
    table, key = name(model._meta.db_table), name(str(model._meta.pk.column))
    return f"UPDATE {table} SET {sets} WHERE {key} = %s RETURNING {key}", fields


@cache
def _locked(model: type[Model]) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    name = connection.ops.quote_name
    fields = tuple(model._meta.concrete_fields)
    listed = ", ".join(name(str(field.column)) for field in fields)
    key = name(str(model._meta.pk.column))
    return f"SELECT {listed} FROM {name(model._meta.db_table)} WHERE {key} = %s FOR UPDATE", fields


def _given(field: "Field[Any, Any]", row: Model, *, is_new: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, is_new), connection)
