"""Many people are registered by one statement; whom the registry holds is not doubled."""

from datetime import date

import pytest

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions, identifiers
from wenhui.record.registry.models import Person, Residence
from wenhui.record.registry.testing import new_people
from wenhui.record.registry.tests.conftest import AT, GULAN, Ground, invented_id_number
from wenhui.record.registry.words import Sex

pytestmark = pytest.mark.database


def test_people_are_registered_with_their_door(ground: Ground, r501: Area) -> None:
    building = ground["hz.gs.wh.lsdy.g04.b001."]
    number = invented_id_number(date(1990, 7, 1), 12)

    made = actions.register_many(
        people=new_people(("何晚舟", number, "12012345678"), ("林秋实", "", ""), building=building, door=r501),
        by=GULAN,
        at=AT,
    )

    first, second = (Person.objects.get(pk=pk) for pk in made if pk is not None)
    assert (first.birth_on, first.pinyin) == (date(1990, 7, 1), "hewanzhou")
    assert (identifiers.open_id_number(first.id_number), identifiers.open_phone(first.phone)) == (number, "12012345678")
    assert (first.area_path, second.dwelling, second.sex) == (building.path, None, Sex.UNKNOWN)
    assert list(Residence.objects.values_list("person_id", "dwelling_id")) == [(first.pk, r501.pk)]


def test_whom_the_registry_holds_is_not_doubled(ground: Ground, r501: Area) -> None:
    building, number = ground["hz.gs.wh.lsdy.g04.b001."], invented_id_number()
    actions.register_many(people=new_people(("何晚舟", number, ""), building=building, door=r501), by=GULAN, at=AT)

    people = new_people(("何晚舟", number, ""), ("林秋实", "", ""), building=building, door=r501)
    again = actions.register_many(people=people, by=GULAN, at=AT)

    assert (again[0], again[1] is None) == (None, False)
    assert (Person.objects.count(), Residence.objects.count()) == (2, 1)


def test_one_line_of_the_journal_tells_how_many(ground: Ground) -> None:
    building = ground["hz.gs.wh.lsdy.g04.b001."]
    actions.register_many(people=new_people(*[("何晚舟", "", "")] * 3, building=building), by=GULAN, at=AT)

    assert Entry.objects.get(verb="registry.register_many").refs["people"] == 3


def test_nobody_is_registered_from_nothing(ground: Ground) -> None:
    nobody = new_people(building=ground["hz.gs.wh.lsdy.g04.b001."])

    assert actions.register_many(people=nobody, by=GULAN, at=AT) == []
