"""Named questions: which jurisdiction, which of its cases, what changed in them. Each within the transaction's scope."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from wenhui.edge.open311.asked import Wanted
from wenhui.edge.open311.models import Jurisdiction, Supplement
from wenhui.edge.open311.words import Status
from wenhui.ground.accounts.models import Token
from wenhui.kit.scope import upper_bound
from wenhui.work.cases.models import IS_OPEN, Case, CaseMove, CaseType


def jurisdictions() -> list[Jurisdiction]:
    """Return those the office answers for today."""
    return list(Jurisdiction.objects.filter(ended=False).select_related("area").order_by("key"))


def services(jurisdiction: Jurisdiction) -> list[CaseType]:
    """Return the types that are offered and have not ended, in the catalogue's order."""
    held = {one.key: one for one in CaseType.objects.filter(key__in=jurisdiction.offered, ended=False)}
    return [held[key] for key in jurisdiction.offered if key in held]


def requests(jurisdiction: Jurisdiction, wanted: Wanted, *, is_public: bool) -> list[Case]:
    """Return one page of cases, the newest first; for strangers only those of types that are offered."""
    cases = _visible(jurisdiction, is_public=is_public)
    if wanted.numbers:
        return list(cases.filter(number__in=wanted.numbers).order_by("-reported_at", "-pk"))
    cases = cases.filter(reported_at__gte=wanted.since, reported_at__lte=wanted.until)
    if wanted.codes:
        cases = cases.filter(type__in=wanted.codes)
    if len(wanted.statuses) == 1:
        cases = cases.filter(IS_OPEN) if Status.OPEN in wanted.statuses else cases.exclude(IS_OPEN)
    first = (wanted.page - 1) * wanted.size
    return list(cases.order_by("-reported_at", "-pk")[first : first + wanted.size])


def request(jurisdiction: Jurisdiction, number: str, *, is_public: bool) -> Case | None:
    """Return one case."""
    return _visible(jurisdiction, is_public=is_public).filter(number=number).first()


def reported_under(token: Token, key: str) -> Case | None:
    """Return the case that a program reported under a key of its own."""
    return Case.objects.filter(source=str(token.actor), source_key=key).first() if key else None


def reported_again(token: Token, key: str, *, since: datetime) -> Case | None:
    """Return the case that a program reported under a key of ours, not longer ago than `since`."""
    held = Case.objects.filter(source=str(token.actor), source_key__startswith=key, reported_at__gte=since)
    return held.order_by("-reported_at").first()


def updates(jurisdiction: Jurisdiction, wanted: Wanted, *, is_public: bool) -> list[CaseMove]:
    """Return one page of what was done to cases, the oldest first, so that whoever polls goes on from the last."""
    path = jurisdiction.area.path
    moves = CaseMove.objects.filter(area_path__gte=path, area_path__lt=upper_bound(path)).select_related("case")
    moves = moves.filter(at__gte=wanted.since, at__lte=wanted.until)
    if wanted.numbers:
        moves = moves.filter(case__number__in=wanted.numbers)
    if is_public:
        moves = moves.filter(case__type__in=jurisdiction.offered)
    first = (wanted.page - 1) * wanted.size
    return list(moves.order_by("at", "pk")[first : first + wanted.size])


def said_before(token: Token, key: str, *, since: datetime | None) -> Supplement | None:
    """Return what a program said under a key of its own, or under one of ours not longer ago than `since`."""
    held = Supplement.objects.filter(token=token)
    if since is None:
        return held.filter(key=key).first()
    return held.filter(key__startswith=key, received_at__gte=since).order_by("-id").first()


def supplements(*, most: int) -> list[Supplement]:
    """Return what programs said of cases, what nobody has read first, the newest first."""
    found = Supplement.objects.select_related("case", "token")
    return list(found.order_by(F("read_at").desc(nulls_first=True), "-id")[:most])


def reported_between(jurisdiction: Jurisdiction, since: datetime, until: datetime) -> Iterator[Case]:
    """Yield the cases of offered types that came in from one moment until before another, some at a time."""
    cases = _visible(jurisdiction, is_public=True).filter(reported_at__gte=since, reported_at__lt=until)
    return cases.order_by("reported_at", "pk").iterator(chunk_size=2000)


def _visible(jurisdiction: Jurisdiction, *, is_public: bool) -> QuerySet[Case]:
    path = jurisdiction.area.path
    last = CaseMove.objects.filter(case=OuterRef("pk")).order_by("-id").values("at")[:1]
    cases = (
        Case.objects.filter(area_path__gte=path, area_path__lt=upper_bound(path))
        .select_related("type", "area__parent__parent")
        .annotate(moved_at=Subquery(last))
    )
    return cases.filter(type__in=jurisdiction.offered) if is_public else cases
