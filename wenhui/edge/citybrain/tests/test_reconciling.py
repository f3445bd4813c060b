"""Each day both houses list what they hold; the lines that differ are found, and are gone once what was missing arrived."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from pytest_django import Settings

from wenhui.edge.citybrain import connecting, reconciling
from wenhui.edge.citybrain.client import Line
from wenhui.edge.citybrain.fake import FakeBrain
from wenhui.edge.citybrain.models import Reconciliation
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.reconciling import Account, CaseLine, TaskLine
from wenhui.edge.citybrain.tests.brains import Road
from wenhui.edge.citybrain.tests.test_receiving import receive
from wenhui.edge.exchange import outbox
from wenhui.edge.exchange.models import Outgoing
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Channel, Verb

DAY = date(2026, 3, 17)
AT = TUESDAY + timedelta(hours=9)


def compared(peer: Peer, brain: FakeBrain) -> list[tuple[str, str, str]]:
    told = brain.account(DAY).model_dump(mode="json")
    kept = reconciling.compare(peer, connecting.ACTOR, told, day=DAY, at=AT)
    assert kept is not None
    return [(one["kind"], one["ours"], one["theirs"]) for one in kept.differences]


def test_what_is_missing_on_either_side_shows_and_goes_when_it_arrives(desk: Desk, peer: Peer) -> None:
    brain = FakeBrain(peer, Random(1))
    case = desk.take(desk.report(), Verb.REGISTER)
    desk.report(channel=Channel.IMPORT)
    task = brain.issue(at=TUESDAY)
    last = Outgoing.objects.get(subject=case.number, body__data__verb="register").sequence

    before = compared(peer, brain)
    receive(peer, task, minutes=30)
    with Line(peer, now=lambda: AT, transport=Road(brain, AT)) as line:
        outbox.send_due("citybrain", line, at=AT, draw=Random(1))
    after = compared(peer, brain)

    assert before == [("case", f"pending {last}", ""), ("task", "", "held")]
    assert after == []
    assert Entry.objects.filter(verb="citybrain.compare").count() == 2


def test_a_step_that_slipped_past_the_outbox_is_found(desk: Desk, peer: Peer) -> None:
    brain = FakeBrain(peer, Random(1))
    desk.report()
    slipped = desk.report()
    Outgoing.objects.filter(subject=slipped.number).delete()
    with Line(peer, now=lambda: AT, transport=Road(brain, AT)) as line:
        outbox.send_due("citybrain", line, at=AT, draw=Random(1))

    assert [one[0] for one in compared(peer, brain)] == ["case"]


def test_what_was_done_before_the_exchange_began_is_no_difference(desk: Desk, peer: Peer, settings: Settings) -> None:
    settings.CITYBRAIN = None
    desk.report()
    settings.CITYBRAIN = peer
    desk.at += timedelta(minutes=1)
    told = desk.report()

    lines = reconciling.account(peer, connecting.ACTOR, DAY)["cases"]

    assert [one["number"] for one in lines] == [told.number]


def test_accounts_that_agree_have_one_digest_whatever_their_order() -> None:
    cases = [CaseLine(number=f"WH-{number}", sequence=number, state="pending") for number in range(3)]
    tasks = [TaskLine(task="T1", number="WH-1"), TaskLine(task="T2")]
    one = Account(day=DAY, cases=cases, tasks=tasks)
    other = Account(day=DAY, cases=cases[::-1], tasks=[TaskLine(task="T2"), TaskLine(task="T1")])

    assert reconciling.digest(one) == reconciling.digest(other)
    assert reconciling.differences(one, other) == []
    assert one.summary()["states"] == {"pending": 3}


def test_our_account_is_what_the_client_reads_from_theirs(desk: Desk, peer: Peer) -> None:
    brain = FakeBrain(peer, Random(1))
    brain.issue(at=TUESDAY)

    with Line(peer, transport=Road(brain)) as line:
        told = line.account(DAY)

    assert told is not None
    assert told.keys() == reconciling.account(peer, connecting.ACTOR, DAY).keys()
    assert told["summary"]["tasks"] == 1


@pytest.mark.parametrize("told", [{}, {"day": "x", "cases": [], "tasks": []}, {"day": "2026-03-17", "cases": 1}])
def test_an_account_that_cannot_be_read_changes_nothing(desk: Desk, peer: Peer, told: dict[str, object]) -> None:
    assert reconciling.compare(peer, connecting.ACTOR, told, day=DAY, at=AT) is None
    assert not Reconciliation.objects.exists()


def test_a_day_is_compared_each_hour_until_it_agrees_and_is_over(desk: Desk, peer: Peer) -> None:
    office = desk.office.subdistrict
    rows: tuple[tuple[int, datetime, list[dict[str, str]]], ...] = (
        (0, AT - timedelta(minutes=5), []),  # today, just now
        (1, AT - timedelta(hours=2), []),  # agreed after it was over
        (2, AT - timedelta(hours=2), [{"kind": "case"}]),  # differs
    )
    for back, at, found in rows:
        Reconciliation.objects.create(
            day=DAY - timedelta(days=back), area=office, compared_at=at, ours={}, theirs={}, differences=found
        )

    assert list(reconciling.wanting(AT)) == [DAY - timedelta(days=2), DAY - timedelta(days=3)]
    assert DAY in set(reconciling.wanting(AT + timedelta(hours=1)))
    assert clock.local_day(AT) == DAY
