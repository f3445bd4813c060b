"""Who is told when: the ladder by shares of the time, quiet hours, urging; each told once, however often the beat runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

import numpy as np
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wenhui.ground.accounts import testing as accounts
from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit import worktimes
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import WorkCalendar
from wenhui.work.cases import actions
from wenhui.work.cases.clocks import ladder
from wenhui.work.cases.clocks.escalating import LADDER
from wenhui.work.cases.clocks.ladder import Rung
from wenhui.work.cases.models import Case, CaseTelling
from wenhui.work.cases.testing import Desk, plant_types
from wenhui.work.cases.words import Verb

RUNGS = (Rung(50, "unit"), Rung(100, "command_clerk"), Rung(150, "office_leader"))
CALENDAR = WorkCalendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "percents"),
    [
        ("2026-03-17 09:59", []),  # two hours from 09:00, due at 11:00
        ("2026-03-17 10:00", [50]),
        ("2026-03-17 10:59", [50]),
        ("2026-03-17 11:00", [50, 100]),
        ("2026-03-17 11:59", [50, 100]),
        ("2026-03-17 12:00", [50, 100, 150]),
        ("2026-03-21 12:00", [50, 100, 150]),
    ],
)
def test_a_rung_is_reached_with_its_share_of_the_time(at: str, percents: list[int]) -> None:
    due, now = worktimes.of([local("2026-03-17 11:00")]), worktimes.of([local(at)])

    moments = ladder.moments(RUNGS, due_at=due, limits=np.array([120]), calendar=CALENDAR)

    assert [rung.percent for rung, when in zip(RUNGS, moments, strict=True) if when[0] <= now[0]] == percents


@pytest.mark.parametrize(
    ("at", "begin", "end", "told"),
    [
        ("2026-03-17 21:59", 22, 7, "2026-03-17 21:59"),
        ("2026-03-17 22:00", 22, 7, "2026-03-18 07:00"),
        ("2026-03-17 03:00", 22, 7, "2026-03-17 07:00"),
        ("2026-03-17 07:00", 22, 7, "2026-03-17 07:00"),
        ("2026-03-17 12:30", 12, 13, "2026-03-17 13:00"),
    ],
)
def test_nobody_is_told_in_the_quiet_hours(at: str, begin: int, end: int, told: str) -> None:
    assert ladder.not_before(local(at), (time(begin), time(end)), SHANGHAI) == local(told)


def told(case: Case) -> list[tuple[str, str]]:
    return list(CaseTelling.objects.filter(case=case).order_by("id").values_list("step", "whom"))


def test_the_beat_climbs_the_ladder_and_tells_each_once(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)  # two work-hours from 08:35

    counts = [
        actions.climb(by=LADDER, at=case.due_at + timedelta(minutes=late)) for late in (-40, -30, -1, 0, 1, 60, 61)
    ]

    assert counts == [0, 1, 0, 2, 0, 1, 0]
    assert told(case) == [
        ("p70", "unit:municipal"), ("p100", "unit:municipal"), ("p100", "role:command_clerk"),
        ("p150", "role:office_leader"),
    ]  # fmt: skip
    assert Entry.objects.filter(verb="cases.climb").count() == 3


def test_what_is_paused_or_answered_climbs_no_further_and_a_new_clock_climbs_anew(desk: Desk) -> None:
    paused = desk.grant(desk.take(desk.report(), Verb.ACCEPT), Verb.HOLD)
    desk.take(desk.report(), Verb.ANSWER)
    again = desk.grant(desk.take(desk.report(), Verb.ACCEPT), Verb.EXTEND)

    actions.climb(by=LADDER, at=desk.at + timedelta(hours=2))
    actions.climb(by=LADDER, at=again.due_at)

    assert told(paused) == []
    assert CaseTelling.objects.exclude(case=again).count() == 0
    assert len(told(again)) == 3


def test_urging_is_counted_and_told_each_time(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)

    for _ in range(2):
        case = desk.step(case, Verb.URGE)

    assert case.urged_count == 2
    assert told(case) == [("urge", "unit:municipal")] * 2
    assert case.moves.filter(verb="urge").count() == 2
    with pytest.raises(actions.NotAllowedError):
        desk.step(case, Verb.URGE, by=desk.actor("shenzy"))
    with pytest.raises(actions.NothingGivenError):
        desk.step(case, Verb.URGE, why=" ")


def test_what_was_told_stands_and_is_seen_where_its_case_is(desk: Desk, as_web: AsWeb) -> None:
    desk.step(desk.take(desk.report(), Verb.ACCEPT), Verb.URGE)

    with as_web(desk.cast["hansg"].scope):
        assert CaseTelling.objects.count() == 0
    with (
        as_web(desk.cast["luming"].scope),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        CaseTelling.objects.update(whom="role:x")
    with pytest.raises(IntegrityError, match="case_tellings_are_to_somebody"), transaction.atomic():
        CaseTelling.objects.update(whom="somebody")


@pytest.mark.database
def test_two_beats_at_once_and_two_deciders_at_once_do_it_once(own_database: None) -> None:
    desk = Desk(accounts.plant_office(), accounts.plant_cast())
    plant_types()
    late = desk.take(desk.report(), Verb.ACCEPT)
    request = desk.ask(desk.take(desk.report(), Verb.ACCEPT), Verb.EXTEND)

    def deed(number: int) -> str:
        try:
            if number < 2:
                actions.climb(by=LADDER, at=late.due_at)
                return "climbed"
            actions.approve(request_id=request.pk, by=desk.actor(("luming", "chengws")[number - 2]), at=desk.at)
        except actions.DecidedAlreadyError:
            return "too late"
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(4) as people:
        done = sorted(people.map(deed, range(4)))

    assert done == ["approved", "climbed", "climbed", "too late"]
    assert len(told(late)) == 3
    assert Case.objects.get(pk=request.case_id).moves.filter(verb="extend").count() == 1
