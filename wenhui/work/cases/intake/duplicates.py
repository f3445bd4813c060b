"""Which cases may be the same matter as a report or a case: candidates by index, then ranked by `likeness`.

Two questions of the database at most, each by one index under the policies: what lies in the hexagons around, and, for
what has no point, what lies in the same building or grid. The reader sees what lies within their scope and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from wenhui.ground.areas.models import Area
from wenhui.kit.scope import upper_bound
from wenhui.work.cases import queries, rules
from wenhui.work.cases.actions.intake import NOT_GIVEN, point_of
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.intake import likeness, near
from wenhui.work.cases.intake.likeness import Likeness, Said
from wenhui.work.cases.models import IS_OPEN, Case, CaseType
from wenhui.work.cases.words import Stage

MOST_COMPARED = 200
"""So many cases around, the newest first, are compared word by word."""

WIDEST = 200


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that may be the same matter, and why."""

    case: Case
    why: Likeness


def of_report(
    *,
    title: str,
    words: str,
    type_key: str,
    area: Area,
    lng: float | None,
    lat: float | None,
    at: datetime,
    most: int = 5,
) -> list[Alike]:
    """Return the cases that a report not filed yet may be about, the likeliest first."""
    path = rules.building_of(area.path)
    ground = area if area.path == path else Area.objects.get(path=path)
    said = Said(title, words, type_key, path, at, *point_of(ground, lng, lat))
    return _alike(said, at=at, most=most, radius=_radius(type_key))


def of_case(case: Case, *, at: datetime, most: int = 5, policy: rules.Policy | None = None) -> list[Alike]:
    """Return the other cases that may be the same matter as this one, which is neither joined nor redirected.

    The type is at hand, and so is the office's policy where it is given.
    """
    radius = float(case.type.radius or WIDEST)
    return _alike(as_said(case), at=at, most=most, but=case.pk, radius=radius, policy=policy)


def candidates(said: Said, *, at: datetime, radius: float, policy: rules.Policy) -> QuerySet[Case]:
    """Return the cases around that could be the same: open since not too long, or closed lately; the newest first."""
    cell = near.cell_of(said.lng, said.lat)
    around = _inside(said.area_path)
    if cell is not None:
        around = Q(cell__in=near.ring(cell, metres=radius)) | Q(cell__isnull=True, area_path=said.area_path)
    since = at - timedelta(days=max(policy.alike_days, policy.alike_closed_days))
    lately = Q(stage=Stage.CLOSED, closed_at__gte=at - timedelta(days=policy.alike_closed_days))
    return Case.objects.filter(around, IS_OPEN | lately, reported_at__gte=since).order_by("-reported_at", "-pk")


def _alike(
    said: Said, *, at: datetime, most: int, radius: float, but: int = 0, policy: rules.Policy | None = None
) -> list[Alike]:
    """Compare what was said and no more; only the likeliest are then read whole."""
    found = candidates(said, at=at, radius=radius, policy=policy or office_at(said.area_path).policy)
    others = [(row["pk"], _said(row)) for row in found.values("pk", *_COMPARED)[:MOST_COMPARED] if row["pk"] != but]
    ranked = likeness.ranked(said, others, radius=radius, unknown_type=NOT_GIVEN, most=most)
    if not ranked:
        return []
    cases = {case.pk: case for case in queries.as_rows(Case.objects.filter(pk__in=[pk for pk, _ in ranked]))}
    return [Alike(cases[pk], why) for pk, why in ranked]


def as_said(case: Case) -> Said:
    """Return what is compared of a case."""
    where = point_of(case.area, case.lng, case.lat)
    return Said(case.title, case.description, case.type_id, case.area_path, case.reported_at, *where)


_COMPARED = (
    "title", "description", "type_id", "area_path", "reported_at", "lng", "lat", "area__path", "area__lng", "area__lat",
)  # fmt: skip


def _said(row: Mapping[str, Any]) -> Said:
    """Return what is compared of a case that is not read whole."""
    ground = Area(path=row["area__path"], lng=row["area__lng"], lat=row["area__lat"])
    where = point_of(ground, row["lng"], row["lat"])
    return Said(row["title"], row["description"], row["type_id"], row["area_path"], row["reported_at"], *where)


def _inside(path: str) -> Q:
    return Q(area_path__gte=path, area_path__lt=upper_bound(path))


def _radius(type_key: str) -> float:
    found = CaseType.objects.filter(key=type_key).values_list("radius", flat=True).first()
    return float(found or WIDEST)
