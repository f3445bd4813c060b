"""Open clocks follow the office's calendar: what was left is left, pauses are kept, each change is on record."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from wenhui.ground.accounts.testing import OFFICE, AsWeb, Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock, worktimes
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import DayKind, Rhythm, WorkCalendar
from wenhui.work.cases import actions
from wenhui.work.cases.actions import reclocking
from wenhui.work.cases.clocks.anew import Change
from wenhui.work.cases.clocks.kept import kept
from wenhui.work.cases.models import Case, CasePart, CasePolicy, CaseReclock, OfficeDay
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Verb

HOURS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))  # 450 minutes
LONGER = ((time(8, 30), time(12)), (time(13), time(17, 30)))  # 480 minutes
OLD = WorkCalendar(rhythm=Rhythm.PLAIN, hours=HOURS)
OFF = WorkCalendar(rhythm=Rhythm.PLAIN, hours=HOURS, days={date(2026, 3, 18): DayKind.DAY_OFF})
MAKE_UP = WorkCalendar(rhythm=Rhythm.PLAIN, hours=HOURS, days={date(2026, 3, 21): DayKind.WORKDAY})
SUMMER = WorkCalendar(rhythm=Rhythm.PLAIN, hours=LONGER)
NOW = datetime(2026, 3, 17, 10, tzinfo=SHANGHAI)


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("new", "in_days", "due", "becomes"),
    [
        (OFF, True, "18 10:00", "19 10:00"),
        (OFF, False, "17 17:30", "17 17:30"),  # due before the day that changed
        (OFF, True, "17 09:00", "17 09:00"),  # overdue stays as it is
        (MAKE_UP, True, "23 10:00", "21 10:00"),  # what was left is left, though it ends sooner
        (SUMMER, True, "19 10:00", "19 10:00"),  # two workdays are two of the longer days
        (SUMMER, False, "19 10:00", "19 09:00"),  # fifteen hours stay fifteen hours
    ],
)
def test_what_is_left_of_a_clock_is_left_on_the_new_calendar(
    new: WorkCalendar, in_days: bool, due: str, becomes: str
) -> None:
    change = Change(OLD, new, int(worktimes.of([NOW])[0]))

    laid = change.laid(worktimes.of([local(due)]), np.array([in_days]))

    assert worktimes.listed(laid) == [local(becomes)]


@pytest.mark.parametrize(
    ("now", "before", "grounds"),
    [
        (OLD, OLD, ""),
        (OFF, OLD, "依据新的放假安排"),
        (SUMMER, OLD, "依据新的办公时间"),
        (WorkCalendar(rhythm=Rhythm.PLAIN, hours=LONGER, days=OFF.days), OLD, "依据新的放假安排；依据新的办公时间"),
        (WorkCalendar(rhythm=Rhythm.PLAIN, hours=HOURS, days={date(2026, 1, 5): DayKind.DAY_OFF}), OLD, ""),  # past
    ],
)
def test_the_ground_says_what_is_another(now: WorkCalendar, before: WorkCalendar, grounds: str) -> None:
    said = kept(now, NOW).grounds(kept(before, NOW), since=NOW.date())

    assert said == grounds
    assert kept(kept(now, NOW).calendar, NOW) == kept(now, NOW)


def announce(day: date, desk: Desk) -> int:
    """Let the city announce a day off, and the clocks follow."""
    reclocking.remember(at=desk.at)
    OfficeDay.objects.create(path="hz.", on=day, kind="day_off", why="调休")
    return actions.reclock(by=OFFICE, at=desk.at)


def test_a_new_day_off_moves_open_clocks_with_a_row_and_a_line_each(desk: Desk) -> None:
    desk.at += timedelta(hours=1)
    waits = desk.report()  # one workday: until tomorrow, 09:30
    late = desk.report(at=desk.at - timedelta(days=20))
    handled = desk.take(desk.report(), Verb.ACCEPT)  # two work-hours: over today

    moved = announce(date(2026, 3, 18), desk)

    row, now = CaseReclock.objects.get(), {case.pk: case.due_at for case in Case.objects.all()}
    a_day_later = waits.due_at + timedelta(days=1)
    assert now == {waits.pk: a_day_later, late.pk: late.due_at, handled.pk: handled.due_at}
    assert (moved, row.case, row.why) == (1, waits, "依据新的放假安排")
    assert (row.due_before, row.due_after) == (waits.due_at, a_day_later)
    assert Entry.objects.get(verb="cases.reclock").subject == f"case:{waits.pk}"
    assert actions.reclock(by=OFFICE, at=desk.at) == 0


@pytest.mark.parametrize("is_early", [False, True], ids=["until its end", "ended early"])
def test_a_pause_is_kept_and_what_was_left_is_left_after_it(desk: Desk, is_early: bool) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)  # 110 work-minutes are left at 08:45
    paused = desk.grant(case, Verb.HOLD)  # two workdays: until Thursday 08:45
    desk.at += timedelta(hours=1)

    announce(date(2026, 3, 19), desk)

    now = Case.objects.get(pk=case.pk)
    assert now.paused_until == paused.paused_until
    assert now.due_at > paused.due_at
    if is_early:
        desk.at += timedelta(hours=1)
        now = desk.grant(case, Verb.RESUME)
        assert now.due_at == local("17 14:05")


def test_an_unsolved_case_runs_on_by_the_new_calendar(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    desk.grant(case, Verb.HANG, why="需由区级部门立项改造，街道无权限办理，已书面上报区住建局等候批复。")

    announce(date(2026, 3, 18), desk)
    desk.at += timedelta(days=2)
    resumed = desk.grant(case, Verb.RESUME)

    assert resumed.due_at == case.due_at + timedelta(days=2)


def test_a_co_handling_units_clock_follows_too(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.DISPATCH)
    actions.invite(case_id=case.pk, unit_key="greening", asks="请修剪树枝", by=desk.actor("luming"), at=desk.at)
    part = CasePart.objects.get()

    announce(desk.at.date(), desk)

    assert CasePart.objects.get().due_at == local("18 10:30")  # two hours, none of which has passed
    assert CaseReclock.objects.get(unit_key="greening").due_before == part.due_at


def test_other_hours_count_from_the_moment_they_hold(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.report()
    reclocking.remember(at=desk.at)
    CasePolicy.objects.update(hours=[["09:00", "12:00"], ["14:00", "18:00"]])

    actions.reclock(by=OFFICE, at=desk.at)

    monkeypatch.setattr(clock, "now", lambda: desk.at)
    shown = browse("luming").get(f"/cases/{case.number}/").content.decode()
    assert CaseReclock.objects.get().why == "依据新的办公时间"
    assert "依据新的办公时间" in shown


def test_no_page_moves_a_clock_by_such_a_row(desk: Desk, as_web: AsWeb) -> None:
    case = desk.report()
    row = {"case": case, "at": desk.at, "by_name": "x", "soon_before": desk.at, "soon_after": desk.at}

    with (
        as_web(desk.cast["luming"].scope),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        CaseReclock.objects.create(**row, why="x", due_before=desk.at, due_after=desk.at)
    for why, due, constraint in (("", desk.at, "give_a_ground"), ("x", desk.at - timedelta(days=1), "leave_time")):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            CaseReclock.objects.create(**row, why=why, due_before=desk.at, due_after=due)
