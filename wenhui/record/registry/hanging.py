"""What hangs on a person: every table with a foreign key onto persons, found in the models, of whatever room.

Rows are read and moved through functions of the database that run as its owner (migration 0005): a merge must not leave
rows behind that lie out of the clerk's scope.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import ForeignKey, Model

from wenhui.ground.areas.models import Area
from wenhui.record.registry import following
from wenhui.record.registry.following import Row
from wenhui.record.registry.models import (
    Household,
    Judgement,
    Merge,
    MergeQuestion,
    Organisation,
    Person,
    Residence,
    StrikeOut,
    Suspicion,
)

# Rows about pairs and merges stay what they were; who heads a household follows from who lives in it.
OUR_OWN: Final = (Person, Household, Judgement, Merge, MergeQuestion, StrikeOut, Suspicion)
TELLING: Final = (Area, Household, Organisation)
SCOPE_COLUMN: Final = "area"


@dataclass(frozen=True, slots=True)
class Tie:
    """A column that points at persons."""

    model: type[Model]
    table: str
    column: str
    key: str

    def row(self, key: str) -> Row:
        """Return a row of this table as followers are told of it."""
        return Row(self.table, self.column, key)


def ties() -> list[Tie]:
    """Return every column that points at persons and whose rows a merge moves, in a steady order."""
    left_alone = {*OUR_OWN, *following.derived()}
    found = [
        Tie(model, model._meta.db_table, key.column, str(model._meta.pk.column))
        for model, key in _keys()
        if model not in left_alone and model._meta.managed and not model._meta.proxy
    ]
    return sorted(found, key=lambda tie: (tie.table, tie.column))


def on_organisations(organisations: Collection[int]) -> set[int]:
    """Return on which organisations something hangs, words that were withdrawn left out, as far as one's clearance sees."""
    found: dict[Row, int] = {}
    for model, key in _keys(Organisation):
        if model in following.derived() or not model._meta.managed:
            continue
        rows = model._base_manager.filter(**{f"{key.name}__in": organisations}).values_list("pk", key.attname)
        found |= {Row(model._meta.db_table, key.column, str(pk)): of for pk, of in rows}
    silent = following.silent(list(found))
    return {of for row, of in found.items() if row not in silent}


def _keys(of: type[Model] = Person) -> Iterable[tuple[type[Model], ForeignKey[Any, Any]]]:
    for relation in of._meta.get_fields(include_hidden=True):
        key = getattr(relation, "field", None)
        if relation.auto_created and not relation.concrete and isinstance(key, ForeignKey):
            yield key.model, key


def keys_of(tie: Tie, person_id: int) -> list[str]:
    """Return the keys of the rows that hang on a person by this column, seen or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_hanging(%s, %s, %s, %s)", [tie.table, tie.column, tie.key, person_id])
        return [key for (key,) in cursor.fetchall()]


def keys_by_person(tie: Tie, people: Collection[int]) -> dict[int, list[str]]:
    """Return the keys of the rows that hang on people by this column, seen or not, by person; who has none is missing."""
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, row_key FROM registry_hanging_on(%s, %s, %s, %s)",
            [tie.table, tie.column, tie.key, list(people)],
        )
        for person, key in cursor.fetchall():
            found.setdefault(person, []).append(key)
    return found


def hanging_on(people: Collection[int]) -> Mapping[int, list[Row]]:
    """Return what hangs on people beside the home with which they were registered and words that were withdrawn."""
    found: dict[int, list[Row]] = {}
    first = _first_homes(people)
    for tie in ties():
        for person, keys in keys_by_person(tie, people).items():
            if not (tie.model is Residence and len(keys) == 1 and keys[0] in first):
                found.setdefault(person, []).extend(tie.row(key) for key in keys)
    silent = following.silent([row for rows in found.values() for row in rows])
    left = {person: [row for row in rows if row not in silent] for person, rows in found.items()}
    return {person: rows for person, rows in left.items() if rows}


def _first_homes(people: Collection[int]) -> set[str]:
    """Return the residences of which nobody said since when, as registering many at once writes them."""
    undated = Residence.objects.filter(person__in=people, valid_from__isnull=True, valid_to__isnull=True)
    return set(map(str, undated.values_list("pk", flat=True)))


def move(tie: Tie, keys: Collection[str], *, giver: int, taker: int) -> dict[str, str]:
    """Point rows at the taker; return for each of them the constraint that kept it, empty where it moved."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_key, stayed FROM registry_move_rows(%s, %s, %s, %s, %s, %s)",
            [tie.table, tie.column, tie.key, list(keys), giver, taker],
        )
        return dict(cursor.fetchall())


def links(tie: Tie, keys: Sequence[str]) -> dict[str, set[tuple[str, int]]]:
    """Return which doors, households and bodies rows name, by key; rows out of sight name none."""
    columns = {
        field.attname: field.related_model.__name__
        for field in tie.model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in TELLING and field.name != SCOPE_COLUMN
    }
    if not columns or not keys:
        return {}
    rows = tie.model._base_manager.filter(pk__in=list(keys)).values("pk", *columns)
    return {
        str(row["pk"]): {(kind, row[column]) for column, kind in columns.items() if row[column] is not None}
        for row in rows
    }
