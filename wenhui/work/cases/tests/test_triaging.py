"""What is no duty of the office is shown another way, and whoever disagrees is heard by a second person."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wenhui.ground.journal.models import Entry
from wenhui.work.cases import actions
from wenhui.work.cases.models import Case, CaseAppeal
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Appeal, Stage, Verb

pytestmark = pytest.mark.database


def shown_another_way(desk: Desk, route: str = "labour") -> Case:
    case = desk.report(title="老板拖欠工资")
    return actions.redirect(
        case_id=case.pk, route_key=route, why="请带上劳动合同。", by=desk.actor("luming"), at=desk.at
    )


def objection(desk: Desk, case: Case) -> CaseAppeal:
    return actions.appeal(
        case_id=case.pk, kind=Appeal.OBJECTION, why="欠薪的是街道工程", by=desk.actor("gulan"), at=desk.at
    )


def test_a_redirection_says_politely_who_how_and_that_one_may_object(desk: Desk) -> None:
    case = shown_another_way(desk)

    told = case.moves.get(verb=Verb.REDIRECT).why
    assert case.stage == Stage.REDIRECTED
    for words in ("感谢您的反映", "劳动人事争议仲裁委员会", "12333", "请带上劳动合同。", "可以提出异议"):
        assert words in told
    assert Entry.objects.get(verb="cases.redirect").refs == {"number": case.number}


def test_a_granted_objection_takes_the_case_up_again_with_a_fresh_clock(desk: Desk) -> None:
    case = shown_another_way(desk)
    row = objection(desk, case)

    actions.decide(appeal_id=row.pk, is_granted=True, verdict="街道是发包方", by=desk.actor("chengws"), at=desk.at)

    case.refresh_from_db()
    row.refresh_from_db()
    assert (case.stage, row.granted, row.decided_name) == (Stage.REPORTED, True, "程望舒")
    assert case.moves.get(verb=Verb.RECONSIDER).why == "街道是发包方"
    assert {entry.verb for entry in Entry.objects.filter(subject=f"appeal:{row.pk}")} == {
        "cases.appeal",
        "cases.decide",
    }


def test_no_clock_begins_afresh_without_a_granted_objection_even_in_plain_sql(desk: Desk) -> None:
    case = shown_another_way(desk)
    later = {"stage": Stage.REPORTED, "due_at": case.due_at + timedelta(days=1)}

    with pytest.raises(DatabaseError, match="without an approver"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**later)
    row = objection(desk, case)
    with pytest.raises(DatabaseError, match="without an approver"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**later)
    desk.at += timedelta(hours=5)
    actions.decide(appeal_id=row.pk, is_granted=True, verdict="成立", by=desk.actor("chengws"), at=desk.at)

    assert Case.objects.get(pk=case.pk).due_at > case.due_at


def test_a_refused_objection_leaves_the_case_where_it_is(desk: Desk) -> None:
    case = shown_another_way(desk)
    row = objection(desk, case)

    actions.decide(appeal_id=row.pk, is_granted=False, verdict="与街道无关", by=desk.actor("chengws"), at=desk.at)

    assert Case.objects.get(pk=case.pk).stage == Stage.REDIRECTED
    with pytest.raises(actions.DecidedAlreadyError, match="程望舒"):
        actions.decide(appeal_id=row.pk, is_granted=True, verdict="再想想", by=desk.actor("chengws"), at=desk.at)


def test_neither_who_asked_nor_who_redirected_decides(desk: Desk) -> None:
    row = objection(desk, shown_another_way(desk))

    with pytest.raises(actions.NotAllowedError, match="请换一个人"):
        actions.decide(appeal_id=row.pk, is_granted=False, verdict="维持", by=desk.actor("luming"), at=desk.at)
    with pytest.raises(actions.NotAllowedError):
        actions.decide(appeal_id=row.pk, is_granted=True, verdict="成立", by=desk.actor("gulan"), at=desk.at)
    with pytest.raises(IntegrityError, match="case_appeals_take_a_second_person"), transaction.atomic():
        CaseAppeal.objects.update(decided_at=desk.at, decided_by=row.asked_by, granted=True, verdict="成立")


def test_an_exclusion_is_asked_by_the_unit_and_decided_by_another(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    unit = desk.actor("shenzy")

    row = actions.appeal(case_id=case.pk, kind=Appeal.EXCLUSION, why="恶意重复投诉", by=unit, at=desk.at)
    actions.decide(appeal_id=row.pk, is_granted=True, verdict="属实", by=desk.actor("luming"), at=desk.at)

    assert Case.objects.get(pk=case.pk).stage == Stage.ACCEPTED
    assert CaseAppeal.objects.get().granted


def test_what_makes_no_sense_is_refused_in_words(desk: Desk) -> None:
    case, clerk = desk.report(), desk.actor("luming")

    with pytest.raises(actions.WrongStageError, match="异议"):
        objection(desk, case)
    with pytest.raises(actions.WrongStageError, match="立案以后"):
        actions.appeal(case_id=case.pk, kind=Appeal.EXCLUSION, why="不该算", by=clerk, at=desk.at)
    with pytest.raises(actions.NothingGivenError):
        actions.redirect(case_id=case.pk, route_key="moon", by=clerk, at=desk.at)
    with pytest.raises(actions.NotAllowedError):
        actions.redirect(case_id=case.pk, route_key="court", by=desk.actor("gulan"), at=desk.at)
    row = objection(desk, shown_another_way(desk))
    with pytest.raises(actions.WaitsAlreadyError, match="还在等人裁定"):
        objection(desk, row.case)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("kind = 'wish'", "case_appeals_are_of_a_known_kind"),
        ("why = ''", "case_appeals_give_a_reason"),
        ("granted = true", "case_appeals_decided_say_how_and_why"),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(desk: Desk, change: str, constraint: str) -> None:
    objection(desk, shown_another_way(desk))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_caseappeal SET {change}")
