"""Nobody sees or writes people outside their scope, whatever SQL they send."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.registry import actions, queries
from wenhui.record.registry.actions import refusals
from wenhui.record.registry.models import Household, Person, Residence
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, Ground, invented_id_number
from wenhui.record.registry.words import Registration, ResidenceKind

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LSDY, DTG = "hz.gs.wh.lsdy.", "hz.gs.wh.dtg."
TABLES = ("registry_person", "registry_household", "registry_residence", "registry_organisation")


@pytest.fixture
def zhang(office: Office, ground: Ground) -> Person:
    """张伟 of 流水东苑, with a household, and an organisation downstairs."""
    door = office.dwelling
    person = actions.register_person(
        name="张伟",
        registration=Registration.REGISTERED,
        dwelling=door,
        id_number=invented_id_number(),
        phone="12034565678",
        since=date(2020, 1, 1),
        by=GULAN,
        at=AT,
    )
    actions.form_household(dwelling=door, head_id=person.pk, on=TODAY, by=GULAN, at=AT)
    actions.register_organisation(name="晨光早餐店", area=office.building, by=GULAN, at=AT)
    person.refresh_from_db()
    return person


def counts() -> Iterator[int]:
    """Count the rows of each table by plain SQL."""
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            yield cursor.fetchone()[0]


def refused(statement: str) -> None:
    """Send a statement that the database must not allow."""
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(LSDY, Privacy.SENSITIVE), [1, 1, 1, 1]),
        (Scope(LSDY, Privacy.PERSONAL), [1, 1, 1, 1]),
        (Scope("hz.gs.wh.lsdy.g04.", Privacy.PERSONAL), [1, 1, 1, 1]),
        (Scope("hz.gs.wh.lsdy.g05.", Privacy.PERSONAL), [0, 0, 0, 0]),
        (Scope(LSDY, Privacy.INSIDE), [0, 0, 0, 1]),
        (Scope(DTG, Privacy.SENSITIVE), [0, 0, 0, 0]),
        (None, [0, 0, 0, 0]),
    ],
)
@pytest.mark.usefixtures("zhang")
def test_plain_sql_sees_what_area_and_clearance_allow(as_web: AsWeb, scope: Scope | None, seen: list[int]) -> None:
    with as_web(scope):
        assert list(counts()) == seen


@pytest.mark.parametrize("text", ["张", "zhangw", "zw", "5678", "12034565678", invented_id_number()])
def test_a_search_from_another_community_finds_nobody(zhang: Person, as_web: AsWeb, text: str) -> None:
    with as_web(Scope(DTG, Privacy.SENSITIVE)):
        elsewhere = queries.find(text, today=TODAY)
    with as_web(Scope(LSDY, Privacy.PERSONAL)):
        here = queries.find(text, today=TODAY)

    assert elsewhere == []
    assert [one.person_id for one in here] == [zhang.pk]


def test_a_stranger_neither_corrects_nor_reveals_nor_moves(zhang: Person, office: Office, as_web: AsWeb) -> None:
    with as_web(Scope(DTG, Privacy.SENSITIVE)):
        with pytest.raises(refusals.NoSuchPersonError):
            actions.correct_person(person_id=zhang.pk, changes={"name": "李伟"}, by=GULAN, at=AT)
        with pytest.raises(refusals.NoSuchPersonError):
            actions.move_out(person_id=zhang.pk, on=TODAY, by=GULAN, at=AT)

        assert queries.card(zhang.pk, today=TODAY) is None


def test_nobody_is_registered_outside_the_scope(office: Office, ground: Ground, as_web: AsWeb) -> None:
    elsewhere = ground["hz.gs.wh.dtg.g01.b001.u1.r101."]
    with as_web(Scope(LSDY, Privacy.PERSONAL)), pytest.raises(refusals.OutsideScopeError):
        actions.register_person(name="李伟", registration=Registration.REGISTERED, dwelling=elsewhere, by=GULAN, at=AT)

    assert not Person.objects.exists()


def test_someone_registered_out_of_sight_is_not_registered_twice(zhang: Person, ground: Ground, as_web: AsWeb) -> None:
    elsewhere = ground["hz.gs.wh.dtg.g01.b001.u1.r101."]
    with as_web(Scope(DTG, Privacy.PERSONAL)), pytest.raises(refusals.AlreadyRegisteredError):
        actions.register_person(
            name="张伟",
            registration=Registration.FLOATING,
            dwelling=elsewhere,
            id_number=invented_id_number(),
            by=GULAN,
            at=AT,
        )


def test_nobody_is_moved_out_of_ones_own_sight(zhang: Person, ground: Ground, as_web: AsWeb) -> None:
    elsewhere = ground["hz.gs.wh.dtg.g01.b001.u1.r101."]
    with as_web(Scope(LSDY, Privacy.PERSONAL)), pytest.raises(refusals.OutsideScopeError):
        actions.move_in(person_id=zhang.pk, dwelling=elsewhere, kind=ResidenceKind.HOME, on=TODAY, by=GULAN, at=AT)

    zhang.refresh_from_db()
    assert zhang.area_path == "hz.gs.wh.lsdy.g04.b001."
    assert Residence.objects.get().valid_to is None


def test_within_the_scope_the_web_role_does_its_work(office: Office, ground: Ground, as_web: AsWeb) -> None:
    r502 = ground["hz.gs.wh.lsdy.g04.b001.u1.r502."]
    with as_web(Scope(LSDY, Privacy.PERSONAL)):
        person = actions.register_person(
            name="李伟", registration=Registration.REGISTERED, dwelling=office.dwelling, by=GULAN, at=AT
        )
        actions.move_in(person_id=person.pk, dwelling=r502, kind=ResidenceKind.RENTED, on=TODAY, by=GULAN, at=AT)
        household = actions.form_household(dwelling=r502, head_id=person.pk, on=TODAY, by=GULAN, at=AT)

    assert Household.objects.get() == household
    assert Residence.objects.count() == 2


@pytest.mark.parametrize("table", TABLES)
def test_the_web_role_deletes_nobody(zhang: Person, as_web: AsWeb, table: str) -> None:
    with as_web(Scope("hz.gs.wh.", Privacy.SENSITIVE)):
        refused(f"DELETE FROM {table}")


def test_the_web_role_admits_no_attribute(db: None, as_web: AsWeb) -> None:
    with as_web(Scope("hz.gs.wh.", Privacy.SENSITIVE)):
        refused("INSERT INTO registry_admittedattribute (key, duty, law, since) VALUES ('x', '', '', now())")


def test_a_path_written_by_hand_is_overwritten_by_the_trigger(zhang: Person, as_web: AsWeb) -> None:
    with as_web(Scope(LSDY, Privacy.PERSONAL)), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_person SET area_path = %s WHERE id = %s", [DTG, zhang.pk])

    zhang.refresh_from_db()
    assert zhang.area_path == Area.objects.get(pk=zhang.area_id).path
