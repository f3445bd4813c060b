"""Statements and confirmations written by one statement each, and what stood in the registry before anybody said it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import connection
from psycopg import sql

from wenhui.kit import bulk
from wenhui.kit.actor import job
from wenhui.record.facts import comparing, deriving
from wenhui.record.facts.actions import origins
from wenhui.record.facts.comparing import Comparison, Held, Table
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Standing, Through
from wenhui.record.registry import projecting

STATEMENTS: Final = f"""
INSERT INTO facts_statement (origin_id, {{subject}}, guarded, said, seen)
SELECT %s, new.* FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("smallint")}, {bulk.array_of("jsonb")},
    {bulk.array_of("bigint")}) AS new
"""
CONFIRMATIONS: Final = f"""
INSERT INTO facts_confirmation (origin_id, {{subject}}, attributes, roots, seen)
SELECT %s, new.subject, new.attributes::smallint[], new.roots::bigint[], new.seen
FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("text")}, {bulk.array_of("text")}, {bulk.array_of("bigint")})
    AS new (subject, attributes, roots, seen)
"""
# What the registry held before words had providers: believed by nobody more than the register itself, older than any word.
REGISTER: Final = "community"
LONG_AGO: Final = date(1900, 1, 1)
GROUND: Final = "居民委员会组织法第三条"
Statement = tuple[sql.Composed, Sequence[int | str]]


def write(origin: Origin, column: str, comparison: Comparison) -> None:
    """Write down what a comparison found."""
    carry_out(statements(origin, column, comparison))


def statements(origin: Origin, column: str, comparison: Comparison) -> list[Statement]:
    """Return what writes it down; nothing is asked."""
    return [
        (
            sql.SQL(statement).format(subject=sql.Identifier(f"{column}_id")),
            [origin.pk, *(bulk.column(values) for values in zip(*rows, strict=True))],
        )
        for statement, rows in ((CONFIRMATIONS, comparison.confirmed), (STATEMENTS, comparison.said))
        if rows
    ]


def carry_out(made: Sequence[Statement]) -> None:
    """Carry statements out, one after the other."""
    with connection.cursor() as cursor:
        for statement, parameters in made:
            cursor.execute(statement, parameters)


def keep_what_stood(table: Table, *, at: datetime) -> Held:
    """Return what is known of the table's subjects, once the register itself has said what its columns hold.

    Where a column is filled and nobody is known to have said it, withdrawing what is said now would leave nothing behind.
    """
    held = comparing.known(table)
    attributes = deriving.numbered()
    stood: dict[int, dict[int, str]] = {}
    shown = {number: attributes[number].column for number in table.cells if projecting.shows(attributes[number].column)}
    for number, column in shown.items():
        lacking = [
            subject for subject, roots in zip(table.subjects, held.roots, strict=True) if str(number) not in roots
        ]
        for subject, text in projecting.shown(column, lacking).items():
            stood.setdefault(subject, {})[number] = text
    if not stood:
        return held
    origin = origins.make(
        through=Through.PAGE,
        provider=REGISTER,
        ground=GROUND,
        reference="",
        as_of=LONG_AGO,
        standing=Standing.IN_FORCE,
        by=job("facts"),
        at=at,
    )
    subjects = sorted(stood)
    words = Table(
        table.column, subjects, {number: [stood[one].get(number, "") for one in subjects] for number in shown}
    )
    write(origin, table.column, comparing.compare(words, comparing.known(words), provider=REGISTER, as_of=LONG_AGO))
    deriving.derive(table.column, {subject: set(shown) for subject in subjects}, at=at)
    return comparing.known(table)
