"""The people whom a file brings are kept, later registered, and who came of which row stays known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.kit.ahead import ahead
from wenhui.record.facts import actions as facts
from wenhui.record.ledgers.actions import writing
from wenhui.record.ledgers.importing import linking
from wenhui.record.ledgers.importing.newcomers import Piece
from wenhui.record.ledgers.models import Newcomers, Upload
from wenhui.record.registry import actions as registry
from wenhui.record.registry.actions import NewPeople

ARRIVALS: Final = f"""
INSERT INTO ledgers_arrivals (upload_id, area_id, area_path, rows, people)
VALUES (%s, %s, '', {bulk.array_of("integer")}, {bulk.array_of("bigint")})
"""


def keep(upload: Upload, pieces: Iterator[Piece]) -> None:
    """Keep whom a file brings until it is accepted; the next piece is made while one is written."""
    for piece in ahead(pieces):
        Newcomers.objects.create(
            upload=upload, first=piece.rows[0], rows=piece.rows, people=piece.people, said=piece.said,
            indexes=piece.indexes, area=upload.area,
        )  # fmt: skip


def register(upload: Upload, *, by: Actor, at: datetime) -> frozenset[int]:
    """Register the newcomers and let the file's origin speak of them; whom the registry held out of sight is a finding."""
    made: dict[int, int] = {}  # rows of the sheet, by person
    held = list(upload.newcomers.order_by("first"))
    for piece in ahead(map(_read, held)):
        fresh = registry.register_many(people=piece.people, by=by, at=at)
        outside = [row for row, number in zip(piece.rows, fresh, strict=True) if number is None]
        why = linking.OUTSIDE
        writing.insert(
            writing.FINDINGS, [upload.pk, upload.area_id], [("row", row, "", "", why.zh, why.en) for row in outside]
        )
        for guarded, texts in enumerate(piece.said):
            words = {one: text for one, text in zip(fresh, texts, strict=True) if one is not None and text}
            if words and upload.origin_id is not None:
                facts.add(origin_id=upload.origin_id, column="person", guarded=guarded, words=words, by=by, at=at)
        made.update({number: row for number, row in zip(fresh, piece.rows, strict=True) if number is not None})
    upload.newcomers.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(ARRIVALS, [upload.pk, upload.area_id, bulk.column(made.values()), bulk.column(made)])
    return frozenset(made)


@dataclass(frozen=True, slots=True)
class _Read:
    rows: list[int]
    people: NewPeople
    said: list[list[str | None]]


def _read(kept: Newcomers) -> _Read:
    columns: Any = bulk.read(kept.people)  # names and whatever else is never nothing were kept as texts
    return _Read(kept.rows, NewPeople(*columns), bulk.read(kept.said))
