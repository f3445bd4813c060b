"""What a form says is known at once, with who said it; what is equal confirms; what differs is kept and told."""

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.journal.models import Entry
from wenhui.record.facts import actions, queries
from wenhui.record.facts.models import Confirmation, Conflict, Known, Statement
from wenhui.record.facts.tests.conftest import AT, ZHOU, say
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database


def known(person: Person) -> dict[str, str]:
    return {key: word.text for key, word in queries.known_of("person", [person.pk])[person.pk].items()}


def test_a_word_is_known_at_once(lin: Person) -> None:
    say(lin, education="30")

    assert known(lin)["person.education"] == "30"


def test_an_equal_word_confirms_and_is_no_second_statement(lin: Person) -> None:
    say(lin, education="30", marriage="20")
    before = Statement.objects.count()

    second = say(lin, education="30", marriage="20")

    assert Statement.objects.count() == before
    assert len(Confirmation.objects.get(origin=second).attributes) == 2


def test_who_is_believed_less_is_kept_and_asked_to_correct(lin: Person) -> None:
    say(lin, "civil_affairs", marriage="20")

    say(lin, "self", marriage="10")

    assert known(lin)["person.marriage"] == "20"
    assert Conflict.objects.get(settled_at__isnull=True).provider == "self"


def test_a_correction_settles_the_conflict(lin: Person) -> None:
    say(lin, "civil_affairs", marriage="20")
    say(lin, "self", marriage="10")

    say(lin, "self", marriage="20")

    assert Conflict.objects.get().settled == "agreed"


def test_a_column_of_the_registry_shows_the_leading_word(lin: Person) -> None:
    say(lin, name="林秋石", phone="12012345678")

    lin.refresh_from_db()
    assert (lin.name, lin.pinyin) == ("林秋石", "linqiushi")
    assert lin.phone is not None


def test_a_withdrawn_word_leaves_what_stood_before(lin: Person) -> None:
    first = say(lin, education="30")
    second = say(lin, education="20", name="林秋石")

    actions.withdraw(origin_id=second.pk, reason="填错了人", by=ZHOU, at=AT)

    lin.refresh_from_db()
    assert known(lin)["person.education"] == "30"
    assert lin.name == "林秋实"
    assert first.pk < second.pk
    assert Entry.objects.filter(verb="facts.withdraw", subject=f"origin:{second.pk}").count() == 1


def test_identifiers_are_sealed_wherever_they_are_kept(lin: Person) -> None:
    say(lin, phone="12012345678")

    kept = [*Statement.objects.values_list("said", flat=True), *Known.objects.values_list("words", flat=True)]

    assert "12012345678" not in str(kept)
    assert known(lin)["person.phone"] == "12012345678"


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ({"religion": "00"}, actions.NotAdmittedError),
        ({"shoe_size": "42"}, actions.NotSayableError),
        ({"residential_address": "流水东苑1幢1单元501室"}, actions.NotSayableError),
    ],
)
def test_what_may_not_be_kept_is_refused(lin: Person, cells: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        say(lin, **cells)

    assert Statement.objects.count() == 0


def test_an_unknown_provider_is_refused(lin: Person) -> None:
    with pytest.raises(actions.UnknownProviderError):
        say(lin, "neighbours", education="30")


def test_words_of_many_subjects_are_asked_at_once(
    lin: Person, he: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    say(lin, marriage="20", phone="12000000001")
    say(he, marriage="10")
    dictionary.current()

    with django_assert_num_queries(2):
        found = queries.texts_of("person", [lin.pk, he.pk], ["person.marriage", "person.phone", "person.email"])

    assert found == {
        "person.marriage": {lin.pk: "20", he.pk: "10"},
        "person.phone": {lin.pk: "12000000001"},
        "person.email": {},
    }
