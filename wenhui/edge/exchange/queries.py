"""Named questions about letters and messages."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.words import Outcome, Standing


def messages(outcome: Outcome | None) -> QuerySet[Incoming]:
    """Return messages with one outcome, or all; those that need somebody oldest first, the others newest first."""
    rows = Incoming.objects.defer("body")
    if outcome is None:
        return rows.order_by("-id")
    order = "id" if outcome in {Outcome.QUARANTINED, Outcome.WAITING} else "-id"
    return rows.filter(outcome=outcome).order_by(order)


def letters(standing: Standing | None) -> QuerySet[Outgoing]:
    """Return letters at one standing, or all; those that need somebody oldest first, the others newest first."""
    if standing is None:
        return Outgoing.objects.order_by("-id")
    order = "id" if standing in {Standing.DEAD, Standing.WAITING} else "-id"
    return Outgoing.objects.filter(standing=standing).order_by(order)


def outcomes(shown: Sequence[Outcome]) -> list[tuple[Outcome, int]]:
    """Return how many messages there are of each of these outcomes."""
    found = dict(Incoming.objects.filter(outcome__in=shown).values_list("outcome").annotate(Count("id")))
    return [(one, found.get(one, 0)) for one in shown]


def standings(shown: Sequence[Standing]) -> list[tuple[Standing, int]]:
    """Return how many letters there are at each of these standings."""
    found = dict(Outgoing.objects.filter(standing__in=shown).values_list("standing").annotate(Count("id")))
    return [(one, found.get(one, 0)) for one in shown]
