"""Duplicates are offered with reasons, joined by a person, and parted again as if nothing had been."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.work.cases import actions, rules
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.intake import duplicates, reported
from wenhui.work.cases.models import Case, CaseReport
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Behalf, Channel, Decision, Route, Stage, Verb

pytestmark = pytest.mark.database


def attach(desk: Desk, case: Case, into: Case, who: str = "luming") -> Case:
    return actions.attach(case_id=case.pk, into=into.number, why="同一处", by=desk.actor(who), at=desk.at)


def test_a_duplicate_is_joined_and_its_reporter_hears_the_end_of_the_other(desk: Desk) -> None:
    first = desk.report()
    second = desk.report(reporter=Reporter(Behalf.RESIDENT, route=Route.IN_APP), by=desk.actor("luming"))

    second = attach(desk, second, first)
    desk.take(first, Verb.CLOSE)

    assert (second.stage, second.into) == (Stage.MERGED, first)
    assert [report.case for report in reported.owed()] == [second]
    assert len(reported.reports_of(reported.family_of(first))) == 2
    assert Entry.objects.get(verb="cases.attach").refs["number"] == second.number


def test_parting_puts_a_case_back_where_it_stood_with_its_reports_and_clock(desk: Desk) -> None:
    first, second = desk.report(), desk.report()
    second = desk.take(second, Verb.ACCEPT)
    before = {name: getattr(second, name) for name in ("stage", "unit_key", "due_at", "accepted_at")}

    attach(desk, second, first)
    parted = desk.step(second, Verb.DETACH)

    assert {name: getattr(Case.objects.get(pk=parted.pk), name) for name in before} == before
    assert parted.into is None
    assert [move.verb for move in parted.moves.order_by("id")][-2:] == ["attach", "detach"]
    assert parted.reports.count() == first.reports.count() == 1
    assert Entry.objects.filter(verb="cases.detach").count() == 1


def test_a_report_that_joined_can_be_given_a_case_of_its_own(desk: Desk) -> None:
    case = desk.report()
    desk.report(same_as=case.number, title="路灯不亮")
    opening, joined = case.reports.order_by("pk")
    clerk = desk.actor("luming")

    own = actions.part(report_id=joined.pk, why="是路灯，不是路面", by=clerk, at=desk.at)

    joined.refresh_from_db()
    assert (joined.case, own.title, own.stage, own.area_path) == (own, "路灯不亮", Stage.REPORTED, case.area_path)
    assert Entry.objects.get(verb="cases.part").refs == {"from": case.number, "to": own.number}
    with pytest.raises(actions.NotJoinableError, match="分不出去"):
        actions.part(report_id=opening.pk, why="试试", by=clerk, at=desk.at)
    with pytest.raises(actions.NotAllowedError):
        actions.part(report_id=joined.pk, why="试试", by=desk.actor("gulan"), at=desk.at)


def test_what_waits_lapses_helpers_answer_first_and_the_platform_above_still_waits(desk: Desk) -> None:
    clerk = desk.actor("luming")
    first, hotline = desk.report(), desk.report(channel=Channel.HOTLINE, by=clerk)
    second = desk.take(desk.report(), Verb.ACCEPT)
    desk.ask(second, Verb.HOLD)
    part = actions.invite(case_id=second.pk, unit_key="police", asks="维持秩序", by=clerk, at=desk.at)

    with pytest.raises(actions.WrongStageError, match="协办单位"):
        attach(desk, second, first)
    actions.release_part(part_id=part.pk, why="不需要了", by=clerk, at=desk.at)
    second = attach(desk, second, first)
    attach(desk, hotline, first)

    assert (second.asked, second.requests.get().decision) == ("", Decision.WITHDRAWN)
    first.refresh_from_db()
    assert (first.upper_clock, first.upper_due_at) == (hotline.upper_clock, hotline.upper_due_at)
    third = desk.report()
    desk.report(same_as=third.number, channel=Channel.HOTLINE, by=clerk)
    third.refresh_from_db()
    assert third.upper_due_at is not None


def test_what_cannot_be_joined_is_refused_in_words(desk: Desk) -> None:
    first, second, third, fourth = (desk.report() for _ in range(4))
    attach(desk, second, first)
    attach(desk, fourth, third)
    attach(desk, third, first)  # with what was joined to it

    for case, into, why in (
        (first, first, "不能并入自己"),
        (first, second, f"请并入 {first.number}"),
        (first, desk.report(), "还有并入的"),
    ):
        with pytest.raises(actions.NotJoinableError, match=why):
            attach(desk, case, into)
    with pytest.raises(actions.WrongStageError):
        attach(desk, second, first)
    with pytest.raises(actions.NotAllowedError):
        attach(desk, first, desk.report(), who="gulan")
    with pytest.raises(actions.UnknownCaseError):
        actions.attach(case_id=first.pk, into="WH-0", by=desk.actor("luming"), at=desk.at)


def test_a_joined_case_knows_the_other_even_in_plain_sql(desk: Desk) -> None:
    desk.report()

    with pytest.raises(IntegrityError, match="cases_joined_know_the_other"), transaction.atomic():
        Case.objects.update(stage=Stage.MERGED)


def test_an_upper_clock_leaves_with_its_report_or_its_case(desk: Desk) -> None:
    clerk, ours = desk.actor("luming"), desk.report()
    soon, later = TUESDAY + timedelta(hours=3), TUESDAY + timedelta(hours=9)
    desk.report(same_as=ours.number, channel=Channel.HOTLINE, upper_due_at=soon, by=clerk)
    theirs = desk.report(channel=Channel.TRANSFER, upper_due_at=later, by=clerk)
    attach(desk, theirs, ours)
    joined = CaseReport.objects.get(channel=Channel.HOTLINE)

    def waits() -> datetime | None:
        return Case.objects.get(pk=ours.pk).upper_due_at

    assert waits() == soon
    apart = actions.part(report_id=joined.pk, why="不是一处", by=clerk, at=desk.at)
    assert (waits(), apart.upper_due_at) == (later, soon)
    desk.step(theirs, Verb.DETACH)
    assert (waits(), Case.objects.get(pk=theirs.pk).upper_due_at) == (None, later)


@pytest.mark.parametrize(
    ("given", "last", "later", "is_offered"),
    [
        ({}, None, timedelta(hours=2), True),
        ({"title": "围挡松动，路面塌陷"}, None, timedelta(days=20), True),
        ({}, Verb.CLOSE, timedelta(days=10), True),
        ({}, Verb.CLOSE, timedelta(days=20), False),
        ({}, None, timedelta(days=61), False),
        ({"title": "楼道堆放旧沙发", "type_key": "event-2107"}, None, timedelta(hours=2), False),
    ],
)
def test_what_may_be_the_same_is_offered_before_filing(
    desk: Desk, as_web: AsWeb, given: dict[str, str], last: Verb | None, later: timedelta, *, is_offered: bool
) -> None:
    case = desk.report(**given)
    if last:
        desk.take(case, last)

    with as_web(desk.cast["gulan"].scope):
        found = duplicates.of_report(
            title="路面塌陷", words="", type_key="event-0401", area=desk.office.building, lng=None, lat=None,
            at=TUESDAY + later,
        )  # fmt: skip

    assert [one.case for one in found] == ([case] if is_offered else [])


def test_points_decide_where_there_are_any_and_scope_always(desk: Desk, as_web: AsWeb) -> None:
    near_one = desk.report(lng=120.1700, lat=30.2900)
    desk.report(lng=120.1740, lat=30.2900)  # 385 m away
    hidden = desk.report(lng=120.1701, lat=30.2900, area=desk.office.building_elsewhere, by=desk.actor("luming"))

    def alike(who: str) -> list[Case]:
        with as_web(desk.cast[who].scope):
            found = duplicates.of_report(
                title="路面塌陷", words="", type_key="event-0401", area=desk.office.building, lng=120.1702, lat=30.2901,
                at=TUESDAY,
            )  # fmt: skip
        return [one.case for one in found]

    assert alike("gulan") == [near_one]
    assert set(alike("luming")) == {near_one, hidden}


MANY = """
INSERT INTO cases_case (
    number, area_id, area_path, type_key, platform, channel, stage, urgency, title, description, place, unit_key,
    reported_at, soon_at, due_at, returned_count, rework_count, reopened_count, source, source_key, attributes, cell)
SELECT 'X-' || i, (SELECT id FROM areas_area WHERE path = 'hz.gs.wh.lsdy.g04.b001.'), '', 'event-0102', 'service',
    'resident', 'reported', 'ordinary', '暴露垃圾', '', '', '', t, t, t, 0, 0, 0, '', '', '{}', 1000 + i % 900
FROM generate_series(1, 5000) i
CROSS JOIN LATERAL (SELECT timestamptz '2026-03-17' - i * interval '10 minutes' AS t) moment
"""


def test_candidates_come_by_index_under_the_policies(desk: Desk, as_web: AsWeb) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE cases_case")
    case = desk.report(lng=120.17, lat=30.29)

    with as_web(desk.cast["luming"].scope):
        said = duplicates.as_said(Case.objects.select_related("area").get(pk=case.pk))
        plan = duplicates.candidates(said, at=TUESDAY, radius=200, policy=rules.Policy())
        text = plan[:200].explain()

    assert "cases_near_each_other" in text
    assert "Seq Scan on cases_case" not in text
