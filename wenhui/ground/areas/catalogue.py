"""`areas.yaml`: the office's ground as configuration.

Cities and districts may be shared with other offices, so they are added and amended but never ended from here. What
lies below a subdistrict of this file down to the grids is this file's alone: what it no longer names is ended.
Buildings and below come from elsewhere and are left alone (a grid that ends takes what stands in it along).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal
from zoneinfo import available_timezones

from django.db.models import Q
from pydantic import Field
from shapely import is_valid_reason
from shapely.geometry import shape

from wenhui.ground.areas import actions, divisions, rules
from wenhui.ground.areas.actions import NewArea, NewEstate
from wenhui.ground.areas.models import Area, AreaCode, AreaSuccession, Estate, Landmark, Level
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.kit.clock import local_day
from wenhui.kit.scope import upper_bound

FILE = "areas.yaml"

PATH = r"^([a-z0-9_-]{1,20}\.)+$"
AMENDED = ("name", "short_name", "valid_from", "valid_to", "time_zone", "calendar", "outline", "is_synthetic")


class AreaRow(Part):
    """One area, city to grid. `grids: 5` under a community stands for grids g01 to g05."""

    path: str = Field(pattern=PATH)
    level: Literal["city", "district", "subdistrict", "community", "grid"]
    name: str = Field(min_length=1, max_length=80)
    short_name: str = Field(default="", max_length=40)
    valid_from: date | None = None
    valid_to: date | None = None
    time_zone: str = ""
    calendar: Literal["", "china", "plain"] = ""
    codes: dict[str, str] | None = None
    grids: int = Field(default=0, ge=0, le=99)


class OutlineFile(Part):
    """A GeoJSON file beside the catalogue: features name an area by `path`, or draw a landmark."""

    file: str
    synthetic: bool = False


class EstateRow(Part):
    """An estate; which buildings belong to it is not configuration."""

    key: str = Field(pattern=r"^[a-z0-9_-]+$", max_length=40)
    name: str = Field(min_length=1, max_length=80)
    area: str = Field(pattern=PATH)
    aliases: list[str] = []


class SuccessionRow(Part):
    """One area took the place of another."""

    predecessor: str = Field(pattern=PATH)
    successor: str = Field(pattern=PATH)
    on: date
    why: str = ""


class Schema(Document):
    """The whole file."""

    official_codes: bool = False
    outlines: OutlineFile | None = None
    areas: list[AreaRow] = Field(min_length=1)
    successions: list[SuccessionRow] = []
    estates: list[EstateRow] = []


@dataclass(frozen=True)
class Wanted:
    """What the file says, checked and spelt out: one entry per row that the database should hold."""

    document: Schema
    outlines: dict[str, dict[str, Any]] = field(default_factory=dict)
    landmarks: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def areas(self) -> dict[str, NewArea]:
        """Areas by path, the expanded grids among them."""
        rows = [expanded for row in self.document.areas for expanded in _with_grids(row)]
        return {row.path: self._new_area(row) for row in rows}

    @cached_property
    def codes(self) -> dict[str, dict[str, str]]:
        """Codes by path and edition, as written in the file, else by official name."""
        written = {row.path: row.codes for row in self.document.areas if row.codes is not None}
        if not self.document.official_codes:
            return written
        found = dict(written)
        for row in self.document.areas:
            if row.path not in found and row.level == "subdistrict":
                found[row.path] = divisions.codes_of_street(row.name)
        for row in self.document.areas:
            if row.path not in found and row.level == "community":
                found[row.path] = divisions.codes_of_community(row.name, found.get(rules.parent_path(row.path), {}))
        return found

    def _new_area(self, row: AreaRow) -> NewArea:
        outline = self.outlines.get(row.path)
        inside = shape(outline).representative_point() if outline else None
        return NewArea(
            path=row.path,
            level=row.level,
            name=row.name,
            short_name=row.short_name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            time_zone=row.time_zone,
            calendar=row.calendar,
            outline=outline,
            lng=round(inside.x, 6) if inside else None,
            lat=round(inside.y, 6) if inside else None,
            is_synthetic=outline is not None
            and self.document.outlines is not None
            and self.document.outlines.synthetic,
        )


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError when the file contradicts itself."""
    wanted = check(document)
    return [
        *(Change("add", path, f"{new.level} {new.name}") for path, new in _missing(wanted).items()),
        *(Change("change", path, _differences(fields)) for path, fields in _changed(wanted).items()),
        *(Change("end", path) for path in _surplus(wanted)),
        *(Change("change", path, f"codes {_list(codes)}") for path, codes in _other_codes(wanted).items()),
        *(
            Change("add", row.successor, f"succeeds {row.predecessor} on {row.on}")
            for row in _new_successions(document)
        ),
        *(Change("add", f"estate {row.key}", row.name) for row in _other_estates(document)),
        *(Change("add", f"landmark {key}", path) for path, key in _other_landmarks(wanted)),
    ]


def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the tree say what the file says; a second time nothing changes."""
    wanted = check(document)
    actions.plant(new=_missing(wanted).values(), by=by, at=at)
    for path, fields in _changed(wanted).items():
        actions.amend(path=path, fields=fields, by=by, at=at, reason=FILE)
    for path in _surplus(wanted):
        actions.end(path=path, on=local_day(at), by=by, at=at, reason=FILE)
    for path, codes in _other_codes(wanted).items():
        actions.encode(path=path, codes=codes, by=by, at=at)
    for row in _new_successions(document):
        actions.succeed(
            predecessor=row.predecessor, successor=row.successor, on=row.on, why=row.why, by=by, at=at
        )  # fmt: skip
    actions.found_estates(
        new=[
            NewEstate(key=row.key, name=row.name, area=row.area, aliases=tuple(row.aliases))
            for row in _other_estates(document)
        ],
        by=by,
        at=at,
    )
    for (path, key), landmark in _other_landmarks(wanted).items():
        actions.draw_landmark(area=path, key=key, by=by, at=at, **landmark)


def check(document: Schema) -> Wanted:
    """Return what the file asks for, or raise CatalogueError that lists everything wrong with it."""
    problems = [*_wrong_places(document), *_wrong_references(document)]
    outlines, landmarks, drawn_wrong = _read_outlines(document)
    problems += drawn_wrong
    if problems:
        raise CatalogueError(problems)
    wanted = Wanted(document, outlines, landmarks)
    try:
        wanted.codes  # noqa: B018 - computed here so that an ambiguous name is refused before anything is written
    except LookupError as error:
        raise CatalogueError([document.problem(("official_codes",), str(error))]) from None
    return wanted


def _with_grids(row: AreaRow) -> Iterator[AreaRow]:
    yield row
    short = row.short_name or row.name
    for number in range(1, row.grids + 1):
        yield AreaRow(
            path=f"{row.path}g{number:02}.",
            level="grid",
            name=f"{short} {number:02} 网格",
            short_name=f"{number:02}",
            valid_from=row.valid_from,
        )


def _wrong_places(document: Schema) -> Iterator[str]:
    levels = {grid.path: grid.level for row in document.areas for grid in _with_grids(row)}
    seen: set[str] = set()
    for number, row in enumerate(document.areas):
        parent = rules.parent_path(row.path)
        here = ("areas", number)
        if row.path in seen:
            yield document.problem((*here, "path"), f"{row.path} stands here a second time")
        seen |= {grid.path for grid in _with_grids(row)}
        if parent and parent not in levels:
            yield document.problem((*here, "path"), f"there is no area {parent} in this file for {row.path} to lie in")
        elif row.level not in rules.MAY_HOLD[levels.get(parent, "")]:
            around = f"{parent}, a {levels[parent]}" if parent else "no other area"
            yield document.problem((*here, "level"), f"a {row.level} cannot lie in {around}")
        if row.grids and row.level != "community":
            yield document.problem((*here, "grids"), f"a {row.level} holds no grids; communities do")
        if row.level == "city" and row.time_zone not in available_timezones():
            yield document.problem((*here, "time_zone"), f"{row.time_zone!r} is no time zone; one is 'Asia/Shanghai'")
        if row.level == "city" and not row.calendar:
            yield document.problem((*here, "calendar"), "is missing: a city has a calendar, china or plain")
        if row.level != "city" and (row.time_zone or row.calendar):
            yield document.problem(here, "time_zone and calendar are set on the city and hold for all below it")
        if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
            yield document.problem((*here, "valid_to"), "does not come after valid_from")


def _wrong_references(document: Schema) -> Iterator[str]:
    known = {grid.path for row in document.areas for grid in _with_grids(row)}
    keys: set[str] = set()
    for number, estate in enumerate(document.estates):
        if estate.area not in known:
            yield document.problem(("estates", number, "area"), f"there is no area {estate.area} in this file")
        if estate.key in keys:
            yield document.problem(("estates", number, "key"), f"{estate.key} stands here a second time")
        keys.add(estate.key)
    for number, row in enumerate(document.successions):
        for end in ("predecessor", "successor"):
            if getattr(row, end) not in known:
                yield document.problem(
                    ("successions", number, end), f"there is no area {getattr(row, end)} in this file"
                )


Outlines = dict[str, dict[str, Any]]
Landmarks = dict[tuple[str, str], dict[str, Any]]


def _read_outlines(document: Schema) -> tuple[Outlines, Landmarks, list[str]]:
    outlines: Outlines = {}
    landmarks: Landmarks = {}
    if document.outlines is None:
        return outlines, landmarks, []
    here = ("outlines", "file")
    path = document.folder / document.outlines.file
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except OSError as error:
        return outlines, landmarks, [document.problem(here, f"{path} cannot be read ({error.strerror})")]
    except (ValueError, KeyError, TypeError) as error:
        return outlines, landmarks, [document.problem(here, f"{path} is not a GeoJSON FeatureCollection ({error})")]
    known = {grid.path for row in document.areas for grid in _with_grids(row)}
    problems = []
    for number, feature in enumerate(features, start=1):
        properties, geometry = feature.get("properties") or {}, feature.get("geometry")
        name = str(properties.get("path", ""))
        wrong = _wrong_geometry(geometry, is_landmark="landmark" in properties)
        if name not in known:
            wrong = f"names {name!r}, which is no area of {FILE}"
        elif "landmark" not in properties and name in outlines:
            wrong = f"draws {name} a second time"
        if wrong:
            problems.append(document.problem(here, f"{path}, feature {number}: {wrong}"))
        elif "landmark" in properties:
            landmarks[name, properties["landmark"]] = {
                "kind": properties.get("kind", ""),
                "name": properties.get("name", ""),
                "geometry": geometry,
                "is_synthetic": document.outlines.synthetic,
            }
        else:
            outlines[name] = geometry
    return outlines, landmarks, problems


def _wrong_geometry(geometry: object, *, is_landmark: bool) -> str:
    try:
        drawn = shape(geometry)
    except Exception as error:  # noqa: BLE001 - shapely raises many kinds on malformed coordinates
        return f"is no GeoJSON geometry ({error})"
    if is_landmark:
        return (
            "" if drawn.geom_type in {"LineString", "MultiLineString", "Polygon"} else "is neither a line nor a polygon"
        )
    if drawn.geom_type not in {"Polygon", "MultiPolygon"}:
        return f"is a {drawn.geom_type}, not a polygon"
    if drawn.is_empty or not drawn.is_valid:
        return f"is no valid polygon ({is_valid_reason(drawn)})"
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return "has coordinates outside the world; longitude comes first, in degrees"
    return ""


def _standing(wanted: Wanted) -> dict[str, Area]:
    return {area.path: area for area in Area.objects.filter(path__in=list(wanted.areas))}


def _missing(wanted: Wanted) -> dict[str, NewArea]:
    standing = _standing(wanted)
    return {path: new for path, new in wanted.areas.items() if path not in standing}


def _changed(wanted: Wanted) -> dict[str, dict[str, object]]:
    """Return by path the fields that the file says otherwise. An area that was ended by mistake stands again."""
    changed = {}
    for path, area in _standing(wanted).items():
        new = wanted.areas[path]
        fields = {name: getattr(new, name) for name in AMENDED if getattr(new, name) != getattr(area, name)}
        if "outline" in fields:
            fields |= {"lng": new.lng, "lat": new.lat}
        if fields:
            changed[path] = fields
    return changed


def _surplus(wanted: Wanted) -> list[str]:
    """Return standing areas of our subdistricts that the file no longer names; children of one that ends go with it."""
    below = Q()
    for path, new in wanted.areas.items():
        if new.level == Level.SUBDISTRICT:
            below |= Q(path__gt=path, path__lt=upper_bound(path))
    if not below:
        return []
    standing = Area.objects.filter(
        below, valid_to__isnull=True, level__in=[Level.COMMUNITY, Level.GRID]
    ).exclude(path__in=list(wanted.areas))  # fmt: skip
    paths = sorted(standing.values_list("path", flat=True))
    return [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]


def _other_codes(wanted: Wanted) -> dict[str, dict[str, str]]:
    held: dict[str, dict[str, str]] = {}
    rows = AreaCode.objects.filter(area__path__in=list(wanted.areas)).values_list("area__path", "edition", "code")
    for path, edition, code in rows:
        held.setdefault(path, {})[edition] = code
    return {path: codes for path, codes in wanted.codes.items() if held.get(path, {}) != codes}


def _new_successions(document: Schema) -> list[SuccessionRow]:
    held = set(AreaSuccession.objects.values_list("predecessor__path", "successor__path", "on"))
    return [row for row in document.successions if (row.predecessor, row.successor, row.on) not in held]


def _other_estates(document: Schema) -> list[EstateRow]:
    keys = [row.key for row in document.estates]
    held = {
        estate.key: (estate.name, estate.area.path, estate.aliases)
        for estate in Estate.objects.filter(key__in=keys).select_related("area")
    }
    return [row for row in document.estates if held.get(row.key) != (row.name, row.area, row.aliases)]


def _other_landmarks(wanted: Wanted) -> Landmarks:
    held = {
        (landmark.area.path, landmark.key): {
            "kind": landmark.kind,
            "name": landmark.name,
            "geometry": landmark.geometry,
            "is_synthetic": landmark.is_synthetic,
        }
        for landmark in Landmark.objects.filter(area__path__in=list(wanted.areas)).select_related("area")
    }
    return {place: landmark for place, landmark in wanted.landmarks.items() if held.get(place) != landmark}


def _differences(fields: dict[str, object]) -> str:
    return _list(f"{name} {value}" if name not in {"outline", "lng", "lat"} else name for name, value in fields.items())


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
