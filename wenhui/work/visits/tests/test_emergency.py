"""The emergency list: who is behind which door and whom to call, in clear, for a reason, on record."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import OFFICE, AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.registry.actions import admit_attribute
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import Subject
from wenhui.work.visits import actions
from wenhui.work.visits.actions import printing
from wenhui.work.visits.actions.errors import (
    NoReasonError,
    NotAllowedError,
    TooManyBuildingsError,
    UnknownHomeError,
)
from wenhui.work.visits.emergency import Block, Door, Occupant
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk
from wenhui.work.visits.words import Need

GRID = "hz.gs.wh.lsdy.g04."


def printed(
    walk: Walk, by: str = "zhounc", paths: tuple[str, ...] = (GRID,), reason: str = "台风撤离准备"
) -> list[Block]:
    return actions.print_emergency(paths=paths, reason=reason, by=walk.actor(by), at=TUESDAY)


def test_the_list_goes_by_building_stairwell_and_door(walk: Walk, as_web: AsWeb) -> None:
    walk.settle("r1201", "张轩", date(1998, 5, 5), phone="12034560003")
    walk.settle("r501", "王建国", date(1944, 3, 17), phone="12034560001")
    walk.settle("r501", "李秀英", date(1980, 3, 18), phone="12034560002")

    with as_web(walk.cast["zhounc"].scope):
        blocks = printed(walk)

    assert [block.name for block in blocks] == ["流水东苑 1 幢", "流水东苑 2 幢"]
    assert [(door.unit, door.room) for door in blocks[0].doors] == [("1 单元", "501 室"), ("1 单元", "1201 室")]
    first = blocks[0].doors[0]
    assert [(one.name, one.needs) for one in first.people] == [("王建国", (Need.VERY_OLD,)), ("李秀英", ())]
    assert first.call is not None
    assert first.call.phone == "12034560002"
    assert (blocks[0].people, blocks[0].in_need, blocks[1].doors) == (3, 1, [])


@pytest.mark.parametrize(
    ("age", "others", "needs"),
    [
        (80, True, (Need.VERY_OLD,)),
        (80, False, (Need.VERY_OLD, Need.ALONE)),
        (79, True, ()),
        (60, False, (Need.ALONE,)),
        (59, False, ()),
        (2, True, (Need.SMALL_CHILD,)),
        (3, True, ()),
    ],
)
def test_who_needs_help_to_get_out(walk: Walk, age: int, others: bool, needs: tuple[Need, ...]) -> None:
    walk.settle("r501", "王建国", date(2026 - age, 3, 1))
    if others:
        walk.settle("r501", "李秀英", date(1990, 3, 18))

    people = printed(walk)[0].doors[0].people

    assert next(one for one in people if one.name == "王建国").needs == needs


def test_who_is_known_to_need_a_hand_is_marked_for_those_cleared_for_it(walk: Walk, as_web: AsWeb) -> None:
    plant_dictionary()
    person = walk.settle("r501", "王建国", date(1990, 3, 1))
    admit_attribute(key="person.stairs", duty="应急撤离", law="突发事件应对法", since=TODAY, by=OFFICE, at=TUESDAY)
    facts.say(
        about=[About(Subject.PERSON, person.pk, {"person.stairs": "helped"})], through=Through.LEDGER, provider="grid",
        ground="突发事件应对法", by=OFFICE, at=TUESDAY,
    )  # fmt: skip
    needs = []

    for who in ("zhounc", "luming"):  # cleared for what is sensitive, and not
        with as_web(walk.cast[who].scope):
            needs.append(printed(walk, by=who)[0].doors[0].people[0].needs)

    assert needs == [(Need.HELPED,), ()]


def test_one_calls_a_grown_up_who_needs_no_help_first() -> None:
    old = Occupant("甲", "1", 85, "1", (Need.VERY_OLD,))
    child, silent, fit = Occupant("乙", "1", 9, "2"), Occupant("丙", "2", 40, ""), Occupant("丁", "2", 41, "4")

    assert Door("", "", (old, child, silent, fit)).call == fit
    assert Door("", "", (old, child, silent)).call == old
    assert Door("", "", (silent,)).call is None


def test_printing_is_a_reveal_on_record(walk: Walk) -> None:
    printed(walk, paths=("hz.gs.wh.lsdy.g04.b001.",))

    line = Entry.objects.get(verb="journal.reveal")
    assert line.subject == f"emergency:{walk.office.building.pk}"
    assert (line.reason, line.refs) == ("台风撤离准备", {"columns": "birth_on,name,phone"})


def test_without_a_reason_nothing_is_shown_and_nothing_written(walk: Walk) -> None:
    with pytest.raises(NoReasonError):
        printed(walk, reason=" 看 ")

    assert not Entry.objects.filter(verb="journal.reveal").exists()


def test_a_grid_worker_prints_no_phones(walk: Walk) -> None:
    with pytest.raises(NotAllowedError):
        printed(walk, by="gulan")


def test_a_list_is_for_some_buildings(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_BUILDINGS", 1)

    with pytest.raises(TooManyBuildingsError):
        printed(walk)
    with pytest.raises(UnknownHomeError):
        printed(walk, paths=("hz.gs.wh.xyz.",))
