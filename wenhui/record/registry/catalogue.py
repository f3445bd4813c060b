"""`registry.yaml`: which sensitive attributes of people this office keeps, by which duty and which law. None by default.

An attribute that the file no longer names is dismissed, and what was kept of it is erased (PIPL art. 47).
"""

from datetime import date, datetime

from pydantic import Field

from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.record.registry import actions
from wenhui.record.registry.models import AdmittedAttribute
from wenhui.record.registry.words import SensitiveAttribute

FILE = "registry.yaml"


class AttributeRow(Part):
    """One attribute that the office keeps."""

    key: SensitiveAttribute
    duty: str = Field(min_length=4, max_length=200)
    law: str = Field(min_length=4, max_length=200)
    since: date


class Schema(Document):
    """The whole file."""

    sensitive_attributes: list[AttributeRow] = []


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError when an attribute is named twice."""
    held = {row.key: row for row in AdmittedAttribute.objects.all()}
    return [
        *(
            Change(
                "change" if row.key in held else "add", f"sensitive attribute {row.key.value}", f"{row.duty}; {row.law}"
            )
            for row in _other(document, held)
        ),
        *(Change("end", f"sensitive attribute {key}", "what was kept is erased") for key in _surplus(document, held)),
    ]


def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the database say what the file says; a second time nothing changes."""
    held = {row.key: row for row in AdmittedAttribute.objects.all()}
    for row in _other(document, held):
        actions.admit_attribute(key=row.key, duty=row.duty, law=row.law, since=row.since, by=by, at=at)
    for key in _surplus(document, held):
        actions.dismiss_attribute(key=SensitiveAttribute(key), by=by, at=at, reason=FILE)


def _other(document: Schema, held: dict[str, AdmittedAttribute]) -> list[AttributeRow]:
    """Return the rows that the database does not hold like this."""
    seen: set[str] = set()
    for place, row in enumerate(document.sensitive_attributes):
        if row.key in seen:
            raise CatalogueError(
                [document.problem(("sensitive_attributes", place, "key"), f"{row.key.value} stands twice")]
            )
        seen.add(row.key)
    return [
        row
        for row in document.sensitive_attributes
        if row.key not in held
        or (held[row.key].duty, held[row.key].law, held[row.key].since) != (row.duty, row.law, row.since)
    ]


def _surplus(document: Schema, held: dict[str, AdmittedAttribute]) -> list[str]:
    return sorted(set(held) - {row.key for row in document.sensitive_attributes})
