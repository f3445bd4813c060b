"""Evaluation over rows: what each figure counts, whose it is, in which period; what publishing freezes and refuses."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import duckdb
import pyarrow
import pytest
from django.db import DatabaseError, connection, transaction

from wenhui.ground.accounts.testing import OFFICE as ACTOR
from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.evaluation import packing, planting, publishing, rows
from wenhui.work.cases.evaluation.figures import Figures
from wenhui.work.cases.evaluation.formulas import ALL_UNITS
from wenhui.work.cases.evaluation.periods import Period
from wenhui.work.cases.evaluation.rows import Asked
from wenhui.work.cases.invented import seed
from wenhui.work.cases.models import Case, CaseCallBack, Evaluation, EvaluationRow
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Appeal, Behalf, Outcome, Route, Verb

OFFICE = "hz.gs.wh."
MARCH = Period(date(2026, 3, 1), 1)
APRIL = datetime(2026, 4, 2, 9, tzinfo=SHANGHAI)


def figures(at: datetime = APRIL, *, unit_key: str | None = None, period: Period = MARCH) -> Figures:
    holding = publishing.formulas_at(OFFICE)
    assert holding
    return rows.figures(holding.read, Asked(OFFICE, period, at, unit_key))


def told(found: Figures, *keys: str, unit: str = "municipal") -> list[tuple[int, int | None, str | None]]:
    return [(one.above, one.below, one.value) for one in (found.by_unit[unit][key] for key in keys)]


def plant_march(desk: Desk) -> Case:
    """Plant one case of each fate, all due in March, and return the one that is late."""
    desk.take(desk.report(title="按期办结"), Verb.CLOSE)
    late = desk.take(desk.report(title="超期没有办"), Verb.ACCEPT)
    assert late.due_at < APRIL
    returned = desk.take(desk.report(title="退单"), Verb.DISPATCH)
    returned = desk.step(returned, Verb.RETURN_WITH_REASON)
    desk.step(returned, Verb.DISPATCH, unit_key="sanitation")
    again = desk.take(desk.report(title="重新打开"), Verb.CLOSE)
    desk.step(again, Verb.REOPEN, at=APRIL - timedelta(days=8))
    desk.take(desk.report(title="作废"), Verb.ACCEPT)
    desk.grant(Case.objects.get(title="作废"), Verb.VOID)
    desk.take(desk.report(title="缓办"), Verb.ACCEPT)
    desk.grant(Case.objects.get(title="缓办"), Verb.DEFER, amount=15)
    reworked = desk.take(desk.report(title="返工"), Verb.ANSWER)
    desk.step(reworked, Verb.REWORK)
    return late


@pytest.fixture
def march(desk: Desk) -> Desk:
    """Return the desk with a case of each fate."""
    plant_march(desk)
    return desk


def test_each_figure_counts_what_it_says_and_only_what_was_known_and_is_in_sight(march: Desk, as_web: AsWeb) -> None:
    found = figures()

    assert told(found, "should_close", "closed", "closed_rate", "on_time_rate", "solved_rate") == [
        (4, None, "4"), (2, None, "2"), (2, 4, "50.0"), (2, 4, "50.0"), (1, 2, "50.0"),
    ]  # fmt: skip
    assert told(found, "returned_rate", "deferred_share", "voided_share", "rework_rate", "reopened_rate") == [
        (1, 7, "14.3"), (1, 6, "16.7"), (1, 6, "16.7"), (1, 3, "33.3"), (1, 2, "50.0"),
    ]  # fmt: skip
    assert told(found, "satisfied_rate") == [(0, 0, None)]
    assert told(found, "should_close", "closed", unit="sanitation") == [(1, None, "1"), (0, None, "0")]
    assert (
        told(found, "should_close", "returned_rate", unit=ALL_UNITS)[0][0] == 6
    )  # the reopened one is with nobody yet
    assert found.first_types["municipal"] == [("event-0401", 6)]

    earlier = figures(at=APRIL - timedelta(days=9))

    assert told(earlier, "should_close", "closed", "solved_rate", "reopened_rate") == [
        (4, None, "4"), (2, None, "2"), (2, 2, "100.0"), (0, 2, "0.0"),
    ]  # fmt: skip
    assert "" not in earlier.by_unit

    with as_web(march.cast["luming"].scope):
        assert figures().by_unit == found.by_unit
    with as_web(march.cast["hansg"].scope):
        assert figures().rows == 0
    with as_web(None):
        assert figures().rows == 0
    assert set(figures(unit_key="sanitation").by_unit) == {"sanitation", ALL_UNITS}


def test_a_clock_that_an_approval_moved_later_goes_back_where_it_was(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    was_due_at = case.due_at
    desk.at = was_due_at - timedelta(minutes=1)
    due_at = desk.grant(case, Verb.EXTEND).due_at

    [before] = rows.fetched(Asked(OFFICE, MARCH, desk.at - timedelta(minutes=1)))
    [after] = rows.fetched(Asked(OFFICE, MARCH, APRIL))

    assert (before["due_at"], before["extended"], before["due"]) == (was_due_at, 0, False)
    assert (after["due_at"], after["extended"], after["due"]) == (due_at, 1, True)


def test_satisfaction_stands_apart_from_solved_and_what_is_joined_or_excluded_counts_nowhere(march: Desk) -> None:
    clerk = march.actor("luming")
    resident = Reporter(Behalf.RESIDENT, "顾晚晴", "12000001234", Route.PHONE)
    case = march.take(march.report(title="有人等答复", reporter=resident, by=clerk), Verb.VERIFY)
    march.step(case, Verb.CLOSE, outcome=Outcome.NOT_SOLVED, why="要等明年的管网改造")
    report = case.reports.get()
    with pytest.raises(actions.NothingOwedError, match="还没有答复"):
        actions.call_back(report_id=report.pk, is_satisfied=True, by=clerk, at=march.at)
    actions.inform(report_id=report.pk, told="已列入明年改造", by=clerk, at=march.at)
    with pytest.raises(actions.NothingGivenError, match="不满意"):
        actions.call_back(report_id=report.pk, is_satisfied=False, by=clerk, at=march.at)

    actions.call_back(report_id=report.pk, is_satisfied=True, by=clerk, at=march.at)

    assert told(figures(), "solved_rate", "satisfied_rate") == [(1, 3, "33.3"), (1, 1, "100.0")]
    assert CaseCallBack.objects.get().case == case
    assert Entry.objects.filter(verb="cases.call_back").count() == 1
    with pytest.raises(actions.NothingOwedError, match="已经回访过"):
        actions.call_back(report_id=report.pk, is_satisfied=True, by=clerk, at=march.at)

    late = Case.objects.get(title="超期没有办")
    appeal = actions.appeal(
        case_id=late.pk, kind=Appeal.EXCLUSION, why="要求恢复发型", by=march.actor("shenzy"), at=march.at
    )
    one = Case.objects.get(title="按期办结")
    twin = march.take(march.report(title="又报一次"), Verb.ACCEPT)
    actions.attach(case_id=twin.pk, into=one.number, why="同一处", by=clerk, at=march.at)

    actions.decide(appeal_id=appeal.pk, is_granted=True, verdict="不属行政职责", by=clerk, at=march.at)

    assert told(figures(), "should_close", "extended_share") == [(4, None, "4"), (0, 6, "0.0")]


def test_work_time_is_that_of_the_office_calendar(desk: Desk) -> None:
    desk.at = datetime(2026, 4, 3, 16, 48, 13, tzinfo=SHANGHAI)  # before 清明, by way of a weekend and a lunch
    case = desk.take(desk.report(), Verb.ACCEPT)
    desk.at = datetime(2026, 4, 8, 12, 40, 59, tzinfo=SHANGHAI)
    case = desk.step(case, Verb.ANSWER)
    assert case.accepted_at
    assert case.answered_at

    [row] = rows.fetched(Asked(OFFICE, Period(date(2026, 4, 1), 3), desk.at))

    calendar = office_at(OFFICE).calendar
    assert row["work_minutes"] == calendar.between(case.accepted_at, case.answered_at).minutes > 0


def publish(desk: Desk, by: str = "luming", **given: object) -> Evaluation:
    usual = {"path": OFFICE, "period": MARCH, "by": desk.actor(by), "at": APRIL}
    return actions.publish(**(usual | given))  # type: ignore[arg-type]


def attempts() -> Iterator[str]:
    yield "UPDATE cases_evaluation SET figures = '{}'"
    yield "DELETE FROM cases_evaluation"
    yield "UPDATE cases_evaluationrow SET on_time = true"
    yield "DELETE FROM cases_evaluationrow"
    yield "TRUNCATE cases_evaluationrow, cases_evaluation"
    columns = ", ".join(("evaluation_id", "entered", *rows.FACTS)).replace(" round,", " 9,")
    yield f"INSERT INTO cases_evaluationrow ({columns.replace(' 9,', ' round,')}) SELECT {columns} FROM cases_evaluationrow"
    yield (
        "INSERT INTO cases_evaluation (path, begins_on, months, edition, why, at, by_kind, by_key, by_name, digest, "
        "formulas, figures, rows) SELECT path, begins_on, months, 3, 'x', at, by_kind, by_key, by_name, digest, formulas, "
        "figures, 5 FROM cases_evaluation"
    )


def test_a_publication_keeps_rows_formulas_and_figures_for_good(march: Desk, as_web: AsWeb) -> None:
    with pytest.raises(actions.NotAllowedError):
        publish(march, by="shenzy")
    with pytest.raises(actions.NotAllowedError, match="由街道公布"):
        publish(march, path="hz.gs.wh.lsdy.")
    with pytest.raises(actions.WrongStageError, match="还没有结束"):
        publish(march, at=TUESDAY)

    with as_web(march.cast["luming"].scope):
        one = publish(march)

    assert one.told.by_unit == figures().by_unit
    assert one.told.first_types == figures().first_types
    assert (one.rows, EvaluationRow.objects.count(), one.edition, one.by_name) == (9, 9, 1, "陆明溪")
    late = EvaluationRow.objects.get(number=Case.objects.get(title="超期没有办").number)
    assert "on_time_rate.d" in late.entered
    assert "on_time_rate.n" not in late.entered
    line = Entry.objects.get(verb="cases.publish")
    assert line.refs == {"period": "2026-03", "edition": 1, "rows": 9, "formulas": one.digest}
    with pytest.raises(actions.NothingGivenError, match="为什么再公布"):
        publish(march)
    assert publish(march, why="漏算了一件补录的").edition == 2
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in attempts():
        with pytest.raises(DatabaseError, match="publi"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert (Evaluation.objects.count(), EvaluationRow.objects.count()) == (2, 18)


def test_duckdb_counts_an_invented_month_again_to_the_last_digit(desk: Desk) -> None:
    now = datetime(2026, 4, 3, 10, tzinfo=SHANGHAI)
    seed.seed(number=1, now=now, by=ACTOR, at=now, progress=lambda done, all_of: None, days=12)

    planted = planting.seed(number=1, now=now, by=ACTOR, at=now)

    one = Evaluation.objects.get()
    whole = one.told.by_unit[ALL_UNITS]
    assert (one.period, one.rows, planting.seed(number=1, now=now, by=ACTOR, at=now)) == (MARCH, planted, planted)
    assert whole["should_close"].above > 100
    assert whole["satisfied_rate"].below
    table = pyarrow.Table.from_pylist(list(one.kept.values(*rows.FACTS)), schema=packing.SCHEMA)
    with duckdb.connect(config={"threads": 1}) as there:
        there.register("evaluation_rows", table)
        again = there.execute(packing.figures_sql(one.used)).fetchall()
    assert {(unit, key): [above, below, value] for unit, key, above, below, value in again} == {
        (unit, key): figure for unit, of in one.figures["units"].items() for key, figure in of.items()
    }
