"""An origin's words taken back: a wrong file, a wrong form. They stay readable and count no longer."""

from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.facts.actions import origins
from wenhui.record.facts.actions.taking_in import Progress, catch_up
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Standing


def withdraw(
    *, origin_id: int, by: Actor, at: datetime, reason: str, progress: Progress = lambda done, of: None
) -> Origin:
    """Withdraw an origin: what is known becomes what it would be without it. Raises WrongStandingError.

    Its words count no longer with the first transaction; the rest may be taken up again by `catch_up`.
    """
    put_out_of_force(origin_id=origin_id, by=by, at=at, reason=reason)
    catch_up(origin_id=origin_id, by=by, at=at, progress=progress)
    return Origin.objects.get(pk=origin_id)


@transaction.atomic
def put_out_of_force(*, origin_id: int, by: Actor, at: datetime, reason: str) -> Origin:
    """Let an origin's words count no longer; what is known follows with `catch_up`. Raises WrongStandingError."""
    origin = origins.locked(origin_id, Standing.IN_FORCE)
    origin.standing, origin.settled_at, origin.is_caught_up = Standing.WITHDRAWN, at, False
    origin.save()
    journal.write(by=by, at=at, verb="facts.withdraw", subject=f"origin:{origin.pk}", reason=reason)
    return origin
