"""Two people live through moves and corrections, merged and parted on the way: all is as if they had never been merged."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions, identifiers
from wenhui.record.registry.models import Household, Merge, MergeQuestion, Person, Residence
from wenhui.record.registry.tests.conftest import AT, GULAN, Ground
from wenhui.record.registry.tests.test_merging import merged, registered, stays
from wenhui.record.registry.tests.test_unmerging import HOME, REGISTER, RENTED, moved, undone

pytestmark = pytest.mark.django_db

# Either has doors of their own; a fresh door is nobody's yet, so that whoever comes to it must be asked for.
DOORS = (("g04.b001.u1.r501.", "g04.b002.u1.r101."), ("g04.b001.u1.r502.", "g05.b001.u1.r201."))
FRESH = "g05.b002.u1.r"
MOVES = st.tuples(
    st.just("move"), st.sampled_from([0, 1]), st.sampled_from([0, 1, None]), st.sampled_from([HOME, RENTED, REGISTER])
)
PHONES = st.tuples(st.just("phone"), st.sampled_from([0, 1]))
SWITCH = st.tuples(st.just("switch"), st.sampled_from([0, 1]))
BEGAN = date(2021, 1, 1)
INITIAL = st.tuples(st.sampled_from([None, 0, 1]), st.booleans(), st.sampled_from([None, date(2019, 1, 1)]))


def life(
    ground: Ground,
    initial: list[tuple[int | None, bool, date | None]],
    deeds: list[tuple[Any, ...]],
    *,
    is_merged: bool,
) -> list[object]:
    """Let two people live through deeds; with `is_merged` the row of the one goes in and out of the other's on the way."""
    people = []
    for number, (own, has_household, since) in enumerate(initial):
        dwelling = None if own is None else ground["hz.gs.wh.lsdy." + DOORS[number][own]]
        area = None if dwelling else ground["hz.gs.wh.lsdy.g04."]
        person = registered(dwelling, area=area, since=since, name=("单玉兰", "单玉岚")[number])
        people.append(person)
        if dwelling and has_household:
            mate = registered(dwelling, name="赵雯")
            actions.form_household(
                dwelling=dwelling, head_id=person.pk, member_ids=[mate.pk] if number else [], on=date(2020, 1, 1),
                by=GULAN, at=AT,
            )  # fmt: skip
    record: Merge | None = None
    gone: int | None = None  # whose row is merged away, in either life: nobody can correct it meanwhile
    whose: dict[str, int] = {}
    for number, (verb, who, *where) in enumerate(deeds):
        person, on = people[who], BEGAN + timedelta(days=30 * number)
        stands = record.primary if record else person
        if verb == "switch":
            gone = 1 - who if gone is None else None
            record = switch(people, record, whose, primary=who) if is_merged else None
        elif verb == "move":
            door = f"{FRESH}{number}." if where[0] is None else DOORS[who][where[0]]
            row = moved(stands, ground["hz.gs.wh.lsdy." + door], where[1], on)
            whose[str(row.pk)] = person.pk
        elif verb == "phone" and who != gone:
            actions.correct_person(person_id=person.pk, changes={"phone": f"120{number:08d}"}, by=GULAN, at=AT)
    if record is not None:
        switch(people, record, whose, primary=0)
    return [known(person) for person in people]


def switch(people: list[Person], record: Merge | None, whose: dict[str, int], *, primary: int) -> Merge | None:
    """Merge the two, or undo it and answer truly whatever is asked."""
    if record is None:
        return merged(people[primary], people[1 - primary])
    undone(record)
    for question in MergeQuestion.objects.filter(answered_at=None).order_by("pk"):
        event("asked")
        actions.answer_whose(question_id=question.pk, to_id=whose[question.row], by=GULAN, at=AT)
    return None


def known(person: Person) -> list[object]:
    """Return what the registry knows of someone, in words that two runs have in common."""
    person.refresh_from_db()
    household = person.household
    return [
        person.name, identifiers.open_phone(person.phone), person.left_on, person.left_because, person.area.path,
        person.dwelling and person.dwelling.path, stays(person), Residence.objects.filter(is_aside=True).count(),
        household and (household.dwelling.path, household.head_id == person.pk, household.dissolved_on),
        sorted(Household.objects.values_list("dwelling__path", "head__name", "dissolved_on"), key=str),
    ]  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    initial=st.lists(INITIAL, min_size=2, max_size=2),
    deeds=st.lists(st.one_of(MOVES, MOVES, PHONES, SWITCH), max_size=8),
)
def test_merged_and_parted_is_never_merged_whatever_happened_in_between(
    ground: Ground, initial: list[tuple[int | None, bool, date | None]], deeds: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        merged_life, lines = life(ground, initial, deeds, is_merged=True), journal()
        transaction.set_rollback(True)
    with transaction.atomic():
        plain_life, plain_lines = life(ground, initial, deeds, is_merged=False), journal()
        transaction.set_rollback(True)

    pairs = [verb for verb in lines if verb in {"registry.merge", "registry.unmerge"}]
    assert merged_life == plain_life
    assert pairs == ["registry.merge", "registry.unmerge"] * (len(pairs) // 2)
    assert [verb for verb in lines if verb not in {*pairs, "registry.answer_whose"}] == plain_lines


def journal() -> list[str]:
    """Return the verbs of the journal in order."""
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))
