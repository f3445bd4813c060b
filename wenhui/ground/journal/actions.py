"""The one way into the journal."""

from collections.abc import Mapping
from datetime import datetime

from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import Actor


def write(
    *, by: Actor, at: datetime, verb: str, subject: str, reason: str = "", refs: Mapping[str, str | int] | None = None
) -> Entry:
    """Append one line to the journal, in the transaction of the action it tells of.

    `verb` is the module and the clerk's word (`cases.close`), `subject` the table and number (`case:123`); `refs` holds
    further identifiers. Personal values never go in: what is sealed can never be erased.
    """
    return Entry.objects.create(
        at=at, actor_kind=by.kind, actor_key=by.key, verb=verb, subject=subject, reason=reason, refs=dict(refs or {})
    )
