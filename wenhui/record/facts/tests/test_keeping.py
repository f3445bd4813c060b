"""What the dictionary may keep no longer is erased from every word; what is held keeps its kind."""

import pytest

from wenhui.kit.catalogue import CatalogueError
from wenhui.record.facts.keeping import FactsKeeper
from wenhui.record.facts.models import Confirmation, Conflict, Known, Statement
from wenhui.record.facts.tests.conftest import say
from wenhui.record.registry import catalogue, dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import shipped_attributes
from wenhui.record.registry.words import Kind

pytestmark = pytest.mark.database


def test_an_attribute_is_erased_from_everything_that_was_said(lin: Person) -> None:
    say(lin, "civil_affairs", marriage="20", education="30")
    say(lin, "civil_affairs", marriage="20", education="30")
    say(lin, "self", marriage="10")
    number = dictionary.current().numbers["person.marriage"]

    FactsKeeper().erase(number)

    assert not FactsKeeper().holds(number)
    assert str(number) not in str(
        [*Statement.objects.values_list("said"), *Known.objects.values_list("words", "roots")]
    )
    assert number not in {one for row in Confirmation.objects.values_list("attributes", flat=True) for one in row}
    assert Conflict.objects.count() == 0


def test_what_was_said_keeps_its_kind(lin: Person) -> None:
    say(lin, education="30")
    document = shipped_attributes()
    as_text = {"kind": Kind.TEXT, "codes": ""}
    attributes = [
        row.model_copy(update=as_text) if row.key == "person.education" else row for row in document.attributes
    ]

    with pytest.raises(CatalogueError, match="keeps its kind"):
        catalogue.plan(document.model_copy(update={"attributes": attributes}))
