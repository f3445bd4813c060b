"""A blank form kept while somebody looks at it."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.ledgers.models import BlankForm
from wenhui.record.ledgers.refusals import TooLargeBlankError, UnknownAskerError
from wenhui.record.registry import dictionary

KEPT_DAYS: Final = 30
MOST_BYTES: Final = 4 * 2**20
PROVIDERS: Final = "provider"


@transaction.atomic
def keep_blank(*, name: str, content: bytes, provider: str, by: Actor, at: datetime) -> BlankForm:
    """Keep a blank form for who uploaded it, and erase those kept long enough. The caller has opened it.

    Raises TooLargeBlankError, UnknownAskerError.
    """
    if len(content) > MOST_BYTES:
        raise TooLargeBlankError
    if provider not in dictionary.current().tables[PROVIDERS].by_code:
        raise UnknownAskerError
    BlankForm.objects.filter(at__lt=at - timedelta(days=KEPT_DAYS)).delete()
    kept = BlankForm.objects.create(
        name=name[-120:], content=content, provider=provider, at=at, actor_kind=by.kind, actor_key=by.key
    )
    journal.write(by=by, at=at, verb="ledgers.keep_blank", subject=f"blank:{kept.pk}", refs={"provider": provider})
    return kept
