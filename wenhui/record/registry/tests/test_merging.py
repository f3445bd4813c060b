"""Merging two rows of one person: what moves, what stays, what counts, who is told, who is refused."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words
from wenhui.record.registry import actions, following, hanging, identifiers, review
from wenhui.record.registry.actions import refusals
from wenhui.record.registry.following import Passage, Row
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
    assert [(step.was, bool(step.stayed)) for step in record.steps.order_by("row")] == [
        (other.pk, False),
        (other.pk, True),
    ]
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


class Listening:
    """A room above that writes down what it is told."""

    def __init__(self) -> None:
        self.heard: list[Passage] = []

    @property
    def derived(self) -> Collection[type[Model]]:
        """It works nothing out."""
        return ()

    def moved(self, passage: Passage, *, at: datetime) -> None:
        """Write it down."""
        self.heard.append(passage)

    def whose(self, rows: Sequence[Row], *, primary: int, other: int) -> Mapping[Row, int]:
        """Know that what came since is the other's."""
        return dict.fromkeys(rows, other)

    def described(self, rows: Sequence[Row]) -> Mapping[Row, Words]:
        """Call everything the same."""
        return dict.fromkeys(rows, Words("一条陈述", "a statement"))


@pytest.fixture
def listening() -> Iterator[Listening]:
    """A room above that follows for one test."""
    follower = Listening()
    following.follow(follower)
    yield follower
    following.leave(follower)


def test_a_room_above_is_told_which_rows_went_from_whom_to_whom(
    r501: Area, office_area: Area, listening: Listening
) -> None:
    primary, other = registered(None, area=office_area), registered(r501)
    row = Row("registry_residence", "person_id", str(Residence.objects.get().pk))

    record = merged(primary, other)
    actions.unmerge(merge_id=record.pk, reason=WHY, by=GULAN, at=AT)

    assert listening.heard == [Passage(other.pk, primary.pk, [row]), Passage(primary.pk, other.pk, [row])]


def test_a_room_above_may_know_whose_a_row_is(r501: Area, r502: Area, listening: Listening) -> None:
    primary, other = registered(r501, since=date(2020, 1, 1)), registered(r501, since=date(2020, 1, 1))
    record = merged(primary, other)
    actions.move_in(person_id=primary.pk, dwelling=r502, kind=ResidenceKind.HOME, on=TODAY, by=GULAN, at=AT)

    actions.unmerge(merge_id=record.pk, reason=WHY, by=GULAN, at=AT)

    other.refresh_from_db()
    assert other.dwelling == r502
    assert not record.questions.exists()


def test_a_room_above_says_what_its_rows_are_called(r501: Area, r502: Area, elsewhere: Area) -> None:
    record = merged(registered(r501), registered(r502))
    actions.move_in(person_id=record.primary_id, dwelling=elsewhere, kind=ResidenceKind.HOME, on=TODAY, by=GULAN, at=AT)
    actions.unmerge(merge_id=record.pk, reason=WHY, by=GULAN, at=AT)
    follower = Listening()
    plain = review.questions_about(record.other_id)

    following.follow(follower)
    called = review.questions_about(record.other_id)
    following.leave(follower)

    assert [one.words for one in plain] == ["b001 u1 r101，居住，从 2026-03-17 起"]
    assert [one.words for one in called] == ["一条陈述"]


def test_every_table_of_every_room_that_points_at_persons_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "WHERE c.contype = 'f' AND c.confrelid = 'registry_person'::regclass"
        )
        pointing = set(cursor.fetchall())

    own = {model._meta.db_table for model in hanging.OUR_OWN}
    derived = {model._meta.db_table for model in following.derived()}
    assert {(tie.table, tie.column) for tie in hanging.ties()} == {
        pair for pair in pointing if pair[0] not in own | derived
    }


@pytest.mark.database
def test_rows_out_of_the_clerks_scope_move_too_and_only_for_who_sees_both(office: Office, as_web: AsWeb) -> None:
    elsewhere = Area.objects.create(
        parent=office.building_elsewhere,
        level="unit",
        label="u1",
        path=office.building_elsewhere.path + "u1.",
        name="1",
    )
    door = Area.objects.create(
        parent=elsewhere, level="dwelling", label="r101", path=elsewhere.path + "r101.", name="101"
    )
    primary = registered(None, area=office.building)
    other = registered(door, since=date(2010, 1, 1))
    actions.move_in(
        person_id=other.pk, dwelling=office.dwelling, kind=ResidenceKind.HOME, on=date(2020, 1, 1), by=GULAN, at=AT
    )
    there = registered(door, name="赵雯")

    with as_web(Scope("hz.gs.wh.lsdy.", Privacy.PERSONAL)):
        merged(primary, other)
        with pytest.raises(refusals.NoSuchPersonError):
            merged(primary, there)

    assert {door for door, *_ in stays(primary)} == {"r101", "r501"}


@pytest.mark.database
@pytest.mark.parametrize(
    "arguments",
    [
        "'registry_residence', 'person_id', 'id', {there}",
        "'registry_person', 'household_id', 'id', {here}",
        "'accounts_account', 'id', 'id', {here}",
    ],
)
def test_the_functions_that_move_rows_look_for_themselves(office: Office, as_web: AsWeb, arguments: str) -> None:
    here = registered(None, area=office.building)
    there = registered(None, area=office.building_elsewhere)

    with (
        as_web(Scope("hz.gs.wh.lsdy.", Privacy.PERSONAL)),
        pytest.raises(Exception, match=r"scope|point at persons"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT registry_hanging({arguments.format(here=here.pk, there=there.pk)})")


def test_a_step_is_kept_for_every_row_that_hung_on_the_other(r501: Area, r502: Area) -> None:
    merged(registered(r501), registered(r502))

    assert MergeStep.objects.count() == 1
    assert Household.objects.count() == 0
