"""Many people are registered by one statement; whom the registry holds is not doubled."""

from datetime import date

import pytest

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions, identifiers
from wenhui.record.registry.actions import NewPerson
from wenhui.record.registry.models import Person, Residence
from wenhui.record.registry.tests.conftest import AT, GULAN, Ground, invented_id_number
from wenhui.record.registry.words import Sex

pytestmark = pytest.mark.database


def newcomer(
    building: Area, door: Area | None = None, name: str = "何晚舟", number: str = "", phone: str = ""
) -> NewPerson:
    return NewPerson(
        name=name,
        area=building.pk,
        registration="resident",
        dwelling=door.pk if door else None,
        birth_on=date(1990, 7, 1),
        id_number=identifiers.seal_id_number(number),
        phone=identifiers.seal_phone(phone),
    )


def test_people_are_registered_with_their_door(ground: Ground, r501: Area) -> None:
    building = ground["hz.gs.wh.lsdy.g04.b001."]
    number = invented_id_number(date(1990, 7, 1), 12)

    made = actions.register_many(
        people=[newcomer(building, r501, number=number, phone="12012345678"), newcomer(building, name="林秋实")],
        by=GULAN,
        at=AT,
    )

    first, second = (Person.objects.get(pk=pk) for pk in made if pk is not None)
    assert (first.birth_on, first.pinyin) == (date(1990, 7, 1), "hewanzhou")
    assert (identifiers.open_id_number(first.id_number), identifiers.open_phone(first.phone)) == (number, "12012345678")
    assert (first.area_path, second.dwelling, second.sex) == (building.path, None, Sex.UNKNOWN)
    assert list(Residence.objects.values_list("person_id", "dwelling_id")) == [(first.pk, r501.pk)]


def test_whom_the_registry_holds_is_not_doubled(ground: Ground) -> None:
    building, number = ground["hz.gs.wh.lsdy.g04.b001."], invented_id_number()
    actions.register_many(people=[newcomer(building, number=number)], by=GULAN, at=AT)

    again = actions.register_many(
        people=[newcomer(building, number=number), newcomer(building, name="林秋实")], by=GULAN, at=AT
    )

    assert (again[0], again[1] is None) == (None, False)
    assert Person.objects.count() == 2


def test_one_line_of_the_journal_tells_how_many(ground: Ground) -> None:
    actions.register_many(people=[newcomer(ground["hz.gs.wh.lsdy.g04.b001."])] * 3, by=GULAN, at=AT)

    assert Entry.objects.get(verb="registry.register_many").refs["people"] == 3


def test_nobody_is_registered_from_nothing(db: None) -> None:
    assert actions.register_many(people=[], by=GULAN, at=AT) == []
