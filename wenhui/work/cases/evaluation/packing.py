"""A publication to take away: its rows, its formulas, its figures, and the SQL with which anybody counts them again.

`duckdb -c ".read recompute.sql"` in the unpacked folder lists every figure, published and recomputed, and how many differ.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO, Any

import pyarrow
from pyarrow import parquet

from wenhui.work.cases.evaluation.figures import Figures
from wenhui.work.cases.evaluation.formulas import ALL_UNITS, Formulas
from wenhui.work.cases.evaluation.rows import FACTS

MOMENTS = ("due_at", "closed_at")
TEXTS = ("number", "unit_key", "type_key", "area_path")
NUMBERS = (
    "round", "work_minutes", "reworked", "returned", "extended", "deferred", "held", "hanged", "voided", "heard", "pleased",
)  # fmt: skip

UNIT = f"CASE WHEN grouping(unit_key) = 1 THEN '{ALL_UNITS}' ELSE unit_key END AS unit_key"

SCHEMA = pyarrow.schema(
    [
        (
            name,
            pyarrow.timestamp("us", tz="UTC")
            if name in MOMENTS
            else pyarrow.string()
            if name in TEXTS
            else pyarrow.int32()
            if name in NUMBERS
            else pyarrow.bool_(),
        )
        for name in FACTS
    ]
)

README = """考评公布 {period} 第 {edition} 版
{path}  {at}  {by}

rows.parquet, rows.csv  每行是一件案件在一个单位手里的一轮，以及公布时用到的事实
formulas.json           公布时的考评办法（{digest}）
figures.csv             公布的数；单位 * 是全部单位，空着的是还没有派出的
recompute.sql           用 DuckDB 从 rows.parquet 再算一遍，逐项与 figures.csv 对照：
                        duckdb -c ".read recompute.sql"

Rows, formulas and figures as they were published. recompute.sql counts the figures again from rows.parquet with DuckDB and
compares each with figures.csv; the last line says how many differ.
"""


def recompute(formulas: Formulas) -> str:
    """Return the SQL that makes the figures from the rows, and compares them with those that were published."""
    return f"""-- Run in the folder of the files: duckdb -c ".read recompute.sql"
CREATE OR REPLACE TEMP VIEW evaluation_rows AS SELECT * FROM read_parquet('rows.parquet');

CREATE OR REPLACE TEMP VIEW figures AS
{figures_sql(formulas)};

CREATE OR REPLACE TEMP VIEW first_types AS
{types_sql(formulas)};

SELECT * FROM figures ORDER BY unit_key, measure;
SELECT * FROM first_types ORDER BY unit_key, place;
SELECT count(*) AS figures, count(*) FILTER (WHERE again.value IS DISTINCT FROM said.value
    OR again.above IS DISTINCT FROM said.above OR again.below IS DISTINCT FROM said.below) AS differ
FROM figures AS again FULL JOIN read_csv('figures.csv', header = true, auto_detect = false, nullstr = '—', columns = {{
    'unit_key': 'varchar', 'measure': 'varchar', 'above': 'bigint', 'below': 'bigint', 'value': 'varchar'}}) AS said
ON again.unit_key = said.unit_key AND again.measure = said.measure;
"""  # noqa: S608 - made of formulas from a closed list


def figures_sql(formulas: Formulas, table: str = "evaluation_rows") -> str:
    """Return the SELECT of every figure by unit and measure, for DuckDB: numerator, denominator and what is shown."""
    terms = ",\n".join(
        f"    {term.sql(formulas.left_out)} AS {name.replace('.', '_')}" for name, term in formulas.terms()
    )
    figures = "\nUNION ALL\n".join(
        f"SELECT unit_key, measure, above, below, {one.value_in_duckdb()} AS value FROM (SELECT unit_key, "  # noqa: S608
        f"'{one.key}' AS measure, {one.key}_n AS above, "
        f"{one.key + '_d' if one.denominator else 'CAST(NULL AS bigint)'} AS below FROM counted)"
        for one in formulas.measures
    )
    return (
        f"WITH counted AS MATERIALIZED (\n  SELECT {UNIT},\n{terms}\n"  # noqa: S608
        f"  FROM {table} GROUP BY GROUPING SETS ((unit_key), ())\n)\n{figures}"
    )


def types_sql(formulas: Formulas, table: str = "evaluation_rows") -> str:
    """Return the SELECT of the first types of each unit, for DuckDB."""
    return (
        "SELECT unit_key, row_number() OVER (PARTITION BY unit_key ORDER BY cases DESC, type_key) AS place, "  # noqa: S608
        "type_key, cases FROM (\n"
        f"  SELECT {UNIT}, type_key, "
        f"count(*) FILTER (WHERE {formulas.first_types()}) AS cases\n"
        f"  FROM {table} GROUP BY GROUPING SETS ((unit_key, type_key), (type_key)))\n"
        f"WHERE cases > 0 QUALIFY place <= {formulas.top_types}"
    )


def packed(*, readme: str, formulas: Formulas, figures: Figures, rows: Iterable[dict[str, Any]]) -> IO[bytes]:
    """Return the zip, at its beginning. Whoever sends it closes it."""
    kept = list(rows)
    table = parquet_of(kept)
    file = TemporaryFile()  # noqa: SIM115 - outlives this function
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("README.txt", readme)
        folder.writestr("rows.parquet", table)
        folder.writestr("rows.csv", _csv(FACTS, ([_plain(row[name]) for name in FACTS] for row in kept)))
        folder.writestr("formulas.json", json.dumps(formulas.stored, ensure_ascii=False, indent=1))
        folder.writestr("figures.csv", _csv(("unit_key", "measure", "above", "below", "value"), _lines(figures)))
        folder.writestr("recompute.sql", recompute(formulas))
    file.seek(0)
    return file


def parquet_of(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as Parquet."""
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=SCHEMA), out)
    return out.getvalue()


def _lines(figures: Figures) -> Iterable[list[object]]:
    for unit, of in figures.by_unit.items():
        for key, one in of.items():
            yield [
                unit,
                key,
                one.above,
                "—" if one.below is None else one.below,
                "—" if one.value is None else one.value,
            ]


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else "" if value is None else value


def _csv(head: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(head)
    writer.writerows(lines)
    return text.getvalue()
