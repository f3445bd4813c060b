"""The one way into the journal."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from wenhui.ground import rows
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import Actor
from wenhui.kit.bulk import array_of, column

SHORTEST_REASON = 4
OF_MANY = f"""
INSERT INTO journal_entry (at, actor_kind, actor_key, verb, subject, reason, refs)
SELECT %s, %s, %s, %s, subject, '', %s::jsonb FROM unnest({array_of("text")}) AS subject
"""  # noqa: S608 - one text, taken apart by the server


class ReasonMissingError(ValueError):
    """Personal data are revealed only for a stated reason of at least four characters."""


def write(
    *, by: Actor, at: datetime, verb: str, subject: str, reason: str = "", refs: Mapping[str, str | int] | None = None
) -> Entry:
    """Append one line to the journal, in the transaction of the action it tells of.

    `verb` is the module and the clerk's word (`cases.close`), `subject` the table and number (`case:123`); `refs` holds
    further identifiers. Personal values never go in: what is sealed can never be erased.
    """
    entry = Entry(
        at=at, actor_kind=by.kind, actor_key=by.key, verb=verb, subject=subject, reason=reason, refs=dict(refs or {})
    )
    return rows.insert(entry)


def write_each(
    *, by: Actor, at: datetime, verb: str, lines: Iterable[tuple[str, Mapping[str, str | int]]]
) -> list[Entry]:
    """Append one line for each subject with its refs, as `write` does, all of them in one statement."""
    return Entry.objects.bulk_create(
        Entry(at=at, actor_kind=by.kind, actor_key=by.key, verb=verb, subject=subject, refs=dict(refs))
        for subject, refs in lines
    )


def write_all(
    *, by: Actor, at: datetime, verb: str, subjects: Iterable[str], refs: Mapping[str, str | int] | None = None
) -> None:
    """Append one line for each of many things that one deed changed, in one statement."""
    with connection.cursor() as cursor:
        told = [at, by.kind.value, by.key, verb, json.dumps(dict(refs or {})), column(subjects)]
        cursor.execute(OF_MANY, told)


def reveal(*, by: Actor, at: datetime, subject: str, columns: Iterable[str], reason: str) -> Entry:
    """Write down that `by` is shown the named personal columns of `subject`, and why; call it before showing them.

    Raises ReasonMissingError. The reason is kept for ever, so the page asks for it without names or numbers.
    """
    stated = reason.strip()
    if len(stated) < SHORTEST_REASON:
        raise ReasonMissingError(f"A reveal needs a reason of at least {SHORTEST_REASON} characters.")
    shown = ",".join(sorted(columns))
    return write(by=by, at=at, verb="journal.reveal", subject=subject, reason=stated, refs={"columns": shown})
