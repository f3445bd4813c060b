"""Whoever reported something is a row of their own and hears the end; uncovering their number is on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import Actor, ActorKind
from wenhui.work.cases import actions
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.intake import reported, sealing
from wenhui.work.cases.models import Case, CaseReport, CaseReporter
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Behalf, Channel, Route, Stage, Verb

pytestmark = pytest.mark.database

RESIDENT = Reporter(Behalf.RESIDENT, "顾 晚晴", " 120-0000 1234", Route.PHONE)
HOTLINE = Actor(ActorKind.PARTY, "hotline", "12345 热线")


def test_one_problem_from_three_channels_is_one_case_with_three_reporters_each_answered(desk: Desk) -> None:
    case = desk.report()
    clerk = desk.actor("luming")
    desk.report(channel=Channel.RESIDENT, reporter=RESIDENT, same_as=case.number, by=clerk, title="路塌了")
    system = Reporter(Behalf.SYSTEM, route=Route.SYSTEM)
    desk.report(channel=Channel.HOTLINE, key="T-77", by=HOTLINE, same_as=case.number, reporter=system)
    again = desk.report(channel=Channel.HOTLINE, key="T-77", by=HOTLINE, title="又转来一次")

    desk.take(case, Verb.CLOSE)
    owed = list(reported.owed())
    for report in owed:
        actions.inform(report_id=report.pk, told="路面已回填，恢复通行。", by=clerk, at=desk.at)

    assert again == case
    assert Case.objects.count() == 1
    assert [(one.channel, one.behalf) for one in case.reports.order_by("pk")] == [
        ("grid_patrol", "self"), ("resident", "resident"), ("hotline", "system"),
    ]  # fmt: skip
    assert [one.channel for one in owed] == ["resident", "hotline"]
    assert list(reported.owed()) == []
    lines = Entry.objects.filter(verb="cases.inform")
    assert [line.refs for line in lines.order_by("id")] == [
        {"number": case.number, "route": "phone"}, {"number": case.number, "route": "system"},
    ]  # fmt: skip


def test_a_reporters_number_is_sealed_found_again_and_masked(desk: Desk) -> None:
    case = desk.report(reporter=RESIDENT, by=desk.actor("luming"))

    kept = CaseReporter.objects.get(report__case=case)
    assert kept.phone is not None
    assert b"1200" not in bytes(kept.phone)
    assert sealing.phone_of(kept) == "12000001234"
    assert CaseReporter.objects.filter(phone_index=sealing.phone_index("12000001234")).count() == 1
    assert sealing.masked(kept) == ("顾**", "12*****1234")


def test_a_number_is_uncovered_by_who_answers_and_that_is_on_record(desk: Desk) -> None:
    report = desk.report(reporter=RESIDENT, by=desk.actor("luming")).reports.get()

    contact = actions.reveal_reporter(report_id=report.pk, reason="答复", by=desk.actor("luming"), at=desk.at)

    assert contact == ("顾 晚晴", "12000001234")
    line = Entry.objects.get(verb="cases.reveal_reporter")
    assert (line.reason, line.refs) == ("答复", {"number": report.case.number})
    with pytest.raises(actions.NotAllowedError):
        actions.reveal_reporter(report_id=report.pk, reason="看看", by=desk.actor("gulan"), at=desk.at)


def test_a_handling_unit_sees_the_report_and_no_name(desk: Desk, as_web: AsWeb) -> None:
    case = desk.report(reporter=RESIDENT, by=desk.actor("luming"))

    with as_web(desk.cast["shenzy"].scope):
        told = reported.reports_of([case])
        names = CaseReporter.objects.count()
    with as_web(desk.cast["hansg"].scope):
        elsewhere = CaseReport.objects.count(), CaseReporter.objects.count()

    assert [(one.behalf, one.name, one.phone) for one in told] == [("居民", "", "")]
    assert names == 0
    assert elsewhere == (0, 0)


@pytest.mark.parametrize(
    ("reporter", "why"),
    [
        (Reporter(Behalf.RESIDENT, phone="123"), "报告人电话"),
        (Reporter(Behalf.RESIDENT, name="顾晚晴", route=Route.PHONE), "请留电话"),
        (Reporter(Behalf.ANONYMOUS, phone="12000001234"), "匿名"),
    ],
)
def test_a_reporter_who_contradicts_themselves_is_refused_in_words(desk: Desk, reporter: Reporter, why: str) -> None:
    with pytest.raises(actions.ReporterError, match=why):
        desk.report(reporter=reporter)

    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "kept", "mended"),
    [
        ({"title": "路面\u202e塌陷\x07"}, ("路面塌陷", ""), ["controls", "turning"]),
        ({"title": "长" * 300}, ("长" * 200, "长" * 300), []),
        ({"description": "说" * 100_000}, ("路面塌陷，围挡松动", "说" * 10_000), ["cut"]),
        ({"said_at": TUESDAY + timedelta(days=3)}, ("路面塌陷，围挡松动", ""), ["future"]),
        ({"said_at": TUESDAY - timedelta(days=3)}, ("路面塌陷，围挡松动", ""), []),
    ],
)
def test_words_are_kept_as_far_as_they_can_be_and_that_is_told(
    desk: Desk, given: dict[str, Any], kept: tuple[str, str], mended: list[str]
) -> None:
    case = desk.report(**given)

    report = case.reports.get()
    assert (report.title, report.words) == (case.title, case.description) == kept
    assert report.mended == mended
    assert case.reported_at == TUESDAY
    assert all(reported.reports_of([case])[0].mended for _ in mended)


def test_a_report_without_words_is_refused(desk: Desk) -> None:
    with pytest.raises(actions.NothingGivenError):
        desk.report(title=" \u200b\x00 ")


def test_an_answer_is_owed_once_and_only_when_the_matter_has_ended(desk: Desk) -> None:
    clerk = desk.actor("luming")
    case = desk.report(reporter=RESIDENT, by=clerk)
    report = case.reports.get()

    def answer(told: str = "办好了") -> None:
        actions.inform(report_id=report.pk, told=told, by=clerk, at=desk.at)

    with pytest.raises(actions.NothingOwedError, match="还没有办结"):
        answer()
    desk.take(case, Verb.CLOSE)
    with pytest.raises(actions.NothingGivenError):
        answer(" ")
    answer()
    with pytest.raises(actions.NothingOwedError, match="已经答复过"):
        answer()


def test_whoever_was_answered_is_owed_a_second_answer_once_the_case_is_open_again(desk: Desk) -> None:
    clerk = desk.actor("luming")
    case = desk.take(desk.report(reporter=RESIDENT, by=clerk), Verb.CLOSE)
    report = case.reports.get()
    actions.inform(report_id=report.pk, told="路面已回填", by=clerk, at=desk.at)

    desk.step(case, Verb.REOPEN)

    report.refresh_from_db()
    assert (report.is_owed, report.told) == (True, "")
    assert [said["told"] for said in report.earlier] == ["路面已回填"]


@pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.REDIRECTED])
def test_what_has_ended_without_us_takes_no_further_report(desk: Desk, stage: Stage) -> None:
    case = desk.report()
    if stage is Stage.REJECTED:
        desk.step(case, Verb.REJECT)
    else:
        actions.redirect(case_id=case.pk, route_key="court", by=desk.actor("luming"), at=desk.at)

    with pytest.raises(actions.NotJoinableError, match="请另报一件"):
        desk.report(same_as=case.number)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE cases_casereport SET title = '改'", "never changed or deleted"),
        ("DELETE FROM cases_casereport", "never changed or deleted"),
        ("UPDATE cases_casereport SET route = 'pigeon'", "case_reports_are_answered_a_known_way"),
        ("UPDATE cases_casereport SET answered_at = now()", "case_reports_answered_say_what_was_told"),
        ("UPDATE cases_casereporter SET phone_index = NULL", "case_reporters_phone_has_its_index"),
        (
            "UPDATE cases_casereporter SET name = '', phone = NULL, phone_index = NULL",
            "case_reporters_say_who_they_are",
        ),
    ],
)
def test_what_was_said_stands_and_does_not_contradict_itself(desk: Desk, change: str, constraint: str) -> None:
    desk.report(reporter=RESIDENT, by=desk.actor("luming"))

    with pytest.raises(DatabaseError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_key_comes_once_though_two_cases_claim_it(desk: Desk) -> None:
    first = desk.report(key="form-1").reports.get()

    with pytest.raises(IntegrityError, match="case_reports_come_once"), transaction.atomic():
        CaseReport.objects.create(
            case=first.case, channel=first.channel, source=first.source, source_key="form-1", title="x", at=TUESDAY
        )
