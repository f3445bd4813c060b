"""A case goes to a unit, and comes back when it is not theirs."""

from datetime import datetime

from django.db import transaction

from wenhui.kit.actor import Actor
from wenhui.work.cases.actions import steps
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
    """Give a case back to the command room (退单): not ours, and why. Its clock runs on."""
    step = steps.begin(Verb.RETURN_WITH_REASON, case_id=case_id, by=by, at=at, why=why)
    case, unit_key = step.case, step.case.unit_key
    case.unit_key, case.dispatched_at, case.accepted_at = "", None, None
    case.returned_count += 1
    return steps.finish(step, CaseReturned, unit_key=unit_key)
