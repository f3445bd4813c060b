"""What was left to be told, who hears it, what somebody has not read."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from wenhui.edge.post import rules
from wenhui.edge.post.models import Notification, Relay
from wenhui.edge.post.rules import Hearer, Hearers
from wenhui.ground.accounts.models import Post
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.work.cases import access
from wenhui.work.cases.models import Case, CaseTelling

COMMUNITY = 4
"""So many labels has the path of a community: city, district, subdistrict, its own."""


def untold(*, at: datetime, after: int, most: int) -> list[CaseTelling]:
    """Return what is to be told by now and was not handed on, the oldest first; nothing up to the number `after`."""
    waiting = CaseTelling.objects.filter(~Exists(Relay.objects.filter(pk=OuterRef("pk"))), pk__gt=after)
    return list(waiting.filter(not_before__lte=at).select_related("case", "case__type").order_by("pk")[:most])


def all_told_up_to(*, settled_at: datetime, after: int) -> int:
    """Return the number up to which everything was handed on, so that it need not be looked at again.

    What was left after `settled_at` does not count yet: numbers become visible in another order than they are given.
    """
    later = CaseTelling.objects.filter(pk__gt=after)
    open_ = later.filter(~Exists(Relay.objects.filter(pk=OuterRef("pk"))) | Q(at__gt=settled_at))
    found = open_.aggregate(first=Min("pk"))["first"]
    return found - 1 if found else later.aggregate(last=Max("pk"))["last"] or after


def hearers(day: date) -> Hearers:
    """Return who hears on this day: people in posts that see cases, by the unit and role that the posts answer to."""
    held = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    cleared = [one.value for one in Privacy if one.rank >= Privacy.INSIDE.rank]
    able = held.filter(
        account__is_active=True, role__ended=False, role__clearance__in=cleared,
        role__permissions__contains=[access.SEE],
    )  # fmt: skip
    rows = able.order_by("pk").values_list("account_id", "area__path", "role__key", "unit_key")
    return rules.by_what_they_answer_to(
        Hearer(account, path, (f"role:{role}", *([f"unit:{unit}"] if unit else [])))
        for account, path, role, unit in rows
    )


def places(paths: Iterable[str]) -> Mapping[str, Area]:
    """Return the areas at or above these paths that letters name: communities, what is above them, cities for their zone."""
    split = [path.split(".") for path in paths]
    wanted = {".".join(labels[:depth]) + "." for labels in split for depth in range(1, COMMUNITY + 1)}
    return {one.path: one for one in Area.objects.filter(path__in=wanted)}


def unread(account_id: int) -> int:
    """Return how many messages somebody has not read in the scope of the transaction, counted up to a hundred."""
    return Notification.objects.filter(account_id=account_id, read_at__isnull=True)[: rules.COUNTED].count()


def notifications(account_id: int, *, only_unread: bool = False) -> QuerySet[Notification]:
    """Return somebody's messages in the scope of the transaction, the newest first."""
    own = Notification.objects.filter(account_id=account_id)
    return (own.filter(read_at__isnull=True) if only_unread else own).order_by("-id")


def cases_of(rows: Iterable[Notification]) -> dict[str, Case]:
    """Return the cases that messages are about, those in sight."""
    found = Case.objects.filter(number__in={one.number for one in rows}).select_related("type", "area")
    return {one.number: one for one in found}
