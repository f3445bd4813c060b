"""Every write to the tree: planting, renaming, redrawing, moving, ending, succeeding, and the membership of estates."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat, Substr
from psycopg import sql

from wenhui.ground.areas import rules
from wenhui.ground.areas.models import Area, AreaCode, AreaSuccession, Estate, EstateBuilding, Landmark, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound


class AreaError(ValueError):
    """The tree cannot be changed like this; the message says why."""


class UnknownAreaError(AreaError):
    """There is no area with this path."""


class WrongPlaceError(AreaError):
    """An area of this level cannot lie there, or another one already does."""


class OwnerNeededError(AreaError):
    """Moving rewrites rows of every scope, so only the owner's connection may do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArea:
    """An area to be planted; its parent and label are read from its path."""

    path: str
    level: str
    name: str
    short_name: str = ""
    lng: float | None = None
    lat: float | None = None
    outline: Mapping[str, Any] | None = None
    storeys: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    time_zone: str = ""
    calendar: str = ""
    is_synthetic: bool = False


COLUMNS = (
    "id", "parent_id", "level", "label", "path", "name", "short_name", "valid_from", "valid_to", "lng", "lat",
    "outline", "storeys", "time_zone", "calendar", "is_synthetic",
)  # fmt: skip


@transaction.atomic
def plant(*, new: Iterable[NewArea], by: Actor, at: datetime) -> dict[str, int]:
    """Add areas, parents and children alike, and return their ids by path.

    The order does not matter. Uses COPY, so tens of thousands take seconds. Raises WrongPlaceError or UnknownAreaError
    before anything is written.
    """
    saplings = sorted(new, key=lambda sapling: sapling.path.count("."))
    if not saplings:
        return {}
    ground = _ground_for(saplings)
    ids = dict(zip((sapling.path for sapling in saplings), _fresh_ids(len(saplings)), strict=True))
    parents = ids | {path: pk for path, (pk, _) in ground.items()}
    _copy_in(saplings, ids, parents)
    root = saplings[0]
    journal.write(
        by=by, at=at, verb="areas.plant", subject=f"area:{ids[root.path]}",
        refs={"path": root.path, "areas": len(saplings)},
    )  # fmt: skip
    return ids


@transaction.atomic
def rename(*, path: str, name: str, short_name: str = "", by: Actor, at: datetime) -> Area:
    """Give an area another name; its label and path stay."""
    return amend(path=path, fields={"name": name, "short_name": short_name}, verb="areas.rename", by=by, at=at)


AMENDABLE = frozenset(COLUMNS) - {"id", "parent_id", "level", "label", "path"}


@transaction.atomic
def amend(
    *, path: str, fields: Mapping[str, object], by: Actor, at: datetime, verb: str = "areas.amend", reason: str = ""
) -> Area:
    """Correct what is said of an area (name, dates, outline, …), never where it lies."""
    strangers = set(fields) - AMENDABLE
    if strangers:
        raise AreaError(f"Of an area {', '.join(sorted(strangers))} cannot be amended.")
    area = _locked(path)
    for field, value in fields.items():
        setattr(area, field, value)
    area.save(update_fields=list(fields))
    refs = {"path": path, "fields": " ".join(sorted(fields))}
    journal.write(by=by, at=at, verb=verb, subject=f"area:{area.pk}", reason=reason, refs=refs)
    return area


@transaction.atomic
def move(*, path: str, to: str, by: Actor, at: datetime, reason: str = "") -> Area:
    """Put the subtree at `path` under the area `to`, and refresh every copy of its paths wherever rows keep one.

    Tables with copies are found by their trigger, so upper rooms need not be known. Needs the owner's connection.
    """
    area, parent = _locked(path), _locked(to)
    if parent.path.startswith(area.path) or area.level not in rules.MAY_HOLD[parent.level]:
        raise WrongPlaceError(f"{path} is a {area.level} and cannot lie in {to}, a {parent.level}.")
    moved = f"{parent.path}{area.label}."
    tables = _tables_with_copies()
    _refuse_unless_owner(tables)
    if moved == path:
        return area
    if Area.objects.filter(path=moved).exists():
        raise WrongPlaceError(f"{moved} is already there.")
    Area.objects.filter(pk=area.pk).update(parent=parent)
    subtree = Area.objects.filter(path__gte=path, path__lt=upper_bound(path))
    tail = Substr("path", len(path) + 1)
    subtree.update(path=Concat(Value(moved), tail, output_field=TextField()))
    for table in tables:
        _refresh_copies(table, path)
    refs = {"from": path, "to": moved}
    journal.write(by=by, at=at, verb="areas.move", subject=f"area:{area.pk}", reason=reason, refs=refs)
    area.refresh_from_db()
    return area


@transaction.atomic
def end(*, path: str, on: date, by: Actor, at: datetime, reason: str = "") -> int:
    """End an area and all that still stands in it; `on` is the first day without it. Returns how many ended."""
    area = _locked(path)
    if area.valid_to is not None and area.valid_to <= on:
        raise AreaError(f"{path} ended already on {area.valid_to}.")
    if area.valid_from is not None and area.valid_from >= on:
        raise AreaError(f"{path} began on {area.valid_from} and cannot end on {on}.")
    standing = Area.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), path__gte=path, path__lt=upper_bound(path)
    )
    ended = standing.update(valid_to=on)
    refs: dict[str, str | int] = {"path": path, "on": on.isoformat(), "areas": ended}
    journal.write(by=by, at=at, verb="areas.end", subject=f"area:{area.pk}", reason=reason, refs=refs)
    return ended


@transaction.atomic
def succeed(*, predecessor: str, successor: str, on: date, why: str = "", by: Actor, at: datetime) -> AreaSuccession:
    """Record that one area took the place of another on a day."""
    before, after = _locked(predecessor), _locked(successor)
    if before == after:
        raise AreaError(f"{predecessor} cannot succeed itself.")
    succession = AreaSuccession.objects.create(predecessor=before, successor=after, on=on, why=why)
    refs = {"predecessor": predecessor, "successor": successor, "on": on.isoformat()}
    journal.write(by=by, at=at, verb="areas.succeed", subject=f"area:{after.pk}", reason=why, refs=refs)
    return succession


@transaction.atomic
def encode(*, path: str, codes: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Let an area have exactly these official codes, by edition."""
    area = _locked(path)
    AreaCode.objects.filter(area=area).delete()
    AreaCode.objects.bulk_create(
        AreaCode(area=area, edition=edition, code=code) for edition, code in sorted(codes.items())
    )
    refs = {"path": path, "editions": " ".join(sorted(codes))}
    journal.write(by=by, at=at, verb="areas.encode", subject=f"area:{area.pk}", refs=refs)


@transaction.atomic
def gather(*, buildings: Mapping[str, int], on: date, by: Actor, at: datetime) -> None:
    """Let buildings (by path) belong to estates (by id) from a day on; an earlier membership ends on that day."""
    ids = dict(Area.objects.filter(path__in=buildings, level=Level.BUILDING).values_list("path", "id"))
    missing = sorted(set(buildings) - set(ids))
    if missing:
        raise UnknownAreaError(
            f"{missing[0]} is no building" + (f", nor are {len(missing) - 1} more." if missing[1:] else ".")
        )
    held = dict(
        EstateBuilding.objects.filter(building__in=ids.values(), valid_to__isnull=True).values_list(
            "building", "estate"
        )
    )
    ids = {path: pk for path, pk in ids.items() if held.get(pk) != buildings[path]}
    if not ids:
        return
    EstateBuilding.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), building__in=ids.values(), valid_from__lt=on
    ).update(valid_to=on)
    EstateBuilding.objects.bulk_create(
        EstateBuilding(estate_id=buildings[path], building_id=pk, valid_from=on) for path, pk in ids.items()
    )
    journal.write(
        by=by, at=at, verb="areas.gather", subject=f"estate:{min(buildings.values())}",
        refs={"buildings": len(ids), "estates": len(set(buildings.values())), "on": on.isoformat()},
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEstate:
    """An estate to be founded; `area` is the path of the smallest area that holds all of it."""

    key: str
    name: str
    area: str
    aliases: tuple[str, ...] = ()


@transaction.atomic
def found_estates(*, new: Iterable[NewEstate], by: Actor, at: datetime) -> dict[str, int]:
    """Found estates, or correct name, aliases and whereabouts of those whose key is known; return their ids by key."""
    rows = list(new)
    if not rows:
        return {}
    areas = dict(Area.objects.filter(path__in={row.area for row in rows}).values_list("path", "id"))
    missing = next((row.area for row in rows if row.area not in areas), None)
    if missing:
        raise UnknownAreaError(f"There is no area {missing}.")
    Estate.objects.bulk_create(
        [Estate(key=row.key, name=row.name, area_id=areas[row.area], aliases=list(row.aliases)) for row in rows],
        update_conflicts=True, unique_fields=["key"], update_fields=["name", "area", "aliases"],
    )  # fmt: skip
    ids = dict(Estate.objects.filter(key__in=[row.key for row in rows]).values_list("key", "id"))
    journal.write(
        by=by, at=at, verb="areas.found_estates", subject=f"estate:{ids[rows[0].key]}", refs={"estates": len(rows)}
    )
    return ids


@transaction.atomic
def draw_landmark(
    *,
    area: str,
    key: str,
    kind: str,
    name: str,
    geometry: Mapping[str, Any],
    is_synthetic: bool = False,
    by: Actor,
    at: datetime,
) -> Landmark:
    """Draw a landmark on the map of an area, or correct the one that has this key."""
    ground = _locked(area)
    fields = {"kind": kind, "name": name, "geometry": geometry, "is_synthetic": is_synthetic}
    landmark, _ = Landmark.objects.update_or_create(area=ground, key=key, defaults=fields)
    refs = {"path": area, "key": key}
    journal.write(by=by, at=at, verb="areas.draw_landmark", subject=f"landmark:{landmark.pk}", refs=refs)
    return landmark


def _locked(path: str) -> Area:
    try:
        return Area.objects.select_for_update().get(path=path)
    except Area.DoesNotExist:
        raise UnknownAreaError(f"There is no area {path}.") from None


def _ground_for(saplings: list[NewArea]) -> dict[str, tuple[int, str]]:
    """Return id and level of the standing areas that get children. Refuses what cannot grow there."""
    levels = {sapling.path: sapling.level for sapling in saplings}
    if len(levels) < len(saplings):
        twice = next(path for path in levels if sum(sapling.path == path for sapling in saplings) > 1)
        raise WrongPlaceError(f"{twice} is planted twice.")
    wrong = next((path for path in levels if not rules.is_path(path)), None)
    if wrong is not None:
        raise WrongPlaceError(
            f"{wrong!r} is no path; a path is short lower-case labels with dots, such as 'hz.gs.wh.'."
        )
    taken = Area.objects.filter(path__in=list(levels)).values_list("path", flat=True).first()
    if taken:
        raise WrongPlaceError(f"{taken} is already there.")
    outside = {rules.parent_path(path) for path in levels} - set(levels) - {""}
    rows = Area.objects.filter(path__in=outside).values_list("path", "id", "level")
    ground = {path: (pk, level) for path, pk, level in rows}
    for path, level in levels.items():
        parent = rules.parent_path(path)
        around = levels.get(parent) or ground.get(parent, (0, ""))[1]
        if parent and not around:
            raise UnknownAreaError(f"{path} cannot be planted: there is no area {parent}.")
        if level not in rules.MAY_HOLD[around]:
            raise WrongPlaceError(f"{path} is a {level} and cannot lie in {around or 'nothing'}.")
    return ground


def _fresh_ids(number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('areas_area', 'id')) FROM generate_series(1, %s)", [number]
        )
        return [row[0] for row in cursor.fetchall()]


def _copy_in(saplings: list[NewArea], ids: Mapping[str, int], parents: Mapping[str, int]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY areas_area ({}) FROM STDIN").format(columns)) as copy:
        for new in saplings:
            outline = None if new.outline is None else json.dumps(new.outline, ensure_ascii=False)
            copy.write_row((
                ids[new.path], parents.get(rules.parent_path(new.path)), new.level, rules.label_of(new.path), new.path,
                new.name, new.short_name, new.valid_from, new.valid_to, new.lng, new.lat, outline, new.storeys,
                new.time_zone, new.calendar, new.is_synthetic,
            ))  # fmt: skip


def _tables_with_copies() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE p.proname = 'areas_copy_path' AND NOT t.tgisinternal ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def _refuse_unless_owner(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) t WHERE row_security_active(t::regclass::oid) LIMIT 1", [tables]
        )
        guarded = cursor.fetchone()
    if guarded:
        raise OwnerNeededError(
            f"Areas are moved by the owner: rows of {guarded[0]} outside this scope would be missed."
        )


def _refresh_copies(table: str, old_path: str) -> None:
    """Write the row's own area again, which makes its trigger copy the path anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET area_id = area_id WHERE area_path >= %s AND area_path < %s",  # noqa: S608 - from regclass
            [old_path, upper_bound(old_path)],
        )
