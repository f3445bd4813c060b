"""Two clerks at the same two rows in the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wenhui.ground.accounts import testing
from wenhui.record.registry import actions
from wenhui.record.registry.actions.refusals import AlreadyUndoneError, MergedAwayError
from wenhui.record.registry.models import Judgement, Merge, Person
from wenhui.record.registry.tests.conftest import AT, GULAN
from wenhui.record.registry.tests.test_merging import WHY, registered

pytestmark = pytest.mark.database


@pytest.fixture
def two(own_database: None) -> list[Person]:
    """Two rows that are committed, so that other connections see them."""
    office = testing.plant_office()
    return [registered(office.dwelling), registered(None, area=office.building)]


def at_once(deeds: list[Callable[[], object]]) -> list[str]:
    """Do everything at once; return what became of each, in a steady order."""

    def one(deed: Callable[[], object]) -> str:
        try:
            deed()
        except (MergedAwayError, AlreadyUndoneError) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as clerks:
        return sorted(clerks.map(one, deeds))


def merging(primary: Person, other: Person) -> Callable[[], object]:
    """Return the merge that a clerk is about to do."""
    return lambda: actions.merge(primary_id=primary.pk, other_id=other.pk, reason=WHY, by=GULAN, at=AT)


def test_two_clerks_who_merge_the_same_pair_merge_it_once(two: list[Person]) -> None:
    first, second = two

    ends = at_once([merging(first, second), merging(second, first), merging(first, second)])

    assert ends == ["MergedAwayError", "MergedAwayError", "done"]
    assert (Merge.objects.count(), Judgement.objects.count()) == (1, 1)
    assert Person.objects.filter(merged_into=None).count() == 1


def test_two_clerks_who_undo_the_same_merge_undo_it_once(two: list[Person]) -> None:
    merging(*two)()
    record = Merge.objects.get()

    ends = at_once(
        [lambda: actions.unmerge(merge_id=record.pk, reason="两个人，同名", by=GULAN, at=AT) for _ in range(2)]
    )

    assert ends == ["AlreadyUndoneError", "done"]
    assert Person.objects.filter(merged_into=None).count() == 2
