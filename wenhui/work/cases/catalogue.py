"""This module's part of the catalogue, `cases.yaml`: units, types of cases with their limits, clocks, calendar days.

A line that is gone from the file ends nothing, because cases stand on it: what no longer holds says `ended: true`.
Calendar days are the other way round: the file is all there is for the areas it names.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db import models, transaction
from pydantic import StringConstraints

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document
from wenhui.kit.worktime import DayKind, WorkTime, WorkUnit
from wenhui.work.cases.actions import reclocking
from wenhui.work.cases.actions import routing as routing_actions
from wenhui.work.cases.catalogue_parts import (
    CalendarRow,
    ElsewhereRow,
    EnforcementOf,
    EvaluationOf,
    Major,
    Minor,
    OwnType,
    PolicyRow,
    RoutesOf,
    UnitRow,
    upper_of,
)
from wenhui.work.cases.evaluation.formulas import Formulas
from wenhui.work.cases.models import (
    CaseElsewhere,
    CasePolicy,
    CaseRung,
    CaseType,
    EnforcementItem,
    EvaluationFormulas,
    OfficeDay,
    OfficeYear,
    RouteEdition,
    Unit,
)
from wenhui.work.cases.routing import decision_table

FILE = "cases.yaml"


class Schema(Document):
    """`cases.yaml`. `county` is the six-digit code that class codes begin with (GB/T 30428)."""

    county: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] = "000000"
    policies: list[PolicyRow] = []
    calendars: list[CalendarRow] = []
    units: list[UnitRow] = []
    majors: list[Major] = []
    types: list[OwnType] = []
    routes: list[RoutesOf] = []
    enforcement: list[EnforcementOf] = []
    elsewhere: list[ElsewhereRow] = []
    evaluation: list[EvaluationOf] = []


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError when rows name units or areas that are not there."""
    problems = list(_problems(document))
    if problems:
        raise CatalogueError(problems)
    return [
        *_differences("unit", "key", _units(document)),
        *_differences("type", "key", _types(document)),
        *_differences("clock of", "path", _policies(document)),
        *_differences("elsewhere", "key", _elsewhere(document)),
        *_differences("evaluation of", "path", _evaluation(document)),
        *_calendar_changes(document),
        *_enforcement_changes(document),
        *(Change("add", f"decision table of {path}", digest) for path, digest, _ in _new_routes(document)),
    ]


@transaction.atomic
def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make units, types, clocks and calendar days say what the file says; open clocks follow the calendar."""
    changes = plan(document)
    reclocking.remember(at=at)
    _put("key", _units(document))
    _put("key", _types(document))
    _put("path", _policies(document))
    _put("key", _elsewhere(document))
    _put("path", _evaluation(document))
    areas = [row.area for row in document.calendars]
    OfficeDay.objects.filter(path__in=areas).delete()
    OfficeDay.objects.bulk_create(_days(document))
    OfficeYear.objects.filter(path__in=areas).delete()
    OfficeYear.objects.bulk_create(_years(document))
    EnforcementItem.objects.filter(path__in=[row.area for row in document.enforcement]).delete()
    EnforcementItem.objects.bulk_create(_enforcement(document))
    for path, digest, rows in _new_routes(document):
        routing_actions.bring_rules(path=path, rows=rows, by=by, at=at)
        routing_actions.switch_on_rules(path=path, digest=digest, by=by, at=at)
    if changes:
        CaseRung.objects.all().delete()  # the ladder may be another: the beat works it out anew
    reclocking.reclock(by=by, at=at)
    journal.write(by=by, at=at, verb="cases.apply_catalogue", subject="catalogue:cases", refs={"changes": len(changes)})


def limit_of(text: str) -> WorkTime:
    """Return what `5 workhours` or `1 workday` says."""
    amount, unit = text.split()
    return WorkTime(int(amount), WorkUnit.WORKDAYS if unit.startswith("workday") else WorkUnit.WORKHOURS)


def _units(document: Schema) -> list[Unit]:
    return [Unit(key=row.key, zh=row.zh, en=row.en, ended=row.ended) for row in document.units]


def _types(document: Schema) -> list[CaseType]:
    return [_class(document, major, minor) for major in document.majors for minor in major.minors] + [
        _own(row) for row in document.types
    ]


def _class(document: Schema, major: Major, minor: Minor) -> CaseType:
    limit = limit_of(minor.limit or major.limit)
    return CaseType(
        key=f"{major.kind}-{major.code}{minor.code}", code=f"{document.county}{major.code}{minor.code}",
        kind=major.kind, major_zh=major.zh, major_en=major.en, zh=minor.zh, en=minor.en,
        platform=minor.platform or major.platform, unit_id=minor.unit or major.unit, limit_amount=limit.amount,
        limit_unit=limit.unit, urgency=minor.urgency or major.urgency, radius=minor.radius or major.radius,
        synonyms=minor.words, ended=minor.ended,
    )  # fmt: skip


def _own(row: OwnType) -> CaseType:
    limit = limit_of(row.limit)
    return CaseType(
        key=row.key, code="", kind=row.kind, major_zh="", major_en="", zh=row.zh, en=row.en, platform=row.platform,
        unit_id=row.unit, limit_amount=limit.amount, limit_unit=limit.unit, urgency=row.urgency, radius=row.radius,
        synonyms=row.words, ended=row.ended,
    )  # fmt: skip


def _policies(document: Schema) -> list[CasePolicy]:
    return [
        CasePolicy(
            path=row.area,
            hours=[piece.split("-") for piece in row.hours],
            intake_amount=limit_of(row.intake).amount,
            intake_unit=limit_of(row.intake).unit,
            soon_percent=row.soon_percent,
            reopen_days=row.reopen_days,
            alike_days=row.alike_days,
            alike_closed_days=row.alike_closed_days,
            returns=row.returns,
            suggest_percent=row.suggest_percent,
            ladder=[rung.model_dump() for rung in row.ladder],
            upper={str(channel): upper_of(text) for channel, text in row.upper.items()},
            quiet=row.quiet.split("-") if row.quiet else [],
            caps={kind: cap.model_dump() for kind, cap in row.caps.items()},
        )
        for row in document.policies
    ]


def _new_routes(document: Schema) -> Iterator[tuple[str, str, list[decision_table.Row]]]:
    """Yield the tables whose edition the office has never had, so that a file applied again undoes nobody's change."""
    for one in document.routes:
        rows = [decision_table.row_of(row.model_dump(exclude_none=True)) for row in one.rows]
        digest = decision_table.digest(rows)
        if not RouteEdition.objects.filter(path=one.area, digest=digest).exists():
            yield one.area, digest, rows


def _elsewhere(document: Schema) -> list[CaseElsewhere]:
    return [CaseElsewhere(**row.model_dump()) for row in document.elsewhere]


def _evaluation(document: Schema) -> list[EvaluationFormulas]:
    kept = ((row.area, Formulas.model_validate(row.model_dump(exclude={"area"}))) for row in document.evaluation)
    return [EvaluationFormulas(path=path, digest=one.digest, formulas=one.stored) for path, one in kept]


def _days(document: Schema) -> list[OfficeDay]:
    return [
        OfficeDay(path=row.area, on=on, kind=kind, why=why)
        for row in document.calendars
        for kind, days in ((DayKind.DAY_OFF, row.off), (DayKind.WORKDAY, row.worked))
        for on, why in days.items()
    ]


def _years(document: Schema) -> list[OfficeYear]:
    return [
        OfficeYear(path=row.area, year=year, source=source)
        for row in document.calendars
        for year, source in row.announced.items()
    ]


def _problems(document: Schema) -> Iterator[str]:
    known = {row.key for row in document.units} | set(Unit.objects.values_list("key", flat=True))
    for number, major in enumerate(document.majors):
        if major.unit not in known:
            yield document.problem(("majors", number, "unit"), f"there is no unit {major.unit}")
        for place, minor in enumerate(major.minors):
            if minor.unit and minor.unit not in known:
                yield document.problem(("majors", number, "minors", place, "unit"), f"there is no unit {minor.unit}")
    yield from _wrong_types(document, known)
    yield from _wrong_routes(document, known)
    yield from _wrong_areas(document)
    for number, row in enumerate(document.policies):
        flat = [moment for piece in row.hours for moment in piece.split("-")]
        if not flat or flat != sorted(set(flat)):
            yield document.problem(("policies", number, "hours"), "are not pieces of a day, in order, apart")


def _wrong_types(document: Schema, units: set[str]) -> Iterator[str]:
    for number, row in enumerate(document.types):
        if row.unit and row.unit not in units:
            yield document.problem(("types", number, "unit"), f"there is no unit {row.unit}")
    keys = [row.key for row in _types(document)]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield document.problem(("majors",), f"the type {key} stands here twice")


def _wrong_routes(document: Schema, units: set[str]) -> Iterator[str]:
    types = {row.key for row in _types(document)} | set(CaseType.objects.values_list("key", flat=True))
    for number, one in enumerate(document.routes):
        for place, row in enumerate(one.rows):
            for unit in [row.unit, *row.helpers]:
                if unit and unit not in units:
                    yield document.problem(("routes", number, "rows", place), f"there is no unit {unit}")
            for begins in row.types:
                if not any(key.startswith(begins) for key in types):
                    yield document.problem(("routes", number, "rows", place, "types"), f"no type begins with {begins}")


def _wrong_areas(document: Schema) -> Iterator[str]:
    places = [("policies", number, row.area) for number, row in enumerate(document.policies)]
    places += [("calendars", number, row.area) for number, row in enumerate(document.calendars)]
    places += [("enforcement", number, row.area) for number, row in enumerate(document.enforcement)]
    places += [("routes", number, row.area) for number, row in enumerate(document.routes)]
    places += [("evaluation", number, row.area) for number, row in enumerate(document.evaluation)]
    known = set(Area.objects.filter(path__in=[path for *_, path in places]).values_list("path", flat=True))
    for part, number, path in places:
        if path not in known:
            yield document.problem((part, number, "area"), f"there is no area {path}")


def _said(row: models.Model) -> dict[str, Any]:
    """Return what a row says, by column, its own number left out."""
    fields = [field for field in row._meta.concrete_fields if field.attname != "id"]
    return {field.attname: getattr(row, field.attname) for field in fields}


def _differences(what: str, key: str, rows: Sequence[models.Model]) -> Iterator[Change]:
    standing = type(rows[0])._default_manager.in_bulk(field_name=key) if rows else {}
    for row in rows:
        name = f"{what} {getattr(row, key)}"
        stands = standing.get(getattr(row, key))
        if stands is None:
            yield Change("add", name)
            continue
        before, after = _said(stands), _said(row)
        changed = {column: value for column, value in after.items() if before[column] != value}
        if changed:
            detail = ", ".join(f"{column} {value}" for column, value in changed.items())
            yield Change("end" if changed.get("ended") else "change", name, detail)


def _put(key: str, rows: list[Any]) -> None:
    if rows:
        columns = [column for column in _said(rows[0]) if column != key]
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=[key], update_fields=columns
        )


def _enforcement(document: Schema) -> list[EnforcementItem]:
    return [EnforcementItem(path=one.area, **dict(row)) for one in document.enforcement for row in one.items]


def _enforcement_changes(document: Schema) -> Iterator[Change]:
    areas = [row.area for row in document.enforcement]
    wanted = {_told(row) for row in _enforcement(document)}
    stands = {_told(row) for row in EnforcementItem.objects.filter(path__in=areas)}
    yield from (Change("add", what, detail) for what, detail in sorted(wanted - stands))
    yield from (Change("end", what, detail) for what, detail in sorted(stands - wanted))


def _told(row: EnforcementItem) -> tuple[str, str]:
    until = f" to {row.valid_to}" if row.valid_to else ""
    return f"enforcement of {row.item} at {row.path}", f"{row.power!s} from {row.valid_from}{until}: {row.basis}"


def _calendar_changes(document: Schema) -> Iterator[Change]:
    areas = [row.area for row in document.calendars]
    for model, rows in ((OfficeDay, _days(document)), (OfficeYear, _years(document))):
        wanted = {tuple(_said(row).values()) for row in rows}
        stands = {tuple(_said(row).values()) for row in model._default_manager.filter(path__in=areas)}
        for row in sorted(wanted - stands):
            yield Change("add", f"calendar of {row[0]}", f"{row[1]} {row[2]}")
        for row in sorted(stands - wanted):
            yield Change("end", f"calendar of {row[0]}", f"{row[1]} {row[2]}")
