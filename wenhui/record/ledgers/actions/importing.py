"""A file received, previewed, accepted as one, or discarded."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk, heap
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets import opening
from wenhui.kit.sheets.taking import Rows
from wenhui.record.facts import actions as facts
from wenhui.record.facts.comparing import Comparison, Table
from wenhui.record.facts.words import Through
from wenhui.record.ledgers import filling
from wenhui.record.ledgers.actions import arriving, checking, clearing, counting, findings, founding, homes
from wenhui.record.ledgers.actions.locking import locked
from wenhui.record.ledgers.actions.refusals import (
    AlreadyUnderWayError,
    NothingBoundError,
    NotPreviewedError,
)
from wenhui.record.ledgers.importing import admitting, communities, linking, moving, newcomers, remarks
from wenhui.record.ledgers.importing import cells as reader
from wenhui.record.ledgers.importing import homes as doors
from wenhui.record.ledgers.importing.cells import Bound, Cells
from wenhui.record.ledgers.importing.linking import Linked
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.words import UploadStanding
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

ONCE: Final = "ledgers_a_file_is_under_way_once"
Progress = Callable[[int, int], None]

SPOKEN_OF: Final = f"""
INSERT INTO ledgers_rowsofpeople (upload_id, area_id, area_path, rows, people)
VALUES (%s, %s, '', {bulk.array_of("integer")}, {bulk.array_of("bigint")})
"""


def receive(
    *,
    content: bytes,
    name: str,
    tab: str = "",
    provider: str,
    ground: str,
    as_of: date,
    area: Area,
    by: Actor,
    at: datetime,
) -> Upload:
    """Take a file in. Raises a RefusedFileError for what is no table we take, AlreadyUnderWayError for a known one."""
    opened = opening.open_file(content)
    tab = opened.tab(tab or None).name
    digest = hashlib.sha256(content).digest()
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                name=name[:200], digest=digest, content=content, tab=tab,
                tabs=[one.name for one in opened.visible], provider=provider, ground=ground, as_of=as_of,
                standing=UploadStanding.RECEIVED, area=area, at=at,
                actor_kind=by.kind, actor_key=by.key, actor_name=by.name,
            )  # fmt: skip
            journal.write(by=by, at=at, verb="ledgers.receive", subject=f"upload:{upload.pk}")
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        held = Upload.objects.filter(digest=digest).order_by("-pk").first()
        if held is None:  # in another area
            raise AlreadyUnderWayError from None
        raise AlreadyUnderWayError.by(held.actor_name, f"{timezone.localtime(held.at):%Y-%m-%d %H:%M}") from None
    return upload


@transaction.atomic
@heap.left_alone()
def preview(
    *,
    upload_id: int,
    rows: Rows,
    bound: Sequence[Bound],
    subject: Subject = Subject.PERSON,
    clearance: Privacy = Privacy.SENSITIVE,
    by: Actor,
    at: datetime,
) -> Upload:
    """Compare a file's rows (`importing.sheets.rows_of`) with what is known and write down what accepting them would do.

    Nothing of it counts yet. Raises NothingBoundError, WrongStandingError; what is wrong in single cells, rows and columns
    becomes findings. Words above `clearance` are not written, and who may not see ID numbers registers nobody.
    """
    upload = locked(upload_id, UploadStanding.RECEIVED)
    if subject is not Subject.PERSON:
        return checking.check(upload, subject=subject, rows=rows, bound=bound, clearance=clearance, by=by, at=at)
    today, held = local_day(at), dictionary.current()
    admission = admitting.admit(rows.head, bound, clearance=clearance, today=today)
    if not admission.bound:
        raise NothingBoundError
    cells = reader.read(rows, admission.bound, held, today=today)
    remarks.heed(cells, rows, admission.bound)
    communities.check(cells, rows, bound, within=upload.area.path)
    linked = linking.link(cells, len(rows), within=upload.area.path)
    if clearance is not Privacy.SENSITIVE:
        linking.refuse_newcomers(cells, linked)
    table, places = _table(cells, linked, upload.area, today, admission.sayable)
    origin, comparison = facts.propose(
        table=table, through=Through.LEDGER, provider=upload.provider, ground=upload.ground, reference=upload.name,
        as_of=upload.as_of, by=by, at=at,
    )  # fmt: skip
    arriving.keep(upload, newcomers.pieces(cells, linked, rows.numbers, admission.sayable, held.attributes))
    elsewhere = doors.elsewhere(cells, linked, within=upload.area.path)
    homes.keep(upload, elsewhere)
    more = findings.write(upload, cells.problems, rows.numbers)
    findings.write_of_columns(upload, admission.problems, rows.head.bottom)
    with connection.cursor() as cursor:
        sheet_rows = bulk.column(rows.numbers[place] for place in places)
        cursor.execute(SPOKEN_OF, [upload.pk, upload.area_id, sheet_rows, bulk.column(table.subjects)])
    upload.origin, upload.standing, upload.subject = origin, UploadStanding.PREVIEWED, subject
    upload.columns = {str(one.place): one.key for one in admission.bound}
    upload.counts = _counts(len(rows), cells, linked, comparison) | findings.counts(cells.problems, more=more)
    upload.counts |= {
        "columns": len(admission.problems),
        "elsewhere": len(elsewhere),
        "brought": _brought(cells, linked, admission.sayable),
    }
    upload.save(update_fields=["origin", "standing", "subject", "columns", "counts"])
    journal.write(by=by, at=at, verb="ledgers.preview", subject=f"upload:{upload.pk}", refs={"origin": origin.pk})
    return upload


@heap.left_alone()
def accept(*, upload_id: int, by: Actor, at: datetime, progress: Progress = lambda done, of: None) -> Upload:
    """Put a previewed file in force: newcomers are registered, words count. Raises WrongStandingError, MovedSinceError.

    The decision is one transaction; bringing what is known in line follows in pieces and may be taken up again.
    """
    with transaction.atomic():
        upload = locked(upload_id, UploadStanding.PREVIEWED)
        origin = upload.origin
        if origin is None:
            raise NotPreviewedError
        moving.refuse_if_moved(upload)
        fresh = arriving.register(upload, by=by, at=at)
        founded = founding.register(upload, by=by, at=at)
        doubts = homes.raise_doubts(upload, at=at)
        facts.put_in_force(origin_id=origin.pk, by=by, at=at)
        upload.standing, upload.settled_at, upload.content = UploadStanding.ACCEPTED, at, None
        upload.save(update_fields=["standing", "settled_at", "content"])
        counting.count_import(upload, at=at)
        journal.write(
            by=by,
            at=at,
            verb="ledgers.accept",
            subject=f"upload:{upload.pk}",
            refs={"people": len(fresh), "organisations": founded, "homes": doubts},
        )
    facts.catch_up(origin_id=origin.pk, already_shown=fresh, by=by, at=at, progress=progress)
    return upload


@transaction.atomic
def discard(*, upload_id: int, by: Actor, at: datetime) -> Upload:
    """Give a file up before it counts: its words, newcomers, findings and content are erased."""
    upload = locked(upload_id, UploadStanding.RECEIVED, UploadStanding.PREVIEWED)
    origin, upload.origin = upload.origin, None
    upload.standing, upload.settled_at, upload.content = UploadStanding.DISCARDED, at, None
    upload.counts = {}
    upload.save(update_fields=["origin", "standing", "settled_at", "content", "counts"])
    clearing.clear(upload)
    if origin is not None:
        facts.discard(origin_id=origin.pk, by=by, at=at)
    journal.write(by=by, at=at, verb="ledgers.discard", subject=f"upload:{upload.pk}")
    return upload


def _table(
    cells: Cells, linked: Linked, within: Area, today: date, numbers: Mapping[int, str]
) -> tuple[Table, list[int]]:
    """Return what rows say of people whom the registry holds, and the places of these rows."""
    places = [place for place, one in enumerate(linked.people) if one is not None and place not in cells.refused]
    subjects = [one for place in places if (one := linked.people[place]) is not None]
    if len(places) == len(linked.people):
        picked = {number: cells.columns[key] for number, key in numbers.items()}
    else:
        picked = {number: [cells.columns[key][place] for place in places] for number, key in numbers.items()}
    own = {
        number: partial(filling.worked_out, key=key, within=within, today=today)
        for number, key in numbers.items()
        if key in filling.WORKED_OUT
    }  # what the registry worked out itself and wrote into a form is nobody's word
    return Table("person", subjects, picked, own), places


def _brought(cells: Cells, linked: Linked, said: Mapping[int, str]) -> int:
    """Return how many cells the file says of people whom nobody knew."""
    return sum(sum(map(bool, map(cells.columns[key].__getitem__, linked.homes))) for key in said.values())


def _counts(rows: int, cells: Cells, linked: Linked, comparison: Comparison) -> dict[str, int]:
    return {
        "rows": rows,
        "linked": len(
            [one for place, one in enumerate(linked.people) if one is not None and place not in cells.refused]
        ),
        "newcomers": len(linked.homes),
        "refused": len(cells.refused),
        "equal": comparison.equal,
        "new": comparison.new,
        "changed": len(comparison.changed),
        "weighed": len(comparison.weighed),
    }
