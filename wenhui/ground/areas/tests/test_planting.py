"""Areas are planted in bulk, checked first, with one line in the journal."""

import time
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from wenhui.ground.areas import actions
from wenhui.ground.areas.actions import NewArea, UnknownAreaError, WrongPlaceError
from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job

AT = datetime(2026, 1, 1, tzinfo=UTC)
BY = job("tests")

pytestmark = pytest.mark.django_db


def new(path: str, level: str) -> NewArea:
    return NewArea(path=path, level=level, name=path)


TREE = [new("t.", "city"), new("t.d.", "district"), new("t.d.s.", "subdistrict"), new("t.d.s.c.", "community"),
        new("t.d.s.c.g01.", "grid")]  # fmt: skip


def test_a_subtree_is_planted_in_any_order_with_one_line_in_the_journal() -> None:
    ids = actions.plant(new=reversed(TREE), by=BY, at=AT)

    grid = Area.objects.get(path="t.d.s.c.g01.")
    assert grid.pk == ids["t.d.s.c.g01."]
    assert (grid.label, grid.level) == ("g01", "grid")
    assert grid.parent is not None
    assert grid.parent.path == "t.d.s.c."
    entry = Entry.objects.get()
    assert (entry.verb, entry.refs) == ("areas.plant", {"path": "t.", "areas": 5})


def test_branches_grow_on_what_stands() -> None:
    actions.plant(new=TREE, by=BY, at=AT)

    actions.plant(new=[new("t.d.s.c.g02.", "grid")], by=BY, at=AT)

    assert Area.objects.get(path="t.d.s.c.g02.").parent == Area.objects.get(path="t.d.s.c.")


@pytest.mark.parametrize(
    ("planted", "error", "words"),
    [
        ([new("t.x.", "grid")], WrongPlaceError, "is a grid and cannot lie in city"),
        ([new("u.", "grid")], WrongPlaceError, "cannot lie in nothing"),
        ([new("u.v.", "district")], UnknownAreaError, "there is no area u."),
        ([new("t.d.", "district")], WrongPlaceError, "is already there"),
        ([new("t.e.", "district"), new("t.e.", "district")], WrongPlaceError, "is planted twice"),
        ([new("t.E.", "district")], WrongPlaceError, "is no path"),
        ([new("t.e", "district")], WrongPlaceError, "is no path"),
    ],
)
def test_what_cannot_grow_is_refused_before_anything_is_written(
    planted: list[NewArea], error: type[Exception], words: str
) -> None:
    actions.plant(new=TREE, by=BY, at=AT)

    with pytest.raises(error, match=words):
        actions.plant(new=[*planted, new("t.ok.", "district")], by=BY, at=AT)

    assert Area.objects.count() == len(TREE)


def test_nothing_to_plant_leaves_no_line() -> None:
    assert actions.plant(new=[], by=BY, at=AT) == {}
    assert not Entry.objects.exists()


def test_thirty_thousand_areas_take_seconds() -> None:
    actions.plant(new=TREE, by=BY, at=AT)
    buildings = [new(f"t.d.s.c.g01.b{b:03}.", "building") for b in range(300)]
    homes = [new(f"{b.path}r{r:03}.", "dwelling") for b in buildings for r in range(99)]
    began = time.perf_counter()

    actions.plant(new=[*buildings, *homes], by=BY, at=AT)

    assert time.perf_counter() - began < 6
    assert Area.objects.count() == len(TREE) + 30_000


@pytest.mark.database
def test_the_database_refuses_paths_that_are_not_labels() -> None:
    with pytest.raises(IntegrityError, match="areas_path_is_labels_with_dots"):
        Area.objects.create(level="city", label="t", path="T.", name="T")
