"""The people whom a file brings are registered, and who came of which row is kept."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection

from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.record.facts import actions as facts
from wenhui.record.facts import sealing
from wenhui.record.ledgers.actions import writing
from wenhui.record.ledgers.importing import linking
from wenhui.record.ledgers.models import Newcomer, Upload
from wenhui.record.registry import actions as registry
from wenhui.record.registry import dictionary, identifiers
from wenhui.record.registry.actions import NewPerson
from wenhui.record.registry.identifiers import SealedIdNumber, SealedPhone
from wenhui.record.registry.rules import phones
from wenhui.record.registry.rules.values import SEVERAL
from wenhui.record.registry.words import Kind

AT_ONCE: Final = 10_000
ARRIVALS: Final = f"""
INSERT INTO ledgers_arrivals (upload_id, area_id, area_path, rows, people)
VALUES (%s, %s, '', {bulk.array_of("integer")}, {bulk.array_of("bigint")})
"""


def register(upload: Upload, *, by: Actor, at: datetime) -> frozenset[int]:
    """Register the newcomers and let the file's origin speak of them; whom the registry held out of sight is a finding."""
    made: dict[int, int] = {}  # rows of the sheet, by person
    numbers = {key: str(number) for key, number in dictionary.current().numbers.items()}
    text_of = json.JSONEncoder(ensure_ascii=False).encode
    held = list(upload.newcomers.order_by("row"))
    for start in range(0, len(held), AT_ONCE):
        piece = held[start : start + AT_ONCE]
        fresh = registry.register_many(people=[_person(one, numbers) for one in piece], by=by, at=at)
        outside = [one.row for one, number in zip(piece, fresh, strict=True) if number is None]
        why = linking.OUTSIDE
        writing.insert(
            writing.FINDINGS, [upload.pk, upload.area_id], [("row", row, "", "", why.zh, why.en) for row in outside]
        )
        said = [
            (number, int(guarded), text_of(words))
            for one, number in zip(piece, fresh, strict=True)
            if number is not None
            for guarded, words in one.words.items()
        ]
        if upload.origin is not None:
            facts.add(origin_id=upload.origin.pk, column="person", said=said, by=by, at=at)
        made.update({number: one.row for one, number in zip(piece, fresh, strict=True) if number is not None})
    upload.newcomers.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(ARRIVALS, [upload.pk, upload.area_id, bulk.column(made.values()), bulk.column(made)])
    return frozenset(made)


def _person(one: Newcomer, numbers: Mapping[str, str]) -> NewPerson:
    words = {key: word for of_class in one.words.values() for key, word in of_class.items()}
    id_number = sealing.sealed_parts(words.get(numbers["person.id_number"], ""))
    return NewPerson(
        name=words[numbers["person.name"]],
        area=one.area_id,
        registration=one.registration,
        dwelling=one.dwelling_id,
        sex=one.sex,
        birth_on=one.birth_on,
        id_number=SealedIdNumber(*id_number) if id_number else SealedIdNumber(),
        phone=_first_phone(words.get(numbers["person.phone"], "")),
        ethnic=words.get(numbers["person.ethnic"], ""),
    )


def _first_phone(word: str) -> SealedPhone:
    """Return the registry's columns of the first of the phones in a kept word; sealed anew only where there are several."""
    text = sealing.unseal(Kind.PHONE, word)
    first, _, more = text.partition(SEVERAL)
    parts = sealing.sealed_parts(word)
    if more or parts is None:
        return identifiers.seal_phone(first)
    return SealedPhone(*parts, identifiers.phone_tail_index(phones.tail(first)))
