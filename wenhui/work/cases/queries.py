"""Named questions about cases. Each answers within the transaction's scope; none asks what time it is."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from wenhui.ground.areas.models import Area, Level
from wenhui.kit import clock
from wenhui.kit.scope import upper_bound
from wenhui.kit.words import Words
from wenhui.work.cases.models import (
    IS_OPEN,
    IS_OWED,
    Case,
    CaseMove,
    CasePart,
    CaseReclock,
    CaseRequest,
    CaseType,
    EnforcementItem,
    Unit,
)
from wenhui.work.cases.words import COLUMNS, OPEN, Column, Light, Stage

MOST_FOUND = 1000
"""How many cases a search by words brings, the newest first."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases a list shows: open ones, of one column if it is named; or those closed since a moment; or any."""

    column: Column | None = None
    path: str = ""
    unit_key: str = ""
    channel: str = ""
    type_key: str = ""
    lights: frozenset[Light] = frozenset()
    text: str = ""
    is_any: bool = False
    is_asked: bool = False
    helps: str = ""
    closed_since: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether only open cases are asked for: those come by what is due first, others by what is newest."""
        return not self.is_any and self.closed_since is None

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return the stages asked for; none for every one."""
        if self.closed_since is not None:
            return (Stage.CLOSED,)
        if self.is_any:
            return ()
        return COLUMNS[self.column] if self.column else OPEN


class Place(NamedTuple):
    """Where a list goes on: after the case with this moment and id."""

    at: datetime
    pk: int


class Lamps(NamedTuple):
    """How many cases, and how many of them under each light that asks for something."""

    total: int = 0
    late: int = 0
    soon: int = 0
    hold: int = 0

    def plus(self, other: "Lamps") -> "Lamps":
        """Return both together."""
        return Lamps(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the open cases stand, column by column, and what was closed since a moment."""

    columns: dict[Column, Lamps]
    closed: int
    closed_on_time: int

    @property
    def open(self) -> Lamps:
        """Return all open cases together."""
        return reduce(Lamps.plus, self.columns.values(), Lamps())


def listed(filters: Filters, *, at: datetime, after: Place | None = None, most: int = 50) -> list[Case]:
    """Return one leaf of a list, with what rows show of areas and types. One query, one more with words."""
    cases = as_rows(matching(filters, at=at))
    if filters.is_open:
        if after is not None:
            cases = cases.filter(
                Q(next_due_at__gt=after.at) | Q(next_due_at=after.at, pk__gt=after.pk), next_due_at__gte=after.at
            )
        return list(cases.order_by("next_due_at", "pk")[:most])
    if after is not None:
        cases = cases.filter(
            Q(reported_at__lt=after.at) | Q(reported_at=after.at, pk__lt=after.pk), reported_at__lte=after.at
        )
    return list(cases.order_by("-reported_at", "-pk")[:most])


def as_rows(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases with what rows show of areas and types; outlines, long and unseen there, stay behind."""
    outlines = ("area__outline", "area__parent__outline", "area__parent__parent__outline")
    return cases.select_related("type", "area__parent__parent").defer(*outlines)


def to_export(filters: Filters, *, at: datetime) -> Iterator[Case]:
    """Yield every case of a list, by number, some at a time, so that a sheet of any length fits into memory."""
    cases = matching(filters, at=at).select_related("type", "area__parent__parent").order_by("reported_at", "pk")
    return cases.iterator(chunk_size=2000)


def place_of(case: Case, filters: Filters) -> Place:
    """Return the place after `case` in a list with these filters."""
    return Place(case.next_due_at if filters.is_open else case.reported_at, case.pk)


def matching(filters: Filters, *, at: datetime) -> QuerySet[Case]:
    """Return the cases that a list with these filters holds, in no order."""
    cases = _filtered(filters, filters.stages)
    if filters.closed_since is not None:
        cases = cases.filter(closed_at__gte=filters.closed_since)
    elif not filters.is_any:
        cases = cases.filter(IS_OPEN) if filters.column is None else cases.filter(IS_OPEN, stage__in=filters.stages)
    if filters.lights:
        cases = cases.filter(reduce(Q.__or__, (shows(light, at) for light in sorted(filters.lights))))
    return cases


def standing(filters: Filters, *, at: datetime, today_began_at: datetime) -> Standing:
    """Return how cases stand under the filters that are not about stage or light. Two queries, two more with words."""
    rows = _filtered(filters, OPEN).filter(IS_OPEN).order_by().values_list("stage").annotate(**_counts(at))
    by_stage = {stage: Lamps(*counts) for stage, *counts in rows}
    columns = {
        column: reduce(Lamps.plus, (by_stage.get(stage, Lamps()) for stage in stages), Lamps())
        for column, stages in COLUMNS.items()
    }
    closed = (
        _filtered(filters, (Stage.CLOSED,))
        .filter(closed_at__gte=today_began_at)
        .aggregate(total=Count("closed_at"), on_time=Count("closed_at", filter=Q(is_on_time=True)))
    )
    return Standing(columns, closed["total"], closed["on_time"])


def lamps(cases: QuerySet[Case], *, at: datetime) -> Lamps:
    """Return how many cases there are, and how many of them under each light that asks for something."""
    return Lamps(**cases.aggregate(**_counts(at)))


def _counts(at: datetime) -> dict[str, Count]:
    lights = {"late": Light.LATE, "soon": Light.SOON, "hold": Light.HOLD}
    counted = {name: Count("due_at", filter=shows(light, at)) for name, light in lights.items()}
    return {"total": Count("due_at")} | counted  # every case has one, and unlike the number it lies in the index


def how_many_wait(path: str) -> int:
    """Return how many requests at or below `path` wait for an approver."""
    return CaseRequest.objects.filter(decision="", area_path__gte=path, area_path__lt=upper_bound(path)).count()


def how_many_parts(unit_key: str) -> int:
    """Return how many parts of cases a co-handling unit still owes, within sight."""
    return CasePart.objects.filter(IS_OWED, unit_key=unit_key).count()


def card(number: str) -> Case | None:
    """Return one case with all its card shows; `moves.all()` is at hand, the newest first. Two queries."""
    history = Prefetch("moves", CaseMove.objects.order_by("-id"))
    anew = (
        CaseReclock.objects.filter(case=OuterRef("pk"), unit_key="").exclude(due_after=F("due_before")).order_by("-id")
    )
    last = {"anew_why": "why", "anew_before": "due_before", "anew_at": "at", "anew_by": "by_name"}
    return (
        Case.objects.select_related("type", "area__parent__parent", "into")
        .prefetch_related(history)
        .annotate(**{name: Subquery(anew.values(column)[:1]) for name, column in last.items()})
        .filter(number=number)
    ).first()


def due_today(path: str, *, at: datetime, zone: ZoneInfo = clock.SHANGHAI) -> QuerySet[Case]:
    """Return open cases at or below `path` that fall due today or are overdue, the most overdue first."""
    ends_at = clock.day_ends_at(clock.local_day(at, zone), zone)
    return (
        _within(Case.objects.all(), path)
        .filter(IS_OPEN, due_at__lt=ends_at)
        .exclude(stage=Stage.HUNG)
        .order_by("due_at", "pk")
    )


def units() -> dict[str, Unit]:
    """Return the handling units by key, ended ones too, since old cases name them."""
    return {unit.key: unit for unit in Unit.objects.order_by("key")}


def power_over(type_key: str, path: str, *, on: date) -> EnforcementItem | None:
    """Return who may enforce a type of case at an area on a day: the nearest office's word, the longest item first."""
    above = [path[: end + 1] for end, letter in enumerate(path) if letter == "."]
    items = EnforcementItem.objects.filter(path__in=above, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    )
    fitting = [one for one in items if type_key.startswith(one.item)]
    return max(fitting, key=lambda one: (len(one.path), len(one.item)), default=None)


def types_to_choose() -> QuerySet[CaseType]:
    """Return the types a case may be given today, class by class."""
    return CaseType.objects.filter(ended=False).order_by("-kind", "code", "key")


def type_named(key: str) -> Words | None:
    """Return the name of a type of case."""
    found = CaseType.objects.filter(key=key).first()
    return found.words if found else None


def communities(path: str) -> QuerySet[Area]:
    """Return the communities at or below a post's area, for the filter of the board."""
    return Area.objects.filter(
        level=Level.COMMUNITY, path__gte=path, path__lt=upper_bound(path), valid_to__isnull=True
    ).order_by("path")


def found(text: str, *, stages: tuple[Stage, ...] = ()) -> list[int]:
    """Return the ids of cases that hold all words of `text` in number, title, place or description, the newest first.

    Chinese is found by single characters and pairs of neighbours, anything else by whole words.
    """
    wanted = grams(text)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_find(%s, %s, %s)", [wanted, list(stages) or None, MOST_FOUND])
        return [pk for (pk,) in cursor.fetchall()]


def is_cut(filters: Filters) -> bool:
    """Say whether a search by words found more than it brings, so that its list is not all there is."""
    return len(found(filters.text, stages=filters.stages)) >= MOST_FOUND


def grams(text: str) -> list[str]:
    """Return what an index entry must hold to match: pairs of Chinese characters, a lone character itself, words."""
    plain = unicodedata.normalize("NFKC", text).lower()
    runs = re.findall(r"[㐀-鿿]+", plain)
    pairs = [one + other for run in runs for one, other in pairwise(run)]
    lone = [run for run in runs if len(run) == 1]
    return sorted({*pairs, *lone, *re.findall(r"[a-z0-9]+", plain)})


def _filtered(filters: Filters, stages: tuple[Stage, ...]) -> QuerySet[Case]:
    """Return cases under the filters that are about neither stage nor light; words are sought among `stages`."""
    cases = _within(Case.objects.all(), filters.path)
    for column in ("unit_key", "channel", "type_key"):
        wanted = getattr(filters, column)
        if wanted:
            cases = cases.filter(**{"type" if column == "type_key" else column: wanted})
    if filters.is_asked:
        cases = cases.filter(pk__in=CaseRequest.objects.filter(decision="").values("case"))
    if filters.helps:
        cases = cases.filter(pk__in=CasePart.objects.filter(IS_OWED, unit_key=filters.helps).values("case"))
    if filters.text:
        cases = cases.filter(pk__in=found(filters.text, stages=stages))
    return cases


def _within(cases: QuerySet[Case], path: str) -> QuerySet[Case]:
    return cases.filter(area_path__gte=path, area_path__lt=upper_bound(path)) if path else cases


def shows(light: Light, at: datetime) -> Q:
    """Return the condition under which a case shows a light; the same as `rules.light`, and a test compares them."""
    held = Q(stage=Stage.HUNG.value) | Q(paused_until__isnull=False, paused_until__gt=at)
    match light:
        case Light.HOLD:
            return held
        case Light.LATE:
            return ~held & Q(due_at__lt=at)
        case Light.SOON:
            return ~held & Q(due_at__gte=at, soon_at__lte=at)
        case Light.OK:
            return ~held & Q(soon_at__gt=at)
