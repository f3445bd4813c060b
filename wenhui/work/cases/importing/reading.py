"""Turns a csv, parquet or xlsx file into normalised rows, and says of each row that cannot be taken why not.

DuckDB reads csv and parquet of any size; calamine reads workbooks. Nothing is written before the whole file has been
read once: a broken file, a wrong kind or a missing column refuses the import as a whole.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import python_calamine

from wenhui.work.cases.importing.mapping import Mapping

KINDS = {".csv": "read_csv('{}', all_varchar=true, header=true)", ".parquet": "read_parquet('{}')"}
LONGEST = {"key": 120, "title": 200, "type": 120}


class FileError(ValueError):
    """The file cannot be imported; the message says why. Nothing was written."""


@contextmanager
def normalised(file: Path, mapping: Mapping, paths: set[str]) -> Iterator["Rows"]:
    """Open `file` as normalised rows; `paths` are the areas that rows may lie in.

    Raises FileError when the file is missing, broken, of the wrong kind, or lacks a column that the mapping names.
    """
    connection = duckdb.connect()
    try:
        _open(connection, file)
        _refuse_unknown_columns(connection, file, mapping)
        connection.execute("CREATE TABLE area(path VARCHAR PRIMARY KEY)")
        connection.executemany("INSERT INTO area VALUES (?)", [[path] for path in sorted(paths)])
        try:
            connection.execute(_normalise_sql(mapping))
        except duckdb.Error as error:
            raise FileError(
                f"{file.name} breaks off or is damaged ({_first_line(error)}). Nothing was imported."
            ) from error
        yield Rows(connection, mapping)
    finally:
        connection.close()


class Rows:
    """The rows of one file, normalised; row numbers count from 1 and leave the head row out."""

    def __init__(self, connection: "duckdb.DuckDBPyConnection", mapping: Mapping) -> None:
        self._connection = connection
        self._mapping = mapping

    def count(self) -> int:
        """Return how many rows the file has."""
        return int(self._connection.execute("SELECT count(*) FROM row").fetchall()[0][0])

    def count_good(self) -> int:
        """Return how many rows can be taken."""
        return int(self._connection.execute("SELECT count(*) FROM row WHERE why IS NULL").fetchall()[0][0])

    def types(self) -> list[str]:
        """Return the distinct words of the type column, as they stand in the file."""
        rows = self._connection.execute(
            "SELECT DISTINCT type FROM row WHERE why IS NULL AND type <> '' ORDER BY 1"
        ).fetchall()
        return [row[0] for row in rows]

    def spool(self, path: Path) -> None:
        """Write the good rows to a CSV file for COPY, in the order of the file."""
        self._connection.execute(
            "COPY (SELECT n, key, area_path, reported, closed, type, title, description, place, attributes "
            f"FROM row WHERE why IS NULL ORDER BY n) TO '{_quoted(path)}' (FORMAT csv, HEADER false)"
        )

    def write_rejects(self, path: Path) -> int:
        """Write each rejected row's number, key and reason; no file is left when there are none. Return their count."""
        rows = self._connection.execute("SELECT n, key, why FROM row WHERE why IS NOT NULL ORDER BY n").fetchall()
        path.unlink(missing_ok=True)
        if rows:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["row", self._mapping.key, "why"])
                writer.writerows(rows)
        return len(rows)


def _open(connection: "duckdb.DuckDBPyConnection", file: Path) -> None:
    """Make the view `raw` over the file."""
    if not file.is_file():
        raise FileError(f"There is no file {file}. Nothing was imported.")
    kind = file.suffix.lower()
    try:
        if kind == ".xlsx":
            _open_workbook(connection, file)
        elif kind in KINDS:
            connection.execute(f"CREATE VIEW raw AS SELECT * FROM {KINDS[kind].format(_quoted(file))}")
        else:
            raise FileError(
                f"{file.name} is neither csv, parquet nor xlsx. Save it as one of these. Nothing was imported."
            )
    except (duckdb.Error, python_calamine.CalamineError, UnicodeDecodeError) as error:
        raise FileError(
            f"{file.name} cannot be read as {kind[1:]} ({_first_line(error)}). Nothing was imported."
        ) from error


def _open_workbook(connection: "duckdb.DuckDBPyConnection", file: Path) -> None:
    rows = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python(skip_empty_area=True)
    if not rows:
        raise FileError(f"The first sheet of {file.name} is empty. Nothing was imported.")
    head = [str(cell).strip() for cell in rows[0]]
    columns = ", ".join(f'"{_doubled(name)}" VARCHAR' for name in head)
    connection.execute(f"CREATE TABLE raw ({columns})")
    body = [[_text(cell) for cell in row] for row in rows[1:]]
    if body:
        connection.executemany(f"INSERT INTO raw VALUES ({', '.join('?' * len(head))})", body)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _refuse_unknown_columns(connection: "duckdb.DuckDBPyConnection", file: Path, mapping: Mapping) -> None:
    held = [row[0] for row in connection.execute("DESCRIBE raw").fetchall()]
    missing = [name for name in mapping.columns() if name not in held]
    if missing:
        raise FileError(
            f"The mapping names columns that {file.name} does not have: {', '.join(missing)}. "
            f"It has: {', '.join(held)}. Nothing was imported."
        )


def _normalise_sql(mapping: Mapping) -> str:
    """Return the statement that makes the table `row`: one line a row, with the reason where it cannot be taken."""
    attributes = ", ".join(f"'{_doubled(name, quote=chr(39))}': {_column(name)}" for name in mapping.attributes)
    path = _path_sql(mapping)
    return f"""
    CREATE TABLE row AS
    WITH worded AS (
        SELECT row_number() OVER () AS n,
               {_column(mapping.key)} AS key, {path} AS area_path, {_column(mapping.area.column)} AS area_text,
               {_column(mapping.reported)} AS reported_text, {_column(mapping.closed)} AS closed_text,
               {_column(mapping.type)} AS type, {_column(mapping.title)} AS title,
               {_column(mapping.description)} AS description, {_column(mapping.place)} AS place,
               {f"to_json({{{attributes}}})" if attributes else "'{}'"} AS attributes
        FROM raw
    ), timed AS (
        SELECT *, try_cast(nullif(reported_text, '') AS TIMESTAMP) AS reported,
               try_cast(nullif(closed_text, '') AS TIMESTAMP) AS closed
        FROM worded
    )
    SELECT n, key, area_path, reported, closed, type, title, description, place, attributes,
           CASE
             WHEN key = '' THEN '没有编号（{mapping.key}）'
             WHEN length(key) > {LONGEST["key"]} THEN '编号过长，最多 {LONGEST["key"]} 字'
             WHEN reported_text = '' THEN '没有报告日期（{mapping.reported}）'
             WHEN reported IS NULL THEN '报告日期读不懂：' || reported_text
             WHEN closed_text <> '' AND closed IS NULL THEN '办结日期读不懂：' || closed_text
             WHEN closed < reported THEN '办结早于报告：' || closed_text || ' < ' || reported_text
             WHEN area_path NOT IN (SELECT path FROM area) THEN '区域不认识：' || area_text
           END AS why
    FROM timed
    """


def _path_sql(mapping: Mapping) -> str:
    """Return the expression that turns the area column's text into a path."""
    text, pattern = _column(mapping.area.column), _doubled(mapping.area.pattern, quote="'")
    replacement = _doubled(mapping.area.path.replace("{", "\\").replace("}", ""), quote="'")
    replaced = f"regexp_replace({text}, '^(?:{pattern})$', '{replacement}')"
    return f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN {replaced} ELSE '' END"


def _column(name: str | None) -> str:
    return "''" if name is None else f"trim(coalesce(\"{_doubled(name)}\"::VARCHAR, ''))"


def _doubled(text: str, quote: str = '"') -> str:
    return text.replace(quote, quote * 2)


def _quoted(path: Path) -> str:
    return _doubled(str(path), quote="'")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
