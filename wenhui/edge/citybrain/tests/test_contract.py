"""One contract, met by our own door and by the fake: what is handed in is taken once, or refused with the same number."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Protocol

import pytest
from django.test import Client

from wenhui.edge.citybrain import wire
from wenhui.edge.citybrain.fake import FakeBrain
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.testing import KEYS, PEER
from wenhui.edge.citybrain.tests.brains import PATH, event, post, signed
from wenhui.edge.citybrain.wire import BATCH, STRUCTURED, Event, Kind
from wenhui.edge.exchange.models import Incoming
from wenhui.kit import clock
from wenhui.work.cases.testing import TUESDAY, Desk


class House(Protocol):
    """A house that takes events."""

    def hand_in(self, body: bytes, kind: str, headers: Mapping[str, str]) -> int: ...

    def ask(self, path: str, headers: Mapping[str, str]) -> int: ...

    def kept(self) -> int: ...


class Ours:
    """Our own door."""

    def __init__(self, door: Client) -> None:
        self.door = door

    def hand_in(self, body: bytes, kind: str, headers: Mapping[str, str]) -> int:
        return int(post(self.door, body, kind=kind, headers=headers).status_code)

    def ask(self, path: str, headers: Mapping[str, str]) -> int:
        return int(self.door.get(path, headers=dict(headers)).status_code)

    def kept(self) -> int:
        return Incoming.objects.exclude(key="").count()


class Theirs:
    """The fake."""

    def __init__(self) -> None:
        self.brain = FakeBrain(PEER, Random(1))

    def hand_in(self, body: bytes, kind: str, headers: Mapping[str, str]) -> int:
        return self.brain.receive("POST", PATH, {**headers, "Content-Type": kind}, body, at=clock.now())[0]

    def ask(self, path: str, headers: Mapping[str, str]) -> int:
        return self.brain.receive("GET", path, headers, b"", at=clock.now())[0]

    def kept(self) -> int:
        return len(self.brain.events)


@pytest.fixture(params=["ours", "theirs"])
def house(request: pytest.FixtureRequest, desk: Desk, door: Client, peer: Peer) -> House:
    return Ours(door) if request.param == "ours" else Theirs()


def case_event(number: int) -> Event:
    told: dict[str, object] = {
        "task": "", "number": f"WH-2026-0317-{number:03d}", "state": "pending", "stage": "reported", "verb": "report",
        "title": "路面塌陷", "type": "event-0401", "platform": "service", "channel": "resident", "urgency": "ordinary",
        "area": "hz.gs.wh.", "place": "", "lng": None, "lat": None, "unit": "", "reported_at": TUESDAY.isoformat(),
        "due_at": TUESDAY.isoformat(), "closed_at": None, "tasks": [],
    }  # fmt: skip
    return event(Kind.REPORTED, number, told)


def test_an_event_is_taken_once_however_often_it_comes(house: House) -> None:
    body = wire.structured(case_event(1))

    statuses = [house.hand_in(body, STRUCTURED, signed(body, at=clock.now())) for _ in range(3)]

    assert (statuses, house.kept()) == ([202, 202, 202], 1)


def test_a_batch_is_taken_whole(house: House) -> None:
    body = wire.batch([case_event(1), case_event(2), case_event(1)])

    assert house.hand_in(body, BATCH, signed(body, at=clock.now())) == 202
    assert house.kept() == 2


BODY = wire.structured(case_event(1))


@pytest.mark.parametrize(
    ("expected", "kind", "body", "sign"),
    [
        (401, STRUCTURED, BODY, lambda body, now: {}),
        (401, STRUCTURED, BODY, lambda body, now: signed(body + b" ", at=now)),
        (401, STRUCTURED, BODY, lambda body, now: signed(body, at=now - timedelta(minutes=6))),
        (401, STRUCTURED, BODY, lambda body, now: signed(body, at=now + timedelta(minutes=6))),
        (401, STRUCTURED, BODY, lambda body, now: signed(body, at=now, keys={"2026-03": b"x" * 32})),
        (401, STRUCTURED, BODY, lambda body, now: signed(body, at=now, keys={"stranger": KEYS["2026-03"]})),
        (415, "application/json", BODY, lambda body, now: signed(body, at=now)),
        (400, STRUCTURED, b"{", lambda body, now: signed(body, at=now)),
        (400, BATCH, BODY, lambda body, now: signed(body, at=now)),
        (413, STRUCTURED, b" " * 1_000_001, lambda body, now: signed(body, at=now)),
    ],
    ids=["unsigned", "changed", "old", "ahead", "wrong key", "unknown key", "type", "not JSON", "not a batch", "huge"],
)
def test_what_is_refused_is_refused_with_the_same_number(
    house: House, expected: int, kind: str, body: bytes, sign: Callable[..., Mapping[str, str]]
) -> None:
    assert house.hand_in(body, kind, sign(body, clock.now())) == expected
    assert house.kept() == 0


def test_an_account_is_given_to_who_signs_and_to_nobody_else(house: House) -> None:
    path = "/citybrain/days/2026-03-17.json"

    fresh = house.ask(path, signed(b"", at=clock.now(), method="GET", path=path))
    other = house.ask(path, signed(b"", at=clock.now(), method="GET", path="/citybrain/days/2026-03-18.json"))

    assert (fresh, other) == (200, 401)
