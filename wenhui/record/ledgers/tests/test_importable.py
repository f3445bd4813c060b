"""Whether a table can be imported at all: it must be told of whom or what each row speaks."""

import pytest

from wenhui.kit.sheets.heads import Column
from wenhui.record.ledgers import refusals
from wenhui.record.ledgers.refusals import NobodyToTellError
from wenhui.record.ledgers.rules import importable
from wenhui.record.ledgers.rules.columns import Binding, Bound
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.words import Subject


def bound(shipped: Dictionary, *keys: str) -> Binding:
    """Return a binding of columns that mean these attributes of persons."""
    return of(shipped, *(f"person.{key}" for key in keys), subject=Subject.PERSON)


def of(shipped: Dictionary, *keys: str, subject: Subject) -> Binding:
    """Return a binding of columns that mean these attributes, in a table whose rows are a subject."""
    attributes = [shipped.attributes[key] for key in keys]
    columns = [
        Bound(Column(place, (one.words.zh,)), one, Decided.PROPOSED) for place, one in enumerate(attributes, start=1)
    ]
    return Binding(subject, tuple(columns))


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("id_number",), True),
        (("name", "phone"), True),
        (("name", "residential_address"), True),
        (("name", "marriage"), False),
        (("phone", "residential_address"), False),
        ((), False),
    ],
)
def test_rows_are_told_by_number_or_by_name_and_one_thing_more(
    shipped: Dictionary, keys: tuple[str, ...], told: bool
) -> None:
    refused = importable.refusal(bound(shipped, *keys))

    assert (refused is None) == told
    assert told or isinstance(refused, NobodyToTellError)


@pytest.mark.parametrize(
    ("subject", "keys", "refused"),
    [
        (Subject.DWELLING, ("dwelling.address", "dwelling.rooms"), None),
        (Subject.DWELLING, ("person.residential_address",), None),
        (Subject.DWELLING, ("dwelling.code",), None),
        (Subject.DWELLING, ("dwelling.rooms",), refusals.NoHomeToTellError),
        (Subject.BUILDING, ("building.name",), None),
        (Subject.BUILDING, ("building.lifts",), refusals.NoBuildingToTellError),
        (Subject.HOUSEHOLD, ("household.head_id_number",), None),
        (Subject.HOUSEHOLD, ("household.head_name", "dwelling.address"), None),
        (Subject.HOUSEHOLD, ("household.head_name",), refusals.NoHouseholdToTellError),
        (Subject.ORGANISATION, ("organisation.uscc",), None),
        (Subject.ORGANISATION, ("organisation.name", "organisation.address"), None),
        (Subject.ORGANISATION, ("organisation.name",), refusals.NoOrganisationToTellError),
    ],
)
def test_what_tells_rows_apart_depends_on_what_they_are(
    shipped: Dictionary, subject: Subject, keys: tuple[str, ...], refused: type[Exception] | None
) -> None:
    found = importable.refusal(of(shipped, *keys, subject=subject))

    assert (type(found) if found else None) == refused


@pytest.mark.parametrize(
    ("keys", "warnings"),
    [
        (("id_number", "name", "residential_address"), []),
        (("id_number",), [importable.NOBODY_NEW]),
        (("name", "phone"), [importable.BY_NAME, importable.NOBODY_NEW]),
        (("name", "residential_address"), [importable.BY_NAME]),
    ],
)
def test_what_a_table_lacks_is_said_before(shipped: Dictionary, keys: tuple[str, ...], warnings: list[object]) -> None:
    assert importable.warnings(bound(shipped, *keys)) == warnings


@pytest.mark.parametrize(
    ("subject", "keys", "warnings"),
    [
        (Subject.DWELLING, ("dwelling.address",), []),
        (Subject.HOUSEHOLD, ("household.head_name", "dwelling.address"), [importable.HEADS_BY_NAME]),
        (Subject.HOUSEHOLD, ("household.number",), []),
        (Subject.ORGANISATION, ("organisation.name", "organisation.address"), [importable.BODIES_BY_NAME]),
        (Subject.ORGANISATION, ("organisation.uscc",), [importable.NO_BODY_NEW]),
    ],
)
def test_what_a_table_of_other_rows_lacks_is_said_too(
    shipped: Dictionary, subject: Subject, keys: tuple[str, ...], warnings: list[object]
) -> None:
    assert importable.warnings(of(shipped, *keys, subject=subject)) == warnings
