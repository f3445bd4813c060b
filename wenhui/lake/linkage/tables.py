"""Reads a table and the mapping that says which of its columns is what; refuses in words what cannot be used."""

import csv
import io
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wenhui.lake.linkage import normalising
from wenhui.lake.linkage.errors import LinkageError
from wenhui.lake.linkage.records import FEATURES, Records

ROLES: Final = ("name", "surname", "given_name", "sex", "birth_date", "id_number", "phone", "address", "household")
ENCODINGS: Final = ("utf-8-sig", "gb18030")
READABLE_DATES: Final = 0.5
SAMPLE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column of a table is what: the key, and for each role one column or several. `date_form` is for strptime."""

    key: str
    columns: Map[str, tuple[str, ...]]
    date_form: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The texts of a table, as they were written, under their roles."""

    name: str
    keys: Sequence[str]
    roles: Map[str, Sequence[str]]


def load_mapping(path: Path) -> Mapping:
    """Read a mapping from YAML; raise LinkageError when it cannot be used."""
    import yaml

    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LinkageError(f"The mapping {path} cannot be read ({error.strerror}). Nothing was written.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        first = str(error).split("\n", maxsplit=1)[0]
        raise LinkageError(f"The mapping {path} is not YAML ({first}). Nothing was written.") from error
    return read_mapping(document, str(path))


def read_mapping(document: Any, name: str = "mapping") -> Mapping:
    """Return the mapping a document holds; `name` is what errors call it."""

    def refuse(what: str) -> LinkageError:
        return LinkageError(f"The mapping {name} {what}. Nothing was written.")

    if not isinstance(document, dict) or not isinstance(document.get("columns"), dict) or "key" not in document:
        raise refuse("needs `key:` (the column that names a row) and `columns:` (role: column)")
    if unknown := sorted(str(key) for key in set(document) - {"key", "columns"}):
        raise refuse(f"has the unknown key {', '.join(unknown)}; it may hold `key` and `columns`")
    if unknown := sorted(str(role) for role in set(document["columns"]) - set(ROLES)):
        raise refuse(f"has the unknown role {', '.join(unknown)}; roles are {', '.join(ROLES)}")
    columns, form = {}, ""
    for role, written in document["columns"].items():
        given = written
        if role == "birth_date" and isinstance(given, dict):
            if set(given) - {"column", "format"} or not isinstance(given.get("column"), str):
                raise refuse('says birth_date wrongly; write `{column: born, format: "%Y%m%d"}`')
            form, given = str(given.get("format") or ""), given["column"]
            if form and not any(part in form for part in ("%Y", "%y", "%x", "%c", "%G")):
                raise refuse(f"has the birth_date format {form!r}, which names no year; write such as %Y-%m-%d")
        if given is None:
            continue
        names = tuple(str(one) for one in given) if isinstance(given, list) else (str(given),)
        if isinstance(given, dict) or not all(names) or not names:
            raise refuse(f"says {role} wrongly; write the name of a column or a list of columns")
        columns[role] = names
    if not columns:
        raise refuse("names no column to compare")
    if set(columns) <= {"sex"}:
        raise refuse("names only the sex, which cannot tell people apart")
    return Mapping(str(document["key"]), columns, form)


def load_table(path: Path, mapping: Mapping) -> Table:
    """Read a csv, parquet or xlsx file; raise LinkageError when it is empty, lacks a column or names a row twice."""
    head, rows = _read(path)
    if not head or not rows:
        raise LinkageError(f"{path} holds no rows. Nothing was written.")
    at = {name: place for place, name in enumerate(head)}
    wanted = [mapping.key, *(name for names in mapping.columns.values() for name in names)]
    if lacking := [name for name in dict.fromkeys(wanted) if name not in at]:
        raise LinkageError(f"{path} has no column {', '.join(lacking)}; it has {', '.join(head)}. Nothing was written.")
    columns = list(zip(*rows, strict=True))
    keys = [key.strip() for key in columns[at[mapping.key]]]
    _refuse_keys(path, mapping.key, keys)
    roles = {role: _joined([columns[at[name]] for name in names]) for role, names in mapping.columns.items()}
    return Table(str(path), keys, roles)


def _joined(columns: Sequence[Sequence[str]]) -> Sequence[str]:
    return columns[0] if len(columns) == 1 else [" ".join(filter(None, cells)) for cells in zip(*columns, strict=True)]


def _refuse_keys(path: Path, column: str, keys: Sequence[str]) -> None:
    if "" in keys:
        row = keys.index("") + 2
        raise LinkageError(f"{path} has no {column} in row {row}; every row needs one of its own. Nothing was written.")
    if len(set(keys)) != len(keys):
        seen: set[str] = set()
        twice = next(key for key in keys if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise LinkageError(f"{path} has the {column} {twice} twice; keys must differ. Nothing was written.")


def _read(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    if not path.is_file():
        raise LinkageError(f"There is no file {path}. Nothing was written.")
    kind = path.suffix.lower()
    if kind == ".parquet":
        return _read_parquet(path)
    if kind in {".xlsx", ".xls"}:
        return _read_workbook(path)
    return _read_csv(path)


def _read_csv(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    blob = path.read_bytes()
    if b"\0" in blob[:4096]:
        raise LinkageError(f"{path} is not a csv, parquet or xlsx file. Nothing was written.")
    for encoding in ENCODINGS:
        try:
            text = blob.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise LinkageError(f"{path} is neither UTF-8 nor GB 18030 text. Nothing was written.")
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise LinkageError(f"{path} is not a csv file ({error}). Nothing was written.") from error
    head = [name.strip() for name in rows[0]] if rows else []
    body = [row for row in rows[1:] if row]
    for number, row in enumerate(rows[1:], start=2):
        if row and len(row) != len(head):
            raise LinkageError(
                f"{path} has {len(row)} cells in row {number} and {len(head)} names of columns. Nothing was written."
            )
    return head, list(body)


def _read_parquet(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.read_table(path)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise LinkageError(f"{path} is not a parquet file ({error}). Nothing was written.") from error
    columns = [["" if one is None else str(one) for one in column.to_pylist()] for column in table.columns]
    return list(table.column_names), list(zip(*columns, strict=True))


def _read_workbook(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    import python_calamine

    try:
        cells = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (python_calamine.CalamineError, OSError, IndexError) as error:
        raise LinkageError(f"{path} is not a workbook that can be read ({error}). Nothing was written.") from error
    rows = [[_cell(one) for one in row] for row in cells]
    return (rows[0], list(rows[1:])) if rows else ([], [])


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def normal(table: Table, date_form: str = "") -> Records:
    """Return the rows in normal form; raise LinkageError when a column of dates holds hardly any."""
    return normal_roles(table.keys, table.roles, date_form=date_form, name=table.name)


def normal_roles(
    keys: Sequence[str],
    roles: Map[str, Sequence[str]],
    *,
    date_form: str = "",
    name: str = "the rows",
    strict: bool = True,
) -> Records:
    """Return rows in normal form from texts under roles; unless `strict`, a date that cannot be read is not known."""
    texts: dict[str, Sequence[str]] = {}
    _fill_names(roles, texts)
    for role, feature, rule in (
        ("sex", "sex", normalising.sex),
        ("id_number", "id", normalising.id_number),
        ("phone", "phone", normalising.phone),
        ("address", "address", normalising.address),
        ("household", "household", normalising.code),
    ):
        if role in roles:
            texts[feature] = _each(roles[role], rule)
    if "birth_date" in roles:
        texts["birth"] = _dates(roles["birth_date"], date_form, name if strict else "")
    if "id" in texts:
        _fill_from_ids(len(keys), texts)
    return Records(keys, {feature: texts[feature] for feature in FEATURES if feature in texts})


def _each(column: Sequence[str], rule: Any) -> list[str]:
    """Return the rule of each text, asked once for each distinct one."""
    known = {text: rule(text) for text in set(column)}
    return [known[text] for text in column]


def _fill_names(roles: Map[str, Sequence[str]], texts: dict[str, Sequence[str]]) -> None:
    if "name" in roles:
        parts = {text: normalising.whole_name(text) for text in set(roles["name"])}
        texts["surname"] = [parts[text][0] for text in roles["name"]]
        texts["given"] = [parts[text][1] for text in roles["name"]]
    for role, feature in (("surname", "surname"), ("given_name", "given")):
        if role in roles:
            own = _each(roles[role], normalising.name_part)
            texts[feature] = [one or two for one, two in zip(own, texts.get(feature, own), strict=True)]


def _dates(column: Sequence[str], form: str, name: str) -> list[str]:
    if form:
        known = {text: normalising.birth_date_by(text, form) for text in set(column)}
    else:
        order = normalising.day_order(list(column[:SAMPLE]))
        known = {text: normalising.birth_date(text, order) for text in set(column)}
    unread = {text for text, day in known.items() if not day and normalising.plain(text)}
    broken = [text for text in column if text in unread]
    filled = [text for text in column if known[text] or text in unread] if broken else []
    if name and len(broken) > READABLE_DATES * len(filled):
        how = f"in the format {form}" if form else "as dates; name their format in the mapping"
        raise LinkageError(
            f"{name}: {len(broken)} of {len(filled)} birth dates cannot be read {how} (such as {broken[0]!r}). "
            "Nothing was written."
        )
    return [known[text] for text in column]


def _fill_from_ids(rows: int, texts: dict[str, Sequence[str]]) -> None:
    """Take birth date and sex from valid Chinese identity numbers where the row does not say them."""
    said = {
        number: (number[6:14], normalising.MALE if int(number[16]) % 2 else normalising.FEMALE)
        for number in set(texts["id"])
        if normalising.is_whole_citizen_number(number)
    }
    if not said:
        return
    nothing = ("", "")
    for place, feature in enumerate(("birth", "sex")):
        own = texts.get(feature, [""] * rows)
        texts[feature] = [
            text or said.get(number, nothing)[place] for text, number in zip(own, texts["id"], strict=True)
        ]
