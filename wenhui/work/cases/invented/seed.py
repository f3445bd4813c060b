"""Invents a year of cases with all their moves, for the demonstration; everything follows from a number and a moment.

Runs as the owner, by COPY, in one transaction: after a crash it begins anew; where the office has cases it does nothing.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import connection, transaction
from psycopg import sql

from wenhui.ground.accounts.models import Account
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.scope import upper_bound
from wenhui.work.cases import rules
from wenhui.work.cases.clocks.calendars import Office, office_at
from wenhui.work.cases.intake import near, planted
from wenhui.work.cases.invented import rhythm
from wenhui.work.cases.models import Case, CaseCounter, CaseType
from wenhui.work.cases.words import Channel, Stage, Verb

SUBDISTRICT = "hz.gs.wh."
DAYS = 365
LATE_SHARE = 0.035
RETURNED_SHARE = 0.03
REWORK_SHARE = 0.025
REJECTED_SHARE = 0.012
HANDLERS = ("许知微", "沈知远", "陶闻笛", "丁予安", "贺清川", "卢听雪", "祝南乔")

Progress = Callable[[int, int], None]

CASE_COLUMNS = (
    "id", "number", "area_id", "area_path", "type_key", "platform", "channel", "stage", "urgency", "title",
    "description", "place", "lng", "lat", "unit_key", "reported_at", "registered_at", "dispatched_at", "accepted_at",
    "answered_at", "verified_at", "closed_at", "soon_at", "due_at", "returned_count", "rework_count",
    "reopened_count", "source", "source_key", "attributes", "cell",
)  # fmt: skip
MOVE_COLUMNS = (
    "case_id", "area_path", "verb", "from_stage", "to_stage", "by_kind", "by_key", "by_name", "at", "why", "unit_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doer:
    """Who takes a step in the invented year."""

    kind: str
    key: str
    name: str


@dataclass(slots=True)
class Invented:
    """A case under way: its columns and the moves it made before `now`."""

    columns: dict[str, object]
    moves: list[tuple[object, ...]] = field(default_factory=list)


@transaction.atomic
def seed(
    *,
    number: int,
    now: datetime,
    by: Actor,
    at: datetime,
    progress: Progress,
    within: str = SUBDISTRICT,
    days: int = DAYS,
) -> int:
    """Plant about thirty cases a day for the `days` up to `now`, and return how many there are now."""
    standing = Case.objects.filter(area_path__gte=within, area_path__lt=upper_bound(within)).count()
    if standing:
        progress(days, days)
        return standing
    inventor = Inventor(number=number, now=now, within=within)
    first = clock.local_day(now) - timedelta(days=days - 1)
    cases: list[Invented] = []
    for step in range(days):
        today = inventor.day(first + timedelta(days=step))
        cases += today
        if today:
            prefix = rules.prefix_of(within)
            CaseCounter.objects.create(prefix=prefix, on=first + timedelta(days=step), last=len(today))
        if step % 30 == 0:
            progress(step, days)
    _copy_in(cases)
    _close()
    journal.write(
        by=by, at=at, verb="cases.seed", subject=f"cases:{number}",
        refs={"cases": len(cases), "moves": sum(len(case.moves) for case in cases)},
    )  # fmt: skip
    progress(days, days)
    return len(cases)


class Inventor:
    """Draws the cases of one office; the same number and moment draw the same year."""

    def __init__(self, *, number: int, now: datetime, within: str) -> None:
        self.draw = Random(f"cases {number}")  # noqa: S311 - a drawing, not a secret
        self.now = now
        self.office: Office = office_at(within)
        self.prefix = rules.prefix_of(within)
        inside = Area.objects.filter(path__gte=within, path__lt=upper_bound(within)).order_by("path")
        self.buildings = list(inside.filter(level=Level.BUILDING).only("id", "path", "name", "lng", "lat"))
        if not self.buildings:
            raise NoBuildingsError(f"No building stands below {within}; seed the areas first.")
        self.weights = [self.draw.lognormvariate(0, 0.9) for _ in self.buildings]
        self.types = {kind.key: kind for kind in CaseType.objects.select_related("unit")}
        accounts = {account.username: account for account in Account.objects.all()}
        self.clerk = _doer(accounts.get("luming"), "陆明溪")
        self.worker = _doer(accounts.get("gulan"), "顾晓岚")

    def day(self, day: date) -> list[Invented]:
        """Return the cases reported on one day, in the order of their reports."""
        month = sum(subject.months[day.month - 1] for subject in rhythm.SUBJECTS)
        mean = sum(sum(subject.months) for subject in rhythm.SUBJECTS) / 12
        expected = rhythm.A_DAY * month / mean * rhythm.WEEKDAYS[day.weekday()]
        drawn = max(0, round(self.draw.gauss(expected, math.sqrt(expected))))
        moments = sorted(self._moment(day) for _ in range(drawn))
        known = [moment for moment in moments if moment <= self.now]
        return [self._case(moment, serial) for serial, moment in enumerate(known, start=1)]

    def _moment(self, day: date) -> datetime:
        hour = self.draw.choices(range(24), rhythm.HOURS)[0]
        at = time(hour, self.draw.randrange(60), self.draw.randrange(60))
        return datetime.combine(day, at, tzinfo=self.office.calendar.zone)

    def _case(self, reported_at: datetime, serial: int) -> Invented:
        subject = self.draw.choices(rhythm.SUBJECTS, [one.months[reported_at.month - 1] for one in rhythm.SUBJECTS])[0]
        type_key = self.draw.choice(list(subject.types))
        kind = self.types[type_key]
        building = self.draw.choices(self.buildings, self.weights)[0]
        intake = rules.clock(
            begins_at=reported_at, limit=self.office.policy.intake, calendar=self.office.calendar,
            soon_percent=self.office.policy.soon_percent,
        )  # fmt: skip
        number = rules.number(
            prefix=self.prefix, day=clock.local_day(reported_at, self.office.calendar.zone), serial=serial
        )
        case = Invented(
            {
                "number": number, "area_id": building.pk, "area_path": building.path, "type_key": kind.key,
                "platform": kind.platform, "urgency": kind.urgency, "stage": Stage.REPORTED.value,
                "channel": self.draw.choices(list(rhythm.CHANNELS), list(rhythm.CHANNELS.values()))[0],
                "title": self.draw.choice(subject.types[type_key]), "description": "", "place": building.name,
                "lng": _near(self.draw, building.lng), "lat": _near(self.draw, building.lat), "unit_key": "",
                "reported_at": reported_at, "soon_at": intake.soon_at, "due_at": intake.due_at,
                "returned_count": 0, "rework_count": 0,
            }
        )  # fmt: skip
        self._walk(case, kind)
        return case

    def _walk(self, case: Invented, kind: CaseType) -> None:
        """Take the case step by step until the present moment or its end."""
        case.columns["stage"] = ""
        reporter = self.worker if case.columns["channel"] == Channel.GRID_PATROL else Doer("party", "resident", "居民")
        at: datetime = case.columns["reported_at"]  # type: ignore[assignment]
        self._step(case, Verb.REPORT, at, reporter)
        for verb, moment, doer, why in self._plan(case, kind, at):
            if moment > self.now:
                return
            self._step(case, verb, moment, doer, why)
            if verb is Verb.REGISTER:
                timed = rules.clock(
                    begins_at=moment, limit=kind.limit, calendar=self.office.calendar,
                    soon_percent=self.office.policy.soon_percent,
                )  # fmt: skip
                case.columns |= {"soon_at": timed.soon_at, "due_at": timed.due_at}

    def _plan(
        self, case: Invented, kind: CaseType, reported_at: datetime
    ) -> Iterator[tuple[Verb, datetime, Doer, str]]:
        """Yield the steps a case takes, each after so many minutes of work time."""
        draw, unit = self.draw, kind.unit_id or "service"
        handler = Doer("person", f"unit-{unit}", HANDLERS[len(unit) % len(HANDLERS)])
        at = self._later(reported_at, draw.lognormvariate(3.2, 0.8))
        if draw.random() < REJECTED_SHARE:
            yield Verb.REJECT, at, self.clerk, "不属于街道职责，已告知向产权单位反映。"
            return
        yield Verb.REGISTER, at, self.clerk, ""
        began = at
        at = self._later(at, draw.lognormvariate(2.6, 0.7))
        case.columns["unit"] = unit
        yield Verb.DISPATCH, at, self.clerk, ""
        if draw.random() < RETURNED_SHARE:
            at = self._later(at, draw.lognormvariate(3.5, 0.6))
            yield Verb.RETURN_WITH_REASON, at, handler, "权属不在本单位，请核对后重新派遣。"
            at = self._later(at, draw.lognormvariate(3.0, 0.5))
            yield Verb.DISPATCH, at, self.clerk, "已核对权属，仍由贵单位处置。"
        at = self._later(at, draw.lognormvariate(2.8, 0.8))
        yield Verb.ACCEPT, at, handler, ""
        limit = self.office.calendar.minutes_in(kind.limit)
        share = draw.uniform(1.02, 1.9) if draw.random() < LATE_SHARE else min(0.9, draw.lognormvariate(-1.1, 0.6))
        done = self._later(began, max(limit * share - 45, 30))
        at = max(done, self._later(at, 10))
        yield Verb.ANSWER, at, handler, "已到场处置，现场照片已存。"
        if draw.random() < REWORK_SHARE:
            at = self._later(at, draw.lognormvariate(3.4, 0.5))
            yield Verb.REWORK, at, self.worker, "现场还有残留，请再处理一次。"
            at = self._later(at, draw.lognormvariate(4.2, 0.5))
            yield Verb.ANSWER, at, handler, "已再次清理完毕。"
        at = self._later(at, draw.uniform(5, 25))
        yield Verb.VERIFY, at, self.worker, "现场看过，已经处理好。"
        at = self._later(at, draw.uniform(3, 15))
        yield Verb.CLOSE, at, self.clerk, ""

    def _later(self, at: datetime, minutes: float) -> datetime:
        return self.office.calendar.add_minutes(at, max(1, round(minutes))).at

    def _step(self, case: Invented, verb: Verb, at: datetime, doer: Doer, why: str = "") -> None:
        came_from, to = case.columns["stage"], rules.after(verb, Stage.REPORTED)
        columns = case.columns
        columns["stage"] = to.value
        unit = str(columns.get("unit", "")) if verb is Verb.DISPATCH else ""
        if unit:
            columns["unit_key"] = unit
        if verb is Verb.RETURN_WITH_REASON:
            columns |= {"unit_key": "", "dispatched_at": None, "returned_count": 1}
        if verb is Verb.REWORK:
            columns |= {"answered_at": None, "rework_count": 1}
        moment = MOMENTS.get(verb)
        if moment:
            columns[moment] = at
        case.moves.append((verb.value, came_from, to.value, doer.kind, doer.key, doer.name, at, why, unit))


MOMENTS = {
    Verb.REGISTER: "registered_at", Verb.DISPATCH: "dispatched_at", Verb.ACCEPT: "accepted_at",
    Verb.ANSWER: "answered_at", Verb.VERIFY: "verified_at", Verb.CLOSE: "closed_at",
}  # fmt: skip


class NoBuildingsError(RuntimeError):
    """There is no building to lay cases at."""


def _doer(account: Account | None, name: str) -> Doer:
    if account is None:
        return Doer(ActorKind.JOB.value, "seed", name)
    return Doer(account.actor.kind.value, account.actor.key, account.actor.name)


def _near(draw: Random, degree: float | None) -> float | None:
    return None if degree is None else round(degree + draw.gauss(0, 0.00012), 6)


def _copy_in(cases: Sequence[Invented]) -> None:
    """Copy cases and moves in; ids are taken from the sequence first, so that moves know theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('cases_case', 'id')) FROM generate_series(1, %s)", [len(cases)]
        )
        ids = [row[0] for row in cursor.fetchall()]
        blank: dict[str, object] = {"source": "", "source_key": "", "attributes": "{}", "reopened_count": 0}
        with cursor.copy(_copy_sql("cases_case", CASE_COLUMNS)) as copy:
            for pk, case in zip(ids, cases, strict=True):
                row = blank | case.columns | {"id": pk, "cell": near.cell_of(*_point(case))}
                copy.write_row([row.get(name) for name in CASE_COLUMNS])
        with cursor.copy(_copy_sql("cases_casemove", MOVE_COLUMNS)) as copy:
            for pk, case in zip(ids, cases, strict=True):
                for move in case.moves:
                    copy.write_row((pk, case.columns["area_path"], *move))
        cursor.execute(planted.REPORTS, [ids[0], ids[-1]])


def _point(case: Invented) -> tuple[float | None, float | None]:
    lng, lat = case.columns["lng"], case.columns["lat"]
    return (lng, lat) if isinstance(lng, float) and isinstance(lat, float) else (None, None)


def _close() -> None:
    """Keep what each closing said: solved, but for what needed rework."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_caseclosing (case_id, area_path, closed_at, unit_key, outcome, is_on_time) "
            "SELECT id, area_path, closed_at, unit_key, CASE WHEN rework_count > 0 THEN 'partly' ELSE 'solved' END, "
            "is_on_time FROM cases_case WHERE stage = 'closed'"
        )


def _copy_sql(table: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
