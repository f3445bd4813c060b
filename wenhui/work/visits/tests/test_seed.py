"""The demonstration's visits: believable, repeatable, planted once."""

from datetime import date

import pytest
from django.db import transaction

from wenhui.ground.accounts.testing import OFFICE
from wenhui.ground.journal.models import Entry
from wenhui.record.registry.testing import plant_dictionary
from wenhui.work.visits import seed
from wenhui.work.visits.models import Outreach, Reason, ReasonOutcome, Roster, Visit
from wenhui.work.visits.testing import TUESDAY, Walk
from wenhui.work.visits.words import Outcome, ReasonState


@pytest.fixture
def people(walk: Walk) -> Walk:
    """Three old people alone, and somebody about to be 80."""
    plant_dictionary()
    walk.settle("r501", "王建国", date(1940, 3, 1))
    walk.settle("r502", "李秀英", date(1945, 3, 1))
    walk.settle("r1201", "陈桂芳", date(1960, 3, 1))
    walk.settle("far", "沈月琴", date(1946, 3, 20))
    return walk


def test_it_is_planted_once_and_stands_in_the_past(people: Walk) -> None:
    for _ in range(2):
        seed.seed(number=1, now=TUESDAY, by=OFFICE, at=TUESDAY)

    assert Roster.objects.count() == Outreach.objects.count() == 2
    assert set(Reason.objects.values_list("kind", flat=True)) == {"gap", "outreach", "reminder"}
    assert all(visit.at <= TUESDAY and visit.part for visit in Visit.objects.all())
    assert (
        ReasonOutcome.objects.filter(outcome=Outcome.ANSWERED).count()
        == Reason.objects.filter(state=ReasonState.MET).count()
    )
    assert Entry.objects.filter(verb="visits.seed").count() == 1


def test_the_same_number_and_day_plant_the_same(people: Walk) -> None:
    seen = []
    for _ in range(2):
        with transaction.atomic():
            seed.seed(number=7, now=TUESDAY, by=OFFICE, at=TUESDAY)
            seen.append(sorted(Visit.objects.values_list("dwelling", "outcome", "at", "part")))
            transaction.set_rollback(True)

    assert seen[0] == seen[1]
