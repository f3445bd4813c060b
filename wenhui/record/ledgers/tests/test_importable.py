"""Whether a table can be imported at all: a row must be a person, and it must be told who."""

import pytest

from wenhui.kit.sheets.heads import Column
from wenhui.record.ledgers.refusals import NobodyToTellError, NotOfPeopleError
from wenhui.record.ledgers.rules import importable
from wenhui.record.ledgers.rules.columns import Binding, Bound
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.words import Subject


def bound(shipped: Dictionary, *keys: str, subject: Subject | None = Subject.PERSON) -> Binding:
    """Return a binding of columns that mean these attributes of persons."""
    attributes = [shipped.attributes[f"person.{key}"] for key in keys]
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


@pytest.mark.parametrize("subject", [Subject.DWELLING, Subject.ORGANISATION, Subject.HOUSEHOLD])
def test_rows_that_are_no_people_are_refused(shipped: Dictionary, subject: Subject) -> None:
    with pytest.raises(NotOfPeopleError):
        importable.ensure(bound(shipped, "id_number", subject=subject))


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
