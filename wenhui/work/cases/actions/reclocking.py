"""When the office's calendar changes, the clocks of its open cases are worked out anew (decision 0013).

A new announcement of days off, other office hours: `reclock` compares the calendar that holds with the one clocks ran by,
for each office, and lays what is left of every open clock on the new one. Set-based: one statement
writes the rows, one moves the clocks, one tells the journal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import connection, transaction
from django.db.models import Q

from wenhui.ground.journal import actions as journal
from wenhui.kit import worktimes
from wenhui.kit.actor import Actor
from wenhui.kit.bulk import array_of, column
from wenhui.kit.scope import upper_bound
from wenhui.kit.worktime import WorkUnit
from wenhui.work.cases import rules
from wenhui.work.cases.actions import pausing
from wenhui.work.cases.clocks.anew import Change
from wenhui.work.cases.clocks.calendars import Office, office_at
from wenhui.work.cases.clocks.kept import Kept, kept
from wenhui.work.cases.models import IS_OPEN, IS_OWED, Case, CasePart, OfficeClock
from wenhui.work.cases.words import Stage


@dataclass(slots=True)
class Moved:
    """One clock that was worked out anew, as its row says it."""

    case_id: int
    soon_before: datetime
    soon_after: datetime
    due_before: datetime
    due_after: datetime
    unit_key: str = ""
    soon_resumed: datetime | None = None
    due_resumed: datetime | None = None
    part_id: int | None = None

    @property
    def is_news(self) -> bool:
        """Say whether anything is another than before."""
        is_same = (self.soon_before, self.due_before) == (self.soon_after, self.due_after)
        return not is_same or self.due_resumed is not None


def remember(*, at: datetime) -> None:
    """Keep by which calendar clocks run, for offices of open cases that nobody kept yet; before a calendar changes."""
    known = set(OfficeClock.objects.values_list("path", flat=True))
    for path in sorted(_offices() - known):
        _keep(path, kept(office_at(path).calendar, at), at)


@transaction.atomic
def reclock(*, by: Actor, at: datetime) -> int:
    """Lay open clocks on the calendar that holds, where it is another than they ran by; return how many moved.

    Each change is a row with its ground and a line in the journal. Run again, it changes nothing.
    """
    moved = 0
    for row in OfficeClock.objects.select_for_update().order_by("path"):
        office = office_at(row.path)
        before = Kept(row.zone, tuple((begin, end) for begin, end in row.hours), tuple(row.days))
        now = kept(office.calendar, at)
        if now == before:
            continue
        grounds = now.grounds(before, since=at.astimezone(office.calendar.zone).date())
        if grounds:
            change = Change(before.calendar, office.calendar, int(worktimes.of([at])[0]))
            moved += _write(_laid(row.path, office, change, at), path=row.path, why=grounds, by=by, at=at)
        _keep(row.path, now, at)
    return moved


def _offices() -> set[str]:
    paths = Case.objects.filter(IS_OPEN).order_by().values_list("area_path", flat=True).distinct()
    return {rules.office_of(path) for path in paths}


def _keep(path: str, now: Kept, at: datetime) -> None:
    said = {"zone": now.zone, "hours": now.hours, "days": now.days, "kept_at": at}
    OfficeClock.objects.update_or_create(path=path, defaults=said)


def _laid(path: str, office: Office, change: Change, at: datetime) -> list[Moved]:
    """Return every open clock of an office as it runs on the new calendar."""
    below = Q(area_path__gte=path, area_path__lt=upper_bound(path))
    cases = list(
        Case.objects.select_for_update(of=("self",)).select_related("type").filter(IS_OPEN, below)
        .filter(Q(due_at__gt=at) | Q(stage=Stage.HUNG))
        .only("stage", "soon_at", "due_at", "paused_until", "route", "type__limit_unit", "type__limit_amount")
        .order_by("pk")
    )  # fmt: skip
    held = [one for one in cases if rules.is_held(at, stage=one.at_stage, paused_until=one.paused_until)]
    stands = {one.pk for one in held}
    running = [one for one in cases if one.pk not in stands]
    parts = list(CasePart.objects.select_for_update().filter(IS_OWED, below, due_at__gt=at).order_by("pk"))
    moved = _running(running, [_in_days(one, office) for one in running], change)
    moved += [_held(one, change, in_days=_in_days(one, office)) for one in held]
    moved += _running(parts, [one.limit.unit is WorkUnit.WORKDAYS for one in parts], change)
    return [one for one in moved if one.is_news]


def _in_days(case: Case, office: Office) -> bool:
    limit = office.policy.intake if case.at_stage is Stage.REPORTED else case.limit
    return limit.unit is WorkUnit.WORKDAYS


def _running(rows: Sequence[Case | CasePart], in_days: Sequence[bool], change: Change) -> list[Moved]:
    """Lay clocks that run, all at once; what is 临期 already stays so."""
    flags = np.array(in_days, dtype=np.bool_)
    due = worktimes.listed(change.laid(worktimes.of(row.due_at for row in rows), flags))
    soon = worktimes.listed(change.laid(worktimes.of(row.soon_at for row in rows), flags))
    moved = []
    for row, soon_at, due_at in zip(rows, soon, due, strict=True):
        one = Moved(0, row.soon_at, min(soon_at, due_at), row.due_at, due_at)
        if isinstance(row, CasePart):
            one.case_id, one.part_id, one.unit_key = row.case_id, row.pk, row.unit_key
        else:
            one.case_id = row.pk
        moved.append(one)
    return moved


def _held(case: Case, change: Change, *, in_days: bool) -> Moved:
    """Lay a clock that stands still: what was left when it stopped is left when it runs again, whenever that is."""
    moved = Moved(case.pk, case.soon_at, case.soon_at, case.due_at, case.due_at)
    pause = pausing.pause_of(case)
    if pause is None:
        return moved
    ends = worktimes.of([pause.clock.soon_at, pause.clock.due_at])
    since, flags = np.full_like(ends, worktimes.of([pause.begun_at])[0]), np.full(2, in_days)
    moved.soon_resumed, moved.due_resumed = worktimes.listed(change.laid(ends, flags, since=since))
    if pause.until is not None:
        to = np.full_like(ends, worktimes.of([pause.until])[0])
        moved.soon_after, moved.due_after = worktimes.listed(change.laid(ends, flags, since=since, to=to))
    return moved


TOLD = ("case_id", "unit_key", "soon_before", "soon_after", "due_before", "due_after", "soon_resumed", "due_resumed")
KINDS = ("bigint", "text", *["timestamptz"] * 6)
KEEP = f"""
INSERT INTO cases_casereclock ({", ".join(TOLD)}, area_path, at, by_name, why)
SELECT row.*, one.area_path, %s, %s, %s FROM unnest({", ".join(map(array_of, KINDS))}) AS row({", ".join(TOLD)})
JOIN cases_case AS one ON one.id = row.case_id
"""  # noqa: S608 - our own column names
MOVE = f"""
UPDATE {{table}} AS one SET soon_at = row.soon_at, due_at = row.due_at
FROM unnest({array_of("bigint")}, {array_of("timestamptz")}, {array_of("timestamptz")}) AS row(id, soon_at, due_at)
WHERE one.id = row.id AND (one.soon_at, one.due_at) IS DISTINCT FROM (row.soon_at, row.due_at)
"""  # noqa: S608 - our own tables


def _write(moved: Sequence[Moved], *, path: str, why: str, by: Actor, at: datetime) -> int:
    """Write the rows, move the clocks and tell the journal, each in one statement."""
    if not moved:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [at, by.name, why, *(column(getattr(one, name) for one in moved) for name in TOLD)])
    _move("cases_case", {one.case_id: one for one in moved if one.part_id is None})
    _move("cases_casepart", {one.part_id: one for one in moved if one.part_id is not None})
    subjects = sorted({f"case:{one.case_id}" for one in moved})
    journal.write_all(by=by, at=at, verb="cases.reclock", subjects=subjects, refs={"office": path})
    return len(moved)


def _move(table: str, by_id: Mapping[int, Moved]) -> None:
    if by_id:
        soon, due = column(one.soon_after for one in by_id.values()), column(one.due_after for one in by_id.values())
        with connection.cursor() as cursor:
            cursor.execute(MOVE.format(table=table), [column(by_id), soon, due])
