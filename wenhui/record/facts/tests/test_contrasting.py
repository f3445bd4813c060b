"""Where a proposed origin differs from what is known: from the provider's own word or somebody's, and whose would lead."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.facts import actions, contrasting
from wenhui.record.facts.comparing import Table
from wenhui.record.facts.contrasting import Counts
from wenhui.record.facts.models import Origin
from wenhui.record.facts.tests.conftest import AT, GROUND, ZHOU, say
from wenhui.record.facts.words import Through
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database


def proposed(people: list[Person], provider: str, /, **columns: list[str]) -> Origin:
    numbers = dictionary.current().numbers
    cells = {numbers[f"person.{key}"]: texts for key, texts in columns.items()}
    return actions.propose(
        table=Table("person", [one.pk for one in people], cells),
        through=Through.LEDGER, provider=provider, ground=GROUND, as_of=date(2026, 3, 18), by=ZHOU, at=AT,
    )[0]  # fmt: skip


def test_a_providers_own_earlier_word_is_told_from_somebody_elses(lin: Person, he: Person) -> None:
    say(lin, "civil_affairs", marriage="10")
    say(he, "community", marriage="10", education="30")

    origin = proposed([lin, he], "civil_affairs", marriage=["20", "20"], education=["", "30"])

    assert contrasting.counts(origin.pk) == Counts(own=1, others=1)
    own = contrasting.differences(origin.pk, from_others=False, first=0, many=10)
    assert [(one.subject, one.said, one.known, one.leads, one.others) for one in own] == [
        (lin.pk, "20", "10", True, ())
    ]


@pytest.mark.parametrize(
    ("said_by", "asked", "leads"), [("community", "civil_affairs", True), ("civil_affairs", "community", False)]
)
def test_of_two_providers_the_one_believed_more_leads_and_the_other_is_named(
    lin: Person, said_by: str, asked: str, leads: bool
) -> None:
    say(lin, said_by, date(2026, 3, 17), marriage="10")

    origin = proposed([lin], asked, marriage=["20"])

    (one,) = contrasting.differences(origin.pk, from_others=True, first=0, many=10)
    assert (one.provider, one.as_of, one.leads) == (said_by, date(2026, 3, 17), leads)
    assert one.others == ((said_by,) if leads else (asked,))


def test_numbers_are_told_in_clear_and_page_by_page(lin: Person, he: Person) -> None:
    for person in (lin, he):
        say(person, phone="12000000001", marriage="10")

    origin = proposed([lin, he], "community", phone=["12000000002", "12000000003"], marriage=["20", "20"])

    found = [contrasting.differences(origin.pk, from_others=False, first=first, many=2) for first in (0, 2, 4)]
    assert [len(page) for page in found] == [2, 2, 0]
    assert {(one.said, one.known) for page in found for one in page} == {
        ("12000000002", "12000000001"),
        ("12000000003", "12000000001"),
        ("20", "10"),
    }


def test_what_is_above_the_clearance_or_out_of_scope_is_not_told(lin: Person, office: Office, as_web: AsWeb) -> None:
    say(lin, marriage="10")
    origin = proposed([lin], "community", marriage=["20"])

    with as_web(Scope("hz.gs.wh.dtg.", Privacy.SENSITIVE)):
        elsewhere = contrasting.counts(origin.pk)
    with as_web(Scope(office.community.path, Privacy.INSIDE)):
        below = contrasting.counts(origin.pk)

    assert (elsewhere, below) == (Counts(), Counts())
