"""Someone else looks whether it is done; then the case is closed, and may be opened once more."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, rules
from wenhui.work.cases.actions import errors, reporters, steps
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.events import CaseClosed, CaseReopened
from wenhui.work.cases.models import Case, CaseClosing
from wenhui.work.cases.words import Outcome, Verb


@transaction.atomic
def verify(*, case_id: int, note: str, by: Actor, at: datetime) -> Case:
    """Confirm on site or by telephone that it is done (核查通过); never by the one who answered."""
    step = steps.begin(Verb.VERIFY, case_id=case_id, by=by, at=at, why=note)
    _refuse_own_work(step.case, by, at)
    step.case.verified_at = at
    return steps.finish(step)


@transaction.atomic
def rework(*, case_id: int, why: str, by: Actor, at: datetime) -> Case:
    """Send a case back to its unit because it is not done (返工). Its clock runs on."""
    step = steps.begin(Verb.REWORK, case_id=case_id, by=by, at=at, why=why)
    _refuse_own_work(step.case, by, at)
    step.case.answered_at = None
    step.case.rework_count += 1
    return steps.finish(step)


@transaction.atomic
def close(*, case_id: int, outcome: Outcome, by: Actor, at: datetime, why: str = "") -> Case:
    """Close a case (结案) and say whether its problem is solved; the database says from its clock whether it was on time.

    What is anything but solved says why.
    """
    step = steps.begin(Verb.CLOSE, case_id=case_id, by=by, at=at, why=why)
    if outcome is not Outcome.SOLVED and not step.why:
        raise errors.NothingGivenError(gettext("结案时说“%(outcome)s”，请写明理由。") % {"outcome": say(outcome.words)})
    told = gettext("办理结果：%(outcome)s") % {"outcome": say(outcome.words)}
    step = replace(step, why=gettext("。").join(filter(None, [told, step.why])))
    step.case.closed_at = at
    CaseClosing.objects.create(
        case=step.case, closed_at=at, outcome=outcome, unit_key=step.case.unit_key, is_on_time=at <= step.case.due_at
    )
    case = steps.finish(step, CaseClosed, is_on_time=at <= step.case.due_at)
    case.refresh_from_db(fields=["is_on_time"])
    return case


@transaction.atomic
def reopen(*, case_id: int, why: str, by: Actor, at: datetime) -> Case:
    """Open a closed case again (重新打开): it waits for dispatch with a fresh handling clock.

    The closing before it counts as not solved from then on, whatever it said; whoever was answered is owed a second
    answer.
    """
    step = steps.begin(Verb.REOPEN, case_id=case_id, by=by, at=at, why=why)
    case = step.case
    policy = office_at(case.area_path).policy
    if case.closed_at is None or not rules.may_reopen(
        at, closed_at=case.closed_at, reopened_count=case.reopened_count, policy=policy
    ):
        raise errors.TooLateError(
            gettext("只能在结案后 %(days)s 天内重新打开一次；请另报一件。") % {"days": policy.reopen_days}
        )
    case.closings.filter(reopened_at=None).update(reopened_at=at, was_due_at=case.due_at)
    case.unit_key = ""
    case.dispatched_at = case.accepted_at = case.answered_at = case.verified_at = case.closed_at = None
    case.reopened_count += 1
    steps.start_clock(case, at)
    reporters.owe_again(case)
    return steps.finish(step, CaseReopened)


def _refuse_own_work(case: Case, by: Actor, at: datetime) -> None:
    """Raise unless `by` stands outside: neither the one who answered, nor anybody of a unit that handled the case."""
    answered = case.moves.filter(verb=Verb.ANSWER).order_by("-id").first()
    if answered is not None and not access.may_verify(by, answered_by=f"{answered.by_kind}:{answered.by_key}"):
        raise errors.NotAllowedError(gettext("谁处置谁不核查；请换一个人核查这件案件。"))
    units = {case.unit_key, *case.parts.filter(answered_at__isnull=False).values_list("unit_key", flat=True)}
    if any(post.unit_key in units for post in steps.posts(by, at) if post.unit_key):
        raise errors.NotAllowedError(gettext("处置单位的人不核查本单位办的案件；请换一个人核查。"))
