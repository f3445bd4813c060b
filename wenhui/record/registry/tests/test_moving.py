"""Moves end one residence and begin another, so the past stays."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions
from wenhui.record.registry.actions import households, refusals
from wenhui.record.registry.models import Household, Person, Residence
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, Ground
from wenhui.record.registry.words import LIVING, LeftBecause, Registration, ResidenceKind

pytestmark = pytest.mark.django_db
HOME, RENTED, REGISTER = ResidenceKind.HOME, ResidenceKind.RENTED, ResidenceKind.REGISTER


def living_in(dwelling: Area, since: date | None = date(2020, 1, 1), kind: ResidenceKind = HOME) -> Person:
    """Register someone who lives behind a door."""
    return actions.register_person(
        name="张伟",
        registration=Registration.REGISTERED,
        dwelling=dwelling,
        since=since,
        residence=kind,
        by=GULAN,
        at=AT,
    )


def periods(person: Person) -> list[tuple[str, str, date | None, date | None]]:
    """Return door, kind and dates of someone's residences in order."""
    rows = Residence.objects.filter(person=person).order_by("pk").select_related("dwelling")
    return [(row.dwelling.label, row.kind, row.valid_from, row.valid_to) for row in rows]


def test_moving_mid_month_keeps_the_past(r501: Area, elsewhere: Area) -> None:
    person = living_in(r501)

    actions.move_in(person_id=person.pk, dwelling=elsewhere, kind=RENTED, on=date(2026, 3, 15), by=GULAN, at=AT)

    person.refresh_from_db()
    assert periods(person) == [
        ("r501", HOME, date(2020, 1, 1), date(2026, 3, 15)),
        ("r101", RENTED, date(2026, 3, 15), None),
    ]
    assert (person.dwelling, person.area_path) == (elsewhere, "hz.gs.wh.dtg.g01.b001.")


def test_move_in_and_move_out_leave_a_line_each(r501: Area, r502: Area) -> None:
    person = living_in(r501)

    residence = actions.move_in(person_id=person.pk, dwelling=r502, kind=HOME, on=TODAY, by=GULAN, at=AT)
    actions.move_in(person_id=person.pk, dwelling=r501, kind=REGISTER, on=TODAY, by=GULAN, at=AT)

    lines = Entry.objects.filter(verb="registry.move_in").order_by("pk")
    assert lines[0].refs == {"residence": residence.pk, "kind": "home", "area": residence.area_id}
    assert len(lines) == 2


def test_living_in_one_place_and_being_registered_in_another_go_together(r501: Area, r502: Area) -> None:
    person = living_in(r501)

    actions.move_in(person_id=person.pk, dwelling=r502, kind=REGISTER, on=date(2021, 1, 1), by=GULAN, at=AT)

    person.refresh_from_db()
    assert [(door, kind) for door, kind, _, ended in periods(person) if ended is None] == [
        ("r501", HOME),
        ("r502", REGISTER),
    ]
    assert person.dwelling == r501


def test_a_residence_since_nobody_knows_when_is_ended_by_a_move(r501: Area, r502: Area) -> None:
    person = living_in(r501, since=None)

    actions.move_in(person_id=person.pk, dwelling=r502, kind=HOME, on=TODAY, by=GULAN, at=AT)

    assert periods(person) == [("r501", HOME, None, TODAY), ("r502", HOME, TODAY, None)]


@pytest.mark.parametrize("on", [date(2019, 12, 31), date(2020, 1, 1)])
def test_the_past_is_not_rewritten_by_a_move(r501: Area, r502: Area, on: date) -> None:
    person = living_in(r501)

    with pytest.raises(refusals.PastIsClosedError):
        actions.move_in(person_id=person.pk, dwelling=r502, kind=HOME, on=on, by=GULAN, at=AT)
    with pytest.raises(refusals.PastIsClosedError):
        actions.move_out(person_id=person.pk, on=on, by=GULAN, at=AT)

    assert periods(person) == [("r501", HOME, date(2020, 1, 1), None)]


def test_nobody_moves_tomorrow(r501: Area, r502: Area) -> None:
    person = living_in(r501)

    with pytest.raises(refusals.NotYetError):
        actions.move_in(person_id=person.pk, dwelling=r502, kind=HOME, on=date(2026, 3, 18), by=GULAN, at=AT)
    with pytest.raises(refusals.NotYetError):
        actions.move_out(person_id=person.pk, on=date(2026, 3, 18), by=GULAN, at=AT)


def test_nobody_moves_into_a_building_without_a_door(ground: Ground, r501: Area) -> None:
    person = living_in(r501)

    with pytest.raises(refusals.WrongPlaceError):
        actions.move_in(
            person_id=person.pk, dwelling=ground["hz.gs.wh.lsdy.g04.b001."], kind=HOME, on=TODAY, by=GULAN, at=AT
        )


def test_who_moves_out_no_longer_counts_but_stays_written(r501: Area) -> None:
    person = living_in(r501)

    actions.move_out(person_id=person.pk, on=TODAY, by=GULAN, at=AT)

    person.refresh_from_db()
    line = Entry.objects.get(verb="registry.move_out")
    assert (person.left_on, person.left_because, person.dwelling) == (TODAY, LeftBecause.MOVED, None)
    assert periods(person) == [("r501", HOME, date(2020, 1, 1), TODAY)]
    assert line.refs == {"residences": 1, "because": "moved", "on": "2026-03-17"}


def test_who_moves_out_but_stays_on_the_register_still_counts_as_registered(r501: Area) -> None:
    person = living_in(r501)
    actions.move_in(person_id=person.pk, dwelling=r501, kind=REGISTER, on=date(2020, 1, 1), by=GULAN, at=AT)

    actions.move_out(person_id=person.pk, on=TODAY, by=GULAN, at=AT)

    person.refresh_from_db()
    assert (person.left_on, person.dwelling) == (None, None)


def test_a_death_ends_the_register_too(r501: Area) -> None:
    person = living_in(r501)
    actions.move_in(person_id=person.pk, dwelling=r501, kind=REGISTER, on=date(2020, 1, 1), by=GULAN, at=AT)

    actions.move_out(person_id=person.pk, on=TODAY, because=LeftBecause.DIED, by=GULAN, at=AT)

    person.refresh_from_db()
    assert (person.left_on, person.left_because) == (TODAY, LeftBecause.DIED)
    assert {ended for *_, ended in periods(person)} == {TODAY}


def test_who_left_may_come_back(r501: Area, r502: Area) -> None:
    person = living_in(r501)
    actions.move_out(person_id=person.pk, on=date(2026, 3, 1), by=GULAN, at=AT)

    actions.move_in(person_id=person.pk, dwelling=r502, kind=RENTED, on=TODAY, by=GULAN, at=AT)

    person.refresh_from_db()
    assert (person.left_on, person.left_because, person.dwelling) == (None, "", r502)


def test_nobody_moves_out_twice(r501: Area) -> None:
    person = living_in(r501)
    actions.move_out(person_id=person.pk, on=TODAY, by=GULAN, at=AT)

    with pytest.raises(refusals.NotLivingHereError):
        actions.move_out(person_id=person.pk, on=TODAY, by=GULAN, at=AT)


@pytest.mark.database
def test_the_database_itself_refuses_an_overlap_of_the_same_kind(r501: Area, r502: Area) -> None:
    person = living_in(r501)

    with pytest.raises(IntegrityError, match="never_overlap"), transaction.atomic():
        Residence.objects.create(person=person, dwelling=r502, area=person.area, kind=HOME, valid_from=TODAY)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(ResidenceKind), st.dates(date(2020, 1, 2), TODAY)), max_size=8)
)
def test_whatever_moves_are_asked_for_nobody_lives_in_two_places(
    r501: Area, r502: Area, moves: list[tuple[bool, ResidenceKind, date]]
) -> None:
    with transaction.atomic():
        person = living_in(r501)
        for first, kind, on in moves:
            try:
                actions.move_in(
                    person_id=person.pk, dwelling=r501 if first else r502, kind=kind, on=on, by=GULAN, at=AT
                )
            except refusals.PastIsClosedError:
                continue
        living = Residence.objects.filter(person=person, kind__in=LIVING).order_by("valid_from")
        ends = [row.valid_to for row in living]
        begins = [row.valid_from for row in living]
        person.refresh_from_db()

        assert ends == [*begins[1:], None]
        assert person.dwelling_id == list(living)[-1].dwelling_id
        transaction.set_rollback(True)


def test_form_household_joins_people_behind_one_door(r501: Area) -> None:
    head, other = living_in(r501), living_in(r501)

    household = actions.form_household(dwelling=r501, head_id=head.pk, member_ids=[other.pk], on=TODAY, by=GULAN, at=AT)

    line = Entry.objects.get(verb="registry.form_household")
    assert set(household.members.all()) == {head, other}
    assert household.number == f"H{household.pk:08d}"
    assert line.refs == {"head": head.pk, "members": 2, "area": household.area_id}


def test_a_household_loses_its_head_and_ends_with_its_last_member(r501: Area, r502: Area) -> None:
    head, other = living_in(r501), living_in(r501)
    household = actions.form_household(
        dwelling=r501, head_id=head.pk, member_ids=[other.pk], on=date(2026, 1, 1), by=GULAN, at=AT
    )

    actions.move_in(person_id=head.pk, dwelling=r502, kind=HOME, on=TODAY, by=GULAN, at=AT)
    household.refresh_from_db()
    after_the_head = (household.head, household.dissolved_on)
    actions.move_out(person_id=other.pk, on=TODAY, by=GULAN, at=AT)

    household.refresh_from_db()
    assert after_the_head == (None, None)
    assert household.dissolved_on == TODAY


def test_who_moves_into_a_household_belongs_to_it(r501: Area, r502: Area) -> None:
    household = actions.form_household(dwelling=r501, head_id=living_in(r501).pk, on=TODAY, by=GULAN, at=AT)
    newcomer = living_in(r502)

    actions.move_in(person_id=newcomer.pk, dwelling=r501, kind=HOME, on=TODAY, household=household, by=GULAN, at=AT)

    assert household.members.count() == 2


def test_a_household_is_refused_to_strangers(r501: Area, r502: Area) -> None:
    head, stranger = living_in(r501), living_in(r502)

    with pytest.raises(households.LivesElsewhereError):
        actions.form_household(dwelling=r501, head_id=head.pk, member_ids=[stranger.pk], on=TODAY, by=GULAN, at=AT)
    with pytest.raises(refusals.NoSuchPersonError):
        actions.form_household(dwelling=r501, head_id=head.pk, member_ids=[0], on=TODAY, by=GULAN, at=AT)
    actions.form_household(dwelling=r501, head_id=head.pk, on=TODAY, by=GULAN, at=AT)
    with pytest.raises(households.AlreadyInHouseholdError):
        actions.form_household(dwelling=r501, head_id=head.pk, on=TODAY, by=GULAN, at=AT)

    assert Household.objects.count() == 1


@pytest.mark.database
def test_moving_an_area_brings_the_rows_along(r501: Area) -> None:
    person = living_in(r501)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE areas_area SET path = 'hz.gs.wh.lsdy.g05.b001.' WHERE id = %s", [person.area_id])
        cursor.execute("UPDATE registry_person SET area_path = '' WHERE id = %s", [person.pk])

    person.refresh_from_db()
    assert person.area_path == "hz.gs.wh.lsdy.g05.b001."
