"""One contract, met by our own doors and by the fake: what is handed in is taken once, or refused with the same number."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import httpx
import pytest
from django.test import Client

from wenhui.edge.exchange import signing
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.parties import Answer
from wenhui.edge.hotline import wire
from wenhui.edge.hotline.client import Line
from wenhui.edge.hotline.fake import FakeHotline
from wenhui.edge.hotline.testing import KEYS, PEER
from wenhui.edge.hotline.wire import Kind
from wenhui.kit import clock

STEP = {
    "id": "step-1", "sequence": 1, "number": "HZ1", "step": "sign", "state": "signed", "at": "2026-03-17T09:00:00+08:00",
}  # fmt: skip


class House(Protocol):
    """A house that takes batches: of tickets ours, of steps theirs."""

    path: str
    body: bytes

    def hand_in(self, body: bytes, kind: str, headers: Mapping[str, str]) -> int: ...

    def kept(self) -> int: ...


class Ours:
    """Our own door."""

    path = "/hotline/v1/results"
    body = wire.batch(Kind.RESULTS, [{"number": "HZ1", "said": "closed", "at": "2026-03-17T09:00:00+08:00"}])

    def __init__(self, door: Client) -> None:
        self.door = door

    def hand_in(self, body: bytes, kind: str, headers: Mapping[str, str]) -> int:
        return int(self.door.post(self.path, data=body, content_type=kind, headers=dict(headers)).status_code)

    def kept(self) -> int:
        return Incoming.objects.exclude(key="").count()


class Theirs:
    """The fake."""

    path = "/hotline/steps"
    body = wire.batch(Kind.STEPS, [STEP])

    def __init__(self) -> None:
        self.fake = FakeHotline(PEER)

    def hand_in(self, body: bytes, kind: str, headers: Mapping[str, str]) -> int:
        return self.fake.receive(self.path, {**headers, "Content-Type": kind}, body, at=clock.now())[0]

    def kept(self) -> int:
        return len(self.fake.steps)


def signed(body: bytes, path: str, *, at: datetime, keys: Mapping[str, bytes] = KEYS) -> dict[str, str]:
    return signing.sign(keys=keys, method="POST", path=path, body=body, at=at)


Sign = Callable[[bytes, str, datetime], Mapping[str, str]]
REFUSED: dict[str, tuple[int, str, bytes | None, Sign]] = {
    "unsigned": (401, wire.JSON, None, lambda body, path, now: {}),
    "changed": (401, wire.JSON, None, lambda body, path, now: signed(body + b" ", path, at=now)),
    "old": (401, wire.JSON, None, lambda body, path, now: signed(body, path, at=now - timedelta(minutes=6))),
    "ahead": (401, wire.JSON, None, lambda body, path, now: signed(body, path, at=now + timedelta(minutes=6))),
    "other path": (401, wire.JSON, None, lambda body, path, now: signed(body, "/elsewhere", at=now)),
    "other key": (
        401,
        wire.JSON,
        None,
        lambda body, path, now: signed(body, path, at=now, keys={"2026-03": b"x" * 32}),
    ),
    "type": (415, "text/plain", None, lambda body, path, now: signed(body, path, at=now)),
    "not JSON": (400, wire.JSON, b"{", lambda body, path, now: signed(body, path, at=now)),
    "not a batch": (400, wire.JSON, b'{"tasks": []}', lambda body, path, now: signed(body, path, at=now)),
    "huge": (413, wire.JSON, b" " * 1_000_001, lambda body, path, now: signed(body, path, at=now)),
}


@pytest.mark.parametrize("which", ["ours", "theirs"])
def test_a_batch_is_taken_once_and_what_is_forged_or_unreadable_is_not_taken(
    request: pytest.FixtureRequest, which: str
) -> None:
    if which == "ours":
        request.getfixturevalue("office")
        house: House = Ours(request.getfixturevalue("hotline_door"))
    else:
        house = Theirs()

    for name, (expected, kind, body, sign) in REFUSED.items():
        sent = house.body if body is None else body
        assert (name, house.hand_in(sent, kind, sign(sent, house.path, clock.now()))) == (name, expected)
    assert house.kept() == 0
    for _ in range(3):
        assert house.hand_in(house.body, wire.JSON, signed(house.body, house.path, at=clock.now())) == 202
    assert house.kept() == 1


class Road(httpx.BaseTransport):
    """Leads from our client to the fake, in this process."""

    def __init__(self, fake: FakeHotline) -> None:
        self.fake = fake

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        status, body = self.fake.receive(path, request.headers, request.read(), at=clock.now())
        return httpx.Response(status, content=body, request=request)


def test_our_letters_reach_them_once_and_their_refusals_are_told_apart() -> None:
    fake = FakeHotline(PEER)
    good, bad = Outgoing(body=STEP), Outgoing(body={"id": ""})

    with Line(PEER, transport=Road(fake)) as line:
        answers = [line.send([good]).answer, line.send([good]).answer, line.send([bad]).answer]
        fake.is_down = True
        answers.append(line.send([good]).answer)

    assert answers == [Answer.TAKEN, Answer.TAKEN, Answer.REFUSED, Answer.AWAY]
    assert list(fake.steps) == ["step-1"]
