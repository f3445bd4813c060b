"""The fake city brain of tests, the kill test and the demonstration: keeps what it takes, issues tasks, checks answers.

It meets the same contract as our own door (`tests/test_contract.py`). What it holds is its disk: it survives its deaths.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from wenhui.edge.citybrain import wire
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.reconciling import Account, CaseLine, TaskLine
from wenhui.edge.citybrain.wire import CaseData, Event, Kind, Said, State, UnreadableError
from wenhui.edge.exchange import signing
from wenhui.edge.exchange.signing import ForgedError, Headers
from wenhui.kit import clock

TITLES = ("桥下积水，非机动车绕行", "占道堆放建筑垃圾", "路灯成片不亮", "消防通道被堵", "河面有漂浮物", "夜间施工扰民")
ADDRESSES = ("流水东苑社区1幢", "打铁关社区", "流水西苑社区", "")

Reply = tuple[int, bytes]

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Sends a body to a path of the office with headers; returns the status, or 0 when nobody was there."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """How bad the road is: the share of what is sent that goes out twice, is held back, or is lost on the way."""

    double: float = 0.0
    hold_back: float = 0.0
    drop: float = 0.0
    fail: float = 0.0  # of what is received, is answered with 500 after or before it was kept


@dataclass(slots=True)
class FakeBrain:
    """One city brain beside one office."""

    peer: Peer
    draw: Random
    trouble: Trouble = field(default_factory=Trouble)
    events: dict[tuple[str, str], Event] = field(default_factory=dict)
    heard: list[Event] = field(default_factory=list)
    issued: dict[str, Event] = field(default_factory=dict)
    waiting: list[Event] = field(default_factory=list)
    last_sequence: int = 0

    def receive(self, method: str, path: str, headers: Headers, body: bytes, *, at: datetime) -> Reply:
        """Answer one request as a city brain does."""
        try:
            signing.check(headers, keys=self.peer.keys, method=method, path=path, body=body, at=at)
        except ForgedError as error:
            return _problem(401, str(error))
        return self._account(path) if method == "GET" else self._take(headers, body)

    def _take(self, headers: Headers, body: bytes) -> Reply:
        kind = (headers.get("Content-Type") or "").partition(";")[0]
        if len(body) > wire.LONGEST_BODY:
            return _problem(413, "too long")
        if kind not in {wire.STRUCTURED, wire.BATCH}:
            return _problem(415, kind)
        try:
            found = wire.read(kind, body)
        except UnreadableError as error:
            return _problem(400, str(error))
        if self.draw.random() < self.trouble.fail:
            if self.draw.random() < 0.5:
                self.keep(found)
            return _problem(500, "down")
        return 202, json.dumps({"events": self.keep(found)}).encode()

    def keep(self, found: list[tuple[Event, str]]) -> list[dict[str, str]]:
        """Keep events, each once."""
        told = []
        for event, _ in found:
            is_new = (event.source, event.id) not in self.events
            if is_new:
                self.events[event.source, event.id] = event
                self.heard.append(event)
                self._look(event)
            told.append({"id": event.id, "outcome": "done"})
        return told

    def issue(self, *, at: datetime, **given: Any) -> Event:
        """Issue a task; it waits for the next delivery."""
        number = len(self.issued) + 1
        key = f"T{at:%Y%m%d}-{number:05d}"
        told = {"task": key, "title": self.draw.choice(TITLES), "address": self.draw.choice(ADDRESSES), **given}
        self.issued[key] = self._event(Kind.TASK, key, told, at)
        self.waiting.append(self.issued[key])
        return self.issued[key]

    def say(self, task: str, said: Said, *, at: datetime, why: str = "") -> Event:
        """Say something of a task; it waits for the next delivery."""
        event = self._event(Kind.STATUS, task, {"task": task, "state": str(said), "why": why}, at)
        self.waiting.append(event)
        return event

    def deliver(self, post: Post, *, at: datetime, most: int = 50) -> int:
        """Send what waits over a bad road; what was not taken waits on. Returns how many were taken."""
        if self.trouble.hold_back:
            self.draw.shuffle(self.waiting)
        going, self.waiting = self.waiting[:most], self.waiting[most:]
        taken = 0
        for event in going:
            if self.draw.random() < self.trouble.hold_back + self.trouble.drop:
                self.waiting.append(event)
                continue
            times = 2 if self.draw.random() < self.trouble.double else 1
            statuses = [self.send(post, event, at=at) for _ in range(times)]
            if 202 in statuses:
                taken += 1
            else:
                self.waiting.append(event)
        return taken

    def send(self, post: Post, event: Event, *, at: datetime) -> int:
        """Send one event, signed."""
        body = wire.structured(event)
        signed = signing.sign(keys=self.peer.keys, method="POST", path="/citybrain/events", body=body, at=at)
        return post("/citybrain/events", body, signed | {"Content-Type": wire.STRUCTURED})

    def account(self, day: date) -> Account:
        """Return what it holds of a day."""
        last: dict[str, tuple[int, str]] = {}
        for event in self.events.values():
            if event.time is not None and clock.local_day(event.time) == day:
                case = CaseData.model_validate(event.data)
                last[case.number] = max(last.get(case.number, (0, "")), (int(event.sequence), str(case.state)))
        tasks = [key for key, event in self.issued.items() if event.time and clock.local_day(event.time) == day]
        return Account(
            day=day,
            cases=[CaseLine(number=number, sequence=one[0], state=one[1]) for number, one in sorted(last.items())],
            tasks=[TaskLine(task=key) for key in sorted(tasks)],
        )

    def _account(self, path: str) -> Reply:
        name = path.rpartition("/")[2].removesuffix(".json")
        try:
            day = date.fromisoformat(name)
        except ValueError:
            return _problem(404, path)
        held = self.account(day)
        told = {"source": self.peer.source, "summary": held.summary()} | held.model_dump(mode="json")
        return 200, json.dumps(told).encode()

    def _look(self, event: Event) -> None:
        """Check the answer to a task of its own: mostly it is done, sometimes it is not."""
        told = CaseData.model_validate(event.data)
        if told.state == State.ANSWERED and told.verb == "answer" and event.time is not None:
            for task in told.tasks:
                said = Said.CONFIRMED if self.draw.random() < 0.8 else Said.RETURNED
                self.say(task, said, at=event.time, why="" if said is Said.CONFIRMED else "回访说还没有处理好")

    def _event(self, kind: Kind, subject: str, told: Mapping[str, Any], at: datetime) -> Event:
        self.last_sequence += 1
        return Event(
            specversion="1.0", id=f"cb-{self.last_sequence}", source=self.peer.source, type=kind, subject=subject,
            time=at, sequence=str(self.last_sequence), data=dict(told),
        )  # fmt: skip


def _problem(status: int, why: str) -> Reply:
    return status, json.dumps({"title": why, "status": status}).encode()
