"""What needs an approver: one person asks with a reason, another decides; only then it happens."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, rules
from wenhui.work.cases.actions import co_handling, errors, pausing, steps
from wenhui.work.cases.asking import caps
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import Case, CaseRequest
from wenhui.work.cases.words import Decision, Verb


@transaction.atomic
def ask(*, case_id: int, kind: Verb, why: str, by: Actor, at: datetime, amount: int = 0) -> CaseRequest:
    """Ask for an extension, a pause or an exit (申请); nothing about the case changes until somebody else approves.

    The unit asks for its own case, the command room for any. `amount` is counted in the unit of the type's limit for an
    extension, in workdays for a pause. Time is asked for before the case is overdue.
    """
    case = steps.locked(case_id)
    _refuse_unless_it_can_be(kind, case, at)
    _refuse_strangers(case, by, at)
    if case.asked:
        raise errors.WaitsAlreadyError(gettext("这件案件已有一项申请在等审批；批复或撤回之后再申请。"))
    _refuse_beyond_the_cap(kind, case, amount, why.strip())
    if kind in caps.MEASURED and at > case.due_at:
        raise errors.CapReachedError(
            gettext("已经超期，不能再申请%(verb)s；请在到期之前申请。") % {"verb": say(kind.words)}
        )
    request = CaseRequest.objects.create(
        case=case, kind=kind, unit_key=case.unit_key, amount=amount if kind in caps.MEASURED else None, why=why.strip(),
        asked_at=at, asked_by_kind=by.kind, asked_by_key=by.key, asked_by_name=by.name,
    )  # fmt: skip
    _note(case, request, "ask", asked=str(kind), by=by, at=at)
    return request


@transaction.atomic
def approve(*, request_id: int, by: Actor, at: datetime, note: str = "") -> CaseRequest:
    """Approve what was asked (批准) and let it happen at once; never by the one who asked."""
    case, request = _waiting(request_id)
    _refuse_unless_decider(case, request, by, at)
    _refuse_unless_it_can_be(request.verb, case, at)
    step = steps.Step(case, request.verb, by, at, request.why, request.unit_key)
    pausing.grant(request, case, at)
    _decide(request, Decision.APPROVED, by=by, at=at, why=note)
    if request.verb is Verb.VOID:
        co_handling.release_all(case, why=request.why, at=at)
    case.asked = ""
    steps.finish(step)
    return request


@transaction.atomic
def decline(*, request_id: int, why: str, by: Actor, at: datetime) -> CaseRequest:
    """Decline what was asked (不批准), with the reason; the case goes on as if nothing had been asked."""
    case, request = _waiting(request_id)
    _refuse_unless_decider(case, request, by, at)
    if not why.strip():
        raise errors.NothingGivenError(gettext("请写明为什么不批准。"))
    _decide(request, Decision.DECLINED, by=by, at=at, why=why)
    _note(case, request, "decline", asked="", by=by, at=at)
    return request


@transaction.atomic
def withdraw(*, request_id: int, by: Actor, at: datetime) -> CaseRequest:
    """Take back what was asked (撤回), by the one who asked or somebody else of the same unit."""
    case, request = _waiting(request_id)
    if (by.kind, by.key) != (request.asked_by_kind, request.asked_by_key):
        _refuse_strangers(case, by, at)
    _decide(request, Decision.WITHDRAWN, by=by, at=at)
    _note(case, request, "withdraw", asked="", by=by, at=at)
    return request


def lapse(*, case: Case, by: Actor, at: datetime) -> None:
    """Take back what still waits for a case that its unit has done or given back; the caller saves the case."""
    request = case.requests.filter(decision="").first()
    if request is not None:
        _decide(request, Decision.WITHDRAWN, by=by, at=at)
    case.asked = ""


def _waiting(request_id: int) -> tuple[Case, CaseRequest]:
    """Lock the case and then its request, always in this order; raise unless it waits for a decision."""
    known = CaseRequest.objects.filter(pk=request_id).values_list("case_id", flat=True).first()
    if known is None:
        raise errors.UnknownCaseError(gettext("没有这项申请，或不在您的权限内。"))
    case = steps.locked(known)
    request = CaseRequest.objects.get(pk=request_id)
    if request.decision:
        raise errors.DecidedAlreadyError(
            gettext("%(name)s 已经处理过这项申请：%(decision)s。")
            % {"name": request.decided_by_name, "decision": say(Decision(request.decision).words)}
        )
    return case, request


def _refuse_unless_it_can_be(kind: Verb, case: Case, at: datetime) -> None:
    """Raise unless a case as it stands can have this: at its stage, and running or paused as it takes."""
    if kind not in rules.ASKED:
        raise errors.WrongStageError(gettext("%(verb)s不需要申请。") % {"verb": say(kind.words)})
    steps.refuse_unless_at_its_stage(kind, case)
    held = rules.is_held(at, stage=case.at_stage, paused_until=case.paused_until)
    if kind is Verb.RESUME and not held:
        raise errors.WrongStageError(gettext("这件案件正在计时，不用恢复。"))
    if held and kind not in {Verb.RESUME, Verb.VOID}:
        raise errors.WrongStageError(
            gettext("这件案件已经暂停计时；恢复之后再申请%(verb)s。") % {"verb": say(kind.words)}
        )


def _refuse_strangers(case: Case, by: Actor, at: datetime) -> None:
    asks = (access.HANDLE, access.DISPATCH)
    if not any(steps.may(by, one, path=case.area_path, at=at, unit_key=case.unit_key) for one in asks):
        raise errors.NotAllowedError(gettext("只有处置单位和指挥室可以为这件案件申请。"))


def _refuse_unless_decider(case: Case, request: CaseRequest, by: Actor, at: datetime) -> None:
    steps.refuse_unless_allowed(request.verb, path=case.area_path, by=by, at=at)
    if (by.kind, by.key) == (request.asked_by_kind, request.asked_by_key):
        raise errors.NotAllowedError(gettext("谁申请谁不审批；请换一个人审批。"))


def _refuse_beyond_the_cap(kind: Verb, case: Case, amount: int, why: str) -> None:
    """Raise unless one more of this kind, so large and so explained, is within what the office allows."""
    cap = office_at(case.area_path).policy.caps[kind]
    had = case.requests.filter(kind=kind, decision=Decision.APPROVED).aggregate(n=Count("pk"), amount=Sum("amount"))
    words = {"verb": say(kind.words), "n": cap.times}
    if cap.times and had["n"] >= cap.times:
        raise errors.CapReachedError(gettext("一件案件最多%(verb)s %(n)s 次，已经用完。") % words)
    if len(why) < max(cap.words, 1):
        raise errors.NothingGivenError(
            gettext("请写明%(verb)s的理由，至少 %(n)s 个字。") % (words | {"n": max(cap.words, 1)})
        )
    if kind in caps.MEASURED:
        most = caps.most(kind, cap, limit=case.limit, granted=had["amount"] or 0)
        if not 1 <= amount <= most:
            unit = say(caps.unit_of(kind, case.limit))
            raise errors.CapReachedError(
                gettext("还可以申请%(verb)s 1 到 %(n)s %(unit)s。") % (words | {"n": most, "unit": unit})
                if most
                else gettext("这件案件的%(verb)s额度已经用完。") % words
            )


def _decide(request: CaseRequest, decision: Decision, *, by: Actor, at: datetime, why: str = "") -> None:
    request.decision, request.decided_at, request.decided_why = decision, at, why.strip()
    request.decided_by_kind, request.decided_by_key, request.decided_by_name = by.kind, by.key, by.name
    request.save()


def _note(case: Case, request: CaseRequest, verb: str, *, asked: str, by: Actor, at: datetime) -> None:
    """Say on the case what waits for an approver, and write the line in the journal."""
    case.asked = asked
    case.save(update_fields=["asked"])
    refs = {"number": case.number, "request": str(request.pk), "kind": request.kind}
    journal.write(by=by, at=at, verb=f"cases.{verb}", subject=f"case:{case.pk}", refs=refs)
