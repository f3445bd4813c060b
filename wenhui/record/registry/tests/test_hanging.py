"""What hangs on a person: found in every room, moved also out of sight, and rooms above are told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

import pytest
from django.db import connection, transaction
from django.db.models import Model

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words
from wenhui.record.registry import actions, following, hanging, review
from wenhui.record.registry.actions import refusals
from wenhui.record.registry.following import Passage, Row
from wenhui.record.registry.models import Residence
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY
from wenhui.record.registry.tests.test_merging import WHY, merged, registered, stays
from wenhui.record.registry.words import ResidenceKind

pytestmark = pytest.mark.django_db


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

    def silent(self, rows: Sequence[Row]) -> Collection[Row]:
        """Know of nothing that was withdrawn."""
        return ()

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
            "WHERE c.contype = 'f' AND c.confrelid = 'registry_person'::regclass "
            "UNION SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a "
            "WHERE col_description(a.attrelid, a.attnum) = 'points at registry_person'"
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
