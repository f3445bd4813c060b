"""What the registry's indicators count, through the counting engine and the registry's own actions."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from wenhui.ground.accounts.testing import Office
from wenhui.ground.areas.models import Area
from wenhui.ground.areas.testing import little_office  # noqa: F401 - a fixture
from wenhui.ground.tally import actions as tally
from wenhui.ground.tally import queries as figures_of_tally
from wenhui.ground.tally import reading
from wenhui.kit.actor import job
from wenhui.lake.indicators import Kind
from wenhui.record.registry import actions, seed
from wenhui.record.registry.indicators import INDICATORS
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY
from wenhui.record.registry.words import LeftBecause, Registration, ResidenceKind

pytestmark = pytest.mark.django_db
OFFICE = "hz.gs.wh."


@pytest.fixture
def counted(db: None) -> Iterator[None]:
    """Counters that stand."""
    reading.forget()
    tally.sync(at=AT)
    yield
    reading.forget()


def figures(path: str = OFFICE) -> dict[str, float | None]:
    """Return every figure of the registry for an area, without the module's name."""
    keys = [one.key for one in INDICATORS]
    found = figures_of_tally.figures(keys, path, AT)
    return {key.removeprefix("registry."): figure.value for key, figure in found.items()}


def someone(dwelling: Area, born_on: date, **more: object) -> int:
    """Register somebody born on a day."""
    fields = {"name": "张伟", "registration": Registration.REGISTERED, "dwelling": dwelling, "birth_on": born_on}
    return actions.register_person(**(fields | more), by=GULAN, at=AT).pk  # type: ignore[arg-type]


@pytest.mark.usefixtures("counted")
def test_birthdays_decide_who_counts_among_the_old_and_the_small(office: Office) -> None:
    for born_on in (
        date(1966, 3, 17),  # turns 60 today
        date(1966, 3, 18),  # tomorrow
        date(1961, 3, 17),  # 65 today
        date(1946, 3, 17),  # 80 today
        date(2023, 3, 18),  # 3 tomorrow
        date(2023, 3, 17),  # 3 today
    ):
        someone(office.dwelling, born_on)

    found = figures()

    assert (found["people"], found["people_living"]) == (6, 6)
    assert (found["people_60"], found["people_65"], found["people_80"], found["children_0_3"]) == (3, 2, 1, 1)
    assert found["share_60"] == 50
    assert found["share_80"] == pytest.approx(100 / 6)


@pytest.mark.usefixtures("counted")
def test_moves_change_the_figures_as_they_happen(office: Office) -> None:
    stays = someone(office.dwelling, date(1980, 1, 1), since=date(2020, 1, 1))
    leaves = someone(office.dwelling, date(1981, 1, 1), since=date(2020, 1, 1))
    rents = someone(
        office.dwelling,
        date(1990, 1, 1),
        registration=Registration.FLOATING,
        residence=ResidenceKind.RENTED,
        since=date(2026, 3, 2),
    )
    actions.form_household(dwelling=office.dwelling, head_id=stays, member_ids=[leaves], on=TODAY, by=GULAN, at=AT)
    before = figures()

    actions.move_out(person_id=leaves, on=TODAY, because=LeftBecause.DIED, by=GULAN, at=AT)

    after = figures()
    assert (before["people"], after["people"]) == (3, 2)
    assert (before["people_resident"], after["people_resident"]) == (2, 1)
    assert (after["people_floating"], after["people_renting"], after["households"]) == (1, 1, 1)
    assert (before["moved_in"], before["moved_out"], after["moved_out"]) == (1, 0, 1)
    assert figures("hz.gs.wh.dtg.")["people"] == 0
    assert rents


@pytest.mark.usefixtures("counted", "little_office")
def test_what_is_seeded_by_copy_is_counted_and_the_recount_agrees() -> None:
    seed.seed(number=1, today=TODAY, by=job("seed"), at=AT, progress=lambda done, of: None, residents=900)

    found = figures()
    by_hand = _counted_by_hand()

    assert {key: found[key] for key in by_hand} == by_hand
    assert list(tally.differences()) == []


def _counted_by_hand() -> dict[str, float]:
    counted = {}
    for one in INDICATORS:
        if one.kind is Kind.STOCK:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {one.table} WHERE {one.where}")
                counted[one.key.removeprefix("registry.")] = cursor.fetchone()[0]
    return counted
