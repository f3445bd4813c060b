"""Many rows of a file's tables written by one statement."""

from collections.abc import Sequence
from typing import Final

from django.db import connection

from wenhui.kit import bulk

FINDINGS: Final = f"""
INSERT INTO ledgers_finding (upload_id, area_id, area_path, kind, row, "column", title, zh, en)
SELECT %s, %s, '', new.* FROM unnest({bulk.array_of("text")}, {bulk.array_of("integer")}, {bulk.array_of("text")},
    {bulk.array_of("text")}, {bulk.array_of("text")}, {bulk.array_of("text")}) AS new
"""


def insert(statement: str, first: Sequence[int], rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows whose columns follow the statement's first parameters; without rows nothing is asked."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, (*first, *(bulk.column(values) for values in zip(*rows, strict=True))))
