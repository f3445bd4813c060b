"""Writes the SQL of the counting engine from what `faces` compiled: images of rows, deltas, cells, fold, recount.

Names are plain identifiers of our own tables, so no value of a user ever enters this text.
"""

import hashlib
from collections.abc import Iterable

from wenhui.lake.faces import AREA, BUCKET_WIDTH, Counted, Face, Measure, shortened
from wenhui.lake.periods import DAY, MONTH, YEAR

SCHEMA = "tally"
DEEPEST = 6  # city, district, subdistrict, community, grid, building
COARSER = ((MONTH, "month"), (YEAR, "year"))
CHANNEL = "wenhui_tally"
TAKEN = "pg_temp.tally_taken"
TRUE = "TRUE"
INDENT = ",\n    "
_GRAIN = "'{}'::\"char\" AS grain"


def deltas(counted: Counted) -> str:
    """Return the name of the table of a counted table's deltas."""
    return f"{SCHEMA}.{shortened(f'{counted.table}__deltas')}"


def cells(face: Face) -> str:
    """Return the name of a face's table of cells."""
    return f"{SCHEMA}.{face.name}"


def day_column(moment: str) -> str:
    """Return the delta column that holds the day of a moment."""
    return shortened(f"{moment}__day")


def bucket_column(since: str, at: str) -> str:
    """Return the delta column that holds the logarithmic bucket of a duration."""
    return shortened(f"{since}__{at}__bucket")


def image_columns(counted: Counted) -> list[str]:
    """Return a delta's key columns: area, days, categories, buckets."""
    days = [day_column(moment) for moment in counted.moments]
    buckets = [bucket_column(*pair) for pair in counted.durations]
    return [AREA, *days, *counted.categories, *buckets]


def measure_columns(counted: Counted) -> list[str]:
    """Return a delta's number columns."""
    return [measure.column for measure in counted.measures.values()]


def image_sql(counted: Counted, source: str, sign: str = "") -> str:
    """Return the SELECT that turns rows of `source` into what they count, times `sign`.

    What counts nothing is NULL, which takes no room in a delta; rows that no measure counts are left out.
    """
    keys = [AREA]
    keys += [f"{counted.day_sql(moment)} AS {day_column(moment)}" for moment in counted.moments]
    keys += [f"coalesce({name}, '') AS {name}" for name in counted.categories]
    keys += [f"{_bucket_sql(since, at)} AS {bucket_column(since, at)}" for since, at in counted.durations]
    numbers = [f"{_contribution_sql(one, sign)} AS {one.column}" for one in counted.measures.values()]
    conditions = dict.fromkeys(one.where for one in counted.measures.values())
    where = "" if TRUE in conditions else f"\nWHERE {_either(conditions)}"
    return f"SELECT {INDENT.join([*keys, *numbers])}\nFROM {source}{where}"


def _contribution_sql(one: Measure, sign: str) -> str:
    """Return what a row adds to a measure: its value or 1, or NULL where the condition does not hold."""
    amount = f"{sign}({one.value})" if one.value else f"{sign}1"
    return amount if one.where == TRUE else f"CASE WHEN {one.where} THEN {amount} END"


def _either(conditions: Iterable[str]) -> str:
    return " OR ".join(f"({one})" for one in conditions)


def _bucket_sql(since: str, at: str) -> str:
    """Return the bucket of the seconds from `since` to `at`: 0 under a second, else a power of the width."""
    seconds = f"greatest(extract(epoch FROM {at} - {since}), 1)"
    return f"floor(ln({seconds}) / ln({BUCKET_WIDTH}))::int"


def make_sql(counted: Counted) -> str:
    """Return the DDL of a counted table's deltas, cells and trigger function. The schema must exist."""
    return "\n".join(
        [_deltas_ddl(counted), *(_cells_ddl(face) for face in counted.faces.values()), _trigger_ddl(counted)]
    )


def count_function(table: str) -> str:
    """Return the function behind the triggers of a counted table."""
    return f"{SCHEMA}.{shortened(f'{table}__count')}"


def drop_sql(table: str, faces: Iterable[str]) -> str:
    """Return the statements that take a counted table's function, triggers, deltas and cells away, if they are there."""
    tables = [f"DROP TABLE IF EXISTS {SCHEMA}.{name};" for name in (shortened(f"{table}__deltas"), *faces)]
    return "\n".join([f"DROP FUNCTION IF EXISTS {count_function(table)}() CASCADE;", *tables])


def standing_sql(counted: Counted) -> str:
    """Return the SELECT that says whether the four triggers and all tables are there."""
    relations = [deltas(counted), *(cells(face) for face in counted.faces.values())]
    triggers = (
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass('{table}') AND tgfoid = to_regproc('{function}')"
    )
    found = ", ".join(f"to_regclass('{name}')" for name in relations)
    return (
        f"SELECT ({triggers.format(table=counted.table, function=count_function(counted.table))}) = 4 "
        f"AND num_nulls({found}) = 0"
    )


def fingerprint(counted: Counted) -> str:
    """Return what changes when, and only when, the counted table must be set up anew."""
    return hashlib.sha256(make_sql(counted).encode()).hexdigest()


def _deltas_ddl(counted: Counted) -> str:
    """Deltas live for less than a second; vacuum comes early so that readers never step over many dead ones."""
    days = [f"{day_column(moment)} date" for moment in counted.moments]
    categories = [f"{name} text" for name in counted.categories]
    buckets = [f"{bucket_column(*pair)} smallint" for pair in counted.durations]
    numbers = [f"{one.column} {'numeric' if one.value else 'int'}" for one in counted.measures.values()]
    columns = INDENT.join([f'{AREA} text COLLATE "C" NOT NULL', *days, *categories, *buckets, *numbers])
    return (
        f"CREATE TABLE {deltas(counted)} (\n    {columns}\n)\n"
        "WITH (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0);\n"
        f"COMMENT ON TABLE {deltas(counted)} IS 'What changed in {counted.table} and is not in its cells yet';"
    )


def key_columns(face: Face) -> list[str]:
    """Return the key of a face's cells."""
    return [AREA, *(["grain", "day"] if face.has_days else []), *face.by, *(["bucket"] if face.since else [])]


def _cells_ddl(face: Face) -> str:
    """A cell's numbers stand in no index, so that an update stays on its page."""
    types = {AREA: 'text COLLATE "C"', "grain": '"char"', "day": "date", "bucket": "smallint"}
    keys = [f"{name} {types.get(name, 'text')} NOT NULL" for name in key_columns(face)]
    numbers = [f"{one.column} {one.type} NOT NULL" for one in face.measures]
    columns = INDENT.join([*keys, *numbers, f"PRIMARY KEY ({', '.join(key_columns(face))})"])
    return (
        f"CREATE TABLE {cells(face)} (\n    {columns}\n) WITH (fillfactor = 90);\n"
        f"COMMENT ON TABLE {cells(face)} IS 'Counts for every area from the building up';"
    )


def _trigger_ddl(counted: Counted) -> str:
    """Return the function and its four triggers: one per event, because transition tables allow no more, and a refusal."""
    keys, numbers = image_columns(counted), measure_columns(counted)
    into = f"INSERT INTO {deltas(counted)} ({', '.join([*keys, *numbers])})"
    both = f"{image_sql(counted, 'gone', '-')} UNION ALL {image_sql(counted, 'come')}"
    sums = ", ".join(f"sum({name})" for name in numbers)
    changed = " OR ".join(f"sum({name}) <> 0" for name in numbers)
    function = f"{count_function(counted.table)}()"
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
        PERFORM pg_notify('{CHANNEL}', '{counted.table} ' || {SCHEMA}.shared_path(lowest, highest));
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
    """Return the SELECT that sums images in `source` and rolls them up: every grain of days, then every ancestor.

    `source` has the columns of a delta. The result has the columns of the face's cells; all-zero sums are left out.
    """
    rest = [name for name in key_columns(face) if name != AREA]
    sums = [f"{_sum(one)} AS {one.column}" for one in face.measures]
    return (
        f"WITH leaf AS MATERIALIZED (\n{_leaves_sql(face, source)}\n),\n"
        f"grained AS (\n{_grains_sql(face)}\n),\n"
        f"above AS MATERIALIZED (\n"
        f"SELECT {AREA}, ancestor FROM (SELECT DISTINCT {AREA} FROM leaf) AS path, {SCHEMA}.ancestors({AREA}) AS ancestor\n"
        f")\n"
        f"SELECT {', '.join([f'ancestor AS {AREA}', *rest, *sums])}\n"
        f"FROM grained JOIN above USING ({AREA})\n"
        f"GROUP BY {', '.join(['ancestor', *rest])}\nHAVING {_changed(face)}"
    )


def _grains_sql(face: Face) -> str:
    """Return the SELECT of the leaves' days, months and years; what has no days is as it is."""
    if not face.has_days:
        return "SELECT * FROM leaf"
    rest = [name for name in key_columns(face) if name not in {AREA, "grain", "day"}]
    numbers = [one.column for one in face.measures]
    sums = [_sum(one) for one in face.measures]
    days = f"SELECT {', '.join([AREA, _GRAIN.format(DAY), 'day', *rest, *numbers])} FROM leaf"
    coarser = [
        f"SELECT {', '.join([AREA, _GRAIN.format(grain), f'{first} AS day', *rest, *sums])} "
        f"FROM leaf GROUP BY {', '.join([AREA, first, *rest])}"
        for grain, first in ((grain, f"date_trunc('{unit}', day::timestamp)::date") for grain, unit in COARSER)
    ]
    return "\nUNION ALL\n".join([days, *coarser])


def _sum(one: Measure) -> str:
    """Return the sum of a measure. Counts stay integers: PostgreSQL sums bigint as numeric, at three times the time."""
    return f"sum({one.column})" if one.value else f"sum({one.column})::int"


def _changed(face: Face) -> str:
    return " OR ".join(f"sum({one.column}) <> 0" for one in face.measures)


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
    sums = [f"{_sum(one)} AS {one.column}" for one in face.measures]
    where = f"WHERE {' AND '.join(present)} " if present else ""
    positions = ", ".join(str(number) for number in range(1, 1 + len(keys)))
    return f"SELECT {', '.join([*keys, *sums])} FROM {source} {where}GROUP BY {positions} HAVING {_changed(face)}"


def fill_sql(face: Face, spread: str) -> str:
    """Return the INSERT that fills a face's empty table, in the order in which areas and days are read."""
    numbers = [one.column for one in face.measures]
    known = ", ".join(f"coalesce({name}, 0)" for name in numbers)
    keys = ", ".join(key_columns(face))
    into = f"INSERT INTO {cells(face)} ({keys}, {', '.join(numbers)})"
    return f"{into} SELECT {keys}, {known} FROM ({spread}) AS spread ORDER BY {keys}"


def merge_sql(face: Face, spread: str) -> str:
    """Return the MERGE that adds a spread to the cells; a cell in which nothing is left goes."""
    keys, numbers = key_columns(face), [one.column for one in face.measures]
    same = " AND ".join(f"cell.{name} = spread.{name}" for name in keys)
    after = {name: f"cell.{name} + coalesce(spread.{name}, 0)" for name in numbers}
    nothing_left = " AND ".join(f"{value} = 0" for value in after.values())
    values = [*(f"spread.{name}" for name in keys), *(f"coalesce(spread.{name}, 0)" for name in numbers)]
    return (
        f"MERGE INTO {cells(face)} AS cell USING (\n{spread}\n) AS spread ON {same}\n"
        f"WHEN MATCHED AND {nothing_left} THEN DELETE\n"
        f"WHEN MATCHED THEN UPDATE SET {', '.join(f'{name} = {value}' for name, value in after.items())}\n"
        f"WHEN NOT MATCHED THEN INSERT ({', '.join([*keys, *numbers])}) VALUES ({', '.join(values)})"
    )


def take_sql(counted: Counted) -> str:
    """Return the statement that takes up to `%s` deltas out into the empty table `TAKEN`."""
    return (
        f"WITH gone AS (DELETE FROM {deltas(counted)} "
        f"WHERE ctid = ANY (ARRAY(SELECT ctid FROM {deltas(counted)} LIMIT %s)) RETURNING *) "
        f"INSERT INTO {TAKEN} SELECT * FROM gone"
    )


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
