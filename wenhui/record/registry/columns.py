"""The registry's own columns that hold an attribute of the dictionary: `person.name` is `Person.name`."""

from typing import Any, Final

from django.db.models import Model, QuerySet

from wenhui.ground.areas.models import Area
from wenhui.record.registry.models import Household, Merge, Organisation, Person, Residence

TABLES: Final[dict[str, type[Model]]] = {
    "person": Person,
    "household": Household,
    "residence": Residence,
    "organisation": Organisation,
    "area": Area,
}


def exists(column: str) -> bool:
    """Say whether the registry has such a column."""
    table, _, name = column.partition(".")
    return table in TABLES and name in {field.name for field in TABLES[table]._meta.concrete_fields}


def holding(column: str) -> QuerySet[Any]:
    """Return the rows whose column is filled. Raises KeyError for a column of no table."""
    table, _, name = column.partition(".")
    rows = TABLES[table]._default_manager.exclude(**{f"{name}__isnull": True})
    return rows.exclude(**{name: ""}) if _is_text(column) else rows


def erase(column: str) -> int:
    """Empty a column that may be empty, and return in how many rows it was filled. Needs the owner."""
    name = column.partition(".")[2]
    if column.startswith("person."):
        _erase_in_merges(name)
    return holding(column).update(**{name: "" if _is_text(column) else None})


def _erase_in_merges(name: str) -> None:
    """Empty a person's column in what merges remember of both rows, or an undoing would bring it back."""
    for merge in Merge.objects.filter(was__has_key=name):
        for remembered in (merge.was, merge.theirs):
            remembered[name] = "" if isinstance(remembered[name], str) else None
        merge.save(update_fields=["was", "theirs"])


def _is_text(column: str) -> bool:
    table, _, name = column.partition(".")
    return TABLES[table]._meta.get_field(name).get_internal_type() in {"CharField", "TextField"}
