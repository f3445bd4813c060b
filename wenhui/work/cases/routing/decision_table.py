"""Who should handle a case: the office's decision table, read row by row; the first row that fits says. Pure.

A row's conditions are empty where they do not matter. A type is a key such as `event-0401`, or the beginning of some,
such as `event-04` for a whole major class.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from wenhui.kit.words import Words
from wenhui.kit.worktime import WorkTime, WorkUnit
from wenhui.work.cases.words import Platform, Urgency, Worded


class When(Worded):
    """At what time a case was reported, on the office's calendar."""

    WORK = "work", "上班时间", "In office hours"
    OFF = "off", "下班时间", "Out of office hours"


class Where(Worded):
    """What kind of place a case lies at."""

    BUILDING = "building", "楼幢", "A building"
    OPEN = "open", "公共场所", "A public place"


class Check(Worded):
    """How it is checked that the work is done."""

    SITE = "site", "现场核查", "On site"
    CALL = "call", "电话回访", "By telephone"
    REPORTER = "reporter", "报告人确认", "By the reporter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: when it fits, and what it says then; empty says nothing."""

    types: tuple[str, ...] = ()
    area: str = ""
    when: str = ""
    where: str = ""
    urgency: str = ""
    platform: str = ""
    unit: str = ""
    helpers: tuple[str, ...] = ()
    limit: str = ""
    check: str = ""
    automatic: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the table asks about a case."""

    type_key: str
    path: str
    when: When
    where: Where
    urgency: str


def fits(row: Row, facts: Facts) -> bool:
    """Say whether all conditions of a row hold."""
    return (
        (not row.types or any(facts.type_key.startswith(one) for one in row.types))
        and facts.path.startswith(row.area)
        and row.when in {"", facts.when}
        and row.where in {"", facts.where}
        and row.urgency in {"", facts.urgency}
    )


def first(rows: Sequence[Row], facts: Facts) -> tuple[int, Row] | None:
    """Return the first row that fits, with its number from 1; None where none does."""
    return next(((number, row) for number, row in enumerate(rows, 1) if fits(row, facts)), None)


def stored(row: Row) -> dict[str, Any]:
    """Return a row as the database keeps it: what it does not say is left out."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(row).items() if value}


def row_of(kept: Mapping[str, Any]) -> Row:
    """Return a row that was kept."""
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in kept.items() if key in FIELDS
    }
    return Row(**known)


FIELDS = frozenset(Row.__dataclass_fields__)


def digest(rows: Sequence[Row]) -> str:
    """Return the name of an edition: the same rows have the same one."""
    text = dumps([stored(row) for row in rows], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]


def limit_of(text: str) -> WorkTime:
    """Return what `5 workhours` says."""
    amount, unit = text.split()
    return WorkTime(int(amount), WorkUnit.WORKDAYS if unit.startswith("workday") else WorkUnit.WORKHOURS)


COLUMNS: tuple[tuple[str, Words], ...] = (
    ("types", Words("类型", "Type")),
    ("area", Words("区域", "Area")),
    ("when", Words("时间", "Time")),
    ("where", Words("地点", "Place")),
    ("urgency", Words("紧急程度", "Urgency")),
    ("platform", Words("平台", "Platform")),
    ("unit", Words("主办单位", "Lead unit")),
    ("helpers", Words("协办单位", "Co-handling units")),
    ("limit", Words("时限", "Limit")),
    ("check", Words("核查方式", "Check")),
    ("automatic", Words("自动派遣", "Automatic")),
    ("note", Words("说明", "Note")),
)
CONDITIONS = ("types", "area", "when", "where", "urgency")
MANY = frozenset({"types", "helpers"})
ENUMERATIONS: Mapping[str, type[Worded]] = {
    "when": When, "where": Where, "urgency": Urgency, "platform": Platform, "check": Check,
}  # fmt: skip
LIMITS = {"工作日": "workdays", "工作时": "workhours", "workdays": "workdays", "workhours": "workhours"}


class Names:
    """What the office calls its types, areas and units, and the keys they stand for; a name may stand for several."""

    def __init__(
        self, *, types: Iterable[tuple[str, str]], areas: Iterable[tuple[str, str]], units: Iterable[tuple[str, str]]
    ) -> None:
        self.keys: dict[str, dict[str, set[str]]] = {"types": {}, "area": {}, "unit": {}}
        self.words: dict[str, dict[str, str]] = {"types": {}, "area": {}, "unit": {}}
        for column, pairs in (("types", types), ("area", areas), ("unit", units)):
            for key, name in pairs:
                self.keys[column].setdefault(name, set()).add(key)
                self.keys[column].setdefault(key, set()).add(key)
                self.words[column][key] = name

    def key(self, column: str, name: str) -> str:
        """Return the key of a name, or raise ValueError: 不认得 or 有 2 个."""
        found = self.keys["unit" if column == "helpers" else column].get(name, set())
        if len(found) != 1:
            raise UnknownNameError(name, sorted(found))
        return next(iter(found))

    def name(self, column: str, key: str) -> str:
        """Return what the office calls it; the key where the name stands for several."""
        column = "unit" if column == "helpers" else column
        name = self.words[column].get(key, key)
        return name if len(self.keys[column].get(name, {key})) == 1 else key


class UnknownNameError(ValueError):
    """A cell names something that is not there, or that there is more than one of."""

    def __init__(self, name: str, found: Sequence[str] = ()) -> None:
        super().__init__(name)
        self.name, self.found = name, found


def written(row: Row, names: Names) -> list[str]:
    """Return a row as the spreadsheet has it, in Chinese words."""
    return [_written(column, getattr(row, column), names) for column, _ in COLUMNS]


def read(cells: Sequence[str], names: Names) -> Row:
    """Return the row that the cells of a line say. Raises UnknownNameError for the first cell that cannot be read."""
    return Row(**{column: _read(column, text.strip(), names) for (column, _), text in zip(COLUMNS, cells, strict=True)})


def _written(column: str, value: Any, names: Names) -> str:
    if column in MANY:
        return "、".join(names.name(column, one) for one in value)
    if column in {"area", "unit"}:
        return names.name(column, value) if value else ""
    if column in ENUMERATIONS:
        return ENUMERATIONS[column](value).words.zh if value else ""
    if column == "limit" and value:
        limit = limit_of(value)
        return f"{limit.amount} {'工作日' if limit.unit is WorkUnit.WORKDAYS else '工作时'}"
    return "是" if value is True else str(value or "")


def _read(column: str, text: str, names: Names) -> Any:
    if column in MANY:
        return tuple(names.key(column, one) for one in re.split(r"[、,，;；\s]+", text) if one)
    if not text:
        return False if column == "automatic" else ""
    if column in {"area", "unit"}:
        return names.key(column, text)
    if column in ENUMERATIONS:
        known = {word: str(one) for one in ENUMERATIONS[column] for word in (str(one), one.words.zh, one.words.en)}
        if text not in known:
            raise UnknownNameError(text)
        return known[text]
    return READERS.get(column, _note)(text)


def _note(text: str) -> str:
    return text[:200]


def _automatic(text: str) -> bool:
    if text not in {"是", "否"}:
        raise UnknownNameError(text)
    return text == "是"


def _limit(text: str) -> str:
    found = re.fullmatch(r"([1-9][0-9]{0,2})\s*(工作日|工作时|workdays|workhours)", text)
    if found is None:
        raise UnknownNameError(text)
    return f"{found[1]} {LIMITS[found[2]]}"


READERS: Mapping[str, Callable[[str], Any]] = {"limit": _limit, "automatic": _automatic}
