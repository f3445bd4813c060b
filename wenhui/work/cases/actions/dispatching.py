"""A case goes to a unit, and comes back when it is not theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.kit.actor import Actor
from wenhui.work.cases.actions import asking, errors, pausing, steps, telling
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.events import CaseDispatched, CaseReturned
from wenhui.work.cases.models import Case
from wenhui.work.cases.words import Verb


@transaction.atomic
def dispatch(*, case_id: int, unit_key: str, by: Actor, at: datetime, why: str = "") -> Case:
    """Ask a unit to handle a case (派遣)."""
    step = steps.begin(Verb.DISPATCH, case_id=case_id, by=by, at=at, why=why, unit_key=unit_key)
    step.case.unit_key = unit_key
    step.case.dispatched_at = at
    return steps.finish(step, CaseDispatched, unit_key=unit_key)


@transaction.atomic
def return_with_reason(*, case_id: int, why: str, by: Actor, at: datetime) -> Case:
    """Give a case back to the command room (退单): not ours, and why. Its clock runs on.

    After so many returns as the office's policy allows, the next dispatch binds: the command room has decided.
    """
    step = steps.begin(Verb.RETURN_WITH_REASON, case_id=case_id, by=by, at=at, why=why)
    case, unit_key = step.case, step.case.unit_key
    _refuse_beyond_the_cap(case)
    pausing.end(case, at)
    asking.lapse(case=case, by=by, at=at)
    case.unit_key, case.dispatched_at, case.accepted_at = "", None, None
    case.returned_count += 1
    return steps.finish(step, CaseReturned, unit_key=unit_key)


@transaction.atomic
def urge(*, case_id: int, why: str, by: Actor, at: datetime) -> Case:
    """Press a unit for a case (催办); how often is counted on the case. Its clock runs on."""
    step = steps.begin(Verb.URGE, case_id=case_id, by=by, at=at, why=why)
    step.case.urged_count += 1
    telling.note(step.case, step="urge", whom=f"unit:{step.case.unit_key}", at=at, nth=step.case.urged_count)
    return steps.finish(step)


def _refuse_beyond_the_cap(case: Case) -> None:
    most = office_at(case.area_path).policy.returns
    if case.returned_count >= most:
        raise errors.CapReachedError(
            gettext("这件已经退单 %(n)s 次，指挥室已定由贵单位处置，不能再退；确有困难请申请延期或挂账。") % {"n": most}
        )
