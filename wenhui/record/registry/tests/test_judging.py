"""Saying that two rows are not one person, and putting a pair off: outcome, journal line, refusal."""

import pytest

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.record.registry import actions
from wenhui.record.registry.actions import refusals
from wenhui.record.registry.models import Judgement, Suspicion
from wenhui.record.registry.tests.conftest import AT, GULAN
from wenhui.record.registry.tests.test_merging import merged, registered
from wenhui.record.registry.words import Verdict

pytestmark = pytest.mark.django_db
WHY = "双胞胎，身份证不同"


@pytest.fixture
def pair(r501: Area) -> Suspicion:
    """Two rows that a search in batch suspects."""
    low, high = registered(r501), registered(r501, name="单玉岚")
    return Suspicion.objects.create(low=low, high=high, cluster=low.pk, probability=0.9, found_at=AT)


def test_judge_different_takes_the_pair_off_the_queue_for_ever(pair: Suspicion) -> None:
    judgement = actions.judge_different(one_id=pair.high_id, two_id=pair.low_id, reason=WHY, by=GULAN, at=AT)

    line = Entry.objects.get(verb="registry.judge_different")
    assert (judgement.low, judgement.high, judgement.verdict) == (pair.low, pair.high, Verdict.DIFFERENT)
    assert (line.subject, line.refs, line.reason) == (f"person:{pair.low_id}", {"other": pair.high_id}, WHY)
    assert not Suspicion.objects.exists()


@pytest.mark.parametrize(
    ("two", "reason", "refusal"),
    [
        ("high", "不", refusals.NoGroundError),
        ("low", WHY, refusals.SameRowError),
        ("", WHY, refusals.NoSuchPersonError),
    ],
)
def test_what_is_no_judgement_is_refused(pair: Suspicion, two: str, reason: str, refusal: type[Exception]) -> None:
    two_id = getattr(pair, f"{two}_id") if two else 0

    with pytest.raises(refusal):
        actions.judge_different(one_id=pair.low_id, two_id=two_id, reason=reason, by=GULAN, at=AT)

    assert (Judgement.objects.count(), Suspicion.objects.count()) == (0, 1)


def test_put_off_keeps_the_pair_and_notes_when(pair: Suspicion) -> None:
    actions.put_off(one_id=pair.high_id, two_id=pair.low_id, by=GULAN, at=AT)

    assert Suspicion.objects.get().put_off_at == AT
    assert Entry.objects.get(verb="registry.put_off").refs == {"other": pair.high_id}


def test_only_what_is_suspected_can_be_put_off(r501: Area) -> None:
    with pytest.raises(refusals.NoSuchPersonError):
        actions.put_off(one_id=1, two_id=2, by=GULAN, at=AT)


def test_a_merge_takes_every_pair_of_the_row_that_is_gone_off_the_queue(pair: Suspicion, r502: Area) -> None:
    third = registered(r502, name="单玉兰")
    Suspicion.objects.create(low=pair.high, high=third, cluster=pair.low_id, probability=0.8, found_at=AT)

    merged(pair.low, pair.high)

    assert not Suspicion.objects.exists()
