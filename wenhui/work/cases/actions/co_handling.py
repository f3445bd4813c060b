"""Several units at one case: co-handling units are asked, accept and answer, or are released."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.kit.worktime import WorkTime
from wenhui.work.cases import access, rules
from wenhui.work.cases.actions import errors, steps
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import Case, CasePart
from wenhui.work.cases.words import Stage

IN_HANDLING = (Stage.DISPATCHED, Stage.ACCEPTED)
BEFORE_ANSWER = (Stage.REGISTERED, *IN_HANDLING)


@transaction.atomic
def invite(
    *, case_id: int, unit_key: str, asks: str, by: Actor, at: datetime, limit: WorkTime | None = None
) -> CasePart:
    """Ask another unit to help (协办): for what, and within which limit; the case's own where none is given."""
    case = steps.locked(case_id)
    refuse_unless_room(case, by, at)
    refuse_unless_at(case, IN_HANDLING)
    unit = steps.unit(unit_key)
    if unit.key == case.unit_key or case.parts.filter(unit_key=unit.key, answered_at=None, released_at=None).exists():
        raise errors.WrongStageError(gettext("%(unit)s 已经在办这件案件。") % {"unit": say(unit.words)})
    if not asks.strip():
        raise errors.NothingGivenError(gettext("请写明请协办单位做什么。"))
    office, limit = office_at(case.area_path), limit or case.limit
    timed = rules.clock(begins_at=at, limit=limit, calendar=office.calendar, soon_percent=office.policy.soon_percent)
    part = CasePart.objects.create(
        case=case, unit_key=unit.key, asks=asks.strip(), asked_at=at, limit_amount=limit.amount, limit_unit=limit.unit,
        soon_at=timed.soon_at, due_at=timed.due_at,
    )  # fmt: skip
    _note(part, "invite", by, at)
    return part


@transaction.atomic
def accept_part(*, part_id: int, by: Actor, at: datetime) -> CasePart:
    """Take a part on, as the co-handling unit."""
    part = _owed(part_id)
    _refuse_unless_unit(part, by, at)
    if part.accepted_at is not None:
        raise errors.WrongStageError(gettext("协办任务已经接了。"))
    part.accepted_at = at
    part.save(update_fields=["accepted_at"])
    _note(part, "accept_part", by, at)
    return part


@transaction.atomic
def answer_part(*, part_id: int, note: str, by: Actor, at: datetime) -> CasePart:
    """Say what the co-handling unit did; an answer without accepting first accepts it, too."""
    part = _owed(part_id)
    _refuse_unless_unit(part, by, at)
    if not note.strip():
        raise errors.NothingGivenError(str(steps.MISSING[rules.Given.NOTE]))
    part.accepted_at = part.accepted_at or at
    part.answered_at, part.answered_by, part.note = at, by.name, note.strip()
    part.save(update_fields=["accepted_at", "answered_at", "answered_by", "note"])
    _note(part, "answer_part", by, at)
    return part


@transaction.atomic
def release_part(*, part_id: int, why: str, by: Actor, at: datetime) -> CasePart:
    """Let a co-handling unit go without its answer, as the command room."""
    part = _owed(part_id)
    refuse_unless_room(part.case, by, at)
    if not why.strip():
        raise errors.NothingGivenError(gettext("请写明为什么不再需要协办。"))
    part.released_at, part.released_why = at, why.strip()
    part.save(update_fields=["released_at", "released_why"])
    _note(part, "release_part", by, at)
    return part


def refuse_while_owed(case: Case) -> None:
    """Raise while a co-handling unit has neither answered nor been released: the lead unit answers last."""
    if case.parts.filter(answered_at=None, released_at=None).exists():
        raise errors.WrongStageError(gettext("还有协办单位没有反馈；等反馈完，或请指挥室免去协办。"))


def release_all(case: Case, *, why: str, at: datetime) -> None:
    """Let every co-handling unit go of a case that is over."""
    case.parts.filter(answered_at=None, released_at=None).update(released_at=at, released_why=why)


def _owed(part_id: int) -> CasePart:
    """Lock the case of a part and return the part, or raise when it is not there or has ended."""
    known = CasePart.objects.filter(pk=part_id).values_list("case_id", flat=True).first()
    if known is None:
        raise errors.UnknownCaseError(gettext("没有这项协办，或不在您的权限内。"))
    case = steps.locked(known)
    part = CasePart.objects.get(pk=part_id)
    part.case = case
    if not part.is_owed:
        raise errors.WrongStageError(gettext("这项协办已经办完。"))
    return part


def refuse_unless_at(case: Case, stages: Sequence[Stage]) -> None:
    """Raise WrongStageError unless the case stands at one of these stages."""
    if case.at_stage not in stages:
        raise errors.WrongStageError(
            gettext("%(number)s 现在是“%(stage)s”，不能这样办。")
            % {"number": case.number, "stage": say(case.at_stage.words)}
        )


def refuse_unless_room(case: Case, by: Actor, at: datetime) -> None:
    """Raise NotAllowedError unless `by` speaks for the command room."""
    if not steps.may(by, access.DISPATCH, path=case.area_path, at=at):
        raise errors.NotAllowedError(gettext("只有指挥室可以安排协办和拆分。"))


def _refuse_unless_unit(part: CasePart, by: Actor, at: datetime) -> None:
    if not steps.may(by, access.HANDLE, path=part.case.area_path, at=at, unit_key=part.unit_key):
        raise errors.NotAllowedError(gettext("只有被请的协办单位可以办这一项。"))


def _note(part: CasePart, verb: str, by: Actor, at: datetime) -> None:
    refs = {"number": part.case.number, "unit": part.unit_key, "part": str(part.pk)}
    journal.write(by=by, at=at, verb=f"cases.{verb}", subject=f"case:{part.case_id}", refs=refs)
