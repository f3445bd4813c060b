"""This module's part of the catalogue, `visits.yaml`: when and how often one may knock, and what dates remind of.

A rule that is gone from the file ends nothing, because reasons stand on it: what no longer holds says `ended: true`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db import models, transaction
from pydantic import Field, StringConstraints

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject
from wenhui.work.visits import words
from wenhui.work.visits.models import ReminderRule, VisitPolicy
from wenhui.work.visits.words import Moment, ReasonKind

FILE = "visits.yaml"

AreaPath = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_-]+\.)+$")]
Piece = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{2,40}$")]
Days = Annotated[int, Field(ge=1, le=3650)]


class Text(Part):
    """A sentence in both languages."""

    zh: str
    en: str


class PolicyRow(Part):
    """How one knocks in an area and below. `pauses`: a kind that is not named ends when it is refused."""

    area: AreaPath
    parts: dict[words.Part, Piece]
    attempts: int = Field(default=3, ge=1, le=30)
    period_days: Days = 30
    pauses: dict[ReasonKind, Days] = {}
    refusal_days: Days = 365


class RuleRow(Part):
    """A date that gives a right or ends one: so many years after the moment, on the list `lead_days` before it.

    With `moment: stale` the date is when something asked of people of these `years` or older is no longer fresh.
    """

    key: Key
    area: AreaPath
    moment: Moment
    years: int = Field(default=0, ge=0, le=130)
    lead_days: int = Field(ge=0, le=365)
    open_days: int = Field(ge=0, le=365)
    name: Text
    tell: Text | None = None
    asks: list[str] = []
    ground: str = Field(min_length=1)
    ended: bool = False


class Schema(Document):
    """`visits.yaml`."""

    policies: list[PolicyRow] = []
    reminders: list[RuleRow] = []


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError when rows name areas or attributes that are not there."""
    problems = list(_problems(document))
    if problems:
        raise CatalogueError(problems)
    return [
        *_differences("knocking in", "path", _policies(document)),
        *_differences("reminder", "key", _rules(document)),
    ]


@transaction.atomic
def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the rules of knocking and the reminders say what the file says."""
    changes = plan(document)
    _put("path", _policies(document))
    _put("key", _rules(document))
    journal.write(
        by=by, at=at, verb="visits.apply_catalogue", subject="catalogue:visits", refs={"changes": len(changes)}
    )


def _policies(document: Schema) -> list[VisitPolicy]:
    return [
        VisitPolicy(
            path=row.area,
            parts={part.value: piece.split("-") for part, piece in row.parts.items()},
            attempts=row.attempts,
            period_days=row.period_days,
            pauses={kind.value: days for kind, days in row.pauses.items()},
            refusal_days=row.refusal_days,
        )
        for row in document.policies
    ]


def _rules(document: Schema) -> list[ReminderRule]:
    return [
        ReminderRule(
            key=row.key,
            path=row.area,
            moment=row.moment.value,
            years=row.years,
            lead_days=row.lead_days,
            open_days=row.open_days,
            zh=row.name.zh,
            en=row.name.en,
            tell_zh=row.tell.zh if row.tell else "",
            tell_en=row.tell.en if row.tell else "",
            asks=row.asks,
            ground=row.ground,
            ended=row.ended,
        )
        for row in document.reminders
    ]


def _problems(document: Schema) -> Iterator[str]:
    places = [("policies", number, row.area) for number, row in enumerate(document.policies)]
    places += [("reminders", number, row.area) for number, row in enumerate(document.reminders)]
    known = set(Area.objects.filter(path__in=[path for *_, path in places]).values_list("path", flat=True))
    for part, number, path in places:
        if path not in known:
            yield document.problem((part, number, "area"), f"there is no area {path}")
    for number, policy in enumerate(document.policies):
        pieces = sorted(piece.split("-") for piece in policy.parts.values())
        flat = [moment for piece in pieces for moment in piece]
        if not flat or flat != sorted(flat) or any(begin >= end for begin, end in pieces):
            yield document.problem(("policies", number, "parts"), "are not pieces of a day that do not overlap")
    attributes = dictionary.current().attributes
    for number, row in enumerate(document.reminders):
        if row.tell is None and not row.asks:
            yield document.problem(("reminders", number), "neither tells nor asks anything")
        if row.moment is Moment.STALE and not (row.asks and all(_goes_stale(attributes.get(key)) for key in row.asks)):
            yield document.problem(("reminders", number, "asks"), "are not all attributes of persons that go stale")
        for key in row.asks:
            if key not in attributes or attributes[key].subject == Subject.ORGANISATION:
                yield document.problem(
                    ("reminders", number, "asks"), f"there is no attribute {key} behind a front door"
                )
    keys = [row.key for row in document.reminders]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield document.problem(("reminders",), f"the rule {key} stands here twice")


def _goes_stale(attribute: Attribute | None) -> bool:
    return attribute is not None and attribute.subject == Subject.PERSON and attribute.freshness_days is not None


def _said(row: models.Model) -> dict[str, Any]:
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
