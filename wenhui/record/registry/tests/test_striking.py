"""Rows made by mistake are struck out where nothing hangs on them, count on no day, and can be taken back."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.registry import actions, identifiers
from wenhui.record.registry.actions.refusals import (
    AlreadyRegisteredError,
    MergedAwayError,
    NoGroundError,
    NoSuchPersonError,
    NotStruckOutError,
    RegistryError,
    StruckOutError,
)
from wenhui.record.registry.models import Person, Residence, StrikeOut
from wenhui.record.registry.rules import names
from wenhui.record.registry.testing import new_people
from wenhui.record.registry.tests.conftest import invented_id_number
from wenhui.record.registry.words import LeftBecause, ResidenceKind

pytestmark = pytest.mark.database
ZHOU = Actor(ActorKind.PERSON, "zhounc", "周念慈")
AT = datetime(2026, 3, 17, 2, 30, tzinfo=UTC)
REASON = "传错了表"
NUMBER = invented_id_number(date(1990, 7, 1), 12)


def made(office: Office, *, name: str = "何晚舟", number: str = NUMBER) -> Person:
    """Register somebody as a ledger does."""
    people = new_people((names.read_name(name), number, ""), building=office.building, door=office.dwelling)
    (number_of_row,) = actions.register_many(people=people, by=ZHOU, at=AT)
    assert number_of_row is not None
    return Person.objects.get(pk=number_of_row)


def strike_out(*people: Person) -> actions.Struck:
    return actions.strike_out(people=[one.pk for one in people], reason=REASON, by=ZHOU, at=AT)


def test_a_row_on_which_nothing_hangs_counts_no_longer_and_frees_its_number(office: Office) -> None:
    he = made(office)

    struck = strike_out(he)
    again = made(office)

    he.refresh_from_db()
    assert (struck.out, struck.stayed) == ((he.pk,), ())
    assert (he.left_because, he.id_number_index, he.dwelling) == (LeftBecause.MISTAKEN, None, None)
    assert Residence.objects.get(person=he).is_aside
    assert identifiers.open_id_number(again.id_number) == NUMBER
    assert Entry.objects.get(verb="registry.strike_out").refs["people"] == str(he.pk)


def test_who_was_moved_merged_or_judged_since_stays(office: Office) -> None:
    moved, judged, other = (
        made(office, name=name, number=invented_id_number(date(1990, 7, 1), serial))
        for serial, name in enumerate(("何晚舟", "顾青川", "陆行远"), start=21)
    )
    actions.move_in(
        person_id=moved.pk, dwelling=office.dwelling, kind=ResidenceKind.RENTED, on=date(2026, 3, 1), by=ZHOU, at=AT
    )
    actions.judge_different(one_id=judged.pk, two_id=other.pk, reason="对照过身份证", by=ZHOU, at=AT)

    struck = strike_out(moved, judged)

    assert (struck.out, set(struck.stayed)) == ((), {moved.pk, judged.pk})
    assert not StrikeOut.objects.exists()


def test_nothing_is_done_with_a_row_that_was_struck_out(office: Office) -> None:
    he, other = made(office), made(office, name="顾青川", number=invented_id_number(date(1990, 7, 1), 31))
    strike_out(he)

    with pytest.raises(StruckOutError):
        actions.correct_person(person_id=he.pk, changes={"name": "何晚州"}, by=ZHOU, at=AT)
    with pytest.raises(StruckOutError):
        actions.move_out(person_id=he.pk, on=date(2026, 3, 1), by=ZHOU, at=AT)
    with pytest.raises(StruckOutError):
        actions.merge(primary_id=other.pk, other_id=he.pk, reason="以为是一个人", by=ZHOU, at=AT)
    assert issubclass(MergedAwayError, RegistryError)


def test_nobody_moves_out_by_mistake(office: Office) -> None:
    he = made(office)

    with pytest.raises(RegistryError):
        actions.move_out(person_id=he.pk, on=date(2026, 3, 1), because=LeftBecause.MISTAKEN, by=ZHOU, at=AT)


def test_what_was_struck_out_can_be_taken_back_as_it_stood(office: Office) -> None:
    he = made(office)
    strike_out(he)

    actions.reinstate(person_id=he.pk, reason="表没有传错", by=ZHOU, at=AT)

    he.refresh_from_db()
    assert (he.left_on, he.dwelling, identifiers.open_id_number(he.id_number)) == (None, office.dwelling, NUMBER)
    assert not Residence.objects.get(person=he).is_aside
    assert StrikeOut.objects.get(person=he).undone_reason == "表没有传错"
    assert Entry.objects.filter(verb="registry.reinstate").count() == 1


def test_a_row_whose_number_stands_elsewhere_by_now_is_not_taken_back(office: Office) -> None:
    he = made(office)
    strike_out(he)
    made(office)

    with pytest.raises(AlreadyRegisteredError):
        actions.reinstate(person_id=he.pk, reason="表没有传错", by=ZHOU, at=AT)


def test_only_what_was_struck_out_is_taken_back_and_only_for_a_reason(office: Office) -> None:
    he = made(office)

    with pytest.raises(NotStruckOutError):
        actions.reinstate(person_id=he.pk, reason="表没有传错", by=ZHOU, at=AT)
    with pytest.raises(NoSuchPersonError):
        actions.reinstate(person_id=404, reason="表没有传错", by=ZHOU, at=AT)
    with pytest.raises(NoGroundError):
        actions.strike_out(people=[he.pk], reason="错", by=ZHOU, at=AT)


def test_a_row_is_struck_out_once_at_a_time(office: Office) -> None:
    he = made(office)
    strike_out(he)

    again = strike_out(he)

    assert again == actions.Struck((), ())
    with pytest.raises(IntegrityError, match="registry_a_row_is_struck_out_once_at_a_time"), transaction.atomic():
        StrikeOut.objects.create(person=he, was={}, by_kind="person", by_key="1", by_name="周", at=AT, reason=REASON)


def test_the_web_role_strikes_out_in_its_scope_and_sees_nothing_elsewhere(office: Office, as_web: AsWeb) -> None:
    he = made(office)

    with as_web(Scope("hz.gs.wh.dtg.", Privacy.SENSITIVE)):
        elsewhere = strike_out(he)
    with as_web(Scope(office.community.path, Privacy.SENSITIVE)):
        here = strike_out(he)
    with as_web(Scope("hz.gs.wh.dtg.", Privacy.SENSITIVE)):
        seen = StrikeOut.objects.count()

    assert (elsewhere.out, here.out, seen) == ((), (he.pk,), 0)
