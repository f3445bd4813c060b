"""Many words are proposed without effect, accepted as one, discarded without a trace, and taken up again after a crash."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import actions, queries
from wenhui.record.facts.comparing import Comparison, Table
from wenhui.record.facts.models import Confirmation, Known, Origin, Statement
from wenhui.record.facts.tests.conftest import AT, GROUND, ZHOU, say
from wenhui.record.facts.words import Through
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database


def propose(people: list[Person], provider: str = "community", /, **columns: list[str]) -> tuple[Origin, Comparison]:
    numbers = dictionary.current().numbers
    cells = {numbers[f"person.{key}"]: texts for key, texts in columns.items()}
    table = Table("person", [one.pk for one in people], cells)
    return actions.propose(
        table=table, through=Through.LEDGER, provider=provider, ground=GROUND, as_of=date(2026, 3, 17), by=ZHOU, at=AT
    )


def known(person: Person) -> dict[str, str]:
    return {key: word.text for key, word in queries.known_of("person", [person.pk])[person.pk].items()}


def test_what_is_proposed_has_no_effect_and_says_what_it_would_have(lin: Person, he: Person) -> None:
    say(lin, marriage="20", education="30")

    _, comparison = propose([lin, he], marriage=["20", "10"], education=["20", ""])

    assert (comparison.equal, comparison.new, len(comparison.changed)) == (1, 1, 1)
    assert known(lin)["person.education"] == "30"
    assert known(he) == {}


def test_what_is_accepted_is_known(lin: Person, he: Person) -> None:
    origin, _ = propose([lin, he], marriage=["20", "10"], name=["林秋石", ""])

    actions.accept(origin_id=origin.pk, by=ZHOU, at=AT)

    lin.refresh_from_db()
    assert (known(lin)["person.marriage"], known(he)["person.marriage"], lin.name) == ("20", "10", "林秋石")
    assert [entry.verb for entry in Entry.objects.filter(subject=f"origin:{origin.pk}")] == [
        "facts.propose",
        "facts.accept",
    ]


def test_a_table_equal_to_what_is_known_writes_one_confirmation_a_subject_and_nothing_else(
    lin: Person, he: Person
) -> None:
    columns = {"marriage": ["20", "10"], "education": ["30", "20"]}
    first, _ = propose([lin, he], **columns)
    actions.accept(origin_id=first.pk, by=ZHOU, at=AT)
    before = list(Known.objects.order_by("pk").values())

    second, comparison = propose([lin, he], **columns)
    actions.accept(origin_id=second.pk, by=ZHOU, at=AT)

    assert (comparison.equal, comparison.new, comparison.changed) == (4, 0, [])
    assert Confirmation.objects.filter(origin=second).count() == 2
    assert Statement.objects.filter(origin=second).count() == 0
    assert list(Known.objects.order_by("pk").values()) == before


def test_what_is_discarded_leaves_no_trace_but_in_the_journal(lin: Person) -> None:
    say(lin, education="30")
    origin, _ = propose([lin], education=["20"], marriage=["10"])

    actions.discard(origin_id=origin.pk, by=ZHOU, at=AT)

    assert not Origin.objects.filter(pk=origin.pk).exists()
    assert not Statement.objects.filter(origin_id=origin.pk).exists()
    assert Entry.objects.filter(verb="facts.discard").count() == 1


@pytest.mark.parametrize("act", [actions.accept, actions.discard])
def test_what_is_settled_is_not_settled_again(lin: Person, act: "object") -> None:
    origin, _ = propose([lin], education=["20"])
    actions.accept(origin_id=origin.pk, by=ZHOU, at=AT)

    with pytest.raises(actions.WrongStandingError):
        act(origin_id=origin.pk, by=ZHOU, at=AT)  # type: ignore[operator]


def test_no_such_origin_is_said(words: None) -> None:
    with pytest.raises(actions.NoSuchOriginError):
        actions.accept(origin_id=404, by=ZHOU, at=AT)


def test_an_acceptance_that_was_cut_off_is_taken_up_again(lin: Person, he: Person) -> None:
    origin, _ = propose([lin, he], marriage=["20", "10"])

    def cut(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.accept(origin_id=origin.pk, by=ZHOU, at=AT, progress=cut)
    actions.catch_up(origin_id=origin.pk, by=ZHOU, at=AT)
    actions.catch_up(origin_id=origin.pk, by=ZHOU, at=AT)

    assert known(he)["person.marriage"] == "10"
    assert Origin.objects.get(pk=origin.pk).is_caught_up


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE facts_statement SET said = '{}'",
        "DELETE FROM facts_statement",
        "UPDATE facts_confirmation SET roots = '{}', attributes = '{}'",
        "DELETE FROM facts_confirmation",
    ],
)
def test_words_in_force_are_steadfast_in_the_database(lin: Person, statement: str) -> None:
    say(lin, education="30")
    say(lin, education="30")

    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_statement_is_about_exactly_one_subject(lin: Person) -> None:
    origin, _ = propose([lin], education=["20"])

    with pytest.raises(DatabaseError, match="facts_a_statement_is_about_one_subject"), transaction.atomic():
        Statement.objects.create(origin=origin, guarded=1, said={})


def test_words_put_in_force_count_and_what_is_known_follows(lin: Person, he: Person) -> None:
    origin, _ = propose([lin], marriage=["20"])
    number = dictionary.current().numbers["person.education"]
    words = {he.pk: f'{{"{number}": "30"}}'}
    actions.add(origin_id=origin.pk, column="person", guarded=Privacy.PERSONAL.rank, words=words, by=ZHOU, at=AT)

    actions.put_in_force(origin_id=origin.pk, by=ZHOU, at=AT)
    before = known(he)
    actions.catch_up(origin_id=origin.pk, by=ZHOU, at=AT)

    assert (before, known(he)) == ({}, {"person.education": "30"})
    assert Entry.objects.filter(verb="facts.accept", subject=f"origin:{origin.pk}").count() == 1
