"""A preview thrown away while the file stays: columns are explained otherwise, or what it was compared with has moved."""

from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.facts import actions as facts
from wenhui.record.ledgers.actions import clearing
from wenhui.record.ledgers.actions.locking import locked
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.words import UploadStanding


@transaction.atomic
def reopen(*, upload_id: int, by: Actor, at: datetime) -> Upload:
    """Let a previewed file be as it was received: its words, newcomers and findings are erased, its content stays.

    Raises NoSuchUploadError, WrongStandingError.
    """
    upload = locked(upload_id, UploadStanding.PREVIEWED)
    origin, upload.origin = upload.origin, None
    upload.standing, upload.counts, upload.columns = UploadStanding.RECEIVED, {}, {}
    upload.save(update_fields=["origin", "standing", "counts", "columns"])
    clearing.clear(upload)
    if origin is not None:
        facts.discard(origin_id=origin.pk, by=by, at=at)
    journal.write(by=by, at=at, verb="ledgers.reopen", subject=f"upload:{upload.pk}")
    return upload
