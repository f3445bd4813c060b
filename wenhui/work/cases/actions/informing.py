"""Whoever reported hears what came of it, and that is on record; so is who looked at their number."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.tidy import tidy
from wenhui.work.cases import access
from wenhui.work.cases.actions import errors, steps
from wenhui.work.cases.actions.reporters import MOST_WORDS
from wenhui.work.cases.intake import sealing
from wenhui.work.cases.models import CaseReport, CaseReporter
from wenhui.work.cases.words import ENDED


class Contact(NamedTuple):
    """A reporter in clear."""

    name: str
    phone: str


@transaction.atomic
def inform(*, report_id: int, told: str, by: Actor, at: datetime) -> CaseReport:
    """Write down that a reporter was answered, and with what words (答复报告人); once, and when the matter has ended."""
    report = _locked(report_id, by=by, at=at)
    words = tidy(told, most=MOST_WORDS).words
    if not words:
        raise errors.NothingGivenError(gettext("请写明告诉了报告人什么。"))
    if not report.is_owed:
        raise errors.NothingOwedError(gettext("这位报告人已经答复过，或不用答复。"))
    case = report.case
    while case.into is not None:
        case = case.into
    if case.stage not in ENDED:
        raise errors.NothingOwedError(gettext("%(number)s 还没有办结，办结后再答复。") % {"number": case.number})
    report.answered_at, report.answered_by, report.told = at, by.name, words
    report.save(update_fields=["answered_at", "answered_by", "told"])
    refs: dict[str, str | int] = {"number": report.case.number, "route": report.route}
    journal.write(by=by, at=at, verb="cases.inform", subject=f"report:{report.pk}", refs=refs)
    return report


@transaction.atomic
def reveal_reporter(*, report_id: int, reason: str, by: Actor, at: datetime) -> Contact:
    """Return name and phone of a reporter in clear, to whoever answers reporters, and journal who looked and why."""
    report = _locked(report_id, by=by, at=at)
    if not reason.strip():
        raise errors.NothingGivenError(gettext("请写明为什么要看。"))
    reporter = CaseReporter.objects.filter(report=report).first()
    if reporter is None:
        raise errors.NothingOwedError(gettext("报告人没有留下姓名和电话。"))
    refs: dict[str, str | int] = {"number": report.case.number}
    subject = f"report:{report.pk}"
    journal.write(by=by, at=at, verb="cases.reveal_reporter", subject=subject, reason=reason.strip(), refs=refs)
    return Contact(reporter.name, sealing.phone_of(reporter))


def _locked(report_id: int, *, by: Actor, at: datetime) -> CaseReport:
    rows = CaseReport.objects.select_for_update(of=("self",)).select_related("case")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise errors.UnknownCaseError(gettext("没有这条报告，或不在您的权限内。"))
    steps.refuse_unless_permitted(access.INFORM, path=report.area_path, by=by, at=at)
    return report
