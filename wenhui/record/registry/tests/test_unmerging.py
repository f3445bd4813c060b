"""Undoing a merge: as if it had never been, with what came since at its right place or asked for."""

from datetime import date

import pytest

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
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, invented_id_number
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


def test_what_a_room_above_emptied_in_the_row_that_leads_elsewhere_comes_back(r501: Area, r502: Area) -> None:
    primary, other = registered(r501), registered(r502, phone="12034567890", birth_on=date(1980, 1, 1))
    before = state(primary, other)
    record = merged(primary, other)
    emptied = {"birth_on": None, "phone": None, "phone_index": None, "phone_tail_index": None}
    Person.objects.filter(pk=other.pk).update(**emptied)

    undone(record)

    assert state(primary, other) == before


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
