"""A file whose rows are households, dwellings, buildings or organisations compared with what is known, without effect."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from django.db import connection

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets.taking import Rows
from wenhui.record.facts import actions as facts
from wenhui.record.facts import sealing
from wenhui.record.facts.comparing import Table
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.facts.words import Through
from wenhui.record.ledgers import filling
from wenhui.record.ledgers.actions import findings, writing
from wenhui.record.ledgers.actions.refusals import NothingBoundError
from wenhui.record.ledgers.importing import admitting, communities, kinds, remarks
from wenhui.record.ledgers.importing import cells as reader
from wenhui.record.ledgers.importing.cells import Bound
from wenhui.record.ledgers.importing.telling import Spoken
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.words import UploadStanding
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

SPEAKS_OF: Final = f"""
INSERT INTO ledgers_rowsofsubjects (upload_id, area_id, area_path, rows, subjects)
VALUES (%s, %s, '', {bulk.array_of("integer")}, {bulk.array_of("bigint")})
"""
BROUGHT: Final = f"""
INSERT INTO ledgers_broughtorganisation (upload_id, row, name, uscc, kind, words, area_id, area_path)
SELECT %s, new.*, '' FROM unnest({bulk.array_of("integer")}, {bulk.array_of("text")}, {bulk.array_of("text")},
    {bulk.array_of("text")}, {bulk.array_of("jsonb")}, {bulk.array_of("bigint")}) AS new
"""


def check(
    upload: Upload,
    *,
    subject: Subject,
    rows: Rows,
    bound: Sequence[Bound],
    clearance: Privacy,
    by: Actor,
    at: datetime,
) -> Upload:
    """Write down what accepting a file under lock would do, as `importing.preview` does for people.

    Raises NothingBoundError. What cannot be told is a finding with its row and column, and the rest goes on.
    """
    today, held = local_day(at), dictionary.current()
    admission = admitting.admit(rows.head, bound, clearance=clearance, today=today, subject=subject)
    if not admission.bound:
        raise NothingBoundError
    cells = reader.read(rows, admission.bound, held, today=today)
    remarks.heed(cells, rows, admission.bound)
    communities.check(cells, rows, bound, within=upload.area.path)
    where = kinds.columns_of(rows.head, admission.bound)
    spoken = kinds.tell(subject, cells, len(rows), where=where, within=upload.area.path)
    table = _table(spoken, subject, upload.area, today, admission.sayable)
    origin, comparison = facts.propose(
        table=table, through=Through.LEDGER, provider=upload.provider, ground=upload.ground, reference=upload.name,
        as_of=upload.as_of, by=by, at=at,
    )  # fmt: skip
    _write_bodies(upload, spoken, rows.numbers, admission.sayable)
    more = findings.write(upload, cells.problems, rows.numbers)
    findings.write_of_columns(upload, admission.problems, rows.head.bottom)
    with connection.cursor() as cursor:
        numbers = bulk.column(rows.numbers[place] for place in spoken.places)
        cursor.execute(SPEAKS_OF, [upload.pk, upload.area_id, numbers, bulk.column(table.subjects)])
    upload.origin, upload.standing, upload.subject = origin, UploadStanding.PREVIEWED, subject
    upload.columns = {str(one.place): one.key for one in admission.bound}
    upload.counts = {
        "rows": len(rows),
        "linked": len(table.subjects),
        "newcomers": len(spoken.bodies),
        "refused": len(cells.refused),
        "equal": comparison.equal,
        "new": comparison.new,
        "changed": len(comparison.changed),
        "weighed": len(comparison.weighed),
        "columns": len(admission.problems),
        "brought": sum(bool(cells.columns[key][one]) for key in admission.sayable.values() for one in spoken.bodies),
        **findings.counts(cells.problems, more=more),
    }
    upload.save(update_fields=["origin", "standing", "subject", "columns", "counts"])
    refs: dict[str, str | int] = {"origin": origin.pk, "rows_are": subject.value}
    journal.write(by=by, at=at, verb="ledgers.preview", subject=f"upload:{upload.pk}", refs=refs)
    return upload


def _table(spoken: Spoken, subject: Subject, within: Area, today: date, numbers: Mapping[int, str]) -> Table:
    """Return what rows say of what the registry holds; what it works out itself is nobody's word."""
    places, columns = spoken.places, spoken.cells.columns
    subjects = [one for place in places if (one := spoken.subjects[place]) is not None]
    picked = {number: [columns[key][place] for place in places] for number, key in numbers.items()}
    own = {
        number: partial(filling.worked_out, key=key, within=within, today=today, subject=subject)
        for number, key in numbers.items()
        if key in filling.WORKED_OUT
    }
    return Table(COLUMN[subject], subjects, picked, own)


def _write_bodies(upload: Upload, spoken: Spoken, numbers: Sequence[int], said: Mapping[int, str]) -> None:
    """Keep organisations that the registry does not hold, with their words as facts keep them, by privacy class."""
    attributes = dictionary.current().attributes
    rows = []
    for place, body in spoken.bodies.items():
        words: dict[int, dict[str, str]] = {}
        for number, key in said.items():
            text, attribute = spoken.cells.columns[key][place], attributes[key]
            if text:
                words.setdefault(attribute.privacy.rank, {})[str(number)] = sealing.seal(attribute.kind, text)
        kept = json.dumps(words, ensure_ascii=False)
        rows.append((numbers[place], body.name, body.uscc, body.kind, kept, body.area))
    writing.insert(BROUGHT, [upload.pk], rows)
