"""Renaming, moving, ending and succeeding: what changes, what is refused, and the line in the journal."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from wenhui.ground.areas import actions, queries
from wenhui.ground.areas.actions import (
    AreaError,
    NewArea,
    NewEstate,
    OwnerNeededError,
    UnknownAreaError,
    WrongPlaceError,
)
from wenhui.ground.areas.models import Area, Estate, EstateBuilding
from wenhui.ground.areas.scoping import ScopedTable
from wenhui.ground.areas.testing import little_office  # noqa: F401
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job

AT = datetime(2026, 1, 1, tzinfo=UTC)
BY = job("tests")
FROM, TO = "hz.gs.wh.lsdy.g04.", "hz.gs.wh.hpy."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_office")]


def last_line() -> tuple[str, dict[str, object]]:
    entry = Entry.objects.latest("pk")
    return entry.verb, entry.refs


@pytest.fixture
def visits(little_office: dict[str, Area]) -> str:  # noqa: F811
    """A table of an upper room, unknown to this one, with a row for every area."""
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE test_visits (area_id bigint REFERENCES areas_area, area_path text COLLATE "C")')
        cursor.execute(str(ScopedTable("test_visits").sql))
        cursor.execute("INSERT INTO test_visits (area_id) SELECT id FROM areas_area")
    return "test_visits"


def stale(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {table} t JOIN areas_area a ON a.id = t.area_id WHERE a.path <> t.area_path"
        )
        return int(cursor.fetchone()[0])


def test_a_renamed_area_keeps_its_path() -> None:
    actions.rename(path=FROM, name="河东网格", short_name="河东", by=BY, at=AT)

    assert Area.objects.get(path=FROM).name == "河东网格"
    assert last_line() == ("areas.rename", {"path": FROM, "fields": "name short_name"})


def test_where_an_area_lies_is_never_amended() -> None:
    with pytest.raises(AreaError, match="path cannot be amended"):
        actions.amend(path=FROM, fields={"path": "hz."}, by=BY, at=AT)


def test_a_moved_grid_takes_its_buildings_and_dwellings_along() -> None:
    before = queries.subtree(FROM).count()
    dwelling = Area.objects.get(path=f"{FROM}b002.u1.r101.").pk
    Area.objects.filter(path=f"{TO}g04.").update(label="g40", path=f"{TO}g40.")

    actions.move(path=FROM, to=TO, by=BY, at=AT, reason="网格调整")

    assert queries.subtree(FROM).count() == 0
    assert queries.subtree(f"{TO}g04.").count() == before
    assert Area.objects.get(pk=dwelling).path == f"{TO}g04.b002.u1.r101."
    assert Area.objects.get(path=f"{TO}g04.").parent == Area.objects.get(path=TO)
    assert last_line() == ("areas.move", {"from": FROM, "to": f"{TO}g04."})


def test_a_move_refreshes_the_copies_in_tables_it_does_not_know(visits: str) -> None:
    actions.move(path=f"{FROM}b002.", to=f"{TO}g01.", by=BY, at=AT)

    assert stale(visits) == 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {visits} WHERE area_path LIKE %s", [f"{TO}g01.b002.%"])
        assert cursor.fetchone()[0] == 40


@pytest.mark.database
def test_only_the_owner_moves_areas_because_others_would_miss_rows(visits: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS test_stranger")
        cursor.execute("CREATE ROLE test_stranger")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO test_stranger")
        cursor.execute("SET LOCAL ROLE test_stranger")

    with pytest.raises(OwnerNeededError, match="Areas are moved by the owner"):
        actions.move(path=FROM, to=TO, by=BY, at=AT)


@pytest.mark.parametrize(
    ("path", "to", "error", "words"),
    [
        (FROM, "hz.gs.wh.", WrongPlaceError, "is a grid and cannot lie in hz.gs.wh., a subdistrict"),
        ("hz.gs.wh.", "hz.gs.wh.lsdy.", WrongPlaceError, "cannot lie in"),
        (FROM, TO, WrongPlaceError, "hz.gs.wh.hpy.g04. is already there"),
        (FROM, "hz.gs.wh.xx.", UnknownAreaError, "There is no area hz.gs.wh.xx."),
        ("hz.gs.wh.xx.", TO, UnknownAreaError, "There is no area hz.gs.wh.xx."),
    ],
)
def test_a_move_that_makes_no_tree_is_refused(path: str, to: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        actions.move(path=path, to=to, by=BY, at=AT)

    assert Area.objects.filter(path=FROM).exists()


def test_a_move_to_where_it_lies_changes_nothing() -> None:
    entries = Entry.objects.count()

    actions.move(path=FROM, to="hz.gs.wh.lsdy.", by=BY, at=AT)

    assert Entry.objects.count() == entries


def test_an_ended_area_takes_what_stands_in_it_along_and_spares_what_ended_before() -> None:
    actions.end(path=f"{FROM}b002.", on=date(2026, 1, 1), by=BY, at=AT)

    ended = actions.end(path=FROM, on=date(2026, 2, 1), by=BY, at=AT, reason="并入 03 网格")

    assert ended == 1 + 40
    assert Area.objects.get(path=f"{FROM}b002.u1.").valid_to == date(2026, 1, 1)
    assert Area.objects.get(path=f"{FROM}b003.u1.").valid_to == date(2026, 2, 1)
    assert last_line() == ("areas.end", {"path": FROM, "on": "2026-02-01", "areas": 41})


def test_an_area_ends_once_and_after_it_began() -> None:
    actions.amend(path=FROM, fields={"valid_from": date(2025, 1, 1)}, by=BY, at=AT)

    with pytest.raises(AreaError, match="began on 2025-01-01"):
        actions.end(path=FROM, on=date(2025, 1, 1), by=BY, at=AT)
    actions.end(path=FROM, on=date(2026, 1, 1), by=BY, at=AT)
    with pytest.raises(AreaError, match="ended already on 2026-01-01"):
        actions.end(path=FROM, on=date(2026, 2, 1), by=BY, at=AT)


def test_one_area_takes_the_place_of_another() -> None:
    actions.succeed(predecessor=FROM, successor="hz.gs.wh.lsdy.g03.", on=date(2026, 2, 1), why="合并", by=BY, at=AT)

    found = queries.successions_of(FROM).get()
    assert (found.successor.path, found.on, found.why) == ("hz.gs.wh.lsdy.g03.", date(2026, 2, 1), "合并")
    with pytest.raises(AreaError, match="cannot succeed itself"):
        actions.succeed(predecessor=FROM, successor=FROM, on=date(2026, 2, 1), by=BY, at=AT)


def test_a_building_leaves_one_estate_as_it_joins_another() -> None:
    building = f"{FROM}b002."
    new = actions.found_estates(new=[NewEstate(key="new", name="新苑", area="hz.gs.wh.lsdy.")], by=BY, at=AT)["new"]

    actions.gather(buildings={building: new}, on=date(2026, 2, 1), by=BY, at=AT)
    actions.gather(buildings={building: new}, on=date(2026, 3, 1), by=BY, at=AT)

    held = EstateBuilding.objects.filter(building__path=building).order_by("valid_from")
    assert [(row.estate.name, row.valid_from, row.valid_to) for row in held] == [
        ("流水东苑", date(2000, 1, 1), date(2026, 2, 1)),
        ("新苑", date(2026, 2, 1), None),
    ]


def test_only_buildings_belong_to_estates() -> None:
    with pytest.raises(UnknownAreaError, match=f"{FROM} is no building"):
        actions.gather(buildings={FROM: 1}, on=date(2026, 2, 1), by=BY, at=AT)


def test_estates_lie_in_areas_that_exist() -> None:
    with pytest.raises(UnknownAreaError, match=r"There is no area hz\.xx\."):
        actions.found_estates(new=[NewEstate(key="new", name="新苑", area="hz.xx.")], by=BY, at=AT)


def test_an_area_is_found_by_its_code_of_any_edition() -> None:
    known = {
        "330103007": "hz.gs.wh.",
        "330105017": "hz.gs.wh.",
        "330103007008": "hz.gs.wh.xdc.",
        "330105017007": "hz.gs.wh.xdc.",
        "330103007009": "hz.gs.wh.sljy.",
        "330105017008": "hz.gs.wh.sljy.",
        "330103007005": "hz.gs.wh.lsdy.",
        "330105017005": "hz.gs.wh.lsdy.",
        "330103": "hz.xc.",
        "330105": "hz.gs.",
    }

    found = {code: queries.with_code(code) for code in known}

    assert {code: area and area.path for code, area in found.items()} == known


def test_a_code_nobody_carries_finds_nothing() -> None:
    assert queries.with_code("330105017099") is None


def test_the_chain_of_ancestors_begins_with_the_city() -> None:
    chain = [area.name for area in queries.ancestors("hz.gs.wh.lsdy.g04.")]

    assert chain == ["杭州市", "拱墅区", "文晖街道", "流水东苑社区", "流水东苑 04 网格"]


def test_children_are_those_that_stand() -> None:
    actions.end(path=FROM, on=date(2026, 2, 1), by=BY, at=AT)

    assert queries.children_of("hz.gs.wh.lsdy.").count() == 3
    assert queries.children_of("hz.gs.wh.lsdy.", on=date(2026, 1, 31)).count() == 4
    assert queries.children_of("hz.gs.wh.lsdy.", "building").count() == 1


def test_time_zone_and_calendar_are_the_citys() -> None:
    assert queries.time_zone_of("hz.gs.wh.lsdy.g04.") == "Asia/Shanghai"
    assert queries.calendar_of("hz.gs.wh.lsdy.g04.") == "china"


def test_planting_where_a_level_does_not_belong_is_refused() -> None:
    with pytest.raises(WrongPlaceError, match="is a dwelling and cannot lie in grid"):
        actions.plant(new=[NewArea(path=f"{FROM}r1.", level="dwelling", name="1室")], by=BY, at=AT)


def test_an_area_has_exactly_the_codes_it_was_given() -> None:
    actions.encode(
        path="hz.gs.wh.xdc.", codes={"2022-10-31": "330105017007", "2025-01-01": "330105017012"}, by=BY, at=AT
    )

    area = Area.objects.get(path="hz.gs.wh.xdc.")
    assert dict(area.codes.values_list("edition", "code")) == {
        "2022-10-31": "330105017007",
        "2025-01-01": "330105017012",
    }
    assert last_line() == ("areas.encode", {"path": "hz.gs.wh.xdc.", "editions": "2022-10-31 2025-01-01"})


def test_a_landmark_is_drawn_once_and_corrected_after() -> None:
    line = {"type": "LineString", "coordinates": [[120.1, 30.2], [120.2, 30.2]]}

    for name in ("河", "东河"):
        actions.draw_landmark(area="hz.gs.wh.", key="dong", kind="water", name=name, geometry=line, by=BY, at=AT)

    assert [mark.name for mark in queries.landmarks_of("hz.gs.wh.") if mark.key == "dong"] == ["东河"]
    assert last_line() == ("areas.draw_landmark", {"path": "hz.gs.wh.", "key": "dong"})


def test_founding_an_estate_again_corrects_it() -> None:
    for name in ("新苑", "新新苑"):
        new = [NewEstate(key="new", name=name, area="hz.gs.wh.lsdy.", aliases=("新苑小区",))]
        actions.found_estates(new=new, by=BY, at=AT)

    estate = Estate.objects.get(key="new")
    assert (estate.name, estate.aliases) == ("新新苑", ["新苑小区"])
    assert last_line() == ("areas.found_estates", {"estates": 1})
