"""Which moves there are, when a case is due, and which light it shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import NotAnnounced, WorkCalendar, WorkTime, WorkUnit
from wenhui.work.cases import access, rules
from wenhui.work.cases.rules import MOVES, Given, Policy, TimeLeft
from wenhui.work.cases.words import COLUMNS, OPEN, Light, Stage, Verb

CALENDAR = WorkCalendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


ALLOWED = {
    Stage.REPORTED: {Verb.REGISTER, Verb.REJECT, Verb.ATTACH, Verb.REDIRECT},
    Stage.REGISTERED: {Verb.DISPATCH, Verb.VOID, Verb.ATTACH, Verb.REDIRECT},
    Stage.DISPATCHED: {
        Verb.ACCEPT, Verb.RETURN_WITH_REASON, Verb.RECALL, Verb.URGE, Verb.EXTEND, Verb.VOID, Verb.ATTACH,
    },
    Stage.ACCEPTED: {
        Verb.ANSWER, Verb.RETURN_WITH_REASON, Verb.URGE, Verb.EXTEND, Verb.DEFER, Verb.HOLD, Verb.HANG, Verb.RESUME,
        Verb.VOID, Verb.ATTACH,
    },
    Stage.ANSWERED: {Verb.VERIFY, Verb.REWORK},
    Stage.VERIFIED: {Verb.CLOSE},
    Stage.CLOSED: {Verb.REOPEN},
    Stage.HUNG: {Verb.RESUME, Verb.VOID},
    Stage.REJECTED: set(),
    Stage.VOID: set(),
    Stage.MERGED: {Verb.DETACH},
    Stage.REDIRECTED: {Verb.RECONSIDER},
}  # fmt: skip


@pytest.mark.parametrize("stage", Stage)
def test_each_stage_has_its_moves_and_no_others(stage: Stage) -> None:
    assert set(rules.moves_from(stage)) == ALLOWED[stage]


def test_every_verb_has_a_row_and_every_row_a_known_permission() -> None:
    assert set(MOVES) == set(Verb)
    assert {move.permission for move in MOVES.values()} <= set(access.PERMISSIONS)


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        (Verb.REJECT, Given.REASON),
        (Verb.RETURN_WITH_REASON, Given.REASON),
        (Verb.REWORK, Given.REASON),
        (Verb.REOPEN, Given.REASON),
        (Verb.DISPATCH, Given.UNIT),
        (Verb.ANSWER, Given.NOTE),
        (Verb.VERIFY, Given.NOTE),
        (Verb.ACCEPT, None),
    ],
)
def test_a_move_that_sends_work_elsewhere_says_why_and_one_that_claims_something_shows_it(
    verb: Verb, given: Given | None
) -> None:
    assert MOVES[verb].given == given


def test_from_report_to_closure_there_is_a_way() -> None:
    stage = Stage.REPORTED

    for verb in (Verb.REGISTER, Verb.DISPATCH, Verb.ACCEPT, Verb.ANSWER, Verb.VERIFY, Verb.CLOSE):
        assert rules.may_move(verb, stage)
        stage = rules.after(verb, stage)

    assert stage is Stage.CLOSED


def test_every_open_stage_stands_in_one_column_of_the_board() -> None:
    shown = [stage for stages in COLUMNS.values() for stage in stages]

    assert sorted(shown) == sorted(OPEN)


@pytest.mark.parametrize(
    ("begins", "amount", "unit", "soon", "due"),
    [
        # 30 % of a limit within one day
        ("2026-03-17 09:00", 2, WorkUnit.WORKHOURS, "2026-03-17 10:24", "2026-03-17 11:00"),
        ("2026-03-17 10:00", 5, WorkUnit.WORKHOURS, "2026-03-17 15:00", "2026-03-17 16:30"),
        ("2026-03-17 10:00", 1, WorkUnit.WORKDAYS, "2026-03-17 16:24", "2026-03-18 10:00"),
        # the last workday, where 30 % is less than that
        ("2026-03-16 10:00", 2, WorkUnit.WORKDAYS, "2026-03-17 10:00", "2026-03-18 10:00"),
        # 30 % of a long limit is more than the last workday
        ("2026-03-16 10:00", 10, WorkUnit.WORKDAYS, "2026-03-25 10:00", "2026-03-30 10:00"),
    ],
)
def test_a_clock_turns_soon_with_thirty_percent_or_the_last_workday_left(
    begins: str, amount: int, unit: WorkUnit, soon: str, due: str
) -> None:
    clock = rules.clock(begins_at=local(begins), limit=WorkTime(amount, unit), calendar=CALENDAR)

    assert (clock.soon_at, clock.due_at) == (local(soon), local(due))


def test_a_clock_that_runs_into_an_unannounced_year_says_so() -> None:
    clock = rules.clock(begins_at=local("2026-12-30 10:00"), limit=WorkTime(5, WorkUnit.WORKDAYS), calendar=CALENDAR)

    assert clock.warning == NotAnnounced((2027,))


SOON, DUE = local("2026-03-17 10:24"), local("2026-03-17 11:00")


@pytest.mark.parametrize(
    ("at", "stage", "shown"),
    [
        ("2026-03-17 10:23", Stage.ACCEPTED, Light.OK),
        ("2026-03-17 10:24", Stage.ACCEPTED, Light.SOON),
        ("2026-03-17 11:00", Stage.ACCEPTED, Light.SOON),  # the last minute is still in time
        ("2026-03-17 11:01", Stage.ACCEPTED, Light.LATE),
        ("2026-03-17 10:30", Stage.CLOSED, Light.OK),
        ("2026-03-17 11:01", Stage.CLOSED, Light.LATE),
        ("2026-03-17 11:01", Stage.HUNG, Light.HOLD),
    ],
)
def test_the_light_follows_the_clock(at: str, stage: Stage, shown: Light) -> None:
    assert rules.light(local(at), stage=stage, soon_at=SOON, due_at=DUE) is shown


@pytest.mark.parametrize(
    ("at", "due", "left"),
    [
        ("2026-03-17 09:42", "2026-03-17 10:30", TimeLeft(False, 0, 0, 48)),
        ("2026-03-17 09:42", "2026-03-17 14:22", TimeLeft(False, 0, 3, 10)),
        ("2026-03-17 09:42", "2026-03-17 09:10", TimeLeft(True, 0, 0, 32)),
        ("2026-03-17 09:42", "2026-03-12 17:00", TimeLeft(True, 2, 1, 12)),
        ("2026-03-17 20:00", "2026-03-17 17:30", TimeLeft(True, 0, 0, 0)),
    ],
)
def test_time_left_is_work_time(at: str, due: str, left: TimeLeft) -> None:
    assert rules.time_left(local(at), due_at=local(due), calendar=CALENDAR) == left


@pytest.mark.parametrize(("days", "reopened", "may"), [(0, 0, True), (15, 0, True), (16, 0, False), (1, 1, False)])
def test_a_case_is_reopened_once_and_soon(days: int, reopened: int, *, may: bool) -> None:
    closed_at = local("2026-03-17 11:00")

    allowed = rules.may_reopen(
        closed_at + timedelta(days=days), closed_at=closed_at, reopened_count=reopened, policy=Policy(reopen_days=15)
    )

    assert allowed is may


@pytest.mark.parametrize(
    ("path", "office", "prefix"),
    [
        ("hz.gs.wh.lsdy.g04.b031.", "hz.gs.wh.", "WH"),
        ("hz.gs.wh.", "hz.gs.wh.", "WH"),
        ("hz.gs.", "hz.gs.", "GS"),
        ("nyc.council.d01.", "nyc.council.d01.", "D01"),
    ],
)
def test_numbers_begin_with_the_label_of_the_office(path: str, office: str, prefix: str) -> None:
    assert rules.office_of(path) == office
    assert rules.prefix_of(path) == prefix


def test_a_number_reads_as_office_day_and_serial() -> None:
    assert rules.number(prefix="WH", day=date(2026, 3, 17), serial=6) == "WH-2026-0317-006"
    assert rules.number(prefix="WH", day=date(2026, 3, 17), serial=1234) == "WH-2026-0317-1234"


@given(
    begins=st.datetimes(datetime(2015, 1, 1), datetime(2026, 10, 1), timezones=st.just(UTC)),
    limit=st.builds(WorkTime, st.integers(1, 60), st.sampled_from(WorkUnit)),
    percent=st.integers(0, 100),
    minutes=st.lists(st.integers(0, 60 * 24 * 90), min_size=2, max_size=5),
)
def test_as_time_passes_a_light_only_grows_worse(
    begins: datetime, limit: WorkTime, percent: int, minutes: list[int]
) -> None:
    clock = rules.clock(begins_at=begins, limit=limit, calendar=CALENDAR, soon_percent=percent)

    lights = [
        rules.light(
            begins + timedelta(minutes=passed), stage=Stage.ACCEPTED, soon_at=clock.soon_at, due_at=clock.due_at
        )
        for passed in sorted(minutes)
    ]

    assert begins <= clock.soon_at <= clock.due_at
    assert lights == sorted(lights, key=[Light.OK, Light.SOON, Light.LATE].index)
