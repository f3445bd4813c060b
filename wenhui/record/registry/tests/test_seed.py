"""The demonstration's residents cannot exist, are the same for the same number and day, and break no rule."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from wenhui.ground.areas.testing import little_office  # noqa: F401 - a fixture
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.record.registry import identifiers, seed, seed_copies
from wenhui.record.registry.invention import Inventor
from wenhui.record.registry.models import Household, Organisation, Person, Residence, Suspicion
from wenhui.record.registry.rules import identity, names, organisations
from wenhui.record.registry.tests.conftest import AT, TODAY, Ground

SEEDER = job("seed")


def ignore_progress(done: int, of: int) -> None:
    """Tell nobody."""


def planted(number: int = 1, residents: int = 900, progress: Callable[[int, int], None] = ignore_progress) -> None:
    """Plant a small population."""
    seed.seed(number=number, today=TODAY, by=SEEDER, at=AT, progress=progress, residents=residents)


def everyone() -> list[tuple[object, ...]]:
    """Return what is written of everyone, identifiers in clear."""
    rows = Person.objects.order_by("pk").select_related("dwelling")
    return [
        (
            row.name,
            row.birth_on,
            row.registration,
            row.dwelling and row.dwelling.path,
            identifiers.open_id_number(row.id_number),
            identifiers.open_phone(row.phone),
        )
        for row in rows
    ]


@pytest.mark.usefixtures("little_office")
def test_as_many_residents_as_asked_live_behind_doors_and_follow_the_shapes() -> None:
    planted()

    living = Person.objects.filter(left_on__isnull=True)
    sixty = living.filter(birth_on__lte=date(1966, 3, 17)).count()
    assert living.count() == living.filter(dwelling__isnull=False).count() == 900
    assert 0.2 < sixty / 900 < 0.34
    assert Residence.objects.filter(kind="rented", valid_to__isnull=True).exists()
    assert Residence.objects.filter(valid_to__isnull=False).exists()
    assert Household.objects.filter(head__isnull=False, members__isnull=False).exists()
    assert Organisation.objects.count() == 29
    assert not Person.objects.exclude(area_path__startswith="hz.gs.wh.").exists()
    assert Entry.objects.get(verb="registry.seed").refs["today"] == "2026-03-17"


@pytest.mark.usefixtures("little_office")
def test_the_same_number_and_day_give_the_same_people() -> None:
    planted()
    first = everyone()
    Household.objects.update(head=None)
    for table in (Residence, Person, Household, Organisation):
        table.objects.all().delete()

    planted()

    assert everyone() == first


@pytest.mark.usefixtures("little_office")
def test_seeding_twice_plants_once() -> None:
    told: list[tuple[int, int]] = []
    planted(progress=lambda done, of: told.append((done, of)))
    before = Person.objects.count()

    planted(progress=lambda done, of: told.append((done, of)))

    assert Person.objects.count() == before
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (5, 5)]


@pytest.mark.usefixtures("little_office")
def test_where_doors_are_short_some_take_a_second_group() -> None:
    planted(residents=2_000)

    assert Person.objects.filter(left_on__isnull=True).count() == 2_000


def test_without_dwellings_the_seed_says_what_to_do_first(ground: Ground) -> None:
    with pytest.raises(seed.NoDwellingsError, match="seed the areas first"):
        planted()


def test_nobody_invented_can_exist() -> None:
    inventor = Inventor(number=1, today=TODAY)
    people = [one for _ in range(800) for one in inventor.group(9).residents]

    assert {one.id_number[:6] for one in people} == {"999999", ""}
    assert {one.phone[:2] for one in people} == {"12", ""}
    assert len({one.id_number for one in people if one.id_number}) == sum(1 for one in people if one.id_number)
    for one in people:
        if one.id_number:
            read = identity.read_id_number(one.id_number, today=TODAY)
            assert (read.birth_on, read.sex) == (one.birth_on, one.sex)
        assert names.read_name(one.name) == one.name
        assert names.search_keys(one.name) == (one.pinyin, one.initials)
        assert one.since is None or one.birth_on <= one.since <= TODAY


def test_invented_credit_codes_pass_and_name_no_region() -> None:
    inventor = Inventor(number=1, today=TODAY)
    businesses = [inventor.business(serial) for serial in range(300)]

    codes = [organisations.read_credit_code(one.uscc) for one in businesses]

    assert len({code.number for code in codes}) == 300
    assert all(code.doubts and code.number[2:8] == "999999" for code in codes)
    assert [code.register for code in codes] == [one.register for one in businesses]


def test_another_day_invents_other_people() -> None:
    drawn = Counter(
        Inventor(number=1, today=day).group(9).residents[0].name for day in (TODAY + timedelta(n) for n in range(30))
    )

    assert len(drawn) > 20


@pytest.mark.usefixtures("little_office")
def test_some_are_registered_twice_and_most_of_these_are_suspected() -> None:
    planted()

    for _ in range(2):
        seed_copies.seed(number=1, today=TODAY, by=SEEDER, at=AT, copies=20)

    assert Person.objects.filter(left_on__isnull=True).count() == 920
    assert 14 <= Suspicion.objects.count() <= 22
