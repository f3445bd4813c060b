"""Two people made one know what both knew; parted again, each knows what they would have known."""

from datetime import date

import pytest

from wenhui.record.facts import queries
from wenhui.record.facts.models import Known
from wenhui.record.facts.tests.conftest import AT, ZHOU, say
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Merge, MergeQuestion, Person
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.database

WHY = "姓名和住处一致，本人确认"


@pytest.fixture
def twice(lin: Person) -> Person:
    """The same 林秋实, registered a second time."""
    return registry.register_person(name="林秋实", registration=Registration.RESIDENT, area=lin.area, by=ZHOU, at=AT)


def known(person: Person) -> dict[str, str]:
    return {key: word.text for key, word in queries.known_of("person", [person.pk])[person.pk].items()}


def merge(primary: Person, other: Person) -> Merge:
    return registry.merge(primary_id=primary.pk, other_id=other.pk, reason=WHY, by=ZHOU, at=AT)


def test_the_primary_knows_what_was_said_of_either(lin: Person, twice: Person) -> None:
    say(lin, "self", education="30")
    say(twice, "civil_affairs", marriage="20")

    merge(lin, twice)

    assert known(lin) == {"person.education": "30", "person.marriage": "20"}
    assert not Known.objects.filter(person=twice).exists()


def test_parted_again_each_knows_what_they_knew(lin: Person, twice: Person) -> None:
    say(lin, "self", date(2026, 1, 1), education="30", phone="12012345678")
    say(twice, "self", date(2026, 2, 1), education="20", phone="12112345678")
    before = known(lin), known(twice)
    record = merge(lin, twice)
    merged = known(lin)

    registry.unmerge(merge_id=record.pk, reason="原来是两个人", by=ZHOU, at=AT)

    assert merged["person.education"] == "20"
    assert (known(lin), known(twice)) == before


def test_words_since_go_to_whom_their_provider_spoke_of_before(lin: Person, twice: Person) -> None:
    say(twice, "civil_affairs", date(2026, 1, 1), marriage="10")
    record = merge(lin, twice)
    say(lin, "civil_affairs", date(2026, 2, 1), marriage="20")

    registry.unmerge(merge_id=record.pk, reason="原来是两个人", by=ZHOU, at=AT)

    assert (known(lin), known(twice)) == ({}, {"person.marriage": "20"})
    assert MergeQuestion.objects.count() == 0


def test_words_that_could_be_eithers_become_a_question_in_words(lin: Person, twice: Person) -> None:
    record = merge(lin, twice)
    say(lin, "civil_affairs", date(2026, 2, 1), marriage="20")

    registry.unmerge(merge_id=record.pk, reason="原来是两个人", by=ZHOU, at=AT)

    question = MergeQuestion.objects.get()
    registry.answer_whose(question_id=question.pk, to_id=twice.pk, by=ZHOU, at=AT)
    assert (known(lin), known(twice)) == ({}, {"person.marriage": "20"})


def test_what_is_said_of_the_merged_row_is_said_of_the_primary(lin: Person, twice: Person) -> None:
    merge(lin, twice)

    say(twice, "self", education="30")

    assert known(lin) == {"person.education": "30"}
