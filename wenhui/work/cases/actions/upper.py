"""The platform above moves its own limit; the case that answers it follows."""

from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.work.cases import access
from wenhui.work.cases.actions import steps
from wenhui.work.cases.models import Case
from wenhui.work.cases.words import UpperClock


@transaction.atomic
def follow_upper(*, case_id: int, before: datetime, until: datetime, by: Actor, at: datetime) -> Case:
    """Let the upper clock of a case run until `until`, where it ran until `before`, which the platform moved (上级改期).

    A nearer limit of another report goes on as it is; our own clock is none of the platform's business.
    """
    case = steps.locked(case_id)
    steps.refuse_unless_permitted(access.REPORT, path=case.area_path, by=by, at=at)
    if case.upper_due_at is not None and case.upper_due_at != before and case.upper_due_at <= until:
        return case
    case.upper_clock = case.upper_clock or str(UpperClock.WORKTIME)
    case.upper_due_at = until
    case.save(update_fields=steps.UPPER)
    journal.write(by=by, at=at, verb="cases.follow_upper", subject=f"case:{case.pk}", refs={"number": case.number})
    return case
