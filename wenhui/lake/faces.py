"""Compiles definitions into what is counted: per table its measures, and the faces under which they are kept.

A *measure* is an expression that gives each row a number (1 or 0 for counts). A *face* is one way of laying measures out:
by area alone (stock), by area and the day of one moment, with or without categories. Indicators with the same expression
share a measure, and measures with the same moment and categories share a face, so that a row is written once for all.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from wenhui.lake import conditions
from wenhui.lake.indicators import DefinitionError, Definitions, Indicator, Kind

BUCKET_WIDTH = 1.04  # neighbours differ by 4 %, so the middle of a bucket is within 2 % of anything in it
AREA = "area_path"
LONGEST_NAME = 63  # of an identifier in PostgreSQL
TEXTS = {"text", "character varying", "character"}
DATE, MOMENT = "date", "timestamp with time zone"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that rows give: its column in deltas and cells, the condition on a row, and the value (else 1)."""

    column: str
    where: str
    value: str = ""

    @property
    def type(self) -> str:
        """Return the type of its cells."""
        return "numeric" if self.value else "bigint"

    @property
    def sql(self) -> str:
        """Return what a row gives, as an expression to sum."""
        return f"CASE WHEN {self.where} THEN {self.value or 1} END"


@dataclass(slots=True)
class Face:
    """One layout of measures: the moment column whose day they lie on, the categories, the beginning of a duration."""

    name: str
    at: str
    by: tuple[str, ...]
    since: str = ""
    measures: list[Measure] = field(default_factory=list)

    @property
    def has_days(self) -> bool:
        """Say whether cells of this face lie on days (at three grains)."""
        return bool(self.at)


@dataclass(slots=True)
class Counted:
    """One counted table: its columns and types, the measures of a row, the faces."""

    table: str
    columns: Mapping[str, str]
    measures: dict[tuple[str, str], Measure] = field(default_factory=dict)
    faces: dict[tuple[str, tuple[str, ...], str], Face] = field(default_factory=dict)
    place_of: dict[str, tuple[Face, Measure]] = field(default_factory=dict)
    category_place_of: dict[str, tuple[Face, Measure]] = field(default_factory=dict)

    @property
    def moments(self) -> list[str]:
        """Return the moment and date columns on whose days something lies."""
        return sorted({face.at for face in self.faces.values() if face.at})

    @property
    def categories(self) -> list[str]:
        """Return the category columns."""
        return sorted({name for face in self.faces.values() for name in face.by})

    @property
    def durations(self) -> list[tuple[str, str]]:
        """Return the pairs of moments between which time is measured."""
        return sorted({(face.since, face.at) for face in self.faces.values() if face.since})

    def day_sql(self, column: str) -> str:
        """Return the Shanghai day of a moment column, or a date column as it is."""
        return column if self.columns[column] == DATE else f"({column} AT TIME ZONE 'Asia/Shanghai')::date"


def compile_table(table: str, definitions: Definitions, columns: Mapping[str, str]) -> Counted:
    """Return how the indicators on `table` are kept. `columns` maps its columns to PostgreSQL's names of their types.

    Raises DefinitionError when a definition does not fit the table.
    """
    if AREA not in columns:
        raise DefinitionError(f"{table} has no column {AREA}, so nothing on it can be counted by area.")
    counted = Counted(table, columns)
    for one in definitions.indicators:
        if one.table == table:
            _refuse_wrong_columns(one, columns)
            measure = _measure(counted, one)
            counted.place_of[one.key] = (_join(counted, one, (), measure), measure)
            if one.by:
                counted.category_place_of[one.key] = (_join(counted, one, tuple(sorted(one.by)), measure), measure)
    return counted


def _measure(counted: Counted, one: Indicator) -> Measure:
    where = conditions.postgres(conditions.read(one.where, of=one.key, columns=counted.columns))
    value = ""
    if one.kind is Kind.SUM:
        value = conditions.postgres(conditions.read(one.value, of=one.key, columns=counted.columns))
    taken = {measure.column for measure in counted.measures.values()} | counted.columns.keys()
    return counted.measures.setdefault((where, value), Measure(_measure_name(one.key, taken), where, value))


def _measure_name(key: str, taken: Collection[str]) -> str:
    """Return a column name that reads well: the key's last words, or all of them where those are taken."""
    names = [f"n_{re.sub(r'[^a-z0-9_]', '_', words.lower())}" for words in (key.split(".", 1)[-1], key)]
    return next(name for name in [*map(shortened, names), _hashed(names[1])] if name not in taken)


def shortened(name: str) -> str:
    """Return a name that PostgreSQL keeps whole, and that differs where the long names do."""
    return name if len(name) <= LONGEST_NAME else _hashed(name)


def _hashed(name: str) -> str:
    return f"{name[: LONGEST_NAME - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _join(counted: Counted, one: Indicator, by: tuple[str, ...], measure: Measure) -> Face:
    at = "" if one.kind is Kind.STOCK else one.at
    since = one.value if one.kind is Kind.DURATION else ""
    name = "__".join(part for part in (f"{counted.table}__{at or 'now'}", *(["by", *by] if by else []), since) if part)
    face = counted.faces.setdefault((at, by, since), Face(shortened(name), at, by, since))
    if measure not in face.measures:
        face.measures.append(measure)
    return face


def _refuse_wrong_columns(one: Indicator, columns: Mapping[str, str]) -> None:
    """Raise when a named column is missing or of a type that cannot serve."""
    wanted = [(name, TEXTS, "text") for name in one.by]
    if one.at:
        wanted.append((one.at, {DATE, MOMENT}, "a date or a moment with time zone"))
    if one.kind is Kind.DURATION:
        wanted += [(one.value, {MOMENT}, "a moment with time zone"), (one.at, {MOMENT}, "a moment with time zone")]
    for name, types, words in wanted:
        if name not in columns:
            raise DefinitionError(f"{one.key}: {one.table} has no column {name}.")
        if columns[name] not in types:
            raise DefinitionError(f"{one.key}: {one.table}.{name} is {columns[name]}, not {words}.")
