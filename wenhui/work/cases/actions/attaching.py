"""One problem told twice becomes one case, and becomes two again when that was a mistake.

A case that is joined keeps its number, its moves and its reports; whoever reported it is answered with the case it was
joined to. Parting it puts it back where it stood. A single report that joined a case can be parted too.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import access
from wenhui.work.cases.actions import asking, co_handling, errors, intake, steps
from wenhui.work.cases.models import Case, CaseReport
from wenhui.work.cases.rules import Given
from wenhui.work.cases.words import OPEN, Stage, Verb


@transaction.atomic
def attach(*, case_id: int, into: str, by: Actor, at: datetime, why: str = "") -> Case:
    """Join a case to the one numbered `into`, whose duplicate it is (并入).

    What waits for an approver lapses; co-handling units answer or are released first. A pause runs on by itself.
    The upper platform's clock runs on at the other case where it is the nearer one, until they are parted.
    """
    other = _both_locked(case_id, into)
    step = steps.begin(Verb.ATTACH, case_id=case_id, by=by, at=at, why=why)
    case = step.case
    _refuse_unless_fit(case, other)
    co_handling.refuse_while_owed(case)
    asking.lapse(case=case, by=by, at=at)
    step = steps.Step(case, Verb.ATTACH, by, at, f"{other.number}{'：' if step.why else ''}{step.why}")
    case.into = other
    if other.stage in OPEN and steps.bring_upper_clock(other, case.upper_clock, case.upper_due_at):
        other.save(update_fields=steps.UPPER)
    return steps.finish(step)


@transaction.atomic
def detach(*, case_id: int, why: str, by: Actor, at: datetime) -> Case:
    """Part a case from the one it was joined to (分出): it stands again where it stood, with its own reports and clocks."""
    step = steps.begin(Verb.DETACH, case_id=case_id, by=by, at=at, why=why)
    joined = step.case.moves.filter(verb=Verb.ATTACH).order_by("-id").first()
    other, step.case.into = step.case.into, None
    case = steps.finish(step, to=Stage(joined.from_stage) if joined else None)
    if other is not None and steps.end_upper_clock(other, case.upper_due_at):
        other.save(update_fields=steps.UPPER)
    return case


@transaction.atomic
def part(*, report_id: int, why: str, by: Actor, at: datetime) -> Case:
    """Give a report that joined a case one of its own (分出报告), reported anew at `at` in the same place.

    The clock of the upper platform that sent it goes with it.
    """
    report = CaseReport.objects.select_for_update(of=("self",)).select_related("case").filter(pk=report_id).first()
    if report is None:
        raise errors.UnknownCaseError(gettext("没有这条报告，或不在您的权限内。"))
    held = report.case
    steps.refuse_unless_permitted(access.ATTACH, path=held.area_path, by=by, at=at)
    if not why.strip():
        raise errors.NothingGivenError(str(steps.MISSING[Given.REASON]))
    if held.reports.order_by("id").values_list("pk", flat=True).first() == report.pk:
        raise errors.NotJoinableError(gettext("这是立起 %(number)s 的那条报告，分不出去。") % {"number": held.number})
    case = intake.open_again(held, title=report.title, words=report.words, by=by, at=at, why=why.strip())
    report.case = case
    report.save(update_fields=["case"])
    if steps.bring_upper_clock(case, report.upper_clock, report.upper_due_at):
        case.save(update_fields=steps.UPPER)
    if steps.end_upper_clock(held, report.upper_due_at):
        held.save(update_fields=steps.UPPER)
    refs: dict[str, str | int] = {"from": held.number, "to": case.number}
    journal.write(by=by, at=at, verb="cases.part", subject=f"report:{report.pk}", refs=refs)
    return case


def _both_locked(case_id: int, into: str) -> Case:
    """Lock both cases in the order of their ids, so that two clerks who join them crosswise wait for each other."""
    wanted = Case.objects.filter(pk=case_id) | Case.objects.filter(number=into)
    both = list(wanted.select_for_update().order_by("pk"))
    found = next((case for case in both if case.number == into), None)
    if found is None:
        raise errors.UnknownCaseError(gettext("没有编号为 %(number)s 的案件，或不在您的权限内。") % {"number": into})
    return found


def _refuse_unless_fit(case: Case, other: Case) -> None:
    if case.pk == other.pk:
        raise errors.NotJoinableError(gettext("不能并入自己；请填另一件案件的编号。"))
    if other.stage not in {*OPEN, Stage.CLOSED}:
        joined_to = other.into.number if other.into else ""
        told = gettext("%(number)s 现在是“%(stage)s”，不能再并入它。") % {
            "number": other.number,
            "stage": say(other.at_stage.words),
        }
        raise errors.NotJoinableError(
            told + (gettext("请并入 %(number)s。") % {"number": joined_to} if joined_to else "")
        )
    if case.joined.filter(joined__isnull=False).exists():
        raise errors.NotJoinableError(gettext("并入它的案件里还有并入的；请先把那些分出来。"))
