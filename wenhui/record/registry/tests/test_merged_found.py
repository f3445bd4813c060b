"""Who was merged counts once, is found under either row's words, and comes back when the merge is undone."""

from collections.abc import Iterator

import pytest

from wenhui.ground.accounts.testing import Office
from wenhui.ground.areas.models import Area
from wenhui.ground.tally import actions as tally
from wenhui.ground.tally import reading
from wenhui.record.registry import actions, queries
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, invented_id_number
from wenhui.record.registry.tests.test_counting import figures
from wenhui.record.registry.tests.test_merging import merged, registered
from wenhui.record.registry.words import ResidenceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(db: None) -> Iterator[None]:
    """Counters that stand."""
    reading.forget()
    tally.sync(at=AT)
    yield
    reading.forget()


@pytest.mark.parametrize("text", ["单玉兰", "单玉岚", "syl", "12034567890", "7891", invented_id_number(serial=9)])
def test_words_of_either_row_find_the_primary_once(r501: Area, r502: Area, text: str) -> None:
    primary = registered(r501, name="单玉兰", phone="12034567890", id_number=invented_id_number(serial=7))
    other = registered(r502, name="单玉岚", phone="12034567891", id_number=invented_id_number(serial=9))
    merged(primary, other)

    assert [one.person_id for one in queries.find(text, today=TODAY)] == [primary.pk]
    assert queries.standing_of(other.pk) == primary.pk


def test_who_was_merged_stands_behind_no_door_and_in_no_household(r501: Area) -> None:
    primary, other = registered(r501), registered(r501, name="单玉岚")
    actions.form_household(dwelling=r501, head_id=primary.pk, member_ids=[other.pk], on=TODAY, by=GULAN, at=AT)
    merged(primary, other)

    home, card = queries.home(r501.pk, today=TODAY), queries.card(primary.pk, today=TODAY)

    assert home is not None
    assert card is not None
    assert [one.person_id for _, members in home.households for one in members] == [primary.pk]
    assert (home.others, card.members) == ([], [])


@pytest.mark.usefixtures("counted")
def test_two_rows_count_once_while_they_are_merged(office: Office) -> None:
    primary, other = (registered(office.dwelling, residence=ResidenceKind.RENTED, since=TODAY) for _ in range(2))
    actions.form_household(dwelling=office.dwelling, head_id=other.pk, on=TODAY, by=GULAN, at=AT)
    before = figures()

    record = merged(primary, other)
    meanwhile = figures()
    actions.unmerge(merge_id=record.pk, reason="两个人，同名", by=GULAN, at=AT)

    counted = ("people", "people_living", "people_renting", "households", "moved_in")
    assert [before[key] for key in counted] == [2, 2, 2, 1, 2]
    assert [meanwhile[key] for key in counted] == [1, 1, 1, 0, 1]
    assert figures() == before
    assert list(tally.differences()) == []
