"""What takes longer than a page may is ordered here and done by a job (`jobs`), in the post of who ordered it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from wenhui.ground.accounts.models import Post
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.ledgers.actions.locking import locked
from wenhui.record.ledgers.actions.refusals import AlreadyOrderedError, ReasonMissingError
from wenhui.record.ledgers.models import Errand
from wenhui.record.ledgers.words import ErrandKind, UploadStanding

TASK: Final = "ledgers.work"
ONCE: Final = "ledgers_one_errand_of_a_file_at_a_time"
FROM: Final[Mapping[ErrandKind, UploadStanding]] = {
    ErrandKind.PREVIEW: UploadStanding.RECEIVED,
    ErrandKind.ACCEPT: UploadStanding.PREVIEWED,
    ErrandKind.WITHDRAW: UploadStanding.ACCEPTED,
}


@transaction.atomic
def order(*, upload_id: int, kind: ErrandKind, post: Post, reason: str = "", by: Actor, at: datetime) -> Errand:
    """Have a file checked, accepted or withdrawn; one thing at a time.

    The job is written with the same transaction, so that there is none without the other. Raises NoSuchUploadError,
    WrongStandingError, AlreadyOrderedError, ReasonMissingError.
    """
    upload, stated = locked(upload_id, FROM[kind]), reason.strip()
    if kind is ErrandKind.WITHDRAW and len(stated) < journal.SHORTEST_REASON:
        raise ReasonMissingError
    try:
        with transaction.atomic():
            errand = Errand.objects.create(
                upload=upload, kind=kind, post=post, reason=stated[:200], at=at, area=upload.area,
                actor_kind=by.kind, actor_key=by.key, actor_name=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        held = Errand.objects.get(upload=upload, ended_at__isnull=True)
        raise AlreadyOrderedError.by(held.actor_name, f"{timezone.localtime(held.at):%Y-%m-%d %H:%M}") from None
    app.configure_task(TASK, lock=f"upload:{upload.pk}").defer(errand_id=errand.pk, post_id=post.pk)
    journal.write(
        by=by,
        at=at,
        verb="ledgers.order",
        subject=f"upload:{upload.pk}",
        reason=stated,
        refs={"errand": errand.pk, "kind": kind.value, "post": post.pk},
    )
    return errand
