"""An accepted file taken back as one: its words count no longer, and whom only it brought is struck out."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.facts import actions as facts
from wenhui.record.ledgers.actions import counting
from wenhui.record.ledgers.actions.locking import locked
from wenhui.record.ledgers.actions.refusals import NotPreviewedError, ReasonMissingError
from wenhui.record.ledgers.models import Arrivals, Upload
from wenhui.record.ledgers.words import UploadStanding
from wenhui.record.registry import actions as registry

AT_ONCE: Final = 500
Progress = Callable[[int, int], None]


@transaction.atomic
def withdraw(*, upload_id: int, reason: str, by: Actor, at: datetime) -> Upload:
    """Take an accepted file back. Raises NoSuchUploadError, WrongStandingError, ReasonMissingError.

    The decision is this one transaction; `follow_withdrawal` does what follows from it. The same file may be imported again.
    """
    upload, stated = locked(upload_id, UploadStanding.ACCEPTED), reason.strip()
    if len(stated) < journal.SHORTEST_REASON:
        raise ReasonMissingError
    if upload.origin_id is None:
        raise NotPreviewedError
    facts.put_out_of_force(origin_id=upload.origin_id, by=by, at=at, reason=stated)
    upload.standing = UploadStanding.WITHDRAWN
    upload.save(update_fields=["standing"])
    counting.uncount(upload)
    journal.write(by=by, at=at, verb="ledgers.withdraw", subject=f"upload:{upload.pk}", reason=stated)
    return upload


def follow_withdrawal(
    *,
    upload_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    following: Progress = lambda done, of: None,
    striking: Progress = lambda done, of: None,
) -> None:
    """Bring what is known in line with a withdrawal, then strike out whom only that file brought, some hundreds at a time.

    May be taken up again after a crash: who is struck out already is passed over, and who has something hanging on them
    stays. Raises WrongStandingError.
    """
    with transaction.atomic():
        upload = locked(upload_id, UploadStanding.WITHDRAWN)
    if upload.origin_id is not None:
        facts.catch_up(origin_id=upload.origin_id, by=by, at=at, progress=following)
    people = list(Arrivals.objects.filter(upload=upload).values_list("people", flat=True).first() or [])
    for start in range(0, len(people), AT_ONCE):
        striking(start, len(people))
        registry.strike_out(people=people[start : start + AT_ONCE], reason=reason, by=by, at=at)
    brought = upload.organisations.filter(organisation__isnull=False).values_list("organisation", flat=True)
    if organisations := [number for number in brought if number is not None]:
        registry.strike_out_organisations(organisations=organisations, reason=reason, by=by, at=at)
    striking(len(people), len(people))
