"""`open311.yaml`: for which ground the office speaks Open311, and which types of case it offers.

A jurisdiction that the file no longer names ends: nobody finds it any more.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from pydantic import Field

from wenhui.edge.open311.models import Jurisdiction
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.work.cases.models import CaseType

FILE = "open311.yaml"


class Text(Part):
    """A sentence in both languages."""

    zh: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=120)


class ValueRow(Part):
    """One of the answers to choose from."""

    key: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    name: Text


class AttributeRow(Part):
    """Something asked for beside place and words; `values` where one chooses."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    required: bool = False
    description: Text
    values: tuple[ValueRow, ...] = ()


class ServiceRow(Part):
    """A type of case that strangers may report and see."""

    type: str = Field(max_length=120)
    attributes: tuple[AttributeRow, ...] = ()


class JurisdictionRow(Part):
    """One office as others name it."""

    id: str = Field(pattern=r"^[a-z0-9.-]{3,80}$")
    area: str = Field(pattern=r"^([a-z0-9_-]+\.)+$")
    name: Text
    contact: Text
    services: tuple[ServiceRow, ...] = Field(min_length=1)

    def columns(self, areas: dict[str, int]) -> dict[str, Any]:
        """Return the row as the table holds it."""
        return {
            "area_id": areas[self.area], "zh": self.name.zh, "en": self.name.en, "contact_zh": self.contact.zh,
            "contact_en": self.contact.en, "services": [one.model_dump(mode="json") for one in self.services],
            "ended": False,
        }  # fmt: skip


class Schema(Document):
    """The whole file."""

    jurisdictions: tuple[JurisdictionRow, ...]


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError for areas and types that are not there."""
    _refuse(document)
    return list(_changes(document))


def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the jurisdictions what the document says."""
    changes = plan(document)
    areas = _areas(document)
    with transaction.atomic():
        for row in document.jurisdictions:
            Jurisdiction.objects.update_or_create(key=row.id, defaults=row.columns(areas))
        Jurisdiction.objects.exclude(key__in=[row.id for row in document.jurisdictions]).update(ended=True)
        for change in changes:
            journal.write(
                by=by, at=at, verb=f"georeport.{change.kind}_by_catalogue", subject=change.what.replace(" ", ":")
            )


def _areas(document: Schema) -> dict[str, int]:
    wanted = [row.area for row in document.jurisdictions]
    return dict(Area.objects.filter(path__in=wanted).values_list("path", "pk"))


def _refuse(document: Schema) -> None:
    areas, types = _areas(document), set(CaseType.objects.values_list("key", flat=True))
    problems: list[str] = []
    for number, row in enumerate(document.jurisdictions):
        if row.area not in areas:
            problems.append(document.problem(("jurisdictions", number, "area"), f"no area {row.area}"))
        for place, service in enumerate(row.services):
            if service.type not in types:
                where = ("jurisdictions", number, "services", place, "type")
                problems.append(document.problem(where, f"no type of case {service.type}"))
    if problems:
        raise CatalogueError(problems)


def _changes(document: Schema) -> Iterator[Change]:
    areas = _areas(document)
    held = {one.key: one for one in Jurisdiction.objects.all()}
    for row in document.jurisdictions:
        one = held.pop(row.id, None)
        if one is None:
            yield Change("add", f"jurisdiction {row.id}", row.name.zh)
        elif different := [name for name, value in row.columns(areas).items() if getattr(one, name) != value]:
            yield Change("change", f"jurisdiction {row.id}", ", ".join(different))
    yield from (Change("end", f"jurisdiction {key}", one.zh) for key, one in held.items() if not one.ended)
