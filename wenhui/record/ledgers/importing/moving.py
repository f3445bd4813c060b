"""Whether what a file was compared with still stands, when it is to be accepted."""

from typing import Final

from django.db import connection

from wenhui.record.facts.actions import origins
from wenhui.record.ledgers.actions.refusals import MovedSinceError
from wenhui.record.ledgers.importing import linking
from wenhui.record.ledgers.models import Upload
from wenhui.record.registry import dictionary

# People of the file of whom something is known otherwise, or newly, since the preview.
MOVED: Final = """
SELECT count(DISTINCT k.person_id) FROM ledgers_rowsofpeople r CROSS JOIN LATERAL unnest(r.people) AS of (person)
JOIN facts_known k ON k.person_id = of.person
WHERE r.upload_id = %s AND k.edition > (SELECT compared_at FROM facts_origin WHERE id = %s)
"""

# Newcomers whom somebody registered since: the index before the ciphertext of a sealed number is the registry's own.
CAME: Final = """
SELECT count(*) FROM ledgers_newcomer n
JOIN registry_person p ON p.id_number_index = decode(substr(n.words -> %s ->> %s, 2, 24), 'base64')
WHERE n.upload_id = %s
"""


def moved_since(upload: Upload) -> int:
    """Return of how many people of a previewed file something is known otherwise than when it was compared, or who came.

    Whoever writes words waits meanwhile, so that nothing moves between this answer and the end of the transaction.
    """
    held = dictionary.current()
    attribute = held.attributes[linking.ID_NUMBER]
    origins.lock()
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [upload.pk, upload.origin_id])
        moved = int(cursor.fetchone()[0])
        cursor.execute(CAME, [str(attribute.privacy.rank), str(held.numbers[linking.ID_NUMBER]), upload.pk])
        return moved + int(cursor.fetchone()[0])


def refuse_if_moved(upload: Upload) -> None:
    """Raise MovedSinceError where accepting would do something else than was shown."""
    moved = moved_since(upload)
    if moved:
        raise MovedSinceError.of(moved)
