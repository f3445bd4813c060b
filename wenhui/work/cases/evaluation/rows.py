"""The rows of an evaluation, by one SQL statement over cases, moves, closings, approvals and rulings as known by a moment.

One row is one case in the hands of one unit, in one round: reopening begins another round, whose earlier closing stays
with the unit and the period it belonged to. A row lies in the period in which the case was due; while a deferral, a hold
or the unsolved list stops its clock, in the one in which it would have been due. Whatever happened after the moment asked
about is not known: clocks that were moved later go back to where they were.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import accumulate
from typing import Any, Final

from django.db import connection

from wenhui.kit import clock
from wenhui.kit.scope import upper_bound
from wenhui.kit.worktime import WorkCalendar
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.evaluation.figures import Figures, grouped, told
from wenhui.work.cases.evaluation.formulas import Formulas
from wenhui.work.cases.evaluation.periods import Period

FACTS: Final = (
    "number", "round", "unit_key", "type_key", "area_path", "due_at", "closed_at", "work_minutes", "led", "due", "closed",
    "on_time", "solved", "reopened", "paused", "hung", "joined", "excluded", "void", "reworked", "returned", "extended",
    "deferred", "held", "hanged", "voided", "heard", "pleased",
)  # fmt: skip
"""The columns of a row, in their order; formulas ask nothing else of it."""

COUNTED_BEFORE: Final = timedelta(days=5 * 366)
"""How long before a period a case may have been accepted for its handling time to be measured."""

INSIDE = "area_path >= %(first)s AND area_path < %(last)s"

DAYS: Final = """
days AS (SELECT * FROM unnest(%(days)s::date[], %(before)s::bigint[], %(worked)s::bool[]) AS of (day, before, worked))"""

ROWS: Final = f"""
asked AS MATERIALIZED (
    SELECT one.case_id, one.kind, one.unit_key, one.decided_at, one.due_before,
        (SELECT count(*) FROM cases_caseclosing AS gone
         WHERE gone.case_id = one.case_id AND gone.reopened_at <= one.decided_at) AS round,
        one.kind IN ('defer', 'hold', 'hang') AND coalesce(one.ended_at > %(at)s, true)
            AND coalesce(one.until > %(at)s, true) AS runs
    FROM cases_caserequest AS one WHERE one.decision = 'approved' AND {INSIDE}
), closings AS MATERIALIZED (
    SELECT case_id, closed_at, outcome, is_on_time, reopened_at, was_due_at,
        row_number() OVER (PARTITION BY case_id ORDER BY id) - 1 AS round
    FROM cases_caseclosing WHERE {INSIDE}
), wanted AS MATERIALIZED (
    SELECT id, number, area_path, type_key, due_at, closed_at FROM cases_case
    WHERE {INSIDE} AND reported_at <= %(at)s AND (
        (due_at >= %(begin)s AND due_at < %(end)s)
        OR id IN (SELECT case_id FROM asked WHERE due_before >= %(begin)s AND due_before < %(end)s)
        OR id IN (SELECT case_id FROM closings WHERE reopened_at IS NOT NULL
                  AND coalesce(was_due_at, closed_at) >= %(begin)s AND coalesce(was_due_at, closed_at) < %(end)s))
), steps AS (
    SELECT move.case_id, move.verb, move.to_stage, move.at, move.unit_key,
        count(*) FILTER (WHERE move.verb = 'reopen') OVER known AS round,
        count(*) FILTER (WHERE move.verb IN ('reopen', 'dispatch')) OVER known AS hand,
        row_number() OVER (PARTITION BY move.case_id ORDER BY move.id DESC) = 1 AS is_last
    FROM wanted JOIN cases_casemove AS move ON move.case_id = wanted.id
    WHERE move.at <= %(at)s
    WINDOW known AS (PARTITION BY move.case_id ORDER BY move.id)
), hands AS (
    SELECT case_id, round, hand, coalesce(max(unit_key) FILTER (WHERE verb = 'dispatch'), '') AS unit_key,
        count(*) FILTER (WHERE verb = 'rework') AS reworked,
        count(*) FILTER (WHERE verb = 'return_with_reason') AS returned,
        min(at) FILTER (WHERE verb = 'accept') AS accepted_at, max(at) FILTER (WHERE verb = 'answer') AS answered_at,
        max(to_stage) FILTER (WHERE is_last) AS stage,
        hand = max(hand) OVER (PARTITION BY case_id, round) AS is_latest
    FROM steps GROUP BY case_id, round, hand
), stands AS (
    SELECT case_id, round, unit_key, reworked, returned, accepted_at, answered_at, stage,
        is_latest AND returned = 0 AS led
    FROM hands WHERE unit_key <> '' OR is_latest
    UNION ALL
    SELECT case_id, round, '', 0, 0, NULL, NULL, stage, true FROM hands WHERE is_latest AND returned > 0
), held AS (
    SELECT case_id, round, unit_key, sum(reworked) AS reworked, sum(returned) AS returned, bool_or(led) AS led,
        max(accepted_at) FILTER (WHERE led) AS accepted_at, max(answered_at) FILTER (WHERE led) AS answered_at,
        max(max(stage)) OVER (PARTITION BY case_id, round) AS stage
    FROM stands GROUP BY case_id, round, unit_key
), granted AS (
    SELECT case_id, round, unit_key,
        count(*) FILTER (WHERE kind = 'extend') AS extended, count(*) FILTER (WHERE kind = 'defer') AS deferred,
        count(*) FILTER (WHERE kind = 'hold') AS held, count(*) FILTER (WHERE kind = 'hang') AS hanged,
        count(*) FILTER (WHERE kind = 'void') AS voided
    FROM asked WHERE decided_at <= %(at)s GROUP BY case_id, round, unit_key
), pauses AS (
    SELECT DISTINCT ON (case_id, round) case_id, round, kind, due_before
    FROM asked WHERE decided_at <= %(at)s AND runs ORDER BY case_id, round, decided_at DESC
), laters AS (
    SELECT DISTINCT ON (case_id, round) case_id, round, due_before
    FROM asked WHERE decided_at > %(at)s AND due_before IS NOT NULL ORDER BY case_id, round, decided_at
), voices AS (
    SELECT coalesce(one.into_id, one.id) AS case_id, count(*) AS heard,
        count(*) FILTER (WHERE back.is_satisfied) AS pleased,
        (SELECT count(*) FROM cases_caseclosing AS gone
         WHERE gone.case_id = coalesce(one.into_id, one.id) AND gone.reopened_at <= back.at) AS round
    FROM cases_casecallback AS back JOIN cases_case AS one ON one.id = back.case_id
    WHERE back.at <= %(at)s AND back.area_path >= %(first)s AND back.area_path < %(last)s
    GROUP BY 1, 4
), told AS (
    SELECT wanted.number, held.round, held.unit_key, wanted.type_key, wanted.area_path, held.led,
        coalesce(pause.due_before, later.due_before,
            CASE WHEN gone.reopened_at IS NOT NULL THEN coalesce(gone.was_due_at, gone.closed_at) END,
            wanted.due_at) AS due_at,
        CASE WHEN coalesce(held.stage, 'closed') = 'closed' THEN coalesce(gone.closed_at, wanted.closed_at) END AS closed_at,
        coalesce(gone.is_on_time, wanted.closed_at <= wanted.due_at) AS was_on_time, gone.outcome,
        coalesce(gone.reopened_at <= %(at)s, false) AS reopened,
        coalesce(pause.kind IN ('defer', 'hold'), false) AS paused, coalesce(pause.kind = 'hang', false) AS hung,
        coalesce(held.stage, 'closed') AS stage, held.reworked, held.returned, held.accepted_at, held.answered_at,
        EXISTS (SELECT FROM cases_caseappeal AS ruling WHERE ruling.case_id = held.case_id
                AND ruling.kind = 'exclusion' AND ruling.granted AND ruling.decided_at <= %(at)s) AS excluded,
        granted.extended, granted.deferred, granted.held, granted.hanged, granted.voided,
        CASE WHEN held.led THEN voices.heard END AS heard, CASE WHEN held.led THEN voices.pleased END AS pleased
    FROM held
    JOIN wanted ON wanted.id = held.case_id
    LEFT JOIN closings AS gone ON gone.case_id = held.case_id AND gone.round = held.round
    LEFT JOIN granted ON granted.case_id = held.case_id AND granted.round = held.round
        AND granted.unit_key = held.unit_key
    LEFT JOIN voices ON voices.case_id = held.case_id AND voices.round = held.round
    LEFT JOIN pauses AS pause ON pause.case_id = held.case_id AND pause.round = held.round
        AND coalesce(held.stage, 'closed') <> 'closed'
    LEFT JOIN laters AS later ON later.case_id = held.case_id AND later.round = held.round
    WHERE coalesce(held.stage, 'closed') NOT IN ('reported', 'rejected', 'redirected')
), entries AS (
    SELECT number, CAST(round AS int) AS round, unit_key, type_key, area_path, due_at, closed_at,
        CAST((({{done}}) - ({{begun}})) / 60000000 AS int) AS work_minutes,
        led, due_at <= %(at)s AS due, closed_at IS NOT NULL AS closed,
        coalesce(closed_at IS NOT NULL AND was_on_time, false) AS on_time,
        coalesce(closed_at IS NOT NULL AND outcome = 'solved' AND NOT reopened, false) AS solved, reopened, paused, hung,
        stage = 'merged' AS joined, excluded, stage = 'void' AS void,
        CAST(reworked AS int) AS reworked, CAST(returned AS int) AS returned,
        CAST(coalesce(extended, 0) AS int) AS extended, CAST(coalesce(deferred, 0) AS int) AS deferred,
        CAST(coalesce(held, 0) AS int) AS held, CAST(coalesce(hanged, 0) AS int) AS hanged,
        CAST(coalesce(voided, 0) AS int) AS voided, CAST(coalesce(heard, 0) AS int) AS heard,
        CAST(coalesce(pleased, 0) AS int) AS pleased
    FROM told
    LEFT JOIN days AS begun ON begun.day = (accepted_at AT TIME ZONE %(zone)s)::date AND accepted_at <= answered_at
    LEFT JOIN days AS done ON done.day = (answered_at AT TIME ZONE %(zone)s)::date
    WHERE due_at >= %(begin)s AND due_at < %(end)s
)"""  # noqa: S608 - constants of this file; values are parameters


@dataclass(frozen=True, slots=True)
class Asked:
    """What is evaluated: an area's cases of a period, as known by a moment; one unit's alone where it is named."""

    path: str
    period: Period
    at: datetime
    unit_key: str | None = None

    def source(self) -> tuple[str, dict[str, Any]]:
        """Return the WITH clause whose `entries` are the rows, and its parameters."""
        calendar = office_at(self.path).calendar
        begin, end = self.period.moments(calendar.zone)
        days, before, worked = _days(calendar, begin - COUNTED_BEFORE, max(self.at, begin) + timedelta(days=2))
        return f"WITH {DAYS}, {_rows(calendar)}", {
            "first": self.path, "last": upper_bound(self.path), "begin": begin, "end": end, "at": self.at,
            "zone": str(calendar.zone), "days": days, "before": before, "worked": worked,
        }  # fmt: skip


def _days(calendar: WorkCalendar, begin: datetime, end: datetime) -> tuple[list[Any], list[int], list[bool]]:
    """Return each day with the work time before it, in microseconds, and whether it is worked."""
    first, last = clock.local_day(begin, calendar.zone), clock.local_day(end, calendar.zone)
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    worked = [calendar.is_workday(day) for day in days]
    return days, [done * calendar.line.day for done in accumulate([0, *worked[:-1]])], worked


def _rows(calendar: WorkCalendar) -> str:
    return ROWS.format(
        begun=_position(calendar, "begun", "accepted_at"), done=_position(calendar, "done", "answered_at")
    )


def _position(calendar: WorkCalendar, day: str, moment: str) -> str:
    """Return the work time before a moment that lies on a row of `days`, in microseconds; the same as the calendar's."""
    local = f"({moment} AT TIME ZONE %(zone)s)"
    into = f"CAST(extract(epoch FROM {local} - date_trunc('day', {local})) * 1000000 AS bigint)"
    pieces = " + ".join(f"greatest(0, least({into}, {end}) - {begin})" for begin, end in _pieces(calendar))
    return f"{day}.before + CASE WHEN {day}.worked THEN {pieces} ELSE 0 END"


def _pieces(calendar: WorkCalendar) -> list[tuple[int, int]]:
    """Return the working hours of a day in microseconds since midnight."""
    return [(_into_day(begin), _into_day(end)) for begin, end in calendar.hours]


def _into_day(wall: time) -> int:
    return (wall.hour * 60 + wall.minute) * 60_000_000


def fetched(asked: Asked, *, condition: str = "true", columns: Sequence[str] = FACTS) -> list[dict[str, Any]]:
    """Return the rows that meet a condition of the formulas, in order of number; each as its facts by name."""
    source, values = asked.source()
    mine = "" if asked.unit_key is None else " AND unit_key = %(unit_key)s"
    sql = (
        f"{source} SELECT {', '.join(columns)} FROM entries WHERE ({condition}){mine} ORDER BY number, round, unit_key"  # noqa: S608
    )
    return ask(sql, values | {"unit_key": asked.unit_key})


def figures(formulas: Formulas, asked: Asked) -> Figures:
    """Return the figures as they stand: one statement over the rows in sight."""
    source, values = asked.source()
    mine = "true" if asked.unit_key is None else "unit_key = %(unit_key)s"
    found = ask(f"{source} {grouped(formulas, 'entries', where=mine)}", values | {"unit_key": asked.unit_key})
    return told(formulas, found)


def ask(sql: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a statement answers, each row as its columns by name."""
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
