"""The peer-outage drill: city brain and office die at random points, and nothing is lost, doubled or out of order.

A thousand deaths between and within transactions, in one process; then real ones, with SIGKILL, over a real port.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from urllib.parse import quote

import httpx
import pytest
from django.db import connection, transaction

from wenhui.edge.citybrain import connecting, reconciling, wire
from wenhui.edge.citybrain.client import Line
from wenhui.edge.citybrain.fake import FakeBrain, Trouble
from wenhui.edge.citybrain.fake_server import Server
from wenhui.edge.citybrain.models import Task
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.testing import PEER
from wenhui.edge.citybrain.tests.brains import Road
from wenhui.edge.exchange import actions, inbox, outbox
from wenhui.edge.exchange.inbox import Message
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.words import Outcome, Standing
from wenhui.ground.accounts.testing import Cast
from wenhui.kit import clock
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.testing import TUESDAY, WAY, Desk, plant_types
from wenhui.work.cases.words import Channel, Stage, Verb

pytestmark = pytest.mark.faults

DEATHS = 1_000
SECONDS = 24
STAGES = (Stage.REPORTED, Stage.REGISTERED, Stage.DISPATCHED, Stage.ACCEPTED, Stage.ANSWERED, Stage.VERIFIED)
BAD = Trouble(double=0.2, hold_back=0.25, drop=0.1, fail=0.2)


class DeadError(Exception):
    """Somebody was killed here."""


class Drill:
    """One office and one city brain, one of whom dies in each round."""

    def __init__(self, desk: Desk, peer: Peer, seed: int) -> None:
        self.desk, self.peer, self.draw = desk, peer, Random(seed)
        self.brain = FakeBrain(peer, self.draw, BAD)
        self.party = connecting.party_of(peer)
        self.at = TUESDAY
        self.deaths = 0

    def round(self) -> None:
        """Let one side do something, and one of them die at it."""
        self.at += timedelta(seconds=SECONDS)
        try:
            self.draw.choice((self.work_and_die, self.send_and_die, self.deliver_and_die))()
        except DeadError:
            self.deaths += 1

    def work(self) -> None:
        """Report a case, or take the next step of one."""
        self.desk.at = self.at
        case = Case.objects.filter(stage__in=STAGES).order_by("?").first()
        if case is None or self.draw.random() < 0.2:
            self.desk.report()
        else:
            verb = WAY[STAGES.index(case.at_stage)]
            given = {"by": self.desk.actor("luming")} if verb is Verb.VERIFY else {}
            self.desk.step(case, verb, **given)

    def work_and_die(self) -> None:
        """The office works, and is killed before it could keep the next piece of work."""
        if self.draw.random() < 0.5:
            self.work()
        else:
            self.brain.issue(at=self.at)

        def die() -> None:
            self.work()
            raise DeadError

        transaction.atomic(die)()

    def send_and_die(self) -> None:
        """Letters go up; the office dies before they left, after they arrived, or while it writes down that they did."""
        moment = self.draw.choice(("before", "arrived", "writing"))
        if not outbox.due(self.party.key, at=self.at):
            self.work()

        def send() -> None:
            with Line(self.peer, now=lambda: self.at, transport=DeadlyRoad(self.brain, self.at, moment)) as line:
                outbox.send_due(self.party.key, line, at=self.at, draw=self.draw)
            raise DeadError

        transaction.atomic(send)() if moment == "writing" else send()

    def deliver_and_die(self) -> None:
        """Tasks come down; the office dies before it kept one, after it, while it acts on it, or before it answers."""
        if not self.brain.waiting:
            self.brain.issue(at=self.at)

        def post(path: str, body: bytes, headers: Mapping[str, str]) -> int:
            moment = self.draw.choice(("before", "kept", "acting", "answering", "alive"))
            self.deaths += moment != "alive"
            return self.receive(body, moment)

        trouble, self.brain.trouble = self.brain.trouble, Trouble(double=0.2, hold_back=0.2)
        self.brain.deliver(post, at=self.at, most=2)
        self.brain.trouble = trouble

    def receive(self, body: bytes, moment: str) -> int:
        """Take a body in as the door does, and die at a moment; whoever died answered nothing."""
        if moment == "before":
            return 0
        ((event, text),) = wire.read(wire.STRUCTURED, body)
        message = Message(event.source, event.id, event.type, event.subject, event.time, text)
        kept = inbox.keep(self.party, message, at=self.at)
        if moment == "kept":
            return 0

        def act() -> None:
            actions.settle(incoming_id=kept.pk, by=self.party.actor, at=self.at)
            if moment == "acting":
                raise DeadError

        try:
            transaction.atomic(act)()
        except DeadError:
            return 0
        return 0 if moment == "answering" else 202

    def calm(self) -> None:
        """Let the road be good and everybody live, until nothing waits on either side."""
        self.brain.trouble = Trouble()
        for _ in range(200):
            self.at += timedelta(minutes=1)
            self.brain.deliver(lambda path, body, headers: self.receive(body, "alive"), at=self.at)
            for key in inbox.waiting(self.party, at=self.at):
                actions.settle(incoming_id=key, by=self.party.actor, at=self.at)
            with Line(self.peer, now=lambda: self.at, transport=Road(self.brain, self.at)) as line:
                while outbox.send_due(self.party.key, line, at=self.at, draw=self.draw):
                    pass
            if not (
                self.brain.waiting
                or Outgoing.objects.filter(standing=Standing.WAITING).exists()
                or Incoming.objects.filter(outcome=Outcome.WAITING).exists()
            ):
                return
        raise AssertionError("something waits for ever")


class DeadlyRoad(Road):
    """A road on which the office dies: before its letters left, or when they have arrived."""

    def __init__(self, brain: FakeBrain, at: datetime, moment: str) -> None:
        super().__init__(brain, at)
        self.moment = moment

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Hand a request on, and die before or after."""
        if self.moment == "before":
            raise DeadError
        answer = super().handle_request(request)
        if self.moment == "arrived":
            raise DeadError
        return answer


def everything_is_told_once_and_in_order(brain: FakeBrain) -> None:
    """Hold what came up against the steps that were taken."""
    moves = {f"move-{key}" for key in CaseMove.objects.values_list("pk", flat=True)}
    heard = [event.id for event in brain.heard]
    assert len(heard) == len(set(heard))
    assert set(heard) == moves
    for subject in {event.subject for event in brain.heard}:
        sequences = [int(event.sequence) for event in brain.heard if event.subject == subject]
        assert sequences == sorted(sequences)


def test_after_a_thousand_deaths_nothing_is_lost_or_doubled(desk: Desk, peer: Peer) -> None:
    drill = Drill(desk, peer, seed=20260317)

    while drill.deaths < DEATHS:
        drill.round()
    drill.calm()

    everything_is_told_once_and_in_order(drill.brain)
    told = drill.brain.account(clock.local_day(TUESDAY)).model_dump(mode="json")
    compared = reconciling.compare(peer, connecting.ACTOR, told, day=clock.local_day(TUESDAY), at=drill.at)
    tasks = set(drill.brain.issued)
    assert drill.deaths >= DEATHS
    assert compared is not None
    assert (compared.differences, compared.ours["digest"]) == ([], compared.theirs["digest"])
    assert set(Task.objects.values_list("key", flat=True)) == tasks
    assert Case.objects.filter(channel=Channel.CITY_BRAIN).count() == len(tasks) > 100
    assert not Outgoing.objects.exclude(standing=Standing.SENT).exists()
    assert not Incoming.objects.filter(outcome=Outcome.QUARANTINED, why="").exists()


def exchange(url: str) -> "subprocess.Popen[bytes]":
    """Start the exchange's own process on the test's own database."""
    known = connection.settings_dict
    database = f"postgresql://{known['USER']}@/{known['NAME']}?host={quote(known['HOST'], safe='')}"
    name, key = next(iter(PEER.keys.items()))
    named = {
        "DATABASE_URL": database, "WENHUI_AS": "owner", "WENHUI_DEMO": "1",
        "WENHUI_CITYBRAIN_URL": url, "WENHUI_CITYBRAIN_AREA": PEER.path, "WENHUI_CITYBRAIN_SOURCE": PEER.source,
        "WENHUI_CITYBRAIN_KEYS": f"{name}:{key.hex()}",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-m", "wenhui.site.processes.exchange"], env=os.environ | named)


def test_an_exchange_killed_outright_sends_the_rest_when_it_lives_again(
    own_database: None, own_cast: Cast, peer: Peer
) -> None:
    from wenhui.ground.accounts.testing import Office
    from wenhui.ground.areas.models import Area

    plant_types()
    desk = Desk(Office({one.path: one for one in Area.objects.all()}), own_cast, at=clock.now())
    for number in range(150):
        desk.report(title=f"路面塌陷 {number}")
    draw = Random(7)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    brain = FakeBrain(PEER, draw, Trouble(fail=0.2))

    for heard in (1, 60, 150):
        server = Server(brain, "127.0.0.1", port)
        listening = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        listening.start()
        process = exchange(f"http://127.0.0.1:{port}/brain")
        until = time.monotonic() + 30
        while len(brain.events) < heard and time.monotonic() < until:
            time.sleep(draw.uniform(0.001, 0.02))
        process.kill()
        process.wait()
        server.shutdown()
        server.server_close()
        listening.join()

    everything_is_told_once_and_in_order(brain)
