"""What the board and the card ask."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import AsWeb
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import queries, rules
from wenhui.work.cases.models import Case
from wenhui.work.cases.queries import Filters, Lamps
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Channel, Column, Light, Stage, Verb

MIDNIGHT = datetime(2026, 3, 17, tzinfo=SHANGHAI)


def test_the_board_shows_open_cases_by_what_is_due_first(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    slow = desk.report(type_key="event-2101")
    slow = desk.step(slow, Verb.REGISTER)
    quick = desk.step(desk.report(), Verb.REGISTER)
    desk.take(desk.report(), Verb.CLOSE)

    with django_assert_num_queries(1):
        rows = queries.listed(Filters(), at=desk.at)
        assert [
            (case.type.zh, case.area.parent.parent.name)
            for case in rows
            if case.area.parent and case.area.parent.parent
        ]

    assert rows == [quick, slow]


def test_a_list_goes_on_after_its_last_row(desk: Desk) -> None:
    for minutes in (0, 0, 0, 10, 20):
        desk.report(at=TUESDAY + timedelta(minutes=minutes))
    filters = Filters()

    seen: list[Case] = []
    after = None
    while leaf := queries.listed(filters, at=desk.at, after=after, most=2):
        seen += leaf
        after = queries.place_of(leaf[-1], filters)

    assert [case.pk for case in seen] == sorted(case.pk for case in seen)
    assert len(seen) == 5


def test_a_list_of_all_cases_begins_with_the_newest_and_goes_on(desk: Desk) -> None:
    cases = [desk.report(at=TUESDAY + timedelta(minutes=minutes)) for minutes in (0, 5, 5)]
    filters = Filters(is_any=True)

    first = queries.listed(filters, at=desk.at, most=2)
    rest = queries.listed(filters, at=desk.at, after=queries.place_of(first[-1], filters), most=2)

    assert [*first, *rest] == cases[::-1]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(), [1, 2, 3]),
        (Filters(column=Column.INTAKE), [1, 3]),
        (Filters(column=Column.HANDLING), [2]),
        (Filters(path="hz.gs.wh.dtg."), [3]),
        (Filters(unit_key="municipal"), [2]),
        (Filters(channel=Channel.HOTLINE), [3]),
        (Filters(type_key="event-2108"), [3]),
        (Filters(text="塌陷"), [1, 2]),
        (Filters(text="塌陷", column=Column.HANDLING), [2]),
        (Filters(lights=frozenset({Light.LATE})), [2]),
        (Filters(is_any=True), [1, 2, 3, 4]),
        (Filters(closed_since=MIDNIGHT), [4]),
        (Filters(closed_since=MIDNIGHT + timedelta(days=1)), []),
    ],
)
def test_filters_keep_what_they_say(desk: Desk, as_web: AsWeb, filters: Filters, numbers: list[int]) -> None:
    desk.report()
    desk.take(desk.report(), Verb.ACCEPT)
    desk.report(
        title="楼道内电动自行车充电", area=desk.office.building_elsewhere, channel=Channel.HOTLINE, type_key="event-2108",
        by=desk.actor("luming"),
    )  # fmt: skip
    desk.take(desk.report(), Verb.CLOSE)
    noon = MIDNIGHT + timedelta(hours=12)

    with as_web(desk.cast["luming"].scope):
        rows = queries.listed(filters, at=noon)

    assert sorted(int(case.number[-3:]) for case in rows) == numbers


def test_the_board_counts_each_column_and_its_lights(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk.report()
    desk.take(desk.report(), Verb.ACCEPT)
    desk.take(desk.report(), Verb.CLOSE)
    noon = MIDNIGHT + timedelta(hours=12)

    with django_assert_num_queries(2):
        standing = queries.standing(Filters(column=Column.CHECK), at=noon, today_began_at=MIDNIGHT)

    assert standing.columns[Column.INTAKE] == Lamps(total=1)
    assert standing.columns[Column.HANDLING] == Lamps(total=1, late=1)
    assert standing.open == Lamps(total=2, late=1)
    assert (standing.closed, standing.closed_on_time) == (1, 1)


@pytest.mark.parametrize("minutes", [0, 83, 84, 120, 121, 100_000])
@pytest.mark.parametrize("stage", [Stage.ACCEPTED, Stage.HUNG])
def test_the_database_sees_the_same_light_as_the_rules(desk: Desk, minutes: int, stage: Stage) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    if stage is Stage.HUNG:
        case = desk.grant(case, Verb.HANG)
    at = desk.at + timedelta(minutes=minutes)

    shown = [light for light in Light if queries.matching(Filters(lights=frozenset({light})), at=at).exists()]

    assert shown == [rules.light(at, stage=stage, soon_at=case.soon_at, due_at=case.due_at)]


@pytest.mark.parametrize("hours", [0, 24, 47, 48, 49, 51, 100])
def test_the_database_sees_a_pause_end_as_the_rules_do(desk: Desk, hours: int) -> None:
    case = desk.grant(desk.take(desk.report(), Verb.ACCEPT), Verb.HOLD)
    at = desk.at + timedelta(hours=hours)

    shown = [light for light in Light if queries.matching(Filters(lights=frozenset({light})), at=at).exists()]

    assert shown == [
        rules.light(at, stage=case.at_stage, soon_at=case.soon_at, due_at=case.due_at, paused_until=case.paused_until)
    ]


def test_a_card_has_its_history_newest_first(desk: Desk, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)

    with django_assert_num_queries(2):
        card = queries.card(case.number)
        assert card is not None
        verbs = [move.verb for move in card.moves.all()]

    assert verbs == [Verb.ACCEPT, Verb.DISPATCH, Verb.REGISTER, Verb.REPORT]
    assert queries.card("WH-2026-0317-999") is None


def test_due_today_holds_what_is_overdue_too_and_nothing_on_hold(desk: Desk) -> None:
    late = desk.step(desk.report(at=TUESDAY - timedelta(days=3)), Verb.REGISTER, at=TUESDAY - timedelta(days=3))
    today = desk.report()
    desk.grant(desk.take(desk.report(), Verb.ACCEPT), Verb.HANG)
    desk.step(desk.report(type_key="event-2101"), Verb.REGISTER)

    due = queries.due_today("hz.gs.wh.", at=desk.at)

    assert list(due) == [late, today]


def test_words_to_choose_from_come_from_the_catalogue(desk: Desk) -> None:
    assert queries.units()["municipal"].zh == "市政养护"
    assert queries.types_to_choose().get(key="event-0401").major.zh == "突发事件"
    assert [area.name for area in queries.communities("hz.gs.wh.lsdy.")] == ["流水东苑社区"]
