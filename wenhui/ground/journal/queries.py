"""Questions to the journal, for investigation; nothing decides from the answers."""

from django.db.models import QuerySet

from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import Actor


def about(subject: str) -> QuerySet[Entry]:
    """Return what was done to one thing, such as `case:123`, latest first."""
    return Entry.objects.filter(subject=subject).order_by("-id")


def by_actor(actor: Actor) -> QuerySet[Entry]:
    """Return what one actor did, latest first."""
    return Entry.objects.filter(actor_kind=actor.kind, actor_key=actor.key).order_by("-id")
