"""The demonstration's forms: believable, repeatable, planted once."""

from datetime import date

import pytest
from django.db import transaction

from wenhui.ground.accounts.testing import OFFICE
from wenhui.ground.journal.models import Entry
from wenhui.record.forms import queries, seed
from wenhui.record.forms.models import EntryCount, Filing, Filling, Form
from wenhui.record.forms.testing import TUESDAY, Desk


@pytest.fixture
def people(desk: Desk) -> Desk:
    """A few more people over 80."""
    for number in range(4):
        desk.settle("r502", f"邻居{chr(0x4E00 + number)}", date(1935, 1, 1 + number), phone=f"1201234560{number}")
    return desk


def test_it_is_planted_once_with_what_waits_was_refused_and_was_filed(
    people: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seed, "FILLED", 2)

    for _ in range(2):
        seed.seed(number=1, now=TUESDAY, by=OFFICE, at=TUESDAY)

    assert sorted(Form.objects.values_list("standing", flat=True)) == ["admitted", "admitted", "refused", "submitted"]
    assert Filing.objects.count() == 3
    assert all(count.at <= TUESDAY for count in EntryCount.objects.all())
    assert EntryCount.objects.filter(repeated__gt=0).exists()
    waiting = Form.objects.get(standing="submitted")
    assert [len(one.titles) for one in queries.overlaps(waiting, waiting.columns.all())] == [6, 5]
    assert Entry.objects.filter(verb="forms.seed").count() == 1


def test_the_same_number_and_day_plant_the_same(people: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "FILLED", 1)
    seen = []
    for _ in range(2):
        with transaction.atomic():
            seed.seed(number=7, now=TUESDAY, by=OFFICE, at=TUESDAY)
            seen.append(sorted(Filling.objects.values_list("person", "at", "first_key_at")))
            transaction.set_rollback(True)

    assert seen[0] == seen[1]
