"""What may happen to a ticket, when it is due by their clock, what makes two messages one. No database."""

from datetime import date, datetime, timedelta

import pytest

from wenhui.edge.hotline import rules, translate
from wenhui.edge.hotline.rules import Due
from wenhui.edge.hotline.words import State, Step
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import OFFICE_HOURS, Rhythm, WorkCalendar
from wenhui.work.cases.words import Light

NINE = datetime(2026, 3, 17, 9, tzinfo=SHANGHAI)
CALENDAR = WorkCalendar(rhythm=Rhythm.CHINA, zone=SHANGHAI, hours=OFFICE_HOURS, days={}, announced=frozenset({2026}))
DUE = Due(NINE + timedelta(days=1), NINE + timedelta(days=2), NINE + timedelta(days=7))

ALLOWED = {
    State.TO_SIGN: {Step.SIGN, Step.GIVE_BACK},
    State.SIGNED: {Step.CONTACT, Step.EXTEND, Step.GIVE_BACK},
    State.CONTACTED: {Step.CONTACT, Step.ANSWER, Step.EXTEND, Step.GIVE_BACK},
    State.EXTENDING: {Step.CONTACT, Step.ANSWER, Step.EXTENDED, Step.NOT_EXTENDED},
    State.ANSWERED: {Step.SATISFIED, Step.DISSATISFIED, Step.CLOSED},
    State.SATISFIED: {Step.DISSATISFIED, Step.CLOSED},
    State.REDO: {Step.CONTACT, Step.ANSWER},
    State.CLOSED: set(),
    State.RETURNED: {Step.REISSUED},
}


@pytest.mark.parametrize("state", list(State))
def test_each_state_takes_these_steps_and_no_other(state: State) -> None:
    assert {step for step in Step if rules.after(step, state) is not None} == ALLOWED[state]


def test_every_step_is_ours_or_theirs_and_none_is_both() -> None:
    assert {*rules.OURS, *rules.THEIRS, Step.TAKE} == set(Step)
    assert not set(rules.OURS) & set(rules.THEIRS)


def test_a_refused_extension_leads_back_to_where_the_ticket_stood() -> None:
    assert rules.after(Step.NOT_EXTENDED, State.EXTENDING) is State.SIGNED
    assert rules.after(Step.NOT_EXTENDED, State.EXTENDING, is_contacted=True) is State.CONTACTED


@pytest.mark.parametrize(
    ("state", "is_contacted", "expected"),
    [
        (State.TO_SIGN, False, DUE.sign_at),
        (State.SIGNED, False, DUE.contact_at),
        (State.CONTACTED, True, DUE.answer_at),
        (State.EXTENDING, False, DUE.contact_at),
        (State.EXTENDING, True, DUE.answer_at),
        (State.REDO, True, DUE.answer_at),
        (State.ANSWERED, True, None),
        (State.CLOSED, True, None),
        (State.RETURNED, False, None),
    ],
)
def test_their_clock_waits_for_one_step_at_a_time(state: State, is_contacted: bool, expected: datetime | None) -> None:
    assert rules.next_due_at(state, DUE, is_contacted=is_contacted) == expected


def test_limits_they_do_not_name_are_one_workday_and_five() -> None:
    friday = datetime(2026, 3, 20, 15, tzinfo=SHANGHAI)

    due = rules.due(at=friday, calendar=CALENDAR)

    assert clock_of(due.sign_at) == clock_of(due.contact_at) == "2026-03-23 15:00"
    assert clock_of(due.answer_at) == "2026-03-27 15:00"


def test_limits_they_name_are_theirs_and_the_answer_is_last() -> None:
    soon = NINE + timedelta(hours=2)

    due = rules.due(at=NINE, calendar=CALENDAR, answer_at=soon, sign_at=NINE + timedelta(hours=1))

    assert due == Due(NINE + timedelta(hours=1), soon, soon)


@pytest.mark.parametrize(
    ("after", "expected"),
    [(-timedelta(minutes=1), Light.LATE), (timedelta(hours=3), Light.SOON), (timedelta(days=1), Light.OK)],
)
def test_a_ticket_turns_amber_on_the_day_it_is_due(after: timedelta, expected: Light) -> None:
    due = NINE + after

    assert rules.light(NINE, due, today=date(2026, 3, 17), due_on=due.date()) is expected
    assert rules.light(NINE, None, today=date(2026, 3, 17), due_on=None) is Light.OK


@pytest.mark.parametrize(
    ("step", "said", "heard", "answered", "expected"),
    [
        (Step.SATISFIED, 10, None, 5, False),
        (Step.SATISFIED, 10, None, 15, True),
        (Step.EXTENDED, 10, None, 15, False),
        (Step.CLOSED, 10, 15, None, True),
        (Step.CLOSED, 15, 15, None, False),
    ],
)
def test_what_was_overtaken_moves_nothing(
    step: Step, said: int, heard: int | None, answered: int | None, expected: bool
) -> None:
    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else NINE + timedelta(minutes=minutes)

    found = rules.is_stale(step, NINE + timedelta(minutes=said), heard_at=at(heard), answered_at=at(answered))

    assert found is expected


def test_the_same_words_have_one_name_whichever_road_they_come_by() -> None:
    by_http = NINE.replace(second=41).astimezone(tz=None)

    assert rules.key_of(Step.SATISFIED, by_http) == rules.key_of(Step.SATISFIED, NINE)
    assert rules.key_of(Step.SATISFIED, NINE) != rules.key_of(Step.DISSATISFIED, NINE)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("HZ2603170042", True), ("20260317-1", True), ("", False), ("工单1", False), ("AB", False), ("1" * 41, False),
        ("1\x00", False), ("1/2", False),
    ],
)  # fmt: skip
def test_a_number_of_theirs_is_letters_and_digits(number: str, expected: bool) -> None:
    assert (rules.NUMBER.fullmatch(number) is not None) is expected


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("工单编号", "number"), (" 工单 编号* ", "number"), ("受理单号（必填）", "number"), ("诉求内容：", "text"),
        ("联系电话", "phone"), ("办理时限(工作日)", "answer_due_at"), ("备注", ""), ("", ""),
    ],
)  # fmt: skip
def test_heads_are_known_by_the_names_they_use(head: str, field: str) -> None:
    assert translate.field_of(head) == field


def test_no_head_means_two_things() -> None:
    heads = [head for names in translate.HEADS.values() for head in names]

    assert len(heads) == len(set(heads))


def clock_of(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
