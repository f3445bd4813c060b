"""Writes the one statement that reads many indicators of many areas: cells, plus unfolded deltas, plus today's rows.

Each counted indicator becomes *terms*: which face and measure, over which stretches of days, with which sign; and for a
window whose edge is a moment within a day, the rows of that day up to the moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from wenhui.kit import clock
from wenhui.lake import conditions, counting, periods
from wenhui.lake.faces import AREA, DATE, Counted, Face, Measure
from wenhui.lake.indicators import Edge, Indicator, Kind, Period, Unit
from wenhui.lake.periods import Stretch

NEAR = timedelta(days=62)  # two stretches of days this near are read in one index scan


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `begin` to before `end`; a missing side is open."""

    begin: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Slot:
    """One counted indicator in the statement: its number there, where it is kept, which days it wants."""

    number: int
    counted: Counted
    face: Face
    measure: Measure
    span: Span | None  # None for stocks, which have no day


@dataclass(slots=True)
class Question:
    """A statement under way: its text and its parameters."""

    parts: list[str] = field(default_factory=list)
    parameters: list[object] = field(default_factory=list)

    def add(self, text: str, *parameters: object) -> None:
        """Add one SELECT of (path, slot, bucket, value)."""
        self.parts.append(text)
        self.parameters += parameters

    def sql(self) -> str:
        """Return the whole statement."""
        return (
            "SELECT path, slot, bucket, sum(value) FROM (\n"
            + "\nUNION ALL\n".join(self.parts)
            + "\n) AS part GROUP BY path, slot, bucket"
        )


def question(
    wanted: Sequence[Indicator],
    tables: dict[str, Counted],
    paths: Sequence[str],
    at: datetime,
    period: Period | None = None,
) -> Question:
    """Return the statement for counted indicators (no ratios) of `paths`; slot numbers are positions in `wanted`.

    `period` overrides each indicator's own. The statement sees one snapshot, so it is exact at every commit.
    """
    asked = Question()
    slots = [_slot(number, one, tables[one.table], at, period) for number, one in enumerate(wanted)]
    for group in _grouped(slots):
        _ask_cells(asked, group, paths)
    for counted in {id(slot.counted): slot.counted for slot in slots}.values():
        _ask_deltas(asked, [slot for slot in slots if slot.counted is counted], paths)
    for slot, one in zip(slots, wanted, strict=True):
        if one.kind is Kind.DUE and one.window is not None:
            for edge, sign in ((one.window.begin, -1), (one.window.end, 1)):
                if edge is not None and edge.unit is Unit.MINUTES and slot.counted.columns[one.at] != DATE:
                    _ask_rows(asked, slot, edge, sign=sign, paths=paths, at=at)
    return asked


def _slot(number: int, one: Indicator, counted: Counted, at: datetime, period: Period | None) -> Slot:
    face, measure = counted.place_of[one.key]
    return Slot(number, counted, face, measure, span_of(one, at, period))


def span_of(one: Indicator, at: datetime, period: Period | None = None) -> Span | None:
    """Return the whole days that an indicator wants at the moment of asking; None for a stock."""
    if one.kind is Kind.STOCK:
        return None
    if one.kind is Kind.DUE:
        assert one.window is not None  # noqa: S101 - held by Definitions
        begin, end = one.window.begin, one.window.end
        return Span(
            None if begin is None else periods.edge_day(begin, at), None if end is None else periods.edge_day(end, at)
        )
    return Span(*periods.days_of(period or one.period, at))


def _grouped(slots: Iterable[Slot]) -> list[list[Slot]]:
    """Return the slots face by face, so that one scan of a face serves all its measures."""
    groups: dict[str, list[Slot]] = {}
    for slot in slots:
        groups.setdefault(slot.face.name, []).append(slot)
    return list(groups.values())


def _ask_cells(asked: Question, group: list[Slot], paths: Sequence[str]) -> None:
    face = group[0].face
    bucket = "bucket" if face.since else "NULL::int"
    by_bucket = ", bucket" if face.since else ""
    if not face.has_days:
        numbers = ", ".join(f"{slot.measure.column} AS v{slot.number}" for slot in group)
        inner = (
            f"SELECT {AREA} AS path, NULL::int AS bucket, {numbers} FROM {counting.cells(face)} WHERE {AREA} = ANY(%s)"
        )
        asked.add(_unpivot(inner, group), list(paths))
        return
    wanted = [
        (slot, stretch) for slot in group if slot.span for stretch in periods.cover(slot.span.begin, slot.span.end)
    ]
    for scan in _scans([stretch for _, stretch in wanted]):
        inside = [(slot, stretch) for slot, stretch in wanted if _holds(scan, stretch)]
        columns: list[str] = []
        parameters: list[object] = []
        for number in sorted({slot.number for slot, _ in inside}):
            slot = next(one for one, _ in inside if one.number == number)
            tests = [_days_test("day", s) for one, s in inside if one.number == number]
            columns.append(f"sum({slot.measure.column}) FILTER (WHERE {' OR '.join(t for t, _ in tests)}) AS v{number}")
            parameters += [value for _, values in tests for value in values]
        test, values = _days_test("day", scan)
        inner = (
            f"SELECT {AREA} AS path, {bucket} AS bucket, {', '.join(columns)} FROM {counting.cells(face)} "
            f"WHERE {AREA} = ANY(%s) AND grain = '{scan.grain}' AND {test} GROUP BY {AREA}{by_bucket}"
        )
        chosen = [slot for slot in group if slot.number in {one.number for one, _ in inside}]
        asked.add(_unpivot(inner, chosen), *parameters, list(paths), *values)


def _scans(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches joined per grain where they touch or nearly do, so that few index scans hold all of them."""
    joined: list[Stretch] = []
    for one in sorted(set(stretches), key=lambda s: (s.grain, s.begin or date.min, s.end or date.max)):
        last = joined[-1] if joined else None
        if last and last.grain == one.grain and _near(last, one):
            end = None if last.end is None or one.end is None else max(last.end, one.end)
            joined[-1] = Stretch(one.grain, last.begin, end)
        else:
            joined.append(one)
    return joined


def _near(left: Stretch, right: Stretch) -> bool:
    if left.end is None or right.begin is None or left.grain != periods.DAY:
        return True
    return right.begin - left.end <= NEAR


def _holds(scan: Stretch, one: Stretch) -> bool:
    begins = scan.begin is None or (one.begin is not None and one.begin >= scan.begin)
    ends = scan.end is None or (one.end is not None and one.end <= scan.end)
    return scan.grain == one.grain and begins and ends


def _days_test(column: str, days: Stretch | Span) -> tuple[str, list[date]]:
    """Return the condition that a day lies in a stretch, with its parameters."""
    tests, values = [], []
    for operator, value in ((">=", days.begin), ("<", days.end)):
        if value is not None:
            tests.append(f"{column} {operator} %s")
            values.append(value)
    return (f"({' AND '.join(tests)})" if tests else "true"), values


def _unpivot(inner: str, group: Sequence[Slot]) -> str:
    pairs = ", ".join(f"({slot.number}, scan.v{slot.number}::numeric)" for slot in group)
    return (
        f"SELECT path, slot, bucket, value FROM ({inner}) AS scan "
        f"CROSS JOIN LATERAL (VALUES {pairs}) AS pair(slot, value) WHERE value <> 0"
    )


def _ask_deltas(asked: Question, slots: Sequence[Slot], paths: Sequence[str]) -> None:
    """Add what is counted but not yet folded, for all slots of one table in one scan (two where durations are asked)."""
    for bucket, group in _by_bucket(slots).items():
        columns, parameters = [], []
        for slot in group:
            if slot.span is None:
                columns.append(f"sum({slot.measure.column}) AS v{slot.number}")
                continue
            day = counting.day_column(slot.face.at)
            test, values = _days_test(day, slot.span)
            present = f"{day} IS NOT NULL AND {test}"
            columns.append(f"sum({slot.measure.column}) FILTER (WHERE {present}) AS v{slot.number}")
            parameters += values
        by = f", {bucket}" if bucket else ""
        inner = (
            f"SELECT asked_path AS path, {bucket or 'NULL::int'} AS bucket, {', '.join(columns)} "
            f"FROM {counting.deltas(group[0].counted)} AS delta "
            f"JOIN unnest(%s::text[], %s::text[]) AS asked(asked_path, asked_after) "
            f'ON delta.{AREA} >= asked_path COLLATE "C" AND delta.{AREA} < asked_after COLLATE "C" GROUP BY asked_path{by}'
        )
        asked.add(_unpivot(inner, group), *parameters, *_ranges(paths))


def _by_bucket(slots: Iterable[Slot]) -> dict[str, list[Slot]]:
    groups: dict[str, list[Slot]] = {}
    for slot in slots:
        bucket = counting.bucket_column(slot.face.since, slot.face.at) if slot.face.since else ""
        groups.setdefault(bucket, []).append(slot)
    return groups


def _ask_rows(asked: Question, slot: Slot, edge: Edge, *, sign: int, paths: Sequence[str], at: datetime) -> None:
    """Add the rows whose moment lies between the start of the edge's day and the edge itself, read by index."""
    day = clock.day_begins_at(periods.edge_day(edge, at))
    moment = slot.face.at
    where = slot.measure.where.replace("%", "%%")  # beside parameters a per cent sign is written twice
    asked.add(
        f"SELECT asked_path, {slot.number}, NULL::int, {sign} * count(*)::numeric AS value "
        f"FROM {slot.counted.table} JOIN unnest(%s::text[], %s::text[]) AS asked(asked_path, asked_after) "
        f'ON {AREA} >= asked_path COLLATE "C" AND {AREA} < asked_after COLLATE "C" '
        f"WHERE {moment} >= %s AND {moment} < %s AND ({where}) GROUP BY asked_path",
        *_ranges(paths),
        day,
        periods.edge_moment(edge, at),
    )


def _ranges(paths: Sequence[str]) -> tuple[list[str], list[str]]:
    return list(paths), [path[:-1] + "/" for path in paths]


def category_question(
    one: Indicator, counted: Counted, path: str, dimension: str, *, at: datetime, period: Period | None = None
) -> Question:
    """Return the statement for one indicator of one area, parted by a category; `slot` is the category's text."""
    face, measure = counted.category_place_of[one.key]
    asked = Question()
    span = span_of(one, at, period)
    stretches = [] if span is None else periods.cover(span.begin, span.end)
    head = f"SELECT {AREA} AS path, {dimension} AS slot, NULL::int AS bucket, sum({measure.column}) AS value"
    where = f"FROM {counting.cells(face)} WHERE {AREA} = %s"
    if span is None:
        asked.add(f"{head} {where} GROUP BY {AREA}, {dimension}", path)
    for stretch in stretches:
        test, values = _days_test("day", stretch)
        asked.add(
            f"{head} {where} AND grain = '{stretch.grain}' AND {test} GROUP BY {AREA}, {dimension}", path, *values
        )
    test, values = ("true", []) if span is None else _days_test(counting.day_column(face.at), span)
    present = "" if span is None else f"AND {counting.day_column(face.at)} IS NOT NULL AND {test}"
    asked.add(
        f"SELECT %s AS path, {dimension} AS slot, NULL::int AS bucket, sum({measure.column}) AS value "
        f"FROM {counting.deltas(counted)} WHERE {AREA} >= %s AND {AREA} < %s {present} GROUP BY {dimension}",
        path,
        path,
        path[:-1] + "/",
        *values,
    )
    return asked


def rows_condition(
    one: Indicator, columns: Mapping[str, str], path: str, at: datetime, period: Period | None = None
) -> tuple[str, list[object]]:
    """Return the condition under which a row of the table is one of those that a counted indicator counts."""
    where = conditions.postgres(conditions.read(one.where, of=one.key, columns=columns)).replace("%", "%%")
    tests = [f"({where})", f"{AREA} >= %s", f"{AREA} < %s"]
    values: list[object] = [path, path[:-1] + "/"]
    span = span_of(one, at, period)
    edges = (one.window.begin, one.window.end) if one.window else (None, None)
    sides = ((">=", span.begin, edges[0]), ("<", span.end, edges[1])) if span else ()
    for operator, day, edge in sides:
        if day is None:
            continue
        is_date = columns[one.at] == DATE
        is_moment = edge is not None and edge.unit is Unit.MINUTES and not is_date
        moment = periods.edge_moment(edge, at) if is_moment and edge else clock.day_begins_at(day)
        tests.append(f"{one.at} {operator} %s")
        values.append(day if is_date else moment)
    if one.at:
        tests.append(f"{one.at} IS NOT NULL")
    if one.value:
        tests.append(f"{one.value} IS NOT NULL" if one.kind is Kind.DURATION else f"{one.value} <> 0")
    return " AND ".join(tests), values


def trend_question(one: Indicator, counted: Counted, path: str, *, begin: date, end: date, grain: str) -> Question:
    """Return the statement for one flow, sum or duration of one area; `slot` is the first day of a day, month or year."""
    face, measure = counted.place_of[one.key]
    asked = Question()
    bucket = "bucket" if face.since else "NULL::int"
    by = ", bucket" if face.since else ""
    asked.add(
        f"SELECT {AREA} AS path, day AS slot, {bucket} AS bucket, sum({measure.column}) AS value "
        f"FROM {counting.cells(face)} WHERE {AREA} = %s AND grain = '{grain}' AND day >= %s AND day < %s "
        f"GROUP BY {AREA}, day{by}",
        path,
        begin,
        end,
    )
    span = {"d": "day", "m": "month", "y": "year"}[grain]
    day = counting.day_column(face.at)
    bucket = counting.bucket_column(face.since, face.at) if face.since else "NULL::int"
    asked.add(
        f"SELECT %s AS path, date_trunc('{span}', {day})::date AS slot, {bucket} AS bucket, "
        f"coalesce(sum({measure.column}), 0) AS value "
        f"FROM {counting.deltas(counted)} WHERE {AREA} >= %s AND {AREA} < %s AND {day} >= %s AND {day} < %s GROUP BY 2, 3",
        path,
        path,
        path[:-1] + "/",
        begin,
        end,
    )
    return asked


def past_question(
    wanted: Sequence[Indicator],
    counted: Counted,
    item: str,
    parameters: Mapping[str, datetime],
    *,
    at: datetime,
    depth: int,
) -> tuple[str, dict[str, date | datetime]]:
    """Return the statement that counts stock and due figures from a FROM item as it stood at `at`.

    Gives (path, key, count) for every area down to `depth` labels that has any row.
    """
    columns: list[str] = []
    values: dict[str, date | datetime] = dict(parameters)
    kept = [one for one in wanted if one.kind in {Kind.STOCK, Kind.DUE}]
    for number, one in enumerate(kept):
        _, measure = counted.place_of[one.key]
        tests = []
        for side, operator in (("begin", ">="), ("end", "<")):
            edge = getattr(one.window, side) if one.window else None
            if edge is not None:
                values[f"{side}{number}"] = _edge_value(edge, at, is_date=counted.columns[one.at] == DATE)
                tests.append(f"{one.at} {operator} %({side}{number})s")
        if one.kind is Kind.DUE:
            tests.append(f"{one.at} IS NOT NULL")
        where = f" FILTER (WHERE {' AND '.join(tests)})" if tests else ""
        number_sql = measure.sql.replace("%", "%%")  # beside parameters a per cent sign is written twice
        columns.append(f"coalesce(sum({number_sql}){where}, 0) AS v{number}")
    pairs = ", ".join(f"('{one.key}', v{number})" for number, one in enumerate(kept))
    return (
        f"SELECT ancestor, key, value FROM ("
        f"SELECT ancestor, {', '.join(f'sum(v{number}) AS v{number}' for number in range(len(kept)))} "
        f"FROM (SELECT {AREA}, {', '.join(columns)} FROM {item} GROUP BY {AREA}) AS leaf "
        f"CROSS JOIN LATERAL {counting.SCHEMA}.ancestors({AREA}) AS ancestor "
        f"WHERE length(ancestor) - length(replace(ancestor, '.', '')) <= {depth} GROUP BY ancestor) AS counted "
        f"CROSS JOIN LATERAL (VALUES {pairs}) AS pair(key, value)",
        values,
    )


def _edge_value(edge: Edge, at: datetime, *, is_date: bool) -> date | datetime:
    """Return an edge as a column of its type compares: a day, or the moment at which that day begins."""
    if edge.unit is Unit.MINUTES and not is_date:
        return periods.edge_moment(edge, at)
    day = periods.edge_day(edge, at)
    return day if is_date else clock.day_begins_at(day)
