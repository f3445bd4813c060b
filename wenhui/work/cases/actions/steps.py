"""What every action on a case does the same way: lock, ask access, ask the rules; then write, record and tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from wenhui.ground import rows
from wenhui.ground.accounts import queries
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, events, rules
from wenhui.work.cases.actions import errors
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.events import CaseMoved
from wenhui.work.cases.models import Case, CaseMove, CaseType, Unit
from wenhui.work.cases.rules import Given
from wenhui.work.cases.words import Stage, Verb

MISSING = {
    Given.REASON: gettext_lazy("请写明理由，下一个人要照着办。"),
    Given.NOTE: gettext_lazy("请写明做了什么、看到了什么。"),
    Given.UNIT: gettext_lazy("请选处置单位。"),
}

UPPER = ("upper_clock", "upper_due_at")

# What steps may change; the rest of a case stays as it was reported.
CHANGED = (
    "stage", "type", "platform", "urgency", "unit_key", "registered_at", "dispatched_at", "accepted_at", "answered_at",
    "verified_at", "closed_at", "soon_at", "due_at", "paused_until", "asked", "route", "returned_count", "rework_count",
    "reopened_count", "urged_count", "into",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step being taken: the locked case, what is done to it, by whom, when and why."""

    case: Case
    verb: Verb
    by: Actor
    at: datetime
    why: str = ""
    unit_key: str = ""


def begin(verb: Verb, *, case_id: int, by: Actor, at: datetime, why: str = "", unit_key: str = "") -> Step:
    """Lock the case and return the step, or raise the CaseError that says why it cannot be taken."""
    case = locked(case_id)
    refuse_unless_at_its_stage(verb, case)
    refuse_unless_allowed(verb, path=case.area_path, unit_key=case.unit_key, by=by, at=at)
    step = Step(case, verb, by, at, why.strip(), unit_key)
    _refuse_unless_given(step)
    return step


def locked(case_id: int) -> Case:
    """Return the case, locked until the transaction ends, or raise UnknownCaseError."""
    case = rows.locked(Case, case_id)
    if case is None:
        raise errors.UnknownCaseError(gettext("没有这件案件，或不在您的权限内。"))
    return case


def refuse_unless_at_its_stage(verb: Verb, case: Case) -> None:
    """Raise WrongStageError unless the case stands where this step begins."""
    if not rules.may_move(verb, case.at_stage):
        raise errors.WrongStageError(
            gettext("%(number)s 现在是“%(stage)s”，不能%(verb)s。")
            % {"number": case.number, "stage": say(case.at_stage.words), "verb": say(verb.words)}
        )


def finish(step: Step, kind: type[CaseMoved] = CaseMoved, *, to: Stage | None = None, **more: Any) -> Case:
    """Put the case at the stage the move leads to, write one move and one journal line, and tell the fact on commit.

    `to` is for the one move that leads back to wherever a case stood.
    """
    case, came_from = step.case, step.case.stage
    case.stage = to or rules.after(step.verb, case.at_stage)
    with rows.at_once():
        rows.update(case, CHANGED)
        record(step, from_stage=came_from)
    tell(kind, step, **more)
    return case


def record(step: Step, *, from_stage: str) -> None:
    """Write the move and the line in the journal."""
    case, by = step.case, step.by
    move = CaseMove(
        case=case, verb=step.verb, from_stage=from_stage, to_stage=case.stage, by_kind=by.kind, by_key=by.key,
        by_name=by.name, at=step.at, why=step.why, unit_key=step.unit_key,
    )  # fmt: skip
    rows.insert(move)
    refs = {"number": case.number, "unit": step.unit_key} if step.unit_key else {"number": case.number}
    journal.write(by=by, at=step.at, verb=f"cases.{step.verb}", subject=f"case:{case.pk}", refs=refs)


def tell(kind: type[CaseMoved], step: Step, **more: Any) -> None:
    """Tell the fact of a step once it is kept."""
    case = step.case
    events.tell(kind(case_id=case.pk, number=case.number, area_path=case.area_path, verb=step.verb, at=step.at, **more))


def start_clock(case: Case, at: datetime) -> None:
    """Let the handling clock of the case's type begin to run."""
    office = office_at(case.area_path)
    case.soon_at, case.due_at, _ = rules.clock(
        begins_at=at, limit=case.limit, calendar=office.calendar, soon_percent=office.policy.soon_percent
    )


def bring_upper_clock(case: Case, clock: str, due_at: datetime | None) -> bool:
    """Let an upper platform's limit run for the case unless a nearer one does; say whether there is anything to save."""
    if due_at is None or (case.upper_due_at is not None and case.upper_due_at <= due_at):
        return False
    case.upper_clock, case.upper_due_at = clock, due_at
    return True


def end_upper_clock(case: Case, due_at: datetime | None) -> bool:
    """End an upper platform's limit that left the case with its report; the nearest that is left runs on.

    Says whether there is anything to save; a limit the case has from elsewhere stays.
    """
    if due_at is None or case.upper_due_at != due_at:
        return False
    waits = {
        *case.reports.values_list("upper_due_at", "upper_clock"),
        *case.joined.values_list("upper_due_at", "upper_clock"),
    }
    case.upper_due_at, case.upper_clock = min((one for one in waits if one[0] is not None), default=(None, ""))
    return True


def refuse_unless_allowed(verb: Verb, *, path: str, by: Actor, at: datetime, unit_key: str = "") -> None:
    """Raise NotAllowedError unless `by` may take this step with a case at `path`."""
    if not may(by, rules.MOVES[verb].permission, path=path, at=at, unit_key=unit_key):
        raise errors.NotAllowedError(gettext("您的岗位不能对这件案件%(verb)s。") % {"verb": say(verb.words)})


def refuse_unless_permitted(permission: str, *, path: str, by: Actor, at: datetime) -> None:
    """Raise NotAllowedError unless `by` holds a permission over a case at `path`, for what is no step of the case."""
    if not may(by, permission, path=path, at=at):
        what = say(access.PERMISSIONS[permission])
        raise errors.NotAllowedError(gettext("您的岗位不能%(what)s。") % {"what": what})


def may(by: Actor, permission: str, *, path: str, at: datetime, unit_key: str = "") -> bool:
    """Say whether `by` holds a permission at `path` on that day."""
    return access.may(by, permission, path=path, posts=posts(by, at), unit_key=unit_key)


def posts(by: Actor, at: datetime) -> Sequence[access.Post]:
    """Return the posts that `by` holds on that day, or a program's token."""
    return queries.posts_of(by, day=clock.local_day(at))


def _refuse_unless_given(step: Step) -> None:
    given = rules.MOVES[step.verb].given
    if given is Given.UNIT:
        unit(step.unit_key)
    elif given in MISSING and not step.why:
        raise errors.NothingGivenError(str(MISSING[given]))


def unit(key: str) -> Unit:
    """Return the handling unit, or raise UnknownUnitError."""
    found = Unit.objects.filter(key=key, ended=False).first()
    if found is None:
        raise errors.UnknownUnitError(str(MISSING[Given.UNIT]))
    return found


def case_type(key: str) -> CaseType:
    """Return the type of case, or raise UnknownTypeError."""
    found = CaseType.objects.filter(key=key, ended=False).first()
    if found is None:
        raise errors.UnknownTypeError(gettext("没有“%(key)s”这个案件类型。") % {"key": key})
    return found
