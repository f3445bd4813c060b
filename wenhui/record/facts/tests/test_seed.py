"""The demonstration's words: some fresh, some stale, some contradicted; planted once, the same for the same day."""

from datetime import date

import pytest
from django.db import transaction

from wenhui.ground.accounts.testing import OFFICE
from wenhui.ground.areas.testing import little_office  # noqa: F401 - a fixture
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import seed
from wenhui.record.facts.models import Conflict, Known, Origin
from wenhui.record.facts.tests.conftest import AT
from wenhui.record.registry import seed as registry
from wenhui.record.registry.testing import plant_dictionary

pytestmark = pytest.mark.database
TODAY = date(2026, 3, 17)


@pytest.fixture
def people(little_office: None) -> None:  # noqa: F811
    """Three hundred residents and the dictionary."""
    plant_dictionary()
    registry.seed(number=1, today=TODAY, by=OFFICE, at=AT, progress=lambda done, of: None, residents=300)


@pytest.mark.usefixtures("people")
def test_words_are_planted_once_and_some_differ() -> None:
    for _ in range(2):
        seed.seed(number=1, today=TODAY, by=OFFICE, at=AT)

    assert Entry.objects.filter(verb="facts.seed").count() == 1
    assert {"community", "civil_affairs"} <= set(Origin.objects.values_list("provider", flat=True))
    assert Conflict.objects.filter(settled_at=None).exists()
    assert all(origin.as_of < TODAY and origin.is_caught_up for origin in Origin.objects.all())


@pytest.mark.usefixtures("people")
def test_the_same_number_and_day_say_the_same() -> None:
    seen = []
    for _ in range(2):
        with transaction.atomic():
            seed.seed(number=7, today=TODAY, by=OFFICE, at=AT)
            rows = Known.objects.filter(person__isnull=False).order_by("person").values_list("person", "words")
            seen.append([(person, [text for text in words.values() if text[:1] != "~"]) for person, words in rows])
            transaction.set_rollback(True)

    assert seen[0] == seen[1] != []
