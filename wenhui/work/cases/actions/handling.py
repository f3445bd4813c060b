"""A unit handles a case: from accepting it to answering is the handling time."""

from datetime import datetime

from django.db import transaction

from wenhui.kit.actor import Actor
from wenhui.work.cases.actions import asking, co_handling, pausing, steps
from wenhui.work.cases.models import Case
from wenhui.work.cases.words import Verb


@transaction.atomic
def accept(*, case_id: int, by: Actor, at: datetime) -> Case:
    """Take a case on (接单)."""
    step = steps.begin(Verb.ACCEPT, case_id=case_id, by=by, at=at)
    step.case.accepted_at = at
    return steps.finish(step)


@transaction.atomic
def answer(*, case_id: int, note: str, by: Actor, at: datetime) -> Case:
    """Say that the work is done and what was done (处置反馈); the lead unit does so once all co-handling units have."""
    step = steps.begin(Verb.ANSWER, case_id=case_id, by=by, at=at, why=note)
    co_handling.refuse_while_owed(step.case)
    pausing.end(step.case, at)
    asking.lapse(case=step.case, by=by, at=at)
    step.case.answered_at = at
    return steps.finish(step)
