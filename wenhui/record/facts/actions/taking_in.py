"""Words in force are taken into what is known: in pieces, so that others who write wait for one piece only."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from wenhui.kit.actor import Actor
from wenhui.record.facts import deriving, sealing
from wenhui.record.facts.actions import origins
from wenhui.record.facts.models import SUBJECTS, Confirmation, Origin, Statement
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.facts.words import Standing
from wenhui.record.registry import projecting

AT_ONCE: Final = 10_000  # rows; others who write wait for one such piece
Progress = Callable[[int, int], None]
Parameters = Mapping[str, int | str | list[str]]

PIECE: Final = "origin_id = %(origin)s AND id BETWEEN %(first)s AND %(last)s"
# From the index; min and max asked for together would read every row.
EXTENT: Final = """
SELECT (SELECT min(id) FROM {table} WHERE origin_id = %(origin)s),
    (SELECT max(id) FROM {table} WHERE origin_id = %(origin)s)
"""
COUNTS: Final = f"""
SELECT count(person_id), count(household_id), count(organisation_id), count(place_id) FROM {{table}} WHERE {PIECE}
"""
SAID_KEYS: Final = "ARRAY(SELECT said.key::smallint FROM jsonb_object_keys(s.said) AS said (key))"
SAID_CELLS: Final = (
    f"SELECT s.{{subject}}, {SAID_KEYS} FROM facts_statement s WHERE {PIECE} AND {{subject}} IS NOT NULL"
)
CONFIRMED_CELLS: Final = (
    f"SELECT {{subject}}, attributes FROM facts_confirmation WHERE {PIECE} AND {{subject}} IS NOT NULL"
)
# Words that only their own provider ever spoke of lead by themselves.
ADD: Final = f"""
WITH s AS (SELECT * FROM facts_statement WHERE {PIECE} AND seen IS NOT NULL AND {{subject}} IS NOT NULL)
UPDATE facts_known k SET words = k.words || s.said, edition = %(edition)s, roots = k.roots || (
    SELECT jsonb_object_agg(said.key, s.origin_id) FROM jsonb_object_keys(s.said) AS said (key))
FROM s WHERE k.{{subject}} = s.{{subject}} AND k.guarded = s.guarded AND k.edition = s.seen
"""
# Nobody else spoke of them since either; whoever repeats what is known makes no new edition of it, and yet counts now.
ADD_IF_ALONE: Final = ADD + "".join(
    f"""
AND NOT EXISTS (SELECT 1 FROM {table} w JOIN facts_origin o ON o.id = w.origin_id
    WHERE w.{{subject}} = s.{{subject}} AND o.id <> %(origin)s AND o.standing = 'in_force'
    AND (o.provider <> %(provider)s OR o.as_of > %(as_of)s))
"""
    for table in ("facts_statement", "facts_confirmation")
)
BEGIN: Final = f"""
INSERT INTO facts_known ({{subject}}, guarded, words, roots, edition)
SELECT {{subject}}, guarded, said, (
    SELECT jsonb_object_agg(said.key, origin_id) FROM jsonb_object_keys(said) AS said (key)), %(edition)s
FROM facts_statement s WHERE {PIECE} AND seen = 0 AND {{subject}} IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM facts_known k WHERE k.{{subject}} = s.{{subject}} AND k.guarded = s.guarded)
"""
# For whom nothing could be added just now: others' words count too, or something was said since they were compared.
LEFT: Final = f"""
SELECT s.{{subject}}, {SAID_KEYS} FROM (SELECT * FROM facts_statement WHERE {PIECE} AND {{subject}} IS NOT NULL) AS s
WHERE NOT EXISTS (SELECT 1 FROM facts_known k
    WHERE k.{{subject}} = s.{{subject}} AND k.guarded = s.guarded AND k.edition = %(edition)s)
"""
SAID: Final = f"SELECT {{subject}}, {{words}} FROM facts_statement WHERE {PIECE} AND said ?| %(keys)s"
# Whose confirmed words may lead no longer, for the same reasons; where nothing changed since, only the first of them.
WEIGHED: Final = (
    f"SELECT c.{{subject}}, c.attributes FROM facts_confirmation c WHERE {PIECE} AND {{subject}} IS NOT NULL AND "
    "c.seen IS NULL"
)
DOUBTED: Final = f"""
SELECT c.{{subject}}, c.attributes FROM (SELECT * FROM facts_confirmation WHERE {PIECE} AND {{subject}} IS NOT NULL) AS c
WHERE c.seen IS NULL OR c.seen <> (
    SELECT coalesce(max(k.edition), 0) FROM facts_known k WHERE k.{{subject}} = c.{{subject}})
OR EXISTS (SELECT 1 FROM facts_conflict f WHERE f.{{subject}} = c.{{subject}} AND f.settled_at IS NULL)
"""


def catch_up(
    *,
    origin_id: int,
    already_shown: frozenset[int] = frozenset(),
    by: Actor,
    at: datetime,
    progress: Progress = lambda done, of: None,
) -> None:
    """Bring what is known in line, or go on where that was interrupted; where nothing is left, nothing happens.

    `by` is whose restart it is; what was decided stands in the journal since then. Subjects in `already_shown` were
    registered with these very words, so the registry's columns need no writing. Of two who do this at once the second
    waits for the first.
    """
    with origins.at_work(origin_id):
        _catch_up(origin_id, already_shown, at, progress)


def _catch_up(origin_id: int, already_shown: frozenset[int], at: datetime, progress: Progress) -> None:
    """Go through confirmations first, while what they were compared with still stands, then through statements."""
    origin = Origin.objects.get(pk=origin_id)
    if origin.is_caught_up:
        return
    pieces = [(table, *piece) for table in (Confirmation, Statement) for piece in _pieces(table, origin_id)]
    for done, (table, first, last) in enumerate(pieces):
        progress(done, len(pieces))
        piece: Parameters = {"origin": origin_id, "first": first, "last": last}
        with transaction.atomic():
            origins.lock()
            for column, count in _counts(table, piece).items():
                if origin.standing == Standing.WITHDRAWN:
                    cells = SAID_CELLS if table is Statement else CONFIRMED_CELLS
                    deriving.derive(column, _cells(_execute(cells, column, piece)), at=at)
                elif table is Confirmation:
                    doubted = WEIGHED if origin.compared_at is not None else DOUBTED
                    deriving.derive(column, _cells(_execute(doubted, column, piece)), at=at)
                else:
                    _take_in(origin, column, piece, count, already_shown, at=at)
    progress(len(pieces), len(pieces))
    Origin.objects.filter(pk=origin_id).update(is_caught_up=True)


def _pieces(table: type[Statement | Confirmation], origin_id: int) -> list[tuple[int, int]]:
    """Return ranges of numbers that hold the rows of an origin, written one after the other."""
    first, last = _execute(EXTENT, "", {"origin": origin_id}, table=sql.Identifier(table._meta.db_table))[0]
    return [] if first is None else [(start, start + AT_ONCE - 1) for start in range(first, last + 1, AT_ONCE)]


def _counts(table: type[Statement | Confirmation], piece: Parameters) -> Mapping[str, int]:
    """Return how many rows of a piece speak of subjects of each kind of which there are any."""
    counts = _execute(COUNTS, "", piece, table=sql.Identifier(table._meta.db_table))[0]
    return {column: count for column, count in zip(SUBJECTS, counts, strict=True) if count}


def _take_in(
    origin: Origin, column: str, piece: Parameters, count: int, already_shown: frozenset[int], *, at: datetime
) -> None:
    """Take in the `count` words of a piece that speak of subjects of one kind."""
    edition = deriving.next_edition()
    piece = {**piece, "edition": edition, "provider": origin.provider, "as_of": f"{origin.as_of}"}
    taken_in = _changed(ADD_IF_ALONE if origin.compared_at is None else ADD, column, piece) + _changed(
        BEGIN, column, piece
    )
    left = _cells(_execute(LEFT, column, piece)) if taken_in < count else {}
    deriving.derive(column, left, at=at)
    shown = {
        str(number): attribute
        for number, attribute in deriving.numbered().items()
        if COLUMN[attribute.subject] == column and projecting.shows(attribute.column)
    }
    if not shown:
        return
    words = sql.SQL(", ").join(sql.SQL("said ->> {}").format(sql.Literal(key)) for key in shown)
    rows = _execute(SAID, column, {**piece, "keys": list(shown)}, words=words)
    silent = left.keys() | already_shown
    clear = {
        attribute.column: {
            row[0]: sealing.unseal(attribute.kind, row[place])
            for row in rows
            if row[place] is not None and row[0] not in silent
        }
        for place, attribute in enumerate(shown.values(), start=1)
    }
    projecting.show(column, clear)


def _cells(rows: list[tuple[Any, ...]]) -> dict[int, set[int]]:
    cells: dict[int, set[int]] = {}
    for subject, numbers in rows:
        cells.setdefault(subject, set()).update(numbers)
    return cells


def _changed(statement: str, column: str, parameters: Parameters) -> int:
    """Return how many rows a statement wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(subject=sql.Identifier(f"{column}_id")), parameters)
        return int(cursor.rowcount)


def _execute(statement: str, column: str, parameters: Parameters, **named: sql.Composable) -> list[tuple[Any, ...]]:
    composed = sql.SQL(statement).format(subject=sql.Identifier(f"{column}_id"), **named)
    with connection.cursor() as cursor:
        cursor.execute(composed, parameters)
        return cursor.fetchall() if cursor.description else []
