"""Named questions to the tree."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Length, Substr

from wenhui.ground.areas import gazetteer, points, rules, understanding
from wenhui.ground.areas.gazetteer import stood
from wenhui.ground.areas.models import Area, AreaSuccession, Estate, EstateBuilding, Landmark, Level
from wenhui.ground.areas.understanding import Understanding
from wenhui.kit.scope import upper_bound

MANY = 200  # addresses, from which on all buildings are read at once


def at_path(path: str) -> Area | None:
    """Return the area with this path."""
    return Area.objects.filter(path=path).first()


def at_point(lng: float, lat: float, on: date | None = None) -> Area | None:
    """Return the grid that held a point (CGCS2000 or WGS 84) on a day; without a day, among grids that have no end."""
    return points.grids().at(lng, lat, on)


def with_code(code: str) -> Area | None:
    """Return the area that carries an official code in any edition.

    A code that named two areas in turn (330105: the old and the new 拱墅区) means the one that carried it last.
    """
    return Area.objects.filter(codes__code=code).order_by("-codes__edition").first()


def understand(text: str, *, within: str, on: date | None = None) -> Understanding:
    """Return where a free-text address lies: a dwelling, or the nearest level that is certain. See `Understanding`."""
    return understanding.understand(gazetteer.gazetteer(), text, within=within, on=on)


def understand_many(texts: Iterable[str], *, within: str, on: date | None = None) -> dict[str, Understanding]:
    """Return where each of many addresses lies, see `understand`.

    The names of places are looked up once, the insides of all buildings are read together.
    """
    held, wanted = gazetteer.gazetteer(), set(texts)
    if len(wanted) > MANY:
        held.read_insides(within)
    found = understanding.understand_all(held, wanted, within=within, on=on)
    return dict(zip(wanted, found, strict=True))


def homes(texts: Iterable[str], *, within: str, on: date | None = None) -> dict[str, tuple[int | None, int] | None]:
    """Return for each address the dwelling, if it is certain, and the building or grid it lies in; None for what is not."""
    held = gazetteer.gazetteer()
    found = understand_many(texts, within=within, on=on)
    return {text: _home(held, one.area) for text, one in found.items()}


def around(path: str, level: str) -> Area | None:
    """Return the area of a level that holds `path`, itself included, without a question to the database."""
    return gazetteer.gazetteer().around(path, level)


def _home(held: gazetteer.Gazetteer, area: Area | None) -> tuple[int | None, int] | None:
    if area is None:
        return None
    around = held.around(area.path, Level.BUILDING) or held.around(area.path, Level.GRID)
    return (area.pk if area.level == Level.DWELLING else None, around.pk) if around is not None else None


def subtree(path: str) -> QuerySet[Area]:
    """Return the area at `path` and all below it, in order of path."""
    return Area.objects.filter(path__gte=path, path__lt=upper_bound(path)).order_by("path")


def ancestors(path: str) -> QuerySet[Area]:
    """Return the areas around `path`, the city first, the area itself last."""
    return Area.objects.filter(path__in=rules.ancestor_paths(path)).order_by("path")


def children_of(path: str, level: str | None = None, on: date | None = None) -> QuerySet[Area]:
    """Return what stands directly in `path`, or, with a level, everything of that level below it."""
    below = Area.objects.filter(stood(on)).order_by("path")
    if level is None:
        return below.filter(parent__path=path)
    return below.filter(level=level, path__gt=path, path__lt=upper_bound(path))


def with_counts(areas: QuerySet[Area]) -> QuerySet[Area]:
    """Add to each area how many buildings and dwellings stand in it (`buildings`, `dwellings`), itself not counted."""
    return areas.annotate(buildings=_standing_below(Level.BUILDING), dwellings=_standing_below(Level.DWELLING))


def _standing_below(level: Level) -> Subquery:
    """Return how many of a level stand below the outer area: a range of the index by level and path."""
    beyond = Concat(Substr(OuterRef("path"), 1, Length(OuterRef("path")) - 1), Value("/"))
    below = Area.objects.filter(level=level, path__gt=OuterRef("path"), path__lt=beyond, valid_to__isnull=True)
    return Subquery(below.order_by().values("level").annotate(number=Count("pk")).values("number"))


def estates_in(path: str) -> QuerySet[Estate]:
    """Return the estates with standing members at or below `path`, each with the number of them (`buildings`)."""
    members = Q(
        memberships__valid_to__isnull=True,
        memberships__building__path__gte=path,
        memberships__building__path__lt=upper_bound(path),
    )
    return (
        Estate.objects.annotate(buildings=Count("memberships", filter=members)).filter(buildings__gt=0).order_by("name")
    )


class Feature(TypedDict):
    """One feature of GeoJSON (RFC 7946)."""

    type: str
    id: str
    geometry: dict[str, Any] | None
    properties: dict[str, Any]


class FeatureCollection(TypedDict):
    """GeoJSON in CGCS2000, which agrees with RFC 7946's WGS 84 to within centimetres; longitude first."""

    type: str
    features: list[Feature]


LANDMARKS = "landmarks"
SELF = "self"


def outlines(path: str, level: str, on: date | None = None) -> FeatureCollection:
    """Return what a map of `path` draws at a level; buildings without an outline are points.

    The level `landmarks` gives the canal, river, rail and road lines of the map around `path`.
    """
    if level == LANDMARKS:
        return _collection(_landmark_feature(landmark) for landmark in landmarks_of(path))
    if at_level := at_path(path) if level == SELF else None:
        return _collection([_area_feature(at_level)])
    return _collection(_area_feature(area) for area in children_of(path, level, on))


def landmarks_of(path: str) -> QuerySet[Landmark]:
    """Return the landmarks of the maps around and below `path`."""
    near = Q(area__path__in=rules.ancestor_paths(path)) | Q(area__path__gt=path, area__path__lt=upper_bound(path))
    return Landmark.objects.filter(near).select_related("area").order_by("area__path", "key")


def estate_memberships(path: str, on: date | None = None) -> QuerySet[EstateBuilding]:
    """Return the memberships of buildings at or below `path` in estates; without a day those that have no end."""
    holds = Q(valid_to__isnull=True)
    if on is not None:
        holds = Q(valid_from__lte=on) & (holds | Q(valid_to__gt=on))
    return (
        EstateBuilding.objects.filter(holds, building__path__gte=path, building__path__lt=upper_bound(path))
        .select_related("estate", "building")
        .order_by("estate__name", "building__path")
    )


def memberships_of(building: str) -> QuerySet[EstateBuilding]:
    """Return every membership of a building in an estate, past ones too, the latest first."""
    return EstateBuilding.objects.filter(building__path=building).select_related("estate").order_by("-valid_from")


def successions_of(path: str) -> QuerySet[AreaSuccession]:
    """Return what the area at `path` took the place of, and what took its place."""
    return (
        AreaSuccession.objects.filter(Q(predecessor__path=path) | Q(successor__path=path))
        .select_related("predecessor", "successor")
        .order_by("on", "pk")
    )


def time_zone_of(path: str) -> str:
    """Return the name of the time zone that holds at `path`: its city's."""
    return Area.objects.get(path=rules.ancestor_paths(path)[0]).time_zone


def calendar_of(path: str) -> str:
    """Return the work calendar that holds at `path`: its city's."""
    return Area.objects.get(path=rules.ancestor_paths(path)[0]).calendar


def _collection(features: Iterable[Feature]) -> FeatureCollection:
    return {"type": "FeatureCollection", "features": list(features)}


def _area_feature(area: Area) -> Feature:
    centre = None if area.lng is None or area.lat is None else [area.lng, area.lat]
    geometry = area.outline or (centre and {"type": "Point", "coordinates": centre})
    properties = {
        "role": "fill",
        "path": area.path,
        "level": area.level,
        "name": area.name,
        "short_name": area.short_name,
        "label": area.short_name or area.name,
        "centre": centre,
        "at": centre,
        "synthetic": area.is_synthetic,
    }
    return {"type": "Feature", "id": area.path, "geometry": geometry or None, "properties": properties}


def _landmark_feature(landmark: Landmark) -> Feature:
    properties = {"role": landmark.kind, "name": landmark.name, "synthetic": landmark.is_synthetic}
    return {
        "type": "Feature",
        "id": f"{landmark.area.path}{landmark.key}",
        "geometry": landmark.geometry,
        "properties": properties,
    }
