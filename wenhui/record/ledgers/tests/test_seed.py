"""The demonstration's tables: filled by the same actions, one brought back that changes nothing, planted once."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import Office
from wenhui.ground.journal.models import Entry
from wenhui.record.ledgers import seed
from wenhui.record.ledgers.models import CellCount, Upload
from wenhui.record.ledgers.tests.conftest import AT, ZHOU
from wenhui.record.ledgers.tests.making import door, resident
from wenhui.record.ledgers.words import UploadStanding
from wenhui.record.registry.dictionary import Dictionary

pytestmark = pytest.mark.database


def test_it_is_planted_once_and_the_table_brought_back_confirms_what_is_held(office: Office, words: Dictionary) -> None:
    resident("林秋实", door(office, 501), born=date(1936, 3, 9))
    resident("何晚舟", door(office, 502), born=date(1939, 3, 9), serial=12)

    for _ in range(2):
        seed.seed(number=1, now=AT, by=ZHOU, at=AT)

    imported = CellCount.objects.get(counted_as="import")
    assert (imported.served, imported.asked) == (0, 0)
    assert imported.confirmed > 0
    assert Upload.objects.get().standing == UploadStanding.ACCEPTED
    assert set(CellCount.objects.filter(counted_as="blank").values_list("asker", flat=True)) >= {
        "civil_affairs",
        "health",
    }
    assert all(one.at <= AT for one in CellCount.objects.all())
    assert Entry.objects.filter(verb="ledgers.seed").count() == 1


def test_nobody_is_meant_in_an_office_without_elders(office: Office, words: Dictionary) -> None:
    seed.seed(number=1, now=AT, by=ZHOU, at=AT)

    assert not CellCount.objects.exists()
