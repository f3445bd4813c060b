"""Rows written by prepared statements are as the ORM would have written them, and refused as it would be refused."""

from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wenhui.ground import rows
from wenhui.ground.areas.models import Area
from wenhui.ground.areas.testing import plant_little_office
from wenhui.ground.journal.models import Entry

AT = datetime(2026, 3, 17, 8, 30, tzinfo=UTC)


@pytest.fixture
def building(db: None) -> Area:
    plant_little_office()
    return Area.objects.filter(level="building").order_by("path")[0]


def entry(**given: object) -> Entry:
    return Entry(
        **({"at": AT, "actor_kind": "job", "actor_key": "tests", "verb": "tests.write", "subject": "x:1"} | given)
    )


def test_an_inserted_row_knows_its_key_and_reads_as_it_was_given(db: None) -> None:
    written = rows.insert(entry(refs={"字": ["一", 2]}))

    read = Entry.objects.get(pk=written.pk)
    assert (read.at, read.refs, read.subject) == (AT, {"字": ["一", 2]}, "x:1")
    assert not written._state.adding


def test_rows_written_at_once_learn_their_keys_in_order(db: None) -> None:
    with rows.at_once():
        written = [rows.insert(entry(subject=f"x:{number}")) for number in range(3)]

    assert [Entry.objects.get(pk=one.pk).subject for one in written] == ["x:0", "x:1", "x:2"]


def test_only_what_differs_from_what_was_read_is_written(building: Area) -> None:
    read = rows.locked(Area, building.pk)
    assert read is not None
    Area.objects.filter(pk=building.pk).update(name="别人改的")
    read.short_name = "3幢"

    rows.update(read, ("name", "short_name", "outline"))

    kept = Area.objects.get(pk=building.pk)
    assert (kept.name, kept.short_name, kept.path) == ("别人改的", "3幢", building.path)


def test_a_list_that_was_changed_in_place_is_written(building: Area) -> None:
    Area.objects.filter(pk=building.pk).update(outline={"type": "Point", "coordinates": [120.0, 30.0]})
    read = rows.locked(Area, building.pk)
    assert read is not None
    assert read.outline is not None

    read.outline["coordinates"][0] = 121.0
    rows.update(read, ("outline",))

    assert Area.objects.get(pk=building.pk).outline == {"type": "Point", "coordinates": [121.0, 30.0]}


def test_who_is_not_there_is_not_locked_and_not_written(building: Area) -> None:
    gone = Area.objects.get(pk=building.pk)
    gone.pk, gone.name = -1, "没有"

    assert rows.locked(Area, -1) is None
    with pytest.raises(DatabaseError, match=r"There is no areas\.Area -1"):
        rows.update(gone, ("name",))


@pytest.mark.parametrize("together", [False, True])
def test_what_the_database_refuses_is_refused_as_the_orm_says_it(building: Area, together: bool) -> None:
    double = Area(
        parent=building.parent, level="building", label="b9", path=building.path, name="又一幢", is_synthetic=True
    )

    def write() -> None:
        with transaction.atomic(), rows.at_once() if together else nullcontext():
            rows.insert(entry())
            rows.insert(double)
            rows.insert(entry())

    with pytest.raises(IntegrityError, match="areas_area"):
        write()

    assert Entry.objects.filter(verb="tests.write").count() == 0
    assert Area.objects.filter(name="又一幢").count() == 0


def test_the_server_keeps_the_plan_of_what_is_asked_again(db: None) -> None:
    for _ in range(3):
        rows.insert(entry())

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO \"journal_entry\"%'"
        )
        assert cursor.fetchone() == (1,)
