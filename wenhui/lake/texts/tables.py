"""Reads a table of texts as it was written and writes it again with columns more; refuses in words what cannot be used.

Cells are kept as they are. A file is written beside its place first, so that nobody finds half of one.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from wenhui.lake.texts.errors import TextsError

ENCODINGS: Final = ("utf-8-sig", "gb18030")
WIDE_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NOTHING: Final = "Nothing was written."
LONGEST_CELL: Final = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file under the names of its columns."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def column(self, name: str) -> list[str]:
        """Return the cells of a column; raise TextsError when there is none of that name, or two."""
        if self.head.count(name) != 1:
            what = f"has {self.head.count(name)} columns named {name}" if name in self.head else f"has no column {name}"
            raise TextsError(f"{self.name} {what}; it has {', '.join(self.head)}. {NOTHING}")
        at = self.head.index(name)
        return [row[at] for row in self.rows]

    def texts(self, names: str) -> list[str]:
        """Return the texts of the columns that `names` lists with commas, joined row by row."""
        wanted = [names] if names in self.head else [name.strip() for name in names.split(",")]
        if not all(wanted):
            raise TextsError(f"--text is {names!r}; name a column, or several with commas. {NOTHING}")
        columns = [self.column(name) for name in dict.fromkeys(wanted)]
        return (
            columns[0] if len(columns) == 1 else [" ".join(filter(None, cells)) for cells in zip(*columns, strict=True)]
        )


def read(path: Path) -> Table:
    """Read a csv, parquet or xlsx file; raise TextsError when it cannot be read or holds no rows."""
    if not path.is_file():
        raise TextsError(f"There is no file {path}. {NOTHING}")
    kind = path.suffix.lower()
    head, rows = _parquet(path) if kind == ".parquet" else _workbook(path) if kind in {".xlsx", ".xls"} else _csv(path)
    if not any(head) or not rows:
        raise TextsError(f"{path} holds no rows. {NOTHING}")
    return Table(str(path), head, rows)


def write(path: Path, table: Table, more: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Write a table with columns more; a column of the same name gives way to the new one, a file of the same name too."""
    names = {name for name, _ in more}
    kept = [at for at, name in enumerate(table.head) if name not in names]
    with beside(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*(table.head[at] for at in kept), *(name for name, _ in more)])
        for number, row in enumerate(table.rows):
            writer.writerow([*(row[at] for at in kept), *(cells[number] for _, cells in more)])


def refuse_place(path: Path, read_from: Sequence[Path]) -> None:
    """Raise TextsError when a file cannot be written there, or would take the place of one that is read."""
    if not path.absolute().parent.is_dir():
        raise TextsError(f"There is no folder for {path}. {NOTHING}")
    if path.is_dir() or path.resolve() in {one.resolve() for one in read_from}:
        raise TextsError(f"{path} would be overwritten; name another file. {NOTHING}")


@contextmanager
def beside(path: Path) -> Iterator[TextIO]:
    """Give a file to write, which takes its place when it is whole."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="", errors="replace") as file:
            yield file
        Path(name).chmod(0o600)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _csv(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    text = _decoded(path)
    mark = max(",;\t", key=text.split("\n", 1)[0].count)
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise TextsError(f"{path} is not a csv file ({error}). {NOTHING}") from error
    finally:
        csv.field_size_limit(limit)
    head = [name.strip() for name in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(head):
            raise TextsError(f"{path} has {len(row)} cells in row {number} and {len(head)} names of columns. {NOTHING}")
    return head, [row for row in rows[1:] if row]


def _decoded(path: Path) -> str:
    blob = path.read_bytes()
    if wide := WIDE_MARKS.get(blob[:2]):
        encodings: tuple[str, ...] = (wide,)
    elif b"\0\0\0\0" in blob[:4096]:
        raise TextsError(f"{path} is not a csv, parquet or xlsx file. {NOTHING}")
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return blob.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return _line_by_line(path, blob)


def _line_by_line(path: Path, blob: bytes) -> str:
    """Return the text of a file that is UTF-8 in some lines and GB 18030 in others, as glued exports are."""
    lines = []
    for number, line in enumerate(blob.splitlines(keepends=True), start=1):
        for encoding in ENCODINGS:
            try:
                lines.append(line.decode(encoding))
                break
            except UnicodeDecodeError:
                continue
        else:
            raise TextsError(f"{path} is neither UTF-8 nor GB 18030 in line {number}. {NOTHING}")
    return "".join(lines).replace("\0", "")


def _parquet(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(path)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise TextsError(f"{path} is not a parquet file ({error}). {NOTHING}") from error
    columns = [["" if one is None else str(one) for one in column.to_pylist()] for column in table.columns]
    return list(table.column_names), list(zip(*columns, strict=True))


def _workbook(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    import python_calamine

    try:
        cells = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, OSError, IndexError) as error:
        raise TextsError(f"{path} is not a workbook that can be read ({error}). {NOTHING}") from error
    rows = [[_cell(one) for one in row] for row in cells]
    return (rows[0], list(rows[1:])) if rows else ([], [])


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
