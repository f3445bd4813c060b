"""Writes the SQL of the counting engine from what `faces` compiled: images of rows, deltas, cells, fold, recount.

Names are plain identifiers of our own tables, so no value of a user ever enters this text.
"""

import hashlib
from collections.abc import Iterable

from wenhui.lake.faces import AREA, BUCKET_WIDTH, Counted, Face
from wenhui.lake.periods import DAY, MONTH, YEAR

SCHEMA = "tally"
DEEPEST = 6  # city, district, subdistrict, community, grid, building
GRAINS = (DAY, MONTH, YEAR)


def deltas(counted: Counted) -> str:
    """Return the name of the table of a counted table's deltas."""
    return f"{SCHEMA}.{counted.table}__deltas"


def cells(face: Face) -> str:
    """Return the name of a face's table of cells."""
    return f"{SCHEMA}.{face.name}"


def day_column(moment: str) -> str:
    """Return the delta column that holds the day of a moment."""
    return f"{moment}__day"


def bucket_column(since: str, at: str) -> str:
    """Return the delta column that holds the logarithmic bucket of a duration."""
    return f"{since}__{at}__bucket"


def image_columns(counted: Counted) -> list[str]:
    """Return a delta's key columns: area, days, categories, buckets."""
    days = [day_column(moment) for moment in counted.moments]
    buckets = [bucket_column(*pair) for pair in counted.durations]
    return [AREA, *days, *counted.categories, *buckets]


def measure_columns(counted: Counted) -> list[str]:
    """Return a delta's number columns."""
    return [measure.column for measure in counted.measures.values()]


def image_sql(counted: Counted, source: str, sign: str = "") -> str:
    """Return the SELECT that turns rows of `source` into what they count, times `sign`."""
    keys = [AREA]
    keys += [f"{counted.day_sql(moment)} AS {day_column(moment)}" for moment in counted.moments]
    keys += [f"coalesce({name}, '') AS {name}" for name in counted.categories]
    keys += [f"{_bucket_sql(since, at)} AS {bucket_column(since, at)}" for since, at in counted.durations]
    numbers = [f"{sign}({one.sql}) AS {one.column}" for one in counted.measures.values()]
    return f"SELECT {', '.join([*keys, *numbers])} FROM {source}"


def _bucket_sql(since: str, at: str) -> str:
    """Return the bucket of the seconds from `since` to `at`: 0 under a second, else a power of the width."""
    seconds = f"greatest(extract(epoch FROM {at} - {since}), 1)"
    return f"floor(ln({seconds}) / ln({BUCKET_WIDTH}))::int"


def make_sql(counted: Counted) -> str:
    """Return the DDL of a counted table's deltas, cells and trigger function. The schema must exist."""
    return "\n".join(
        [_deltas_ddl(counted), *(_cells_ddl(face) for face in counted.faces.values()), _trigger_ddl(counted)]
    )


def drop_sql(table: str, faces: Iterable[str]) -> str:
    """Return the statements that take a counted table's triggers, deltas and cells away."""
    triggers = [
        f"DROP TRIGGER IF EXISTS tally_{event} ON {table};" for event in ("insert", "update", "delete", "truncate")
    ]
    tables = [f"DROP TABLE IF EXISTS {SCHEMA}.{name};" for name in (f"{table}__deltas", *faces)]
    return "\n".join([*triggers, f"DROP FUNCTION IF EXISTS {SCHEMA}.{table}__count();", *tables])


def fingerprint(counted: Counted) -> str:
    """Return what changes when, and only when, the counted table must be set up anew."""
    return hashlib.sha256(make_sql(counted).encode()).hexdigest()


def _deltas_ddl(counted: Counted) -> str:
    days = [f"{day_column(moment)} date" for moment in counted.moments]
    categories = [f"{name} text NOT NULL" for name in counted.categories]
    buckets = [f"{bucket_column(*pair)} int" for pair in counted.durations]
    numbers = [f"{one.column} {one.type} NOT NULL" for one in counted.measures.values()]
    path = f'{AREA} text COLLATE "C" NOT NULL'
    columns = ",\n    ".join(["id bigint GENERATED ALWAYS AS IDENTITY", path, *days, *categories, *buckets, *numbers])
    return f"CREATE TABLE {deltas(counted)} (\n    {columns}\n);"


def key_columns(face: Face) -> list[str]:
    """Return the key of a face's cells."""
    return [AREA, *(["grain", "day"] if face.has_days else []), *face.by, *(["bucket"] if face.since else [])]


def _cells_ddl(face: Face) -> str:
    types = {AREA: 'text COLLATE "C"', "grain": '"char"', "day": "date", "bucket": "int"}
    keys = [f"{name} {types.get(name, 'text')} NOT NULL" for name in key_columns(face)]
    numbers = [f"{one.column} {one.type} NOT NULL" for one in face.measures]
    idle = " AND ".join(f"{one.column} = 0" for one in face.measures)
    columns = ",\n    ".join([*keys, *numbers, f"PRIMARY KEY ({', '.join(key_columns(face))})"])
    return (
        f"CREATE TABLE {cells(face)} (\n    {columns}\n) WITH (fillfactor = 90);\n"
        f"CREATE INDEX ON {cells(face)} ({AREA}) WHERE {idle};"
    )


def _trigger_ddl(counted: Counted) -> str:
    """Return the function and its four triggers: one per event, because transition tables allow no more, and a refusal."""
    keys, numbers = image_columns(counted), measure_columns(counted)
    into = f"INSERT INTO {deltas(counted)} ({', '.join([*keys, *numbers])})"
    both = f"{image_sql(counted, 'gone', '-')} UNION ALL {image_sql(counted, 'come')}"
    sums = ", ".join(f"sum({name})" for name in numbers)
    changed = " OR ".join(f"sum({name}) <> 0" for name in numbers)
    function = f"{SCHEMA}.{counted.table}__count()"
    return f"""
CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
    lowest text;
    highest text;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION '{counted.table} is counted and cannot be truncated; delete its rows'
            USING ERRCODE = 'feature_not_supported';
    ELSIF TG_OP = 'INSERT' THEN
        {into}
        {image_sql(counted, "come")};
        SELECT min({AREA}), max({AREA}) INTO lowest, highest FROM come;
    ELSIF TG_OP = 'DELETE' THEN
        {into}
        {image_sql(counted, "gone", "-")};
        SELECT min({AREA}), max({AREA}) INTO lowest, highest FROM gone;
    ELSE
        {into}
        SELECT {", ".join(keys)}, {sums} FROM ({both}) AS image
        GROUP BY {", ".join(keys)} HAVING {changed};
        SELECT min({AREA}), max({AREA}) INTO lowest, highest
        FROM (SELECT {AREA} FROM gone UNION ALL SELECT {AREA} FROM come) AS touched;
    END IF;
    IF lowest IS NOT NULL THEN
        PERFORM pg_notify('wenhui_tally', '{counted.table} ' || {SCHEMA}.shared_path(lowest, highest));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_insert AFTER INSERT ON {counted.table} REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION {function};
CREATE TRIGGER tally_update AFTER UPDATE ON {counted.table} REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION {function};
CREATE TRIGGER tally_delete AFTER DELETE ON {counted.table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION {function};
CREATE TRIGGER tally_truncate BEFORE TRUNCATE ON {counted.table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function};
"""


# Two small helpers of the fold: the prefixes of a path down to the building, and what two paths share.
HELPERS_SQL = f"""
CREATE SCHEMA IF NOT EXISTS {SCHEMA};

CREATE OR REPLACE FUNCTION {SCHEMA}.ancestors(path text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS {DEEPEST} AS $$
    SELECT left(path, stop) FROM generate_series(1, length(path)) AS stop
    WHERE substr(path, stop, 1) = '.' ORDER BY stop LIMIT {DEEPEST}
$$;

CREATE OR REPLACE FUNCTION {SCHEMA}.shared_path(one text, other text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN one = other THEN one ELSE coalesce((
        SELECT max(left(one, stop)) FROM generate_series(1, length(one)) AS stop
        WHERE substr(one, stop, 1) = '.' AND left(one, stop) = left(other, stop)
    ), '') END
$$;
"""


def spread_sql(face: Face, counted: Counted, source: str) -> str:
    """Return the SELECT that sums images in `source` and rolls them up: every ancestor, and every grain of days.

    `source` has the columns of a delta. The result has the columns of the face's cells; all-zero sums are left out.
    """
    kept = [*face.by, *(["bucket"] if face.since else [])]
    days = ["day"] if face.has_days else []
    sums = [f"sum({one.column})::{one.type} AS {one.column}" for one in face.measures]
    above = (
        f"SELECT {AREA}, ancestor FROM (SELECT DISTINCT {AREA} FROM leaf) AS path "
        f"CROSS JOIN LATERAL {SCHEMA}.ancestors({AREA}) AS ancestor"
    )
    risen = (
        f"SELECT {', '.join(['ancestor', *days, *kept, *sums])} FROM leaf JOIN above USING ({AREA}) "
        f"GROUP BY {', '.join(['ancestor', *days, *kept])}"
    )
    head = f"WITH leaf AS MATERIALIZED ({_leaves_sql(face, source)}), above AS MATERIALIZED ({above}) "
    if not face.has_days:
        numbers = [one.column for one in face.measures]
        return f"{head}SELECT ancestor AS {AREA}, {', '.join([*kept, *numbers])} FROM ({risen}) AS risen"
    grains = f"(VALUES ('{DAY}'::\"char\", 'day'), ('{MONTH}', 'month'), ('{YEAR}', 'year')) AS grains(grain, span)"
    positions = ", ".join(str(number) for number in range(1, 4 + len(kept)))
    return (
        f"{head}SELECT ancestor AS {AREA}, grain, date_trunc(span, day)::date AS day, {', '.join([*kept, *sums])} "
        f"FROM ({risen}) AS risen CROSS JOIN {grains} GROUP BY {positions}"
    )


def _leaves_sql(face: Face, source: str) -> str:
    """Return the SELECT that sums images to the areas they lie in; rows without the face's moment do not lie on it."""
    keys = [AREA]
    present = []
    if face.has_days:
        keys.append(f"{day_column(face.at)} AS day")
        present.append(f"{day_column(face.at)} IS NOT NULL")
    keys += face.by
    if face.since:
        keys.append(f"{bucket_column(face.since, face.at)} AS bucket")
        present.append(f"{bucket_column(face.since, face.at)} IS NOT NULL")
    sums = [f"sum({one.column}) AS {one.column}" for one in face.measures]
    changed = " OR ".join(f"sum({one.column}) <> 0" for one in face.measures)
    where = f"WHERE {' AND '.join(present)} " if present else ""
    positions = ", ".join(str(number) for number in range(1, 1 + len(keys)))
    return f"SELECT {', '.join([*keys, *sums])} FROM {source} {where}GROUP BY {positions} HAVING {changed}"


def merge_sql(face: Face, spread: str) -> str:
    """Return the INSERT that adds a spread to the cells."""
    columns = [*key_columns(face), *(one.column for one in face.measures)]
    added = ", ".join(f"{one.column} = cell.{one.column} + excluded.{one.column}" for one in face.measures)
    return (
        f"INSERT INTO {cells(face)} AS cell ({', '.join(columns)}) {spread} "
        f"ON CONFLICT ({', '.join(key_columns(face))}) DO UPDATE SET {added}"
    )


def fold_sql(counted: Counted) -> str:
    """Return the one statement that takes up to `%s` deltas away and adds them to every face; it gives their number."""
    merges = [
        f"into_{number} AS ({merge_sql(face, spread_sql(face, counted, 'taken'))} RETURNING 1)"
        for number, face in enumerate(counted.faces.values())
    ]
    taken = (
        f"taken AS MATERIALIZED (DELETE FROM {deltas(counted)} WHERE id <= coalesce("
        f"(SELECT id FROM {deltas(counted)} ORDER BY id OFFSET %s LIMIT 1) - 1, 9223372036854775807) RETURNING *)"
    )
    return f"WITH {', '.join([taken, *merges])} SELECT count(*) FROM taken"


def sweep_sql(face: Face) -> str:
    """Return the statement that removes cells in which nothing is left; a partial index finds them."""
    idle = " AND ".join(f"{one.column} = 0" for one in face.measures)
    return f"DELETE FROM {cells(face)} WHERE {idle}"


def recount_sql(face: Face, counted: Counted, source: str | None = None) -> str:
    """Return the SELECT that computes a face's cells from the rows of the table (or of `source`, a FROM item like it)."""
    return spread_sql(face, counted, f"({image_sql(counted, source or counted.table)}) AS image")


def difference_sql(face: Face, counted: Counted) -> str:
    """Return the SELECT that lists every cell in which cells plus unfolded deltas differ from the rows."""
    keys = key_columns(face)
    columns = [one.column for one in face.measures]
    sums = ", ".join(f"sum({name}) AS {name}" for name in columns)
    kept = (
        f"SELECT {', '.join(keys)}, {sums} FROM (SELECT {', '.join([*keys, *columns])} FROM {cells(face)} "
        f"UNION ALL ({spread_sql(face, counted, deltas(counted))})) AS both_parts GROUP BY {', '.join(keys)}"
    )
    unlike = " OR ".join(f"coalesce(kept.{name}, 0) <> coalesce(counted.{name}, 0)" for name in columns)
    pairs = ", ".join(f"coalesce(kept.{name}, 0), coalesce(counted.{name}, 0)" for name in columns)
    return (
        f"SELECT {', '.join(keys)}, {pairs} FROM ({kept}) AS kept FULL JOIN ({recount_sql(face, counted)}) AS counted "
        f"USING ({', '.join(keys)}) WHERE {unlike} ORDER BY {', '.join(keys)}"
    )
