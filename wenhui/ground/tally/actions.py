"""The engine's deeds: set up, fold, freeze, recount. The owner's; nobody's clerk calls them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from wenhui.ground.tally import definitions, reading
from wenhui.ground.tally.models import Counted as Standing
from wenhui.ground.tally.models import Frozen, Recount
from wenhui.kit import clock, scope
from wenhui.lake import counting
from wenhui.lake import reading as reading_sql
from wenhui.lake.faces import Counted, Face
from wenhui.lake.indicators import Definitions, Kind

FOLD_LOCK = 7_401_001  # advisory lock: one folder at a time
BATCH = 200_000
STATISTICS_FROM = 2_000  # deltas in a batch from which the planner is told how many there are
LAST_MOMENT = timedelta(microseconds=1)  # a day's end belongs to the day: what was due that day is still `due today`
FROZEN_DEPTH = 5  # figures are frozen down to the grid


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose kept figures are not what the rows say."""

    face: str
    key: tuple[object, ...]
    kept: tuple[int, ...]
    counted: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.face} {self.key}: kept {self.kept}, counted {self.counted}"


@transaction.atomic
def sync(wanted: Definitions | None = None, *, at: datetime) -> list[str]:
    """Make triggers, deltas and cells stand as the definitions say, and return the tables that were set up anew.

    Idempotent; quick when nothing changed. A table set up anew is locked against writes while its rows are counted.
    """
    wanted = wanted or definitions.office()
    _wait_for_the_folder()
    run(counting.HELPERS_SQL)
    compiled = definitions.compiled(wanted)
    standing = {one.table: one for one in Standing.objects.all()}
    for table in standing.keys() - compiled.keys():
        run(counting.drop_sql(table, standing[table].faces))
        standing[table].delete()
    changed = [counted for counted in compiled.values() if not _stands(counted, standing.get(counted.table))]
    for counted in changed:
        old = standing[counted.table].faces if counted.table in standing else []
        _set_up(counted, old, at)
    return [counted.table for counted in changed]


def _stands(counted: Counted, standing: Standing | None) -> bool:
    """Say whether a table's counters are there and are what the definitions say; a table made anew has lost them."""
    if standing is None or standing.fingerprint != counting.fingerprint(counted):
        return False
    with connection.cursor() as cursor:
        cursor.execute(counting.standing_sql(counted))
        return bool(cursor.fetchone()[0])


def _set_up(counted: Counted, old_faces: list[str], at: datetime) -> None:
    run(f"LOCK TABLE {counted.table} IN SHARE ROW EXCLUSIVE MODE")
    faces = [face.name for face in counted.faces.values()]
    run(counting.drop_sql(counted.table, {*old_faces, *faces}))  # what nobody has on record may stand too
    run(counting.make_sql(counted))
    for name in (counting.deltas(counted), *(counting.cells(face) for face in counted.faces.values())):
        run(scope.policy_sql(name))
    _grant(counted)
    _fill(counted)
    defaults = {"fingerprint": counting.fingerprint(counted), "faces": faces, "synced_at": at}
    Standing.objects.update_or_create(table=counted.table, defaults=defaults)


def _grant(counted: Counted) -> None:
    """Let the web role read what was just made, where the role exists."""
    tables = ", ".join([counting.deltas(counted), *(counting.cells(face) for face in counted.faces.values())])
    run(
        f"DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{settings.WEB_ROLE}') THEN "
        f"GRANT USAGE ON SCHEMA {counting.SCHEMA} TO {settings.WEB_ROLE}; "
        f"GRANT SELECT ON {tables} TO {settings.WEB_ROLE}; END IF; END $$"
    )


def _fill(counted: Counted) -> None:
    for face in counted.faces.values():
        run(counting.fill_sql(face, counting.recount_sql(face, counted)))


def fold(limit: int = BATCH) -> int:
    """Merge up to `limit` deltas of each table into cells, and return how many were merged.

    One transaction a table: a read sees a delta either waiting or merged, and a folder killed at any point leaves all
    of them waiting. Returns 0 at once when another folder is at work.
    """
    return sum(fold_table(counted, limit) for counted in reading.tables().values())


@transaction.atomic
def fold_table(counted: Counted, limit: int = BATCH) -> int:
    """Merge up to `limit` deltas of one table into its cells, and return how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {counting.deltas(counted)})")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLD_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        if not Standing.objects.filter(table=counted.table, fingerprint=counting.fingerprint(counted)).exists():
            reading.forget()  # set up anew by a newer release; deltas wait until definitions and tables agree again
            return 0
        cursor.execute(f"CREATE TEMPORARY TABLE {counting.TAKEN} (LIKE {counting.deltas(counted)})")
        cursor.execute(counting.take_sql(counted), [limit])
        folded = int(cursor.rowcount)
        if folded >= STATISTICS_FROM:
            cursor.execute(f"ANALYZE {counting.TAKEN}")
        for face in counted.faces.values():
            cursor.execute(counting.merge_sql(face, counting.spread_sql(face, counted, counting.TAKEN)))
        cursor.execute(f"DROP TABLE {counting.TAKEN}")
    return folded


@transaction.atomic
def freeze(*, day: date) -> int:
    """Keep the stock and due figures of every area down to the grid as they stand at the end of `day`; return how many.

    Called just after midnight; a second call for the same day changes nothing.
    """
    wanted = [one.key for one in definitions.office().indicators if one.kind in {Kind.STOCK, Kind.DUE}]
    paths = reading.known_paths(FROZEN_DEPTH)
    figures = reading.counts(wanted, paths, clock.day_ends_at(day) - LAST_MOMENT)
    rows = [
        Frozen(key=key, area_path=path, day=day, value=int(value))
        for path, of_path in figures.items()
        for key, value in of_path.items()
    ]
    Frozen.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    return len(rows)


@transaction.atomic
def freeze_as_of(*, day: date, sources: Mapping[str, tuple[str, dict[str, datetime]]]) -> int:
    """Keep a past day's stock and due figures, counted from `sources`: per table a FROM item as it stood, with parameters.

    For years that were invented or brought in whole; a running office freezes each midnight. Returns how many were kept.
    """
    rows: list[Frozen] = []
    for counted in definitions.compiled(definitions.office()).values():
        if counted.table in sources:
            item, parameters = sources[counted.table]
            wanted = [one for one in definitions.office().indicators if one.table == counted.table]
            statement, values = reading_sql.past_question(
                wanted, counted, item, parameters, at=clock.day_ends_at(day) - LAST_MOMENT, depth=FROZEN_DEPTH
            )
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                rows += [Frozen(key=key, area_path=path, day=day, value=int(n)) for path, key, n in cursor.fetchall()]
    Frozen.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    return len(rows)


def is_frozen(day: date) -> bool:
    """Say whether a day's end was kept."""
    return Frozen.objects.filter(day=day).exists()


def differences() -> Iterator[Difference]:
    """Count everything again from the rows and yield each cell that is kept differently.

    One statement a face, so each compares rows, cells and deltas in one snapshot while others write on.
    """
    for counted in definitions.compiled(definitions.office()).values():
        yield from _differences_of(counted)


def check(*, at: datetime) -> Iterator[Difference]:
    """Count everything again as `differences` does, and keep of each table when that was and what came of it.

    A table's result is kept when its last difference was taken; whoever stops half way leaves the former one standing.
    """
    for counted in definitions.compiled(definitions.office()).values():
        found = 0
        for difference in _differences_of(counted):
            found += 1
            yield difference
        _keep_result(counted, at=at, differences=found)


def _differences_of(counted: Counted) -> Iterator[Difference]:
    with connection.cursor() as cursor:
        for face in counted.faces.values():
            cursor.execute(counting.difference_sql(face, counted))
            for row in cursor.fetchall():
                yield _difference(face, row)


def _keep_result(counted: Counted, *, at: datetime, differences: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {counted.table}")
        rows = int(cursor.fetchone()[0])
    result = {"counted_at": at, "rows": rows, "differences": differences}
    Recount.objects.update_or_create(table=counted.table, defaults=result)


def _difference(face: Face, row: tuple[object, ...]) -> Difference:
    width = len(counting.key_columns(face))
    numbers = [int(str(value)) for value in row[width:]]
    return Difference(face.name, row[:width], tuple(numbers[0::2]), tuple(numbers[1::2]))


@transaction.atomic
def recount() -> None:
    """Throw cells and deltas away and count everything again from the rows; writers wait meanwhile.

    What former proofs found no longer holds, so it goes too; the keeper proves anew.
    """
    _wait_for_the_folder()
    Recount.objects.all().delete()
    for counted in definitions.compiled(definitions.office()).values():
        run(f"LOCK TABLE {counted.table} IN SHARE ROW EXCLUSIVE MODE")
        run(f"DELETE FROM {counting.deltas(counted)}")
        for face in counted.faces.values():
            run(f"DELETE FROM {counting.cells(face)}")
        _fill(counted)


def _wait_for_the_folder() -> None:
    """Let a fold that is under way end, and none begin before this transaction does."""
    run(f"SELECT pg_advisory_xact_lock({FOLD_LOCK})")


def run(statements: str) -> None:
    """Execute statements that take no parameters."""
    with connection.cursor() as cursor:
        cursor.execute(statements)
