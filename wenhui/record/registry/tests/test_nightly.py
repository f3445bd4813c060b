"""The nightly search: when it is due, and what it leaves."""

from datetime import UTC, datetime, timedelta

import pytest

from wenhui.ground.areas.testing import little_office  # noqa: F401 - a fixture
from wenhui.kit.actor import job
from wenhui.record.registry import nightly, seed
from wenhui.record.registry.models import LinkageModel
from wenhui.record.registry.tests.conftest import AT, TODAY

NIGHT = datetime(2026, 3, 17, 18, 30, tzinfo=UTC)  # half past two in Shanghai


@pytest.mark.parametrize(
    ("last", "at", "due"),
    [
        (None, NIGHT, True),
        (NIGHT - timedelta(days=1), NIGHT, True),
        (NIGHT - timedelta(minutes=5), NIGHT, False),
        (NIGHT - timedelta(hours=12), NIGHT, True),
        (None, NIGHT + timedelta(hours=6), False),
        (None, NIGHT - timedelta(hours=1), False),
    ],
)
def test_the_search_is_due_once_a_night(last: datetime | None, at: datetime, *, due: bool) -> None:
    assert nightly.is_due(last, at=at) is due


@pytest.mark.django_db
@pytest.mark.usefixtures("little_office")
def test_a_night_trains_and_searches_and_the_rest_of_it_is_quiet() -> None:
    seed.seed(number=1, today=TODAY, by=job("seed"), at=AT, progress=lambda done, of: None, residents=900)

    first = nightly.search_when_due(at=NIGHT)
    second = nightly.search_when_due(at=NIGHT + timedelta(minutes=5))

    assert (first, second) == (0, None)
    assert LinkageModel.objects.get().trained_at == NIGHT


@pytest.mark.django_db
def test_an_empty_registry_is_left_alone() -> None:
    assert nightly.search_when_due(at=NIGHT) is None
