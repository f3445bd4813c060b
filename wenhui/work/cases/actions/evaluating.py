"""Figures of a period are published once, with the rows and formulas that made them; reporters are called back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.tidy import tidy
from wenhui.work.cases import access, rules
from wenhui.work.cases.actions import errors, steps
from wenhui.work.cases.actions.reporters import MOST_WORDS
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.evaluation import publishing
from wenhui.work.cases.evaluation.periods import Period
from wenhui.work.cases.evaluation.rows import Asked
from wenhui.work.cases.models import CaseCallBack, CaseReport, Evaluation


@transaction.atomic
def publish(*, path: str, period: Period, by: Actor, at: datetime, why: str = "") -> Evaluation:
    """Publish the evaluation of an office for a period that is over (公布考评): rows, formulas and figures are frozen.

    Published again, it is another edition and says why; the one before it stands.
    """
    steps.refuse_unless_permitted(access.PUBLISH, path=path, by=by, at=at)
    if rules.office_of(path) != path:
        raise errors.NotAllowedError(gettext("考评由街道公布；您的岗位只管其中一部分。"))
    _, ends_at = period.moments(office_at(path).calendar.zone)
    if at < ends_at:
        raise errors.WrongStageError(gettext("这一期还没有结束，结束以后再公布。"))
    holding = publishing.formulas_at(path)
    if holding is None:
        raise errors.NothingGivenError(gettext("这里还没有考评办法。"))
    before = Evaluation.objects.filter(path=path, begins_on=period.begins_on, months=period.months).count()
    words = tidy(why, most=MOST_WORDS).words
    if before and not words:
        raise errors.NothingGivenError(gettext("这一期已经公布过，请写明为什么再公布一版；先前的一版照样保留。"))
    formulas, pk = holding.read, publishing.next_pk()
    count = publishing.keep_rows(pk, formulas, Asked(path, period, at))
    published = Evaluation.objects.create(
        pk=pk, path=path, begins_on=period.begins_on, months=period.months, edition=before + 1, why=words, at=at,
        by_kind=by.kind, by_key=by.key, by_name=by.name, digest=formulas.digest, formulas=formulas.stored,
        figures=publishing.figures_of(pk, formulas).stored, rows=count,
    )  # fmt: skip
    refs: dict[str, str | int] = {
        "period": str(period),
        "edition": before + 1,
        "rows": count,
        "formulas": formulas.digest,
    }
    journal.write(by=by, at=at, verb="cases.publish", subject=f"evaluation:{pk}", refs=refs)
    return published


@transaction.atomic
def export_evaluation(*, evaluation_id: int, rows: int, by: Actor, at: datetime) -> None:
    """Write down that `rows` rows of a publication left the house with their formulas (导出考评)."""
    journal.write(
        by=by, at=at, verb="cases.export_evaluation", subject=f"evaluation:{evaluation_id}", refs={"rows": rows}
    )


@transaction.atomic
def call_back(*, report_id: int, is_satisfied: bool, by: Actor, at: datetime, words: str = "") -> CaseCallBack:
    """Write down whether a reporter who was answered is satisfied (回访); once, and what is missing where they are not.

    Whether the problem is solved is said when the case is closed, and stays.
    """
    report = CaseReport.objects.select_for_update(of=("self",)).select_related("case").filter(pk=report_id).first()
    if report is None:
        raise errors.UnknownCaseError(gettext("没有这条报告，或不在您的权限内。"))
    steps.refuse_unless_permitted(access.INFORM, path=report.area_path, by=by, at=at)
    if report.answered_at is None or CaseCallBack.objects.filter(report=report).exists():
        raise errors.NothingOwedError(gettext("答复以后回访一次；这条还没有答复，或已经回访过。"))
    said = tidy(words, most=MOST_WORDS).words
    if not is_satisfied and not said:
        raise errors.NothingGivenError(gettext("请写明报告人对什么不满意。"))
    row = CaseCallBack.objects.create(
        report=report, case=report.case, is_satisfied=is_satisfied, words=said, at=at, by_name=by.name
    )
    refs: dict[str, str | int] = {"number": report.case.number, "satisfied": int(is_satisfied)}
    journal.write(by=by, at=at, verb="cases.call_back", subject=f"report:{report.pk}", refs=refs)
    return row
