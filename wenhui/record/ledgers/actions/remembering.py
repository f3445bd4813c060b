"""What somebody decided about the columns of a provider's tables, kept for next time."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.record.ledgers.models import RememberedHead
from wenhui.record.ledgers.refusals import UnknownAskerError, UnknownAttributeError
from wenhui.record.ledgers.rules.columns import Remembered
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

PROVIDERS = "provider"


@transaction.atomic
def remember(
    *, provider: str, subject: Subject, choices: Mapping[str, Remembered], by: Actor, at: datetime
) -> list[RememberedHead]:
    """Keep what columns mean, by folded path (`rules.columns.folded_path`); a later decision takes the earlier one's place.

    Raises UnknownAskerError, UnknownAttributeError.
    """
    held = dictionary.current()
    if provider not in held.tables[PROVIDERS].by_code:
        raise UnknownAskerError
    for choice in choices.values():
        if choice.key and choice.key not in held.attributes:
            raise UnknownAttributeError.named(choice.key)
    kept = [
        RememberedHead.objects.update_or_create(
            provider=provider,
            subject=subject,
            path=path,
            defaults={
                "key": choice.key,
                "reason": "" if choice.key else choice.reason,
                "at": at,
                "actor_kind": by.kind,
                "actor_key": by.key,
                "actor_name": by.name,
            },
        )[0]
        for path, choice in choices.items()
    ]
    journal.write(
        by=by,
        at=at,
        verb="ledgers.remember",
        subject=f"provider:{provider}",
        refs={f"head:{row.pk}": row.key or "-" for row in kept},
    )
    return kept
