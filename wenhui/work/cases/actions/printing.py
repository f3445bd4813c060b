"""Papers leave the house, and that is on record; an office brings its own templates, in editions."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.kit.paper import template
from wenhui.work.cases import access
from wenhui.work.cases.actions import errors, steps
from wenhui.work.cases.models import Case, CaseReport, CaseReporter, PaperTemplate
from wenhui.work.cases.paper import kinds, written
from wenhui.work.cases.paper.kinds import Format, Paper
from wenhui.work.cases.paper.written import Written


@transaction.atomic
def print_paper(*, case_id: int, paper: Paper, as_format: Format, by: Actor, at: datetime) -> Written:
    """Return what stands on a paper of a case, and journal who printed which (打印文书)."""
    case = Case.objects.select_related("type", "area__parent__parent").filter(pk=case_id).first()
    if case is None:
        raise errors.UnknownCaseError(gettext("没有这件案件，或不在您的权限内。"))
    steps.refuse_unless_permitted(access.PRINT, path=case.area_path, by=by, at=at)
    if paper not in kinds.offered(stage=case.at_stage, unit_key=case.unit_key):
        raise errors.WrongStageError(
            gettext("%(number)s 现在是“%(stage)s”，没有%(paper)s。")
            % {"number": case.number, "stage": say(case.at_stage.words), "paper": say(paper.words)}
        )
    refs: dict[str, str | int] = {"number": case.number, "paper": paper, "format": as_format}
    journal.write(by=by, at=at, verb="cases.print_paper", subject=f"case:{case.pk}", refs=refs)
    return written.of_case(paper, case, by=by.name, at=at)


@transaction.atomic
def print_letter(*, report_id: int, as_format: Format, by: Actor, at: datetime) -> Written:
    """Return the letter to one reporter who was answered, with their name and nobody else's, and journal it (答复函)."""
    report = CaseReport.objects.select_related("case").filter(pk=report_id).first()
    if report is None:
        raise errors.UnknownCaseError(gettext("没有这条报告，或不在您的权限内。"))
    steps.refuse_unless_permitted(access.INFORM, path=report.area_path, by=by, at=at)
    if not report.told:
        raise errors.NothingGivenError(gettext("还没有答复这位报告人。请先写明答复了什么，再打印答复函。"))
    reporter = CaseReporter.objects.filter(report=report).first()
    refs: dict[str, str | int] = {"number": report.case.number, "format": as_format}
    why = gettext("打印答复函")
    subject = f"report:{report.pk}"
    journal.write(by=by, at=at, verb="cases.print_letter", subject=subject, reason=why, refs=refs)
    return written.letter(report, name=reporter.name if reporter else "", at=at)


@transaction.atomic
def bring_template(*, path: str, paper: Paper, content: bytes, by: Actor, at: datetime) -> PaperTemplate:
    """Let an office's own Word template hold for a paper from now on (启用文书模板); the one before it ends.

    Raises RefusedTemplateError with the reason in words; the same bytes once more change nothing.
    """
    _refuse_unless_keeper(path, by, at)
    template.check(content, known=kinds.known(paper))
    digest = hashlib.sha256(content).hexdigest()[:16]
    held = PaperTemplate.objects.select_for_update().filter(path=path, paper=paper, ended_at=None).first()
    if held is not None and held.digest == digest:
        return held
    _end(held, at)
    brought = PaperTemplate.objects.create(
        path=path, paper=paper, digest=digest, content=content, brought_at=at, brought_by=by.name
    )
    _note("bring_template", brought, by, at)
    return brought


@transaction.atomic
def end_template(*, path: str, paper: Paper, by: Actor, at: datetime) -> None:
    """Go back to the built-in layout of a paper (停用文书模板)."""
    _refuse_unless_keeper(path, by, at)
    held = PaperTemplate.objects.select_for_update().filter(path=path, paper=paper, ended_at=None).first()
    if held is None:
        raise errors.NothingOwedError(gettext("这种文书没有用自己的模板。"))
    _end(held, at)
    _note("end_template", held, by, at)


def _end(held: PaperTemplate | None, at: datetime) -> None:
    if held is not None:
        held.ended_at = max(at, held.brought_at)
        held.save(update_fields=["ended_at"])


def _refuse_unless_keeper(path: str, by: Actor, at: datetime) -> None:
    steps.refuse_unless_permitted(access.PAPERS, path=path, by=by, at=at)


def _note(verb: str, held: PaperTemplate, by: Actor, at: datetime) -> None:
    refs: dict[str, str | int] = {"paper": held.paper, "edition": held.digest}
    journal.write(by=by, at=at, verb=f"cases.{verb}", subject=f"papers:{held.path}", refs=refs)
