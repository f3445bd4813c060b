"""Whether what a file was compared with still stands, when it is to be accepted."""

from typing import Final

from django.db import connection
from psycopg import sql

from wenhui.kit import bulk
from wenhui.record.facts.actions import origins
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.ledgers.actions.refusals import MovedSinceError
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.rules.rows import COUNTED
from wenhui.record.registry.words import Subject

# People of the file of whom something is known otherwise, or newly, since the preview.
MOVED: Final = """
SELECT count(DISTINCT k.person_id) FROM ledgers_rowsofpeople r CROSS JOIN LATERAL unnest(r.people) AS of (person)
JOIN facts_known k ON k.person_id = of.person
WHERE r.upload_id = %s AND k.edition > (SELECT compared_at FROM facts_origin WHERE id = %s)
"""

# The same of a file whose rows are no people.
MOVED_SUBJECTS: Final = """
SELECT count(DISTINCT k.{column}) FROM ledgers_rowsofsubjects r CROSS JOIN LATERAL unnest(r.subjects) AS of (subject)
JOIN facts_known k ON k.{column} = of.subject
WHERE r.upload_id = %s AND k.edition > (SELECT compared_at FROM facts_origin WHERE id = %s)
"""

# Newcomers whom somebody registered since.
CAME: Final = f"""
SELECT count(*) FROM ledgers_newcomers n
CROSS JOIN LATERAL unnest({bulk.elements("n.indexes", "bytea")}) AS of (number)
JOIN registry_person p ON p.id_number_index = of.number
WHERE n.upload_id = %s
"""

# Organisations that a file would bring and somebody registered since, by credit code or by name where they are.
FOUNDED: Final = """
SELECT count(*) FROM ledgers_broughtorganisation n JOIN registry_organisation o
ON (n.uscc <> '' AND o.uscc = n.uscc) OR (n.uscc = '' AND o.name = n.name AND o.area_id = n.area_id AND o.closed_on IS NULL)
WHERE n.upload_id = %s
"""


def moved_since(upload: Upload) -> int:
    """Return of how many people, homes, … of a previewed file something is known otherwise than when it was compared.

    Who or what it would bring and somebody registered meanwhile is counted too. Whoever writes words waits, so that
    nothing moves between this answer and the end of the transaction.
    """
    if upload.subject not in {"", Subject.PERSON}:
        return _moved_subjects(upload)
    origins.lock()
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [upload.pk, upload.origin_id])
        moved = int(cursor.fetchone()[0])
        cursor.execute(CAME, [upload.pk])
        return moved + int(cursor.fetchone()[0])


def _moved_subjects(upload: Upload) -> int:
    column = sql.Identifier(f"{COLUMN[Subject(upload.subject)]}_id")
    origins.lock()
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(MOVED_SUBJECTS).format(column=column), [upload.pk, upload.origin_id])
        moved = int(cursor.fetchone()[0])
        cursor.execute(FOUNDED, [upload.pk])
        return moved + int(cursor.fetchone()[0])


def refuse_if_moved(upload: Upload) -> None:
    """Raise MovedSinceError where accepting would do something else than was shown."""
    moved = moved_since(upload)
    if moved:
        raise MovedSinceError.of(moved, COUNTED[Subject(upload.subject or Subject.PERSON)])
