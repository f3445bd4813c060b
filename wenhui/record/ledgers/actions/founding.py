"""The organisations that a file brings are registered, and which came of which row is kept."""

import json
from datetime import datetime
from typing import Final

from wenhui.kit.actor import Actor
from wenhui.record.facts import actions as facts
from wenhui.record.ledgers.actions import writing
from wenhui.record.ledgers.importing.organisations import OUTSIDE
from wenhui.record.ledgers.models import BroughtOrganisation, Upload
from wenhui.record.registry import actions as registry
from wenhui.record.registry.actions import NewOrganisation

AT_ONCE: Final = 10_000


def register(upload: Upload, *, by: Actor, at: datetime) -> int:
    """Register a file's new organisations, let its origin speak of them, and return how many came.

    Whose credit code the registry holds out of sight is a finding.
    """
    held = list(BroughtOrganisation.objects.filter(upload=upload).order_by("row"))
    for start in range(0, len(held), AT_ONCE):
        piece = held[start : start + AT_ONCE]
        new = [NewOrganisation(name=one.name, area=one.area_id, kind=one.kind, uscc=one.uscc) for one in piece]
        numbers = registry.register_organisations(organisations=new, by=by, at=at)
        said: dict[int, dict[int, str]] = {}
        for one, number in zip(piece, numbers, strict=True):
            one.organisation = number
            if number is not None:
                for rank, words in one.words.items():
                    said.setdefault(int(rank), {})[number] = json.dumps(words, ensure_ascii=False)
            one.words = {}
        if upload.origin_id is not None:
            for guarded, texts in said.items():
                facts.add(origin_id=upload.origin_id, column="organisation", guarded=guarded, words=texts, by=by, at=at)
        outside = [("row", one.row, "", "", OUTSIDE.zh, OUTSIDE.en) for one in piece if one.organisation is None]
        writing.insert(writing.FINDINGS, [upload.pk, upload.area_id], outside)
    BroughtOrganisation.objects.bulk_update(held, ["organisation", "words"], batch_size=2000)
    return sum(one.organisation is not None for one in held)
