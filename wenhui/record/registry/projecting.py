"""The registry's own columns that show the leading word of an attribute, written for many rows by one statement each.

Who may be believed is decided above (`record/facts`); here a word is taken as it stands: canonical and in clear.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.db import connection
from psycopg import sql

from wenhui.kit import bulk
from wenhui.record.registry import identifiers
from wenhui.record.registry.actions.refusals import in_words
from wenhui.record.registry.rules import names
from wenhui.record.registry.words import OrganisationKind, Registration, Sex

ONCE: Final = "registry_an_id_number_is_registered_once"
FIRST = ";"
Row = tuple[object, ...]
Columns = Sequence[tuple[str, str]]  # name and type of a column
Shown = tuple[Columns, Callable[[str], Row]]
Written = tuple[str, Shown, Sequence[str | None]]  # the name of the flag, what is written, texts in the order of rows


def _first(text: str) -> str:
    return text.partition(FIRST)[0]


# Attribute's column → the table's columns with their types, and what a word makes of them.
SHOWN: Final[Mapping[str, Shown]] = {
    "person.name": (
        (("name", "text"), ("pinyin", "text"), ("initials", "text")),
        lambda text: (text, *names.search_keys(text)),
    ),
    "person.sex": ((("sex", "text"),), lambda text: (text or Sex.UNKNOWN.value,)),
    "person.birth_on": ((("birth_on", "date"),), lambda text: (text or None,)),
    "person.id_number": (
        (("id_number", "bytea"), ("id_number_index", "bytea")),
        lambda text: tuple(identifiers.seal_id_number(text)),
    ),
    "person.phone": (
        (("phone", "bytea"), ("phone_index", "bytea"), ("phone_tail_index", "bytea")),
        lambda text: tuple(identifiers.seal_phone(_first(text))),
    ),
    "person.registration": ((("registration", "text"),), lambda text: (text or Registration.RESIDENT.value,)),
    "person.ethnic": ((("ethnic", "text"),), lambda text: (text,)),
    "organisation.name": (
        (("name", "text"), ("pinyin", "text"), ("initials", "text")),
        lambda text: (text, *names.search_keys(text)),
    ),
    "organisation.uscc": ((("uscc", "text"),), lambda text: (text or None,)),
    "organisation.kind": ((("kind", "text"),), lambda text: (text or OrganisationKind.OTHER.value,)),
    "organisation.closed_on": ((("closed_on", "date"),), lambda text: (text or None,)),
    "household.formed_on": ((("formed_on", "date"),), lambda text: (text or None,)),
}
READ: Final[Mapping[str, Callable[..., str]]] = {
    "person.id_number": identifiers.open_id_number,
    "person.phone": identifiers.open_phone,
}
NOT_KNOWN: Final = ("person.sex", Sex.UNKNOWN.value)
NEVER_EMPTY: Final = frozenset({"person.name", "organisation.name", "household.formed_on"})


def shows(column: str) -> bool:
    """Say whether a column of an attribute is one that shows its leading word; others are moved by actions of their own."""
    return column in SHOWN


def shown(column: str, rows: Sequence[int]) -> dict[int, str]:
    """Return what a column shows now, as canonical text in clear, by row; only rows that show something."""
    table, _, name = column.partition(".")
    statement = sql.SQL("SELECT id, {name} FROM {table} WHERE id = ANY(%s) AND {name} IS NOT NULL").format(
        name=sql.Identifier(name), table=sql.Identifier(f"registry_{table}")
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(rows)])
        found = {row: READ.get(column, str)(value) for row, value in cursor.fetchall()}
    return {row: text for row, text in found.items() if text and (column, text) != NOT_KNOWN}


def show(table: str, words: Mapping[str, Mapping[int, str]]) -> None:
    """Write leading words into columns (`person.name`), by the number of the row; empty where nothing is said any more.

    Raises AlreadyRegisteredError when an identifier would stand for two.
    """
    kept = {
        column: {row: text for row, text in by_row.items() if text or column not in NEVER_EMPTY}
        for column, by_row in words.items()
    }
    rows = sorted({row for by_row in kept.values() for row in by_row})
    written = [
        (f"said_{place}", SHOWN[column], [by_row.get(row) for row in rows])
        for place, (column, by_row) in enumerate(kept.items())
        if by_row
    ]
    if written:
        with in_words(ONCE):
            _write(table, rows, written)


def _write(table: str, rows: Sequence[int], written: Sequence[Written]) -> None:
    """Write all columns of a row at once; those of which nothing is said (None) stay as they are."""
    names, kinds, values, setting = ["id"], ["bigint"], [bulk.column(rows)], []
    for flag, (columns, made), texts in written:
        names += [flag, *(name for name, _ in columns)]
        kinds += ["boolean", *(kind for _, kind in columns)]
        setting += [
            sql.SQL("{0} = CASE WHEN new.{1} THEN new.{0} ELSE held.{0} END").format(
                sql.Identifier(name), sql.Identifier(flag)
            )
            for name, _ in columns
        ]
        nothing = (None,) * len(columns)
        cells = [nothing if text is None else made(text) for text in texts]
        values += [
            bulk.column(text is not None for text in texts),
            *(bulk.column(map(_literal, one)) for one in zip(*cells, strict=True)),
        ]
    statement = sql.SQL("UPDATE {table} AS held SET {set} FROM unnest({arrays}) AS new({names}) WHERE held.id = new.id")
    with connection.cursor() as cursor:
        cursor.execute(
            statement.format(
                table=sql.Identifier(f"registry_{table}"),
                set=sql.SQL(", ").join(setting),
                arrays=sql.SQL(", ").join(sql.SQL(bulk.array_of(kind)) for kind in kinds),
                names=sql.SQL(", ").join(map(sql.Identifier, names)),
            ),
            values,
        )


def _literal(value: object) -> object:
    """Bytes are written as the server reads them."""
    return bulk.binary(value) if isinstance(value, bytes) else value
