"""Whether what a file was compared with still stands, when it is to be accepted."""

from typing import Final

from django.db import connection

from wenhui.record.facts.actions import origins
from wenhui.record.ledgers.actions.refusals import MovedSinceError
from wenhui.record.ledgers.models import Upload

# People of the file of whom something is known otherwise, or newly, since the preview.
MOVED: Final = """
SELECT count(DISTINCT k.person_id) FROM ledgers_rowsofpeople r CROSS JOIN LATERAL unnest(r.people) AS of (person)
JOIN facts_known k ON k.person_id = of.person WHERE r.upload_id = %s AND k.edition > %s
"""


def moved_since(upload: Upload) -> int:
    """Return of how many people of a previewed file something is known otherwise than when it was compared.

    Whoever writes words waits meanwhile, so that nothing moves between this answer and the end of the transaction.
    """
    origins.lock()
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [upload.pk, upload.counts["edition"]])
        return int(cursor.fetchone()[0])


def refuse_if_moved(upload: Upload) -> None:
    """Raise MovedSinceError where accepting would do something else than was shown."""
    moved = moved_since(upload)
    if moved:
        raise MovedSinceError.of(moved)
