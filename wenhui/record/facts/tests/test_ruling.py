"""Where providers differ the office decides for a reason, or asks the other to correct; both are kept."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from wenhui.ground.accounts.testing import AsWeb, Cast
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import actions, deriving, queries
from wenhui.record.facts.actions.refusals import NoGroundError, NotDifferingError, NothingAskedError
from wenhui.record.facts.models import Conflict, Correction, Ruling
from wenhui.record.facts.tests.conftest import AT, ZHOU, say
from wenhui.record.facts.words import Asked, Settled
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database
LATER = AT + timedelta(days=1)
WHY = "本人出示了离婚证"


@pytest.fixture
def conflict(lin: Person) -> Conflict:
    """Civil affairs say that she is married, the community that she is divorced."""
    say(lin, "community", date(2025, 11, 9), marriage="40")
    say(lin, "civil_affairs", date(2026, 3, 1), marriage="20")
    return Conflict.objects.get()


def marriage_of(person: Person) -> str:
    return queries.known_of("person", [person.pk])[person.pk]["person.marriage"].text


def rule(conflict: Conflict, origin_id: int, reason: str = WHY) -> list[Ruling]:
    return actions.rule(conflict_id=conflict.pk, origin_id=origin_id, reason=reason, by=ZHOU, at=LATER)


def test_a_word_that_was_ruled_for_leads_and_who_decided_is_kept(lin: Person, conflict: Conflict) -> None:
    (ruling,) = rule(conflict, conflict.origin_id)

    conflict.refresh_from_db()
    assert marriage_of(lin) == "40"
    assert (conflict.settled, conflict.settled_at) == (Settled.RULED, LATER)
    assert (ruling.provider, ruling.reason, ruling.actor_name) == ("civil_affairs", WHY, "周念慈")
    entry = Entry.objects.get(verb="facts.rule")
    assert (entry.subject, entry.reason) == (f"conflict:{conflict.pk}", WHY)


def test_the_word_that_leads_already_may_be_ruled_for_too(lin: Person, conflict: Conflict) -> None:
    rule(conflict, conflict.against_id)

    assert marriage_of(lin) == "20"
    assert not Conflict.objects.filter(settled_at=None).exists()


def test_what_is_ruled_is_what_follows(lin: Person, conflict: Conflict) -> None:
    rule(conflict, conflict.origin_id)

    deriving.derive("person", {lin.pk: None}, at=LATER)

    assert marriage_of(lin) == "40"
    assert not Conflict.objects.filter(settled_at=None).exists()


def test_whoever_was_set_aside_counts_again_with_their_next_word(lin: Person, conflict: Conflict) -> None:
    rule(conflict, conflict.origin_id)

    say(lin, "civil_affairs", date(2026, 3, 16), marriage="22")

    assert marriage_of(lin) == "22"
    assert Conflict.objects.filter(settled_at=None).count() == 1


def test_providers_that_agree_with_the_wrong_word_are_set_aside_with_it(lin: Person, conflict: Conflict) -> None:
    say(lin, "self", date(2026, 3, 2), marriage="20")

    rulings = rule(conflict, conflict.origin_id)

    assert sorted(one.provider for one in rulings) == ["civil_affairs", "self"]
    assert marriage_of(lin) == "40"
    assert not Conflict.objects.filter(settled_at=None).exists()


def test_a_lifted_ruling_leaves_all_as_it_was(lin: Person, conflict: Conflict) -> None:
    (ruling,) = rule(conflict, conflict.origin_id)

    actions.lift(ruling_id=ruling.pk, reason="看错了人", by=ZHOU, at=LATER)

    assert marriage_of(lin) == "20"
    assert Conflict.objects.filter(settled_at=None, provider="community").count() == 1
    assert Entry.objects.get(verb="facts.lift").reason == "看错了人"


def test_when_the_believed_origin_is_withdrawn_the_ruling_falls(lin: Person, conflict: Conflict) -> None:
    rule(conflict, conflict.origin_id)

    actions.withdraw(origin_id=conflict.origin_id, by=ZHOU, at=LATER, reason="填错了表")

    assert marriage_of(lin) == "20"


def test_nothing_is_ruled_without_a_reason_or_on_other_words(conflict: Conflict) -> None:
    with pytest.raises(NoGroundError):
        rule(conflict, conflict.origin_id, "离了")
    with pytest.raises(NotDifferingError):
        rule(conflict, 404)
    rule(conflict, conflict.origin_id)
    with pytest.raises(actions.NoSuchConflictError):
        rule(conflict, conflict.origin_id)

    assert Entry.objects.filter(verb="facts.rule").count() == 1


def test_a_provider_is_asked_once_and_its_new_word_ends_the_task(lin: Person, conflict: Conflict) -> None:
    for _ in range(2):
        asked = actions.ask_to_correct(conflict_ids=[conflict.pk], note="请核对证件", by=ZHOU, at=AT)

    say(lin, "community", date(2026, 3, 17), marriage="20")

    assert asked == 0
    correction = Correction.objects.get()
    assert (correction.standing, correction.note) == (Asked.ANSWERED, "请核对证件")
    assert Conflict.objects.get().settled == Settled.AGREED
    entry = Entry.objects.get(verb="facts.ask_to_correct")
    assert (entry.subject, entry.refs["conflicts"]) == ("provider:community", 1)


def test_a_provider_that_insists_has_answered_and_the_conflict_stands(lin: Person, conflict: Conflict) -> None:
    actions.ask_to_correct(conflict_ids=[conflict.pk], by=ZHOU, at=AT)

    say(lin, "community", date(2026, 3, 17), marriage="30")

    assert Correction.objects.get().standing == Asked.ANSWERED
    assert Conflict.objects.filter(settled_at=None).count() == 1


def test_a_request_may_be_taken_back_and_a_ruling_takes_it_back(conflict: Conflict) -> None:
    actions.ask_to_correct(conflict_ids=[conflict.pk], by=ZHOU, at=AT)
    actions.take_back(correction_id=Correction.objects.get().pk, by=ZHOU, at=AT)
    actions.ask_to_correct(conflict_ids=[conflict.pk], by=ZHOU, at=AT)
    rule(conflict, conflict.origin_id)

    assert set(Correction.objects.values_list("standing", flat=True)) == {Asked.WITHDRAWN}
    assert Entry.objects.filter(verb="facts.take_back").count() == 1
    with pytest.raises(NothingAskedError):
        actions.ask_to_correct(conflict_ids=[conflict.pk], by=ZHOU, at=LATER)
    with pytest.raises(actions.NoSuchConflictError):
        actions.take_back(correction_id=Correction.objects.latest("pk").pk, by=ZHOU, at=LATER)


def test_a_list_that_is_handed_out_leaves_a_line(conflict: Conflict) -> None:
    actions.export_corrections(provider="community", count=1, is_clear=False, reason="每月核对", by=ZHOU, at=AT)

    entry = Entry.objects.get(verb="facts.export_corrections")
    assert (entry.subject, entry.refs) == ("provider:community", {"conflicts": 1, "names": "covered"})


def test_an_attribute_that_may_be_kept_no_longer_takes_its_rulings_along(lin: Person, conflict: Conflict) -> None:
    from wenhui.record.facts.keeping import FactsKeeper

    actions.ask_to_correct(conflict_ids=[conflict.pk], by=ZHOU, at=AT)
    rule(conflict, conflict.origin_id)

    FactsKeeper().erase(dictionary.current().numbers["person.marriage"])

    assert not Ruling.objects.exists()
    assert not Correction.objects.exists()


@pytest.mark.parametrize("changes", [{"standing": "answered"}, {"ended_at": AT}])
def test_a_correction_that_ended_knows_when_in_the_database(conflict: Conflict, changes: dict[str, object]) -> None:
    actions.ask_to_correct(conflict_ids=[conflict.pk], by=ZHOU, at=AT)

    with pytest.raises(DatabaseError, match="facts_a_correction_that_ended_knows_when"), transaction.atomic():
        Correction.objects.update(**changes)


def test_corrections_and_rulings_are_seen_with_their_subject(conflict: Conflict, cast: Cast, as_web: AsWeb) -> None:
    actions.ask_to_correct(conflict_ids=[conflict.pk], by=ZHOU, at=AT)
    rule(conflict, conflict.origin_id)

    with as_web(cast["zhounc"].scope):
        own = (Correction.objects.count(), Ruling.objects.count())
    with as_web(cast["hansg"].scope):
        elsewhere = (Correction.objects.count(), Ruling.objects.count())

    assert (own, elsewhere) == ((1, 1), (0, 0))


def test_a_ruling_follows_who_is_merged(lin: Person, he: Person, conflict: Conflict) -> None:
    from wenhui.record.registry import actions as registry

    rule(conflict, conflict.origin_id)

    registry.merge(primary_id=he.pk, other_id=lin.pk, reason="同一个人登了两次", by=ZHOU, at=LATER)

    assert marriage_of(he) == "40"
    assert not Conflict.objects.filter(settled_at=None).exists()
