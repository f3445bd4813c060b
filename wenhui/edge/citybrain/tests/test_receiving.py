"""Tasks become cases, once, wherever they lie and however they are written; what is said of them moves nothing back."""

from datetime import timedelta
from typing import Any

import pytest

from wenhui.edge.citybrain import connecting, wire
from wenhui.edge.citybrain.models import Task
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.tests.brains import event, status, task
from wenhui.edge.citybrain.wire import Event
from wenhui.edge.exchange import actions, inbox
from wenhui.edge.exchange.inbox import Message
from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.words import Outcome
from wenhui.ground.accounts.testing import AsWeb
from wenhui.work.cases.models import Case, CaseReport
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Channel, Stage, Verb


def receive(peer: Peer, one: Event, *, minutes: float = 0) -> Incoming:
    party, at = connecting.party_of(peer), TUESDAY + timedelta(minutes=minutes)
    text = wire.structured(one).decode()
    kept = inbox.keep(party, Message(one.source, one.id, one.type, one.subject, one.time, text), at=at)
    return actions.settle(incoming_id=kept.pk, by=party.actor, at=at)


def test_a_task_becomes_a_case_where_its_address_lies(desk: Desk, peer: Peer) -> None:
    settled = receive(peer, task(1, type="event-0401", urgency="urgent", description="水深三十厘米"))

    case = Case.objects.get()
    assert (settled.outcome, settled.reference, settled.marks) == (Outcome.DONE, f"case:{case.number}", [])
    assert (case.area_path, case.channel, case.stage) == (
        "hz.gs.wh.lsdy.g04.b001.", Channel.CITY_BRAIN, Stage.REPORTED,
    )  # fmt: skip
    assert (case.type_id, case.urgency, case.description, case.source_key) == (
        "event-0401", "urgent", "水深三十厘米", "T1",
    )  # fmt: skip
    assert str(case.moves.get().by_kind) == "party"


def test_a_task_brings_its_reporter_its_moment_and_whose_its_place_is(desk: Desk, peer: Peer) -> None:
    said_at = TUESDAY - timedelta(hours=2)
    receive(peer, task(1, time=said_at, reporter={"name": "顾晚晴", "phone": "12000001234"}))
    settled = receive(peer, task(2, address="上海市黄浦区", reporter={"name": "顾晚晴", "phone": "打不通"}))

    first, second = CaseReport.objects.select_related("reporter", "case").order_by("pk")
    assert (first.said_at, first.route, first.reporter.name) == (said_at, "phone", "顾晚晴")
    assert (first.case.belongs_to, second.case.belongs_to) == ("", "上海市黄浦区")
    assert (second.route, second.reporter.phone, settled.marks) == ("none", None, ["cleaned", "outside"])


def test_a_task_sent_again_under_another_name_is_the_same_case(desk: Desk, peer: Peer) -> None:
    first, second = receive(peer, task(1)), receive(peer, task(1, id="cb-77"))

    assert first.reference == second.reference
    assert (Case.objects.count(), Task.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "marks"),
    [
        ({"type": "event-9999"}, ["retyped"]),
        ({"address": "上海市黄浦区人民大道200号"}, ["outside"]),
        ({"lng": 121.47, "lat": 31.23}, ["outside"]),
        ({"title": "积水\u202e\x07很深"}, ["cleaned"]),
        ({"title": "长" * 500}, []),
        ({"description": "x" * 100_000}, ["cut"]),
        ({"time": TUESDAY - timedelta(days=9)}, ["late"]),
        ({"time": TUESDAY + timedelta(hours=2)}, ["ahead"]),
        ({"address": ""}, []),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_odd_is_taken_with_a_mark_and_not_lost(
    desk: Desk, peer: Peer, given: dict[str, Any], marks: list[str]
) -> None:
    settled = receive(peer, task(1, **given))

    case = Case.objects.get()
    assert (settled.outcome, settled.marks) == (Outcome.DONE, marks), settled.why
    assert case.reported_at == TUESDAY
    assert "\u202e" not in case.title
    assert len(case.title) <= 200


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (task(1, time=TUESDAY + timedelta(days=2)), "时钟不可信"),
        (task(1, source="/somebody/else"), "不是城市大脑"),
        (event("citybrain.unheard.v1", 1, {"task": "T1"}), "不认识这类报文"),
        (task(1, title=""), "title"),
        (task(1, task="T 1\n"), "task"),
        (task(1, lng=500, lat=30), "lng"),
        (task(1, title=7), "title"),
        (status(1, "exploded"), "state"),
    ],
    ids=lambda value: value.id if isinstance(value, Event) else value,
)
def test_what_cannot_be_acted_on_is_quarantined_in_words(desk: Desk, peer: Peer, one: Event, why: str) -> None:
    settled = receive(peer, one)

    assert settled.outcome == Outcome.QUARANTINED
    assert why in settled.why
    assert not Case.objects.exists()


def test_a_status_that_comes_before_its_task_waits_for_it(desk: Desk, peer: Peer) -> None:
    early = receive(peer, status(2, "returned"))
    receive(peer, task(1), minutes=1)

    later = actions.settle(incoming_id=early.pk, by=connecting.ACTOR, at=TUESDAY + timedelta(minutes=2))

    assert (early.outcome, later.outcome) == (Outcome.WAITING, Outcome.DONE)


@pytest.mark.parametrize(
    ("last", "state", "stage", "outcome"),
    [
        (None, "confirmed", Stage.REPORTED, Outcome.QUARANTINED),
        (None, "withdrawn", Stage.REPORTED, Outcome.QUARANTINED),
        (Verb.ACCEPT, "returned", Stage.ACCEPTED, Outcome.DONE),
        (Verb.ACCEPT, "confirmed", Stage.ACCEPTED, Outcome.QUARANTINED),
        (Verb.ANSWER, "confirmed", Stage.VERIFIED, Outcome.DONE),
        (Verb.ANSWER, "returned", Stage.ACCEPTED, Outcome.DONE),
        (Verb.VERIFY, "confirmed", Stage.VERIFIED, Outcome.DONE),
        (Verb.VERIFY, "returned", Stage.VERIFIED, Outcome.QUARANTINED),
        (Verb.CLOSE, "confirmed", Stage.CLOSED, Outcome.DONE),
        (Verb.CLOSE, "returned", Stage.CLOSED, Outcome.QUARANTINED),
    ],
)
def test_what_a_status_does(
    desk: Desk, peer: Peer, last: Verb | None, state: str, stage: Stage, outcome: Outcome
) -> None:  # fmt: skip
    receive(peer, task(1))
    if last is not None:
        desk.take(Case.objects.get(), last)

    settled = receive(peer, status(2, state, why="回访"), minutes=90)

    assert (settled.outcome, Case.objects.get().stage) == (outcome, stage), settled.why


def test_a_status_that_was_overtaken_moves_nothing_back(desk: Desk, peer: Peer) -> None:
    receive(peer, task(1))
    desk.take(Case.objects.get(), Verb.ANSWER)
    receive(peer, status(9, "confirmed"), minutes=60)

    old = receive(peer, status(5, "returned"), minutes=61)

    assert (old.outcome, Case.objects.get().stage) == (Outcome.STALE, Stage.VERIFIED)
    assert "之后" in old.why


def test_all_of_it_needs_no_more_than_the_web_role(desk: Desk, peer: Peer, as_web: AsWeb) -> None:
    party = connecting.party_of(peer)

    with as_web(party.scope):
        outcomes = [receive(peer, task(1)).outcome, receive(peer, status(2, "returned")).outcome]

    assert outcomes == [Outcome.DONE, Outcome.DONE]
