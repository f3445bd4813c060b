"""Merging two rows of one person: what moves, what stays, what counts, who is told, who is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions, identifiers
from wenhui.record.registry.actions import refusals
from wenhui.record.registry.models import Household, Judgement, Merge, MergeStep, Person, Residence
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, invented_id_number
from wenhui.record.registry.words import LeftBecause, Registration, ResidenceKind, Sex, Verdict

pytestmark = pytest.mark.django_db
WHY = "对照身份证，同一人"
REGISTERED = {"registration": Registration.REGISTERED, "by": GULAN, "at": AT}


def registered(dwelling: Area | None, name: str = "单玉兰", **more: object) -> Person:
    """Register one of the invented people."""
    return actions.register_person(**({"name": name, "dwelling": dwelling} | REGISTERED | more))  # type: ignore[arg-type]


def merged(primary: Person, other: Person) -> Merge:
    """Merge two rows as 顾晓岚 would."""
    return actions.merge(primary_id=primary.pk, other_id=other.pk, reason=WHY, by=GULAN, at=AT)


def stays(person: Person) -> list[tuple[str, str, date | None, date | None]]:
    """Return door, kind and dates of someone's residences, in order."""
    rows = Residence.objects.filter(person=person).order_by("pk").select_related("dwelling")
    return [(row.dwelling.label, row.kind, row.valid_from, row.valid_to) for row in rows]


def test_merge_lets_the_other_lead_to_the_primary_and_says_so_in_the_journal(r501: Area, r502: Area) -> None:
    primary, other = registered(r501), registered(r502, name="单玉岚")

    record = merged(primary, other)

    other.refresh_from_db()
    line = Entry.objects.get(verb="registry.merge")
    assert (other.merged_into, other.left_on, other.left_because) == (primary, TODAY, LeftBecause.MERGED)
    assert (other.dwelling, other.household) == (None, None)
    assert (line.subject, line.reason) == (f"person:{primary.pk}", WHY)
    assert line.refs == {"other": other.pk, "merge": record.pk, "rows": 0}
    assert Judgement.objects.get().verdict == Verdict.SAME


def test_rows_for_which_there_is_room_move_and_the_others_stay_and_are_listed(r501: Area, r502: Area) -> None:
    primary = registered(r501, since=date(2018, 1, 1))
    other = registered(r502, since=date(2010, 1, 1))
    actions.move_in(person_id=other.pk, dwelling=r501, kind=ResidenceKind.RENTED, on=date(2015, 1, 1), by=GULAN, at=AT)

    record = merged(primary, other)

    assert stays(primary) == [
        ("r501", "home", date(2018, 1, 1), None),
        ("r502", "home", date(2010, 1, 1), date(2015, 1, 1)),
    ]
    assert stays(other) == [("r501", "rented", date(2015, 1, 1), None)]
    assert {(step.was, bool(step.stayed)) for step in record.steps.all()} == {(other.pk, False), (other.pk, True)}
    assert list(Residence.objects.filter(is_aside=True).values_list("person", flat=True)) == [other.pk]


def test_the_primary_takes_what_only_the_other_knows_and_keeps_one_phone(r501: Area, r502: Area) -> None:
    number = invented_id_number()
    primary = registered(r501, phone="12034567890")
    other = registered(r502, id_number=number, phone="12100000000")

    merged(primary, other)

    primary.refresh_from_db()
    other.refresh_from_db()
    assert identifiers.open_id_number(primary.id_number) == number
    assert (primary.birth_on, primary.sex) == (date(1958, 3, 9), Sex.MALE)
    assert identifiers.open_phone(primary.phone) == "12034567890"
    assert (other.id_number, identifiers.open_phone(other.phone)) == (None, "12100000000")


def test_an_id_number_of_the_other_is_registered_once_still(r501: Area, r502: Area) -> None:
    own, theirs = invented_id_number(serial=7), invented_id_number(serial=9)
    merged(registered(r501, id_number=own), registered(r502, id_number=theirs))

    for number in (own, theirs):
        with pytest.raises(refusals.AlreadyRegisteredError):
            registered(r502, id_number=number)


def test_who_had_no_door_moves_into_the_others_with_the_household(r501: Area, office_area: Area) -> None:
    primary = registered(None, area=office_area)
    other, spouse = registered(r501), registered(r501, name="赵雯")
    home = actions.form_household(dwelling=r501, head_id=other.pk, member_ids=[spouse.pk], on=TODAY, by=GULAN, at=AT)

    merged(primary, other)

    primary.refresh_from_db()
    home.refresh_from_db()
    assert (primary.dwelling, primary.household, primary.area.label) == (r501, home, "b001")
    assert (home.head, home.dissolved_on) == (primary, None)
    assert [door for door, *_ in stays(primary)] == ["r501"]


def test_a_household_of_the_other_alone_ends(r501: Area, r502: Area) -> None:
    primary, other = registered(r501), registered(r502)
    home = actions.form_household(dwelling=r502, head_id=other.pk, on=TODAY, by=GULAN, at=AT)

    merged(primary, other)

    home.refresh_from_db()
    assert (home.head, home.dissolved_on) == (None, TODAY)


def test_merges_may_follow_each_other(r501: Area, r502: Area) -> None:
    first, second, third = registered(r501), registered(r502), registered(None, area=r501.parent.parent)  # type: ignore[union-attr]

    merged(second, first)
    merged(third, second)

    assert set(Person.objects.filter(merged_into=None)) == {third}
    with pytest.raises(refusals.MergedAwayError):
        merged(first, third)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"other_id": 0}, refusals.NoSuchPersonError),
        ({"reason": "同"}, refusals.NoGroundError),
        ({"other_id": None}, refusals.SameRowError),
    ],
)
def test_a_merge_that_cannot_be_leaves_nothing(
    r501: Area, changes: dict[str, object], refusal: type[Exception]
) -> None:
    primary, other = registered(r501), registered(r501, name="赵雯")
    wanted = {"primary_id": primary.pk, "other_id": other.pk, "reason": WHY} | changes
    wanted["other_id"] = primary.pk if wanted["other_id"] is None else wanted["other_id"]

    with pytest.raises(refusal):
        actions.merge(**wanted, by=GULAN, at=AT)  # type: ignore[arg-type]

    assert (Merge.objects.count(), Person.objects.filter(merged_into=None).count()) == (0, 2)
    assert not Entry.objects.filter(verb="registry.merge").exists()


def test_nobody_changes_a_row_that_was_merged(r501: Area, r502: Area) -> None:
    primary, other = registered(r501), registered(r502)
    merged(primary, other)

    for change in (
        lambda: actions.correct_person(person_id=other.pk, changes={"name": "赵雯"}, by=GULAN, at=AT),
        lambda: actions.move_out(person_id=other.pk, on=TODAY, by=GULAN, at=AT),
        lambda: actions.move_in(person_id=other.pk, dwelling=r501, kind=ResidenceKind.HOME, on=TODAY, by=GULAN, at=AT),
    ):
        with pytest.raises(refusals.MergedAwayError):
            change()


def test_nobody_is_moved_out_as_registered_twice(r501: Area) -> None:
    person = registered(r501)

    with pytest.raises(refusals.RegistryError, match="merged"):
        actions.move_out(person_id=person.pk, on=TODAY, because=LeftBecause.MERGED, by=GULAN, at=AT)


LEFT = "left_on = '2026-03-17', left_because = 'merged'"


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE registry_person SET merged_into_id = {other} WHERE id = {primary}", "left_because"),
        (f"UPDATE registry_person SET merged_into_id = id, {LEFT} WHERE id = {{primary}}", "themselves"),
        (f"UPDATE registry_person SET merged_into_id = {{other}}, {LEFT} WHERE id = {{primary}}", "is merged itself"),
        ("UPDATE registry_person SET left_because = 'moved' WHERE id = {other}", "left_because"),
        ("UPDATE registry_judgement SET reason = 'x'", "never changed"),
        ("DELETE FROM registry_judgement", "never changed"),
        ("DELETE FROM registry_mergestep", "never changed"),
    ],
)
def test_the_database_itself_keeps_merges_straight(r501: Area, r502: Area, statement: str, rule: str) -> None:
    primary, other = registered(r501), registered(r502)
    merged(primary, other)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(primary=primary.pk, other=other.pk))


def test_a_step_is_kept_for_every_row_that_hung_on_the_other(r501: Area, r502: Area) -> None:
    merged(registered(r501), registered(r502))

    assert MergeStep.objects.count() == 1
    assert Household.objects.count() == 0
