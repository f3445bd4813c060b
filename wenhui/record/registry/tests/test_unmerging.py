"""Undoing a merge: as if it had never been, with what came since at its right place or asked for."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions, columns, identifiers
from wenhui.record.registry.actions import refusals
from wenhui.record.registry.models import (
    AdmittedAttribute,
    Household,
    Judgement,
    Merge,
    MergeQuestion,
    Person,
    Residence,
)
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, Ground, invented_id_number
from wenhui.record.registry.tests.test_merging import WHY, merged, registered, stays
from wenhui.record.registry.words import LeftBecause, ResidenceKind, Verdict

pytestmark = pytest.mark.django_db
LATER = date(2025, 5, 1)
HOME, RENTED, REGISTER = ResidenceKind.HOME, ResidenceKind.RENTED, ResidenceKind.REGISTER


def undone(record: Merge) -> Merge:
    """Undo a merge as 顾晓岚 would."""
    return actions.unmerge(merge_id=record.pk, reason="两个人，同名", by=GULAN, at=AT)


def moved(person: Person, dwelling: Area, kind: ResidenceKind = HOME, on: date = LATER) -> Residence:
    """Move someone in."""
    return actions.move_in(person_id=person.pk, dwelling=dwelling, kind=kind, on=on, by=GULAN, at=AT)


def state(*people: Person) -> list[object]:
    """Return everything that the registry knows of people and of their households."""
    told: list[object] = []
    for person in people:
        person.refresh_from_db()
        columns = {field.attname: getattr(person, field.attname) for field in Person._meta.concrete_fields}
        for name in ("id_number", "phone"):
            columns[name] = None if columns[name] is None else bytes(columns[name])
        for name in ("id_number_index", "phone_index", "phone_tail_index"):
            columns[name] = None if columns[name] is None else bytes(columns[name]).hex()
        told += [columns, stays(person), Residence.objects.filter(person=person, is_aside=True).count()]
    households = Household.objects.order_by("pk").values_list("pk", "head", "dissolved_on")
    return [*told, list(households)]


def test_unmerge_gives_back_what_moved_and_says_so_in_the_journal(r501: Area, r502: Area, office_area: Area) -> None:
    primary = registered(None, area=office_area)
    other = registered(r501, id_number=invented_id_number(), phone="12034567890", since=date(2010, 1, 1))
    spouse = registered(r501, name="赵雯")
    actions.form_household(dwelling=r501, head_id=other.pk, member_ids=[spouse.pk], on=TODAY, by=GULAN, at=AT)
    before = state(primary, other, spouse)
    record = merged(primary, other)

    undone(record)

    line = Entry.objects.get(verb="registry.unmerge")
    assert state(primary, other, spouse) == before
    assert (line.subject, line.refs["other"], line.refs["rows"]) == (f"person:{primary.pk}", other.pk, 1)
    assert Judgement.objects.latest("pk").verdict == Verdict.DIFFERENT


def test_a_correction_stays_with_the_primary_unless_it_says_what_the_others_row_says(r501: Area, r502: Area) -> None:
    primary = registered(r501, name="单玉兰", phone="12034567890")
    other = registered(r502, name="单玉岚", phone="12100000000")
    record = merged(primary, other)
    changes = {"name": "单玉岚", "phone": "12155555555"}
    actions.correct_person(person_id=primary.pk, changes=changes, by=GULAN, at=AT)

    undone(record)

    primary.refresh_from_db()
    other.refresh_from_db()
    assert (primary.name, identifiers.open_phone(primary.phone)) == ("单玉兰", "12155555555")
    assert (other.name, identifiers.open_phone(other.phone)) == ("单玉岚", "12100000000")


def test_a_row_that_came_since_goes_to_who_had_that_door(r501: Area, r502: Area) -> None:
    primary, other = registered(r501, since=date(2020, 1, 1)), registered(r502, since=date(2020, 1, 1))
    record = merged(primary, other)
    moved(primary, r502, REGISTER)

    undone(record)

    assert stays(primary) == [("r501", "home", date(2020, 1, 1), None)]
    assert stays(other) == [("r502", "home", date(2020, 1, 1), None), ("r502", "register", LATER, None)]
    assert not record.questions.exists()


def test_a_row_that_could_be_eithers_is_asked_for_and_answered_once(r501: Area, r502: Area, elsewhere: Area) -> None:
    primary, other = registered(r501, since=date(2020, 1, 1)), registered(r502, since=date(2020, 1, 1))
    record = merged(primary, other)
    row = moved(primary, elsewhere)
    undone(record)
    question = MergeQuestion.objects.get()

    actions.answer_whose(question_id=question.pk, to_id=other.pk, by=GULAN, at=AT)

    primary.refresh_from_db()
    other.refresh_from_db()
    assert question.row == str(row.pk)
    assert stays(primary) == [("r501", "home", date(2020, 1, 1), None)]
    assert stays(other) == [("r502", "home", date(2020, 1, 1), LATER), ("r101", "home", LATER, None)]
    assert (primary.dwelling, other.dwelling) == (r501, elsewhere)
    assert Entry.objects.get(verb="registry.answer_whose").refs["row"] == str(row.pk)
    with pytest.raises(refusals.NoSuchQuestionError):
        actions.answer_whose(question_id=question.pk, to_id=primary.pk, by=GULAN, at=AT)


def test_a_move_out_stays_with_the_primary_where_both_had_homes(r501: Area, r502: Area) -> None:
    primary = registered(r501, since=date(2020, 1, 1))
    other = registered(r502, since=date(2010, 1, 1))
    moved(other, r502, REGISTER, on=date(2011, 1, 1))
    before = state(other)
    record = merged(primary, other)
    actions.move_out(person_id=primary.pk, on=LATER, because=LeftBecause.DIED, by=GULAN, at=AT)

    undone(record)

    primary.refresh_from_db()
    assert (primary.left_on, stays(primary)) == (LATER, [("r501", "home", date(2020, 1, 1), LATER)])
    assert state(other) == before


def test_a_move_out_of_the_only_home_is_its_owners(r501: Area, office_area: Area) -> None:
    primary, other = registered(None, area=office_area), registered(r501, since=date(2010, 1, 1))
    before = state(primary)
    record = merged(primary, other)
    actions.move_out(person_id=primary.pk, on=LATER, by=GULAN, at=AT)

    undone(record)

    other.refresh_from_db()
    assert state(primary) == before
    assert (other.left_on, other.left_because, other.dwelling) == (LATER, LeftBecause.MOVED, None)
    assert stays(other) == [("r501", "home", date(2010, 1, 1), LATER)]


def test_an_answer_given_late_leaves_alone_what_happened_after_the_parting(
    r501: Area, r502: Area, elsewhere: Area
) -> None:
    primary, other = registered(r501, since=date(2020, 1, 1)), registered(r502, since=date(2010, 1, 1))
    record = merged(primary, other)
    moved(primary, elsewhere, REGISTER)
    undone(record)
    actions.move_out(person_id=other.pk, on=TODAY, by=GULAN, at=AT)

    actions.answer_whose(question_id=MergeQuestion.objects.get().pk, to_id=other.pk, by=GULAN, at=AT)

    other.refresh_from_db()
    assert (other.left_on, other.dwelling) == (TODAY, None)
    assert stays(other) == [("r502", "home", date(2010, 1, 1), TODAY), ("r101", "register", LATER, None)]


def test_an_answer_names_one_of_the_two(r501: Area, r502: Area, elsewhere: Area) -> None:
    record = merged(registered(r501), registered(r502))
    moved(record.primary, elsewhere)
    undone(record)

    with pytest.raises(refusals.NoSuchQuestionError):
        actions.answer_whose(question_id=MergeQuestion.objects.get().pk, to_id=0, by=GULAN, at=AT)


def test_an_answer_for_which_there_is_no_room_is_refused_and_the_question_stays(
    r501: Area, r502: Area, elsewhere: Area
) -> None:
    primary, other = registered(r501, since=date(2020, 1, 1)), registered(r502, since=date(2020, 1, 1))
    record = merged(primary, other)
    moved(primary, elsewhere, REGISTER, on=date(2025, 1, 1))
    undone(record)
    moved(other, r502, REGISTER, on=date(2024, 1, 1))
    Residence.objects.filter(person=other, kind=REGISTER).update(valid_to=date(2025, 6, 1))

    with pytest.raises(refusals.NoRoomError):
        actions.answer_whose(question_id=MergeQuestion.objects.get().pk, to_id=other.pk, by=GULAN, at=AT)

    assert MergeQuestion.objects.get().answered_at is None
    assert [kind for _, kind, *_ in stays(primary)] == ["home", "register"]


def test_the_last_of_a_chain_is_undone_first(r501: Area, r502: Area, elsewhere: Area) -> None:
    people = [registered(door, since=date(2020, 1, 1)) for door in (r501, r502, elsewhere)]
    before = state(*people)
    first, second = merged(people[1], people[0]), merged(people[2], people[1])

    with pytest.raises(refusals.LaterMergeError):
        undone(first)
    undone(second)
    undone(first)

    assert state(*people) == before


def test_two_that_went_into_one_come_out_in_any_order(r501: Area, r502: Area, elsewhere: Area) -> None:
    people = [registered(door, since=date(2020, 1, 1)) for door in (r501, r502, elsewhere)]
    before = state(*people)
    first, second = merged(people[0], people[1]), merged(people[0], people[2])

    undone(first)
    undone(second)

    assert state(*people) == before
    assert not MergeQuestion.objects.exists()


def test_a_merge_is_undone_once_and_for_a_reason(r501: Area, r502: Area) -> None:
    record = merged(registered(r501), registered(r502))

    with pytest.raises(refusals.NoGroundError):
        actions.unmerge(merge_id=record.pk, reason=" ", by=GULAN, at=AT)
    undone(record)
    with pytest.raises(refusals.AlreadyUndoneError):
        undone(record)
    with pytest.raises(refusals.NoSuchMergeError):
        actions.unmerge(merge_id=record.pk + 1, reason=WHY, by=GULAN, at=AT)


def test_what_may_be_kept_no_longer_does_not_come_back_with_a_parting(r501: Area, r502: Area) -> None:
    AdmittedAttribute.objects.create(key="person.ethnic", duty="民族工作", law="民族区域自治法", since=TODAY)
    primary, other = registered(r501, ethnic="01"), registered(r502, ethnic="04")
    record = merged(primary, other)

    columns.erase("person.ethnic")
    record.refresh_from_db()
    undone(record)

    assert set(Person.objects.values_list("ethnic", flat=True)) == {""}
    assert (record.was["ethnic"], record.theirs["ethnic"]) == ("", "")


def test_who_was_parted_may_be_merged_again(r501: Area, r502: Area) -> None:
    primary, other = registered(r501), registered(r502)
    undone(merged(primary, other))

    again = merged(primary, other)

    assert Merge.objects.get(undone_at=None) == again


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
