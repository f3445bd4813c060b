"""Whatever is said, proposed, accepted, withdrawn and ruled on, in any order: what is known is what follows from it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wenhui.record.facts import actions, deriving
from wenhui.record.facts.comparing import Table
from wenhui.record.facts.models import Conflict, Known, Origin, Ruling
from wenhui.record.facts.rules import Word, settle
from wenhui.record.facts.tests.conftest import AT, GROUND, ZHOU, say
from wenhui.record.facts.words import Standing, Through
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database

KEYS = ("marriage", "phone", "name")
TEXTS = {
    "marriage": ("10", "20"),
    "phone": ("12012345678", "12112345678"),
    "name": ("林秋实", "林秋石"),
}
CELLS = st.fixed_dictionaries({}, optional={key: st.sampled_from(texts) for key, texts in TEXTS.items()}).filter(bool)
STEP = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(["self", "community", "police"]), st.integers(0, 300), CELLS),
    st.tuples(st.just("propose"), st.sampled_from(["self", "community"]), st.integers(0, 300), CELLS, CELLS),
    st.tuples(st.sampled_from(["accept", "discard", "withdraw", "rule", "lift"]), st.integers(0, 9)),
)


def everything() -> tuple[list[Any], ...]:
    def rows(model: type[Model], *columns: str) -> list[Any]:
        return sorted(model._default_manager.values_list(*columns), key=repr)

    return (
        rows(Known, "person_id", "guarded", "words", "roots"),
        sorted(
            Conflict.objects.filter(settled_at=None).values_list(
                "person_id", "attribute_id", "provider", "origin_id", "against_id"
            )
        ),
        sorted(Person.objects.values_list("pk", "name", "pinyin", "phone_index"), key=repr),
    )


def take(step: Any, people: list[Person], at_hand: list[int]) -> None:
    match step:
        case ["say", provider, day, cells]:
            origin = say(people[0], provider, date(2026, 3, 17) - timedelta(days=day), **cells)
            at_hand.append(origin.pk)
        case ["propose", provider, day, *rows]:
            held = dictionary.current().numbers
            cells = {held[f"person.{key}"]: [row.get(key, "") for row in rows] for key in KEYS}
            origin, _ = actions.propose(
                table=Table("person", [one.pk for one in people], cells),
                through=Through.LEDGER,
                provider=provider,
                ground=GROUND,
                as_of=date(2026, 3, 17) - timedelta(days=day),
                by=ZHOU,
                at=AT,
            )
            at_hand.append(origin.pk)
        case ["rule", which]:
            for conflict in Conflict.objects.filter(settled_at=None).order_by("attribute", "provider")[which:][:1]:
                side = conflict.origin_id if which % 2 else conflict.against_id
                actions.rule(conflict_id=conflict.pk, origin_id=side, reason="测试裁定", by=ZHOU, at=AT)
        case ["lift", which]:
            for ruling in Ruling.objects.filter(lifted_at=None).order_by("pk")[which:][:1]:
                actions.lift(ruling_id=ruling.pk, reason="测试撤回", by=ZHOU, at=AT)
        case [verb, which] if at_hand:
            origin_id = at_hand[which % len(at_hand)]
            standing = Origin.objects.filter(pk=origin_id).values_list("standing", flat=True).first()
            if verb == "accept" and standing == Standing.PROPOSED:
                actions.accept(origin_id=origin_id, by=ZHOU, at=AT)
            elif verb == "discard" and standing == Standing.PROPOSED:
                actions.discard(origin_id=origin_id, by=ZHOU, at=AT)
            elif verb == "withdraw" and standing == Standing.IN_FORCE:
                actions.withdraw(origin_id=origin_id, by=ZHOU, at=AT, reason="测试撤销")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=st.lists(STEP, min_size=1, max_size=12))
@example(
    [
        ("say", "community", 0, {"marriage": "10"}),
        ("propose", "community", 0, {"marriage": "20"}, {"marriage": "10"}),
        ("say", "self", 0, {"marriage": "10"}),  # makes no new edition, and yet differs from what is accepted then
        ("accept", 1),
    ]
)
def test_what_is_known_is_what_follows(lin: Person, he: Person, steps: list[Any]) -> None:
    from django.db import transaction

    with transaction.atomic():
        at_hand: list[int] = []
        for step in steps:
            take(step, [lin, he], at_hand)
        stored = everything()

        deriving.derive("person", {lin.pk: None, he.pk: None}, at=AT)
        after = everything()

        transaction.set_rollback(True)
    assert stored == after


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    said=st.lists(
        st.tuples(
            st.sampled_from(["self", "community", "civil_affairs"]), st.integers(0, 300), st.sampled_from(["10", "20"])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_known_is_what_the_rule_says_of_all_words(lin: Person, said: list[tuple[str, int, str]]) -> None:
    from django.db import transaction

    words = []
    with transaction.atomic():
        for provider, day, text in said:
            as_of = date(2026, 3, 17) - timedelta(days=day)
            origin = say(lin, provider, as_of, marriage=text)
            words.append(Word(provider, text, as_of, origin.pk, origin.pk))
        number = dictionary.current().numbers["person.marriage"]
        known = Known.objects.get(person=lin, words__has_key=str(number)).words[str(number)]
        against = set(Conflict.objects.filter(settled_at=None).values_list("provider", flat=True))
        transaction.set_rollback(True)
    attribute = dictionary.current().attributes["person.marriage"]
    follows = settle(words, authority=attribute.authority, freshness_days=attribute.freshness_days)

    assert follows is not None
    assert (known, against) == (follows.lead.text, {word.provider for word in follows.against})
