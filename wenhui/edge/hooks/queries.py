"""Named questions about hooks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.words import Standing
from wenhui.edge.hooks.models import Hook
from wenhui.edge.hooks.wire import Kind
from wenhui.ground import rows
from wenhui.ground.accounts.models import Token
from wenhui.kit import asked
from wenhui.kit.scope import upper_bound
from wenhui.work.cases import access as cases


@dataclass(frozen=True, slots=True)
class Sent:
    """How far the letters to one hook got."""

    waiting: int = 0
    undelivered: int = 0
    last_sent_at: datetime | None = None


def standing() -> QuerySet[Hook]:
    """Return the hooks that were not ended, with their tokens and areas."""
    return Hook.objects.filter(ended_at__isnull=True).select_related("token__area").order_by("pk")


def told_of(kind: Kind, *, path: str, day: date) -> list[Hook]:
    """Return the hooks to be told of a case at `path`: their token holds on that day and may see cases there.

    Every step of every case asks, and mostly there are none, so the statement is a prepared one; whoever takes many
    steps at once is answered once.
    """
    given = {"kind": str(kind), "see": cases.SEE, "day": day}
    listening = asked.answer(("hooks.told_of", kind, day), lambda: rows.run(_TOLD_OF, given))
    found = [key for key, ground in listening if path.startswith(ground)]
    return list(Hook.objects.filter(pk__in=found).order_by("pk")) if found else []


_TOLD_OF = """
    SELECT hook.id, area.path
    FROM hooks_hook hook
    JOIN accounts_token token ON token.id = hook.token_id
    JOIN areas_area area ON area.id = token.area_id
    WHERE hook.ended_at IS NULL AND %(kind)s = ANY(hook.kinds) AND %(see)s = ANY(token.permissions)
      AND token.revoked_at IS NULL AND token.valid_from <= %(day)s AND token.valid_to > %(day)s
"""


def of_token(token: Token) -> QuerySet[Hook]:
    """Return the hooks of one token."""
    return standing().filter(token=token)


def hooks_in(path: str) -> QuerySet[Hook]:
    """Return the hooks of tokens for areas at or below `path`, the newest first."""
    within = standing().filter(token__area__path__gte=path, token__area__path__lt=upper_bound(path))
    return within.order_by("-pk")


def sent(hooks: Iterable[Hook]) -> Mapping[str, Sent]:
    """Return how far their letters got, by party; a hook without a letter is missing."""
    found = (
        Outgoing.objects.filter(party__in=[hook.party for hook in hooks])
        .values("party")
        .annotate(
            waiting=Count("id", filter=Q(standing=Standing.WAITING)),
            undelivered=Count("id", filter=Q(standing=Standing.DEAD)),
            last_sent_at=Max("sent_at"),
        )
        .order_by()
    )
    return {row["party"]: Sent(row["waiting"], row["undelivered"], row["last_sent_at"]) for row in found}


def undelivered(hook: Hook, *, most: int) -> list[Outgoing]:
    """Return the letters to a hook that were given up, the oldest first."""
    return list(Outgoing.objects.filter(party=hook.party, standing=Standing.DEAD).order_by("id")[:most])
