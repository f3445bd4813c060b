"""Named questions about tickets."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from wenhui.edge.hotline.models import HotlineExclusion, HotlineImport, HotlineSheet, HotlineStep, HotlineTicket
from wenhui.edge.hotline.rules import OURS
from wenhui.edge.hotline.words import State

CASE = ("report__case__type", "report__case__into__into", "area__parent__parent")


def tickets(state: State | None = None) -> QuerySet[HotlineTicket]:
    """Return tickets at one state, or all; what their clock waits for soonest first, then the newest."""
    rows = HotlineTicket.objects.select_related(*CASE)
    if state is not None:
        rows = rows.filter(state=state)
    return rows.order_by(F("next_due_at").asc(nulls_last=True), "-id")


def due_by(until: datetime) -> QuerySet[HotlineTicket]:
    """Return the tickets of which their clock wants something before a moment, overdue ones first."""
    return HotlineTicket.objects.select_related(*CASE).filter(next_due_at__lt=until).order_by("next_due_at", "id")


def counts(until: datetime) -> tuple[int, Mapping[str, int]]:
    """Return how many are due before a moment, and how many stand at each state. One query."""
    rows = HotlineTicket.objects.values_list("state").annotate(
        held=Count("pk"), near=Count("pk", filter=Q(next_due_at__lt=until))
    )
    found = list(rows.order_by())
    return sum(row[2] for row in found), {row[0]: row[1] for row in found}


def ticket(number: str) -> QuerySet[HotlineTicket]:
    """Return the ticket of that number with its case and its caller."""
    return HotlineTicket.objects.select_related(*CASE, "report__reporter").filter(number=number)


def steps_of(ticket: HotlineTicket) -> QuerySet[HotlineStep]:
    """Return what was done to a ticket, the newest first."""
    return HotlineStep.objects.filter(ticket=ticket).order_by("-id")


def exclusions_of(ticket: HotlineTicket) -> QuerySet[HotlineExclusion]:
    """Return the requests that it should not count, the newest first."""
    return HotlineExclusion.objects.filter(ticket=ticket).order_by("-id")


def waiting_exclusions() -> QuerySet[HotlineExclusion]:
    """Return the requests nobody has decided, the oldest first."""
    return HotlineExclusion.objects.filter(decided_at__isnull=True).select_related("ticket__report").order_by("id")


def unsent() -> int:
    """Return how many tickets have steps of ours that are on no sheet yet."""
    fresh = HotlineStep.objects.filter(sheet__isnull=True, step__in=OURS)
    return fresh.aggregate(n=Count("ticket", distinct=True))["n"] or 0


def sheets() -> QuerySet[HotlineSheet]:
    """Return the sheets that were taken, the newest first."""
    return HotlineSheet.objects.order_by("-id")


def steps_on(sheet: HotlineSheet) -> QuerySet[HotlineStep]:
    """Return the steps on a sheet, in their order."""
    return HotlineStep.objects.filter(sheet=sheet).select_related("ticket").order_by("id")


def imports() -> QuerySet[HotlineImport]:
    """Return the sheets that were brought in, the newest first."""
    return HotlineImport.objects.order_by("-id")
