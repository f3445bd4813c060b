"""Brings normalised rows into cases and moves, chunk by chunk, each chunk one transaction with its counts.

Rows go through COPY into a table of the session, then set by set into the tables, as the owner: COPY is not allowed under
policies. A row whose source key is already held, from an earlier run or earlier in the same file, stays as it is. A
killed import leaves whole chunks; started again with the same file it goes on behind the last of them.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.work.cases import rules
from wenhui.work.cases.actions.intake import NOT_GIVEN
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.importing import mapping as mappings
from wenhui.work.cases.importing import reading
from wenhui.work.cases.importing.mapping import Mapping
from wenhui.work.cases.importing.reading import Rows
from wenhui.work.cases.models import CaseImport, CaseType
from wenhui.work.cases.words import Behalf, Channel, Kind, Platform, Route, Stage, Urgency, Verb

CHUNK = 20_000

Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file's rows; `read` is always the sum of the other three."""

    read: int
    created: int
    held: int
    rejected: int
    rejects: Path | None


def bring_in(
    *,
    file: Path,
    mapping_file: Path,
    rejects: Path,
    by: Actor,
    at: datetime,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Import a file of cases. Safe to repeat and to resume.

    Raises MappingError or FileError, in words, before anything is written. Needs the owner's connection.
    """
    mapping = mappings.load(mapping_file)
    paths = set(
        Area.objects.filter(path__gte=mapping.office, path__lt=upper_bound(mapping.office)).values_list(
            "path", flat=True
        )
    ) | {mapping.office}
    with reading.normalised(file, mapping, paths) as rows:
        run = _run_of(mapping, file, mapping_file, rows, at)
        rejected = rows.write_rejects(rejects)
        if run.ended_at is None:
            _write(run, rows, mapping, by=by, at=at, progress=progress)
        else:
            progress(run.read, run.read)
    kept = rejects if rejected else None
    return Outcome(read=run.read, created=run.created, held=run.held, rejected=run.rejected, rejects=kept)


def _run_of(mapping: Mapping, file: Path, mapping_file: Path, rows: Rows, at: datetime) -> CaseImport:
    """Return the run of this file and mapping: the unfinished one to go on with, or a fresh one.

    A finished run is begun again from its first row, so that repeating an import says what is held now.
    """
    read, good = rows.count(), rows.count_good()
    known = {"source": mapping.source, "file": _digest(file), "mapping": _digest(mapping_file)}
    fresh = {"begun_at": at, "read": read, "rejected": read - good}
    run, made = CaseImport.objects.get_or_create(**known, defaults=fresh)
    if not made and run.ended_at is not None:
        blank = {"ended_at": None, "done": 0, "created": 0, "held": 0}
        for name, value in (fresh | blank).items():
            setattr(run, name, value)
        run.save()
    return run


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write(run: CaseImport, rows: Rows, mapping: Mapping, *, by: Actor, at: datetime, progress: Progress) -> None:
    with tempfile.TemporaryDirectory(prefix="wenhui-import-") as folder:
        spool = Path(folder) / "rows.csv"
        rows.spool(spool)
        _stage(spool)
    try:
        types = _ensure_types(mapping, rows.types())
        _stage_types(types)
        _stage_clocks(mapping)
        while run.done < run.read:
            _write_chunk(run, mapping, by, at)
            progress(run.done, run.read)
        run.ended_at = at
        run.save(update_fields=["ended_at"])
    finally:
        _execute("DROP TABLE IF EXISTS staged_row, staged_type, staged_clock")


def _stage(spool: Path) -> None:
    """Copy the spooled rows into a table of this session."""
    _execute("DROP TABLE IF EXISTS staged_row, staged_type, staged_clock")
    _execute(
        'CREATE TEMP TABLE staged_row (n int, key text, area_path text COLLATE "C", reported timestamp, closed timestamp, '
        "type text, title text, description text, place text, attributes jsonb)"
    )
    with connection.cursor() as cursor, spool.open("rb") as file:
        with cursor.copy("COPY staged_row FROM STDIN (FORMAT csv)") as copy:
            while block := file.read(1 << 18):
                copy.write(block)
        cursor.execute("CREATE INDEX ON staged_row (n)")
        cursor.execute("ANALYZE staged_row")


def _ensure_types(mapping: Mapping, words: list[str]) -> dict[str, str]:
    """Return the key of the type of every word of the type column, making those that are new."""
    limit = mapping.work_limit
    keys = {word: f"{mapping.source}.{_slug(word)}" for word in words}
    CaseType.objects.bulk_create(
        [
            CaseType(
                key=key, kind=Kind.EVENT, major_zh=mapping.words.zh, major_en=mapping.words.en, zh=word, en=word,
                platform=Platform.SERVICE, limit_amount=limit.amount, limit_unit=limit.unit, urgency=Urgency.ORDINARY,
            )
            for word, key in keys.items()
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return keys | {"": NOT_GIVEN}


def _slug(word: str) -> str:
    """Return a key for a type's word: the word itself where it is short and plain, else that and a digest.

    Words that differ only in case or punctuation are different types in the source and stay so here.
    """
    plain = "".join(letter if letter.isalnum() else "-" for letter in word)[:48]
    return plain if plain == word else f"{plain}-{hashlib.sha256(word.encode()).hexdigest()[:6]}"


def _stage_types(keys: Mapping_[str, str]) -> None:
    _execute("CREATE TEMP TABLE staged_type (type text PRIMARY KEY, type_key text)")
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO staged_type VALUES (%s, %s)", list(keys.items()))


def _stage_clocks(mapping: Mapping) -> None:
    """Work out soon and due once for each area's office and moment of report: thousands, not one a row."""
    _execute(
        'CREATE TEMP TABLE staged_clock (area_path text COLLATE "C", reported timestamp, reported_at timestamptz, '
        "zone text, soon_at timestamptz, due_at timestamptz, PRIMARY KEY (area_path, reported))"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT area_path, reported FROM staged_row")
        rows = list(_clocks(cursor.fetchall(), mapping))
        with cursor.copy("COPY staged_clock FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    _execute("ANALYZE staged_clock")


def _clocks(wanted: list[tuple[str, datetime]], mapping: Mapping) -> Iterator[tuple[object, ...]]:
    """Yield (area, moment as written, moment, zone, soon, due); areas of one calendar share the work."""
    offices = {path: office_at(path) for path in {path for path, _ in wanted}}
    kept: dict[tuple[int, datetime], tuple[object, ...]] = {}
    for path, reported in wanted:
        office = offices[path]
        known = (id(office.calendar), reported)
        if known not in kept:
            begins_at = reported.replace(tzinfo=office.calendar.zone)
            times = rules.clock(
                begins_at=begins_at,
                limit=mapping.work_limit,
                calendar=office.calendar,
                soon_percent=office.policy.soon_percent,
            )
            kept[known] = (begins_at, str(office.calendar.zone), times.soon_at, times.due_at)
        yield (path, reported, *kept[known])


@transaction.atomic
def _write_chunk(run: CaseImport, mapping: Mapping, by: Actor, at: datetime) -> None:
    """Bring in the next rows, with their moves, one journal line and the new counts, or none of it."""
    last = min(run.done + CHUNK, run.read)
    with connection.cursor() as cursor:
        cursor.execute(WRITE_CHUNK, _chunk_parameters(run, last, mapping, by))
        offered, created = cursor.fetchone()
    run.done, run.created, run.held = last, run.created + created, run.held + offered - created
    run.save(update_fields=["done", "created", "held"])
    journal.write(
        by=by, at=at, verb="cases.import", subject=f"import:{run.pk}",
        refs={"source": run.source, "to_row": last, "created": created, "held": offered - created},
    )  # fmt: skip


def _chunk_parameters(run: CaseImport, last: int, mapping: Mapping, by: Actor) -> dict[str, str | int]:
    return {
        "first": run.done + 1, "last": last, "source": mapping.source, "channel": str(Channel.IMPORT),
        "platform": str(Platform.SERVICE), "urgency": str(Urgency.ORDINARY), "closed": str(Stage.CLOSED),
        "registered": str(Stage.REGISTERED), "report": str(Verb.REPORT), "close": str(Verb.CLOSE),
        "by_kind": by.kind.value, "by_key": by.key, "by_name": by.name, "why": f"{mapping.words.zh}已办结",
        "untitled": mapping.words.zh, "behalf": str(Behalf.SYSTEM), "route": str(Route.NONE),
    }  # fmt: skip


# The path comes along with a move, so that its trigger need not look the case up again.
WRITE_CHUNK = """
WITH offered AS (
    SELECT row.key, row.attributes, row.title, row.description, row.place, row.closed, area.id AS area_id,
           upper(split_part(area.path, '.', 3)) || '-' || row.key AS number, kind.type_key,
           timed.reported_at, row.closed AT TIME ZONE timed.zone AS closed_at, timed.soon_at, timed.due_at
    FROM staged_row AS row
    JOIN areas_area AS area ON area.path = row.area_path
    JOIN staged_type AS kind ON kind.type = row.type
    JOIN staged_clock AS timed ON timed.area_path = row.area_path AND timed.reported = row.reported
    WHERE row.n BETWEEN %(first)s AND %(last)s
    ORDER BY row.n
), made AS (
    INSERT INTO cases_case (
        number, area_id, area_path, type_key, platform, channel, stage, urgency, title, description, place, unit_key,
        reported_at, registered_at, closed_at, soon_at, due_at, returned_count, rework_count, reopened_count,
        source, source_key, attributes)
    SELECT number, area_id, '', type_key, %(platform)s, %(channel)s,
           CASE WHEN closed IS NULL THEN %(registered)s ELSE %(closed)s END, %(urgency)s,
           coalesce(nullif(title, ''), %(untitled)s), description, place, '', reported_at, reported_at, closed_at,
           soon_at, due_at, 0, 0, 0, %(source)s, key, attributes
    FROM offered
    ON CONFLICT (source, source_key) WHERE NOT (source_key = '') DO NOTHING
    RETURNING id, area_path, reported_at, closed_at, title, description, source_key
), said AS (
    INSERT INTO cases_casereport (
        case_id, area_path, channel, source, source_key, title, words, said_at, at, by_kind, by_key, by_name, behalf,
        route, mended, answered_by, told)
    SELECT id, area_path, %(channel)s, %(source)s, source_key, title, description, reported_at, reported_at, %(by_kind)s,
           %(by_key)s, %(by_name)s, %(behalf)s, %(route)s, '[]', '', ''
    FROM made
), moved AS (
    INSERT INTO cases_casemove (
        case_id, area_path, verb, from_stage, to_stage, by_kind, by_key, by_name, at, why, unit_key)
    SELECT id, area_path, %(report)s, '', %(registered)s, %(by_kind)s, %(by_key)s, %(by_name)s, reported_at, '', ''
    FROM made
    UNION ALL
    SELECT id, area_path, %(close)s, %(registered)s, %(closed)s, %(by_kind)s, %(by_key)s, %(by_name)s, closed_at, %(why)s, ''
    FROM made WHERE closed_at IS NOT NULL
)
SELECT (SELECT count(*) FROM offered), (SELECT count(*) FROM made)
"""


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
